//! `http-check` and `tcp-check`: the steps of a check.

use super::PLAIN;
use super::check_connect::connect;
use super::check_expect::expect;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::{Check, CheckRequest, CheckStep};
use crate::values;
use moongate_lang::{Diagnostic, Word, Words};
use std::sync::Arc;

pub(super) static HTTP_CHECK: Keyword = Keyword {
    name: "http-check",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "http-check { comment | connect | disable-on-404 | expect | send | send-state } …",
    sentence: "Describes a check with HTTP (`option httpchk`), step by step.",
    examples: &[
        "http-check send meth GET uri /health ver HTTP/1.1 hdr Host www.example.org",
        "http-check expect status 200,204,300-399",
        "http-check expect ! string failure",
        "http-check expect hdr name -m beg x- value -m str ready",
        "http-check disable-on-404",
        "http-check send-state",
        "http-check connect port 8081",
    ],
    parse: Parse::Early(http),
    ..PLAIN
};

pub(super) static TCP_CHECK: Keyword = Keyword {
    name: "tcp-check",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "tcp-check { comment | connect | expect | send | send-binary } …",
    sentence: "Describes a check over TCP (`option tcp-check`), step by step.",
    examples: &[
        "tcp-check connect port 6379",
        "tcp-check send PING\\r\\n comment 'a word to Redis'",
        "tcp-check expect string +PONG",
        "tcp-check send-binary 50494e470d0a",
        "tcp-check expect min-recv 5 ! rstring ^error",
    ],
    parse: Parse::Early(tcp),
    ..PLAIN
};

fn own<'a>(cx: &'a mut EarlyCx<'_, '_>) -> &'a mut Check {
    Arc::make_mut(&mut cx.draft.settings.check).own()
}

/// Steps that both have.
const LATER: [&str; 3] = ["set-var", "set-var-fmt", "unset-var"];

fn http(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a step")?;
    let step = match word.str() {
        "disable-on-404" => {
            Arc::make_mut(&mut cx.draft.settings.check).disable_on_404 = true;
            return words.finish("`disable-on-404`");
        }
        "send-state" => {
            Arc::make_mut(&mut cx.draft.settings.check).send_state = true;
            return words.finish("`send-state`");
        }
        "comment" => CheckStep::Comment(values::text(words, "a comment")?),
        "connect" => CheckStep::Connect(connect(cx, words)?),
        "expect" => CheckStep::Expect(expect(words, true)?),
        "send" => request(words)?,
        name => {
            return Err(unknown(
                word,
                name,
                "http-check",
                &["comment", "connect", "disable-on-404", "expect", "send", "send-state"],
            ));
        }
    };
    own(cx).steps.push(step);
    words.finish("the step")
}

fn tcp(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a step")?;
    let step = match word.str() {
        "comment" => CheckStep::Comment(values::text(words, "a comment")?),
        "connect" => CheckStep::Connect(connect(cx, words)?),
        "expect" => CheckStep::Expect(expect(words, false)?),
        "send" => {
            let data = words.expect("what to send")?.bytes().to_vec();
            CheckStep::Send(data, comment(words)?)
        }
        "send-binary" => {
            let data = hex(words.expect("hexadecimal digits")?)?;
            CheckStep::Send(data, comment(words)?)
        }
        name @ ("send-lf" | "send-binary-lf") => {
            return Err(Diagnostic::unsupported(word.span(), format!("`tcp-check {name}`")));
        }
        name => {
            return Err(unknown(
                word,
                name,
                "tcp-check",
                &["comment", "connect", "expect", "send", "send-binary"],
            ));
        }
    };
    own(cx).steps.push(step);
    words.finish("the step")
}

fn unknown(word: &Word<'_>, name: &str, keyword: &str, known: &[&str]) -> Diagnostic {
    let base = name.split('(').next().unwrap_or_default();
    if LATER.contains(&base) {
        return Diagnostic::unsupported(word.span(), format!("`{keyword} {base}`"));
    }
    let message = format!("`{keyword}` has no `{name}`");
    Diagnostic::alert(word.span(), message).did_you_mean(name, known.iter().copied())
}

/// `comment <text>`, if it is there.
fn comment(words: &mut Words<'_, '_>) -> Result<Option<String>, Diagnostic> {
    match words.take("comment") {
        true => values::text(words, "a comment").map(Some),
        false => Ok(None),
    }
}

/// Bytes that are written in hexadecimal digits.
pub(super) fn hex(word: &Word<'_>) -> Result<Vec<u8>, Diagnostic> {
    let digits = word.bytes();
    let digit = |byte: &u8| (*byte as char).to_digit(16);
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some((digit(high)? * 16 + digit(low)?) as u8),
        _ => None,
    });
    pairs.collect::<Option<Vec<u8>>>().ok_or_else(|| {
        Diagnostic::alert(word.span(), "these aren't pairs of hexadecimal digits")
            .help("write two digits for each byte, as in `50494e470d0a`")
    })
}

/// What formats would give is known only while checks run.
fn plain(word: &Word<'_>) -> Result<Vec<u8>, Diagnostic> {
    if word.bytes().contains(&b'%') {
        return Err(Diagnostic::unsupported(word.span(), "a format in `http-check send`"));
    }
    Ok(word.bytes().to_vec())
}

fn request(words: &mut Words<'_, '_>) -> Result<CheckStep, Diagnostic> {
    let mut made = CheckRequest::default();
    let mut said = None;
    while let Some(word) = words.next() {
        match word.str() {
            "meth" => made.method = Some(words.expect("a method")?.bytes().to_vec()),
            "uri" => made.uri = Some(words.expect("a URI")?.bytes().to_vec()),
            "ver" => made.version = Some(version(words.expect("a version")?)?),
            "hdr" => {
                let name = words.expect("a header's name")?.bytes().to_ascii_lowercase();
                let value = plain(words.expect("a header's value")?)?;
                // The length is that of the body, whatever is written here.
                if name != b"content-length" && name != b"transfer-encoding" {
                    made.headers.push((name, value));
                }
            }
            "body" => made.body = words.expect("a body")?.bytes().to_vec(),
            "comment" => said = Some(values::text(words, "a comment")?),
            name @ ("uri-lf" | "body-lf") => {
                return Err(Diagnostic::unsupported(
                    word.span(),
                    format!("`{name}` of `http-check send`"),
                ));
            }
            name => {
                let message = format!("`http-check send` has no `{name}`");
                return Err(Diagnostic::alert(word.span(), message)
                    .did_you_mean(name, ["meth", "uri", "ver", "hdr", "body", "comment"]));
            }
        }
    }
    Ok(CheckStep::Request(made, said))
}

fn version(word: &Word<'_>) -> Result<Vec<u8>, Diagnostic> {
    if !word.bytes().starts_with(b"HTTP/") {
        let message = format!("`{}` isn't a version of HTTP", word.str());
        return Err(Diagnostic::alert(word.span(), message).help("write `HTTP/1.0` or `HTTP/1.1`"));
    }
    Ok(word.bytes().to_vec())
}
