//! `monitor-uri` and `monitor fail`: an address that tells others whether the proxy is well.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::late::Late;
use crate::order::Stage;
use moongate_lang::{Diagnostic, Words};
use moongate_sample::Point;

pub(super) static MONITOR_URI: Keyword = Keyword {
    name: "monitor-uri",
    sections: Sections::DEFAULTS.and(Sections::FRONT),
    usage: "monitor-uri <uri>",
    sentence: "Answers requests for this URI with 200, or 503 when a `monitor fail` condition is met.",
    examples: &["monitor-uri /haproxy_test"],
    parse: Parse::Early(uri),
    ..PLAIN
};

pub(super) static MONITOR: Keyword = Keyword {
    name: "monitor",
    sections: Sections::FRONT,
    usage: "monitor fail { if | unless } <condition>",
    sentence: "Lets `monitor-uri` answer with 503 when the condition is met.",
    examples: &["monitor fail if { nbsrv(app) lt 2 }"],
    parse: Parse::Late(fail),
    ..PLAIN
};

fn uri(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a URI")?;
    if word.bytes().is_empty() {
        return Err(Diagnostic::alert(word.span(), "the URI is empty"));
    }
    cx.draft.settings.monitor_uri = Some(word.bytes().to_vec());
    words.finish("the URI")
}

fn fail(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    if !words.take("fail") {
        return Err(Diagnostic::alert(words.here(), "`fail` is missing")
            .help("write `monitor fail if <condition>`"));
    }
    let Some(condition) = cx.condition(words, Point::FeHttpRequest.into())? else {
        return Err(Diagnostic::alert(words.here(), "a condition is missing")
            .label("expected `if` or `unless`")
            .help("write `monitor fail if <condition>`"));
    };
    cx.stage(Stage::Monitor);
    cx.proxy.monitor_fail.push(condition);
    Ok(())
}
