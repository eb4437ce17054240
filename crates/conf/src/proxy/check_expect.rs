//! `expect` of `http-check` and `tcp-check`: what answers have to be.

use super::check::hex;
use crate::plan::{Expect, Header, Matches, Text, TextMatch};
use crate::values;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_sample::Regex;
use moongate_state::CheckStatus;

const OK: [(&str, CheckStatus); 4] = [
    ("L7OK", CheckStatus::L7Ok),
    ("L7OKC", CheckStatus::L7Conditional),
    ("L6OK", CheckStatus::L6Ok),
    ("L4OK", CheckStatus::L4Ok),
];

const ERROR: [(&str, CheckStatus); 5] = [
    ("L7OKC", CheckStatus::L7Conditional),
    ("L7RSP", CheckStatus::L7Response),
    ("L7STS", CheckStatus::L7Status),
    ("L6RSP", CheckStatus::L6Response),
    ("L4CON", CheckStatus::L4Failed),
];

const TIMEOUT: [(&str, CheckStatus); 3] = [
    ("L7TOUT", CheckStatus::L7Timeout),
    ("L6TOUT", CheckStatus::L6Timeout),
    ("L4TOUT", CheckStatus::L4Timeout),
];

/// Reads what follows `expect`.
pub(super) fn expect(words: &mut Words<'_, '_>, http: bool) -> Result<Expect, Diagnostic> {
    let mut made = Expect {
        not: false,
        what: Matches::Text(Vec::new()),
        min_recv: None,
        ok: None,
        error: None,
        timeout: None,
        comment: None,
    };
    let mut said = false;
    while let Some(word) = words.next() {
        match word.str() {
            "comment" => made.comment = Some(values::text(words, "a comment")?),
            "min-recv" => {
                let least = values::integer(words, "a number of bytes", -1..=i64::from(i32::MAX))?;
                made.min_recv = usize::try_from(least).ok();
            }
            "ok-status" => made.ok = Some(values::choice(words, "a status of success", &OK)?),
            "error-status" => {
                made.error = Some(values::choice(words, "a status of failure", &ERROR)?);
            }
            "tout-status" => {
                made.timeout = Some(values::choice(words, "a status of a timeout", &TIMEOUT)?);
            }
            name @ ("on-success" | "on-error" | "status-code") => {
                return Err(Diagnostic::unsupported(word.span(), format!("`{name}` of `expect`")));
            }
            name if said => {
                let message = format!("`expect` looks for one thing only: `{name}` is too much");
                return Err(Diagnostic::alert(word.span(), message)
                    .help("write another `expect` line for it"));
            }
            "!" => {
                let word = words.expect("what not to expect")?;
                (said, made.not) = (true, true);
                made.what = matches(word, word.str(), words, http)?;
            }
            name => {
                let bare = name.strip_prefix('!');
                (said, made.not) = (true, bare.is_some());
                made.what = matches(word, bare.unwrap_or(name), words, http)?;
            }
        }
    }
    if !said {
        words.expect("what to expect")?;
    }
    Ok(made)
}

fn matches(
    word: &Word<'_>,
    name: &str,
    words: &mut Words<'_, '_>,
    http: bool,
) -> Result<Matches, Diagnostic> {
    Ok(match (name, http) {
        ("string", _) => Matches::Text(words.expect("a text")?.bytes().to_vec()),
        ("rstring", _) => Matches::Regex(regex(words.expect("a regular expression")?)?),
        ("binary", false) => Matches::Binary(hex(words.expect("hexadecimal digits")?)?),
        ("rbinary", false) => Matches::HexRegex(regex(words.expect("a regular expression")?)?),
        ("status", true) => Matches::Status(statuses(words.expect("statuses")?)?),
        ("rstatus", true) => Matches::StatusRegex(regex(words.expect("a regular expression")?)?),
        ("hdr" | "fhdr", true) => Matches::Header(Box::new(header(name == "fhdr", words)?)),
        ("string-lf" | "binary-lf", _) => {
            return Err(Diagnostic::unsupported(word.span(), format!("`{name}` of `expect`")));
        }
        _ => {
            let known: &[&str] = match http {
                true => &["string", "rstring", "status", "rstatus", "hdr", "fhdr"],
                false => &["string", "rstring", "binary", "rbinary"],
            };
            let message = format!("`expect` has no `{name}`");
            let known = known.iter().copied().chain(["min-recv", "comment"]);
            return Err(Diagnostic::alert(word.span(), message).did_you_mean(name, known));
        }
    })
}

fn regex(word: &Word<'_>) -> Result<Regex, Diagnostic> {
    Regex::new(word.bytes(), false)
        .map_err(|wrong| Diagnostic::alert(word.span(), wrong.to_string()))
}

fn statuses(word: &Word<'_>) -> Result<Vec<(u16, u16)>, Diagnostic> {
    let wrong = || {
        Diagnostic::alert(word.span(), format!("`{}` isn't a list of statuses", word.str()))
            .help("write statuses and ranges of them, as in `200,204,300-399`")
    };
    let one = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let pair = (first.parse().ok()?, last.parse().ok()?);
        (pair.0 <= pair.1 && pair.1 <= 999).then_some(pair)
    };
    word.str().split(',').map(|part| one(part).ok_or_else(wrong)).collect()
}

fn header(full: bool, words: &mut Words<'_, '_>) -> Result<Header, Diagnostic> {
    let word = words.expect("`name`")?;
    match word.str() {
        "name" => {}
        "name-lf" => return Err(Diagnostic::unsupported(word.span(), "`name-lf` of `expect hdr`")),
        _ => return Err(Diagnostic::alert(word.span(), "`name` is missing")),
    }
    let name = text_match(words, true)?;
    let value = match words.peek().map(|word| (word.str(), word.span())) {
        Some(("value", _)) => {
            words.next();
            Some(text_match(words, false)?)
        }
        Some(("value-lf", span)) => {
            return Err(Diagnostic::unsupported(span, "`value-lf` of `expect hdr`"));
        }
        _ => None,
    };
    Ok(Header { full, name, value })
}

/// `[-m <method>] <text>`; names are compared in lower case.
fn text_match(words: &mut Words<'_, '_>, name: bool) -> Result<TextMatch, Diagnostic> {
    let how = if words.take("-m") {
        let choices = [
            ("str", Some(Text::Whole)),
            ("beg", Some(Text::Begins)),
            ("end", Some(Text::Ends)),
            ("sub", Some(Text::Has)),
            ("reg", None),
        ];
        values::choice(words, "a way to match", &choices)?
    } else {
        Some(Text::Whole)
    };
    let word = words.expect("a text")?;
    let Some(how) = how else {
        return Regex::new(word.bytes(), name)
            .map(TextMatch::Regex)
            .map_err(|wrong| Diagnostic::alert(word.span(), wrong.to_string()));
    };
    let text = if name { word.bytes().to_ascii_lowercase() } else { word.bytes().to_vec() };
    Ok(TextMatch::Text(how, text))
}
