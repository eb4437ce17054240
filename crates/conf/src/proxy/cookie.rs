//! `cookie` and `dynamic-cookie-key`: a cookie by which clients come back to their server.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::units::Unit;
use moongate_lang::{Diagnostic, Word, Words};
use std::sync::Arc;

const SECTIONS: Sections = Sections::DEFAULTS.and(Sections::BACK);

pub(super) static COOKIE: Keyword = Keyword {
    name: "cookie",
    sections: SECTIONS,
    usage: "cookie <name> [ rewrite | insert | prefix ] [ indirect ] [ nocache ] [ postonly ] [ preserve ] [ httponly ] [ secure ] [ domain <domain> ]… [ maxidle <time> ] [ maxlife <time> ] [ dynamic ] [ attr <value> ]…",
    sentence: "Names the cookie by which clients come back to their server, and says who sets it.",
    examples: &[
        "cookie SRV insert indirect nocache",
        "cookie SRV insert maxidle 30m maxlife 8h secure httponly attr SameSite=None",
        "cookie JSESSIONID prefix",
    ],
    parse: Parse::Early(cookie),
    ..PLAIN
};

pub(super) static DYNAMIC_COOKIE_KEY: Keyword = Keyword {
    name: "dynamic-cookie-key",
    sections: SECTIONS,
    usage: "dynamic-cookie-key <secret>",
    sentence: "Sets the secret from which the values of dynamic cookies are made.",
    examples: &["dynamic-cookie-key secret"],
    parse: Parse::Early(|cx, words| {
        cx.draft.settings.cookie_key = Some(words.expect("the secret")?.bytes().into());
        words.finish("the secret")
    }),
    ..PLAIN
};

/// Who sets the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieMode {
    /// The server, if it likes; the value is replaced.
    Rewrite,
    /// The proxy.
    Insert,
    /// The server; its value gets a prefix.
    Prefix,
}

/// `cookie`
#[derive(Clone, Debug, Default)]
pub struct Cookie {
    /// Its name.
    pub name: Box<[u8]>,
    /// Who sets it.
    pub mode: Option<CookieMode>,
    /// `indirect`
    pub indirect: bool,
    /// `nocache`
    pub nocache: bool,
    /// `postonly`
    pub postonly: bool,
    /// `preserve`
    pub preserve: bool,
    /// `dynamic`
    pub dynamic: bool,
    /// `maxidle`, in seconds.
    pub maxidle: Option<u32>,
    /// `maxlife`, in seconds.
    pub maxlife: Option<u32>,
    /// Attributes behind the path: `domain`, `httponly`, `secure`, `attr`.
    pub attributes: Vec<u8>,
}

impl Cookie {
    /// Whether logs show what became of it.
    pub fn is_logged(&self) -> bool {
        self.mode.is_some()
            || self.indirect
            || self.nocache
            || self.postonly
            || self.preserve
            || self.dynamic
    }
}

const OPTIONS: [&str; 14] = [
    "rewrite", "insert", "prefix", "indirect", "nocache", "postonly", "preserve", "httponly",
    "secure", "domain", "maxidle", "maxlife", "dynamic", "attr",
];

fn cookie(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let name = words.expect("the cookie's name")?;
    let mut cookie = Cookie { name: name.bytes().into(), ..Cookie::default() };
    let (mut httponly, mut secure, mut domains, mut attrs) = (false, false, Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        match word.str() {
            "rewrite" => mode(&mut cookie, CookieMode::Rewrite, word)?,
            "insert" => mode(&mut cookie, CookieMode::Insert, word)?,
            "prefix" => mode(&mut cookie, CookieMode::Prefix, word)?,
            "indirect" => cookie.indirect = true,
            "nocache" => cookie.nocache = true,
            "postonly" => cookie.postonly = true,
            "preserve" => cookie.preserve = true,
            "dynamic" => cookie.dynamic = true,
            "httponly" => httponly = true,
            "secure" => secure = true,
            "domain" => domains.push(domain(cx, words.expect("a domain")?)?),
            "attr" => attrs.push(attribute(words.expect("an attribute")?)?),
            "maxidle" => cookie.maxidle = seconds(words)?,
            "maxlife" => cookie.maxlife = seconds(words)?,
            other => {
                return Err(Diagnostic::alert(word.span(), format!("'cookie' has no '{other}'"))
                    .did_you_mean(other, OPTIONS));
            }
        }
    }
    if cookie.preserve && cookie.mode != Some(CookieMode::Insert) && !cookie.indirect {
        let message = "cookie 'preserve' requires at least 'insert' or 'indirect'";
        return Err(Diagnostic::alert(name.span(), message));
    }
    let out = &mut cookie.attributes;
    domains.iter().for_each(|domain| attribute_to(out, &[b"domain=", &**domain].concat()));
    if httponly {
        attribute_to(out, b"HttpOnly");
    }
    if secure {
        attribute_to(out, b"Secure");
    }
    attrs.iter().for_each(|attr| attribute_to(out, attr));
    cx.draft.settings.cookie = Some(Arc::new(cookie));
    Ok(())
}

fn attribute_to(out: &mut Vec<u8>, text: &[u8]) {
    out.extend_from_slice(b"; ");
    out.extend_from_slice(text);
}

fn mode(cookie: &mut Cookie, mode: CookieMode, word: &Word<'_>) -> Done {
    match cookie.mode.replace(mode) {
        Some(other) if other != mode => Err(Diagnostic::alert(
            word.span(),
            "cookie 'rewrite', 'insert' and 'prefix' modes are incompatible",
        )
        .help("keep one of them")),
        _ => Ok(()),
    }
}

fn seconds(words: &mut Words<'_, '_>) -> Result<Option<u32>, Diagnostic> {
    let ms = values::time(words, "a time", Unit::Second)?;
    Ok(u32::try_from(ms / 1000).ok().filter(|seconds| *seconds > 0))
}

fn domain(cx: &mut EarlyCx<'_, '_>, word: &Word<'_>) -> Result<Box<[u8]>, Diagnostic> {
    let text = word.bytes();
    let odd = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_.:".contains(byte);
    if let Some(at) = text.iter().position(odd) {
        let message = format!("character '{}' is not permitted in domain name", text[at] as char);
        return Err(Diagnostic::alert(word.span_of(at..at + 1), message));
    }
    if !text.get(1..).unwrap_or_default().contains(&b'.') {
        let message = format!(
            "domain '{}' contains no embedded dot, this configuration may not work properly (see RFC6265#5.2.3)",
            word.str()
        );
        cx.notes.push(Diagnostic::warning(word.span(), message));
    }
    Ok(text.into())
}

fn attribute(word: &Word<'_>) -> Result<Box<[u8]>, Diagnostic> {
    let text = word.bytes();
    match text.iter().position(|byte| *byte == b';' || byte.is_ascii_control()) {
        Some(at) => Err(Diagnostic::alert(
            word.span_of(at..at + 1),
            "this character is not permitted in an attribute",
        )
        .help("write `attr` again for another attribute")),
        None => Ok(text.into()),
    }
}
