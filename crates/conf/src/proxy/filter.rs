//! `filter` and `filter-sequence`: what looks at a stream's data on their way.

use super::{PLAIN, bandwidth};
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_state::Mode;

/// Filters of HAProxy that are no scripts.
const OTHERS: [&str; 6] = ["trace", "compression", "comp-req", "comp-res", "spoe", "cache"];

pub(super) static FILTER: Keyword = Keyword {
    name: "filter",
    sections: Sections::PROXIES,
    lenient: false,
    usage: "filter { lua.<name> [argument…] | bwlim-in <name> … | bwlim-out <name> … }",
    sentence: "Lets a filter of a script see and change what passes, behind those declared before, or declares a bandwidth limit for `set-bandwidth-limit`.",
    examples: &[
        "filter bwlim-out slow default-limit 1m default-period 1s",
        "filter bwlim-in up default-limit 100k default-period 500ms min-size 2896",
        "filter bwlim-out all limit 10m key src table rates",
    ],
    parse: Parse::Late(filter),
    ..PLAIN
};

pub(super) static FILTER_SEQUENCE: Keyword = Keyword {
    name: "filter-sequence",
    sections: Sections::PROXIES,
    lenient: false,
    usage: "filter-sequence { request | response } <name>[,<name>…]",
    sentence: "Says which of the filters declared above a direction passes, and in which order.",
    parse: Parse::Late(sequence),
    ..PLAIN
};

fn filter(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let name = words.expect("a filter's name")?;
    let text = name.str();
    // Bandwidth filters are read before (see `bandwidth`).
    if bandwidth::is_one(text) {
        words.by_ref().for_each(drop);
        return Ok(());
    }
    if !text.starts_with("lua.") {
        return Err(unknown(name));
    }
    let args: Vec<String> = words.by_ref().map(|word| word.str().to_owned()).collect();
    let http = cx.proxy.mode == Mode::Http;
    let made = cx.scripts.filter(text, &args, http);
    let made = made.map_err(|message| Diagnostic::alert(name.span(), message))?;
    cx.proxy.filters.list.extend(made);
    Ok(())
}

fn unknown(name: &Word<'_>) -> Diagnostic {
    let text = name.str();
    if OTHERS.contains(&text) || text == "fcgi-app" {
        return Diagnostic::unsupported(name.span(), format!("filter `{text}`"));
    }
    Diagnostic::alert(name.span(), format!("unknown filter '{text}'"))
        .help("filters of scripts are written `lua.<name>`")
}

fn sequence(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let direction = words.expect("`request` or `response`")?;
    let list = words.expect("names of filters, separated by commas")?;
    words.finish("the names")?;
    let mut places = Vec::new();
    for wanted in list.str().split(',').map(str::trim) {
        let filters = &cx.proxy.filters.list;
        // A name that is used several times means the next filter of that name.
        let found = (0..filters.len())
            .find(|place| filters[*place].name() == wanted && !places.contains(place));
        let Some(place) = found else {
            let message = format!("{} has no filter '{wanted}' left", cx.title());
            return Err(Diagnostic::alert(list.span(), message)
                .did_you_mean(wanted, filters.iter().map(|filter| filter.name())));
        };
        places.push(place);
    }
    let filters = &mut cx.proxy.filters;
    match direction.str() {
        "request" => filters.requests = Some(places),
        "response" => filters.responses = Some(places),
        other => {
            let message = format!("'filter-sequence' knows no direction '{other}'");
            return Err(Diagnostic::alert(direction.span(), message)
                .did_you_mean(other, ["request", "response"]));
        }
    }
    Ok(())
}
