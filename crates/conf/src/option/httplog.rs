//! `option httplog`, `option httpslog` and `option tcplog`: the usual log formats.

use super::{OptionSpec, PLAIN};
use crate::draft::LogLine;
use crate::keyword::{Done, EarlyCx};
use crate::proxy::log_format::{ignored_in_backend, overrides};
use moongate_lang::Words;

pub(super) static HTTPLOG: OptionSpec = OptionSpec {
    name: "httplog",
    negatable: false,
    usage: "option httplog [clf]",
    sentence: "Logs each HTTP request with its timers, its status and how it ended.",
    examples: &["option httplog", "option httplog clf"],
    parse: |cx, words| {
        let line = if words.take("clf") { LogLine::HttpClf } else { LogLine::Http };
        choose(cx, words, line)
    },
    ..PLAIN
};

pub(super) static HTTPSLOG: OptionSpec = OptionSpec {
    name: "httpslog",
    negatable: false,
    usage: "option httpslog",
    sentence: "Logs each HTTP request as `option httplog` does, with what is known of its TLS connection.",
    examples: &["option httpslog"],
    parse: |cx, words| choose(cx, words, LogLine::Https),
    ..PLAIN
};

pub(super) static TCPLOG: OptionSpec = OptionSpec {
    name: "tcplog",
    negatable: false,
    usage: "option tcplog [clf]",
    sentence: "Logs each connection with its timers and how it ended.",
    examples: &["option tcplog"],
    parse: |cx, words| {
        let line = if words.take("clf") { LogLine::TcpClf } else { LogLine::Tcp };
        choose(cx, words, line)
    },
    ..PLAIN
};

fn choose(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>, line: LogLine<'static>) -> Done {
    words.finish("the option")?;
    let directive = line.directive();
    overrides(cx, directive);
    if !ignored_in_backend(cx, directive) {
        let span = cx.keyword.span().to(Words::last(words));
        cx.draft.deferred.log = Some((line, span));
    }
    Ok(())
}
