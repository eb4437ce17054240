//! `server` and `server-template`: where a backend's requests go.

use super::PLAIN;
use super::server_line::Made;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use moongate_lang::{Diagnostic, Word, Words};

pub(super) static SERVER: Keyword = Keyword {
    name: "server",
    sections: Sections::BACK,
    lenient: false,
    usage: "server <name> <address>[:[<port>]] [option…]",
    sentence: "Declares a server of the backend.",
    examples: &[
        "server s1 127.0.0.1:8080 weight 2",
        "server s2 /run/app.sock",
        "server s3 127.0.0.1:+1000",
    ],
    parse: Parse::Early(server),
    ..PLAIN
};

pub(super) static SERVER_TEMPLATE: Keyword = Keyword {
    name: "server-template",
    sections: Sections::BACK,
    lenient: false,
    usage: "server-template <prefix> <number>|<range> <address>[:[<port>]] [option…]",
    sentence: "Declares several servers whose names are the prefix and a number.",
    examples: &["server-template app 3 127.0.0.1:8080", "server-template app 5-7 127.0.0.1:8080"],
    parse: Parse::Early(template),
    ..PLAIN
};

fn server(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let name = words.expect("the server's name")?;
    let name_text = valid_name(name)?;
    // A server that is refused keeps its name, so that those who refer to it aren't blamed.
    let made = Made::read(cx, words, "server");
    let lost = Made::lost();
    made.as_ref().unwrap_or(&lost).add(cx, name_text, name.span());
    made.map(drop)
}

fn template(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let prefix = words.expect("the prefix of the servers' names")?;
    let prefix_text = valid_name(prefix)?;
    let word = words.expect("a number of servers")?;
    let text = word.str();
    let bounds = match text.split_once('-') {
        Some((first, last)) => first.parse::<u32>().ok().zip(last.parse::<u32>().ok()),
        None => text.parse::<u32>().ok().map(|count| (1, count)),
    };
    let (first, last) = bounds.filter(|(first, last)| first <= last).ok_or_else(|| {
        Diagnostic::alert(
            word.span(),
            format!("'server-template' : invalid number or range '{text}'"),
        )
        .help("write a number of servers, or a range such as `1-3`")
    })?;
    let made = Made::read(cx, words, "server-template");
    let lost = Made::lost();
    for number in first..=last {
        let name = format!("{prefix_text}{number}");
        made.as_ref().unwrap_or(&lost).add(cx, &name, prefix.span());
    }
    made.map(drop)
}

fn valid_name<'w>(word: &'w Word<'_>) -> Result<&'w str, Diagnostic> {
    crate::walk::valid_name(word).map_err(|at| crate::walk::bad_name(word, at, "server name"))
}
