//! `capture` and `declare capture`: headers that are kept for logs and rules.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::plan::CookieCapture;
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static CAPTURE: Keyword = Keyword {
    name: "capture",
    sections: Sections::FRONT,
    usage: "capture { { request | response } header | cookie } <name> len <length>",
    sentence: "Keeps a header of each request or response, or a cookie of both, for the logs.",
    examples: &[
        "capture request header Host len 15",
        "capture response header Location len 40",
        "capture cookie SESSION= len 32",
    ],
    parse: Parse::Late(capture),
    ..PLAIN
};

pub(super) static DECLARE: Keyword = Keyword {
    name: "declare",
    sections: Sections::FRONT,
    lenient: false,
    usage: "declare capture { request | response } len <length>",
    sentence: "Makes room for a value that `http-request capture` or `http-response capture` keeps.",
    examples: &["declare capture request len 40"],
    parse: Parse::Late(declare),
    ..PLAIN
};

fn capture(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let which = words.expect("`request` or `response`")?;
    let request = match which.str() {
        "request" => true,
        "response" => false,
        "cookie" => return cookie(cx, words),
        name => {
            let message = format!("`{name}` can't be captured");
            return Err(Diagnostic::alert(which.span(), message)
                .did_you_mean(name, ["request", "response", "cookie"]));
        }
    };
    expect(words, "header")?;
    let name = words.expect("a header's name")?.bytes().to_ascii_lowercase();
    let length = length(words)?;
    cx.capture_slot(request, name, length);
    words.finish("the length")
}

/// Bytes of a cookie that are kept at most (configuration manual, `tune.http.cookielen`).
const LONGEST_COOKIE: usize = 62;

fn cookie(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a cookie's name")?;
    let (name, whole) = match word.bytes().split_last() {
        Some((b'=', name)) if !name.is_empty() => (name.to_vec(), true),
        _ => (word.bytes().to_vec(), false),
    };
    let len = length(words)?;
    words.finish("the length")?;
    if len > LONGEST_COOKIE {
        let message = format!("a cookie is kept up to {LONGEST_COOKIE} bytes, not {len}");
        cx.notes.push(Diagnostic::warning(cx.keyword.span(), message));
    }
    let len = len.min(LONGEST_COOKIE);
    cx.proxy.cookie_capture = Some(CookieCapture { name, whole, len });
    Ok(())
}

fn declare(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    expect(words, "capture")?;
    let request = values::choice(words, "a direction", &[("request", true), ("response", false)])?;
    let length = length(words)?;
    cx.capture_slot(request, Vec::new(), length);
    words.finish("the length")
}

fn expect(words: &mut Words<'_, '_>, text: &'static str) -> Done {
    match words.take(text) {
        true => Ok(()),
        false => Err(Diagnostic::alert(words.here(), format!("`{text}` is missing"))
            .label(format!("expected `{text}` here"))),
    }
}

fn length(words: &mut Words<'_, '_>) -> Result<usize, Diagnostic> {
    expect(words, "len")?;
    values::integer(words, "a length", 1..=i32::MAX as usize)
}
