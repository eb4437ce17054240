//! `redirect`: the client is sent to another place.

use super::location::{Kind, Location};
use crate::ReplyBody;
use crate::action::prelude::*;
use moongate_http::{Version, reason};

const GET: &str = "GET /p/q?a=b HTTP/1.1\nhost: www.x.org\n\n";

/// The declaration.
pub static REDIRECT: ActionSpec = ActionSpec {
    name: "redirect",
    rulesets: HTTP,
    usage: "{ location <format> | prefix <format> | scheme <format> } [ code { 301 | 302 | 303 | 307 | 308 } ] [ drop-query ] [ keep-query ] [ append-slash ] [ ignore-empty ] [ set-cookie <name>[=<value>] ] [ set-cookie-fmt <format> ] [ clear-cookie <name>[=] ]",
    sentence: "Sends the client to a location, to the same path behind a prefix, or to the same place under another scheme.",
    examples: &[
        ActionExample::shows(
            "http-request redirect location /x",
            GET,
            "res.hdrs",
            "content-length: 0\r\nlocation: /x\r\ncache-control: no-cache\r\n\r\n",
        ),
        ActionExample::shows(
            "http-request redirect scheme https code 301",
            GET,
            "res.hdrs",
            "content-length: 0\r\nlocation: https://www.x.org/p/q?a=b\r\n\r\n",
        ),
        ActionExample::shows(
            "http-request redirect prefix / drop-query append-slash",
            GET,
            "res.hdr(location)",
            "/p/q/",
        ),
        ActionExample::shows(
            "http-request redirect location / clear-cookie A=",
            GET,
            "res.fhdr(set-cookie)",
            "A=; path=/; Max-Age=0;",
        ),
        ActionExample::absent(
            "http-request redirect location %[req.hdr(no)] ignore-empty",
            GET,
            "status",
        ),
        ActionExample::shows(
            "http-request redirect location 'http://y/%[path]?c' keep-query",
            GET,
            "res.hdr(location)",
            "http://y//p/q?c&a=b",
        ),
    ],
    parse: |cx, words| Ok(Box::new(Redirect::parse(cx, words, true)?)),
};

#[derive(Debug)]
struct Redirect {
    status: u16,
    location: Location,
    cookie: Option<Format>,
}

/// Reads the arguments of the statement `redirect`, whose texts are no formats.
///
/// # Errors
/// What is wrong with them.
pub fn parse_statement(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
) -> Result<Box<dyn Action>, Diagnostic> {
    Ok(Box::new(Redirect::parse(cx, words, false)?))
}

impl Redirect {
    fn parse(
        cx: &mut ParseCx<'_, '_>,
        words: &mut Words<'_, '_>,
        formats: bool,
    ) -> Result<Self, Diagnostic> {
        let start = words.here();
        let (mut status, mut cookie, mut target) = (302, None, None);
        let [mut drop_query, mut keep_query, mut append_slash, mut ignore_empty] = [false; 4];
        while let Some(word) = words.peek()
            && !matches!(word.str(), "if" | "unless")
        {
            words.next();
            match word.str() {
                "location" => target = Some((Kind::Location, text(cx, words, formats)?)),
                "prefix" => target = Some((Kind::Prefix, text(cx, words, formats)?)),
                "scheme" => target = Some((Kind::Scheme, text(cx, words, formats)?)),
                "code" => status = code(words)?,
                "drop-query" => drop_query = true,
                "keep-query" => keep_query = true,
                "append-slash" => append_slash = true,
                "ignore-empty" => ignore_empty = true,
                "set-cookie" => cookie = Some(cookie_text(words, "; path=/;")?),
                "clear-cookie" => cookie = Some(cookie_text(words, "; path=/; Max-Age=0;")?),
                "set-cookie-fmt" => cookie = Some(format(cx, words, "the cookie")?),
                other => return Err(unexpected(word, other)),
            }
        }
        let Some((kind, text)) = target else {
            return Err(Diagnostic::alert(start, "where to redirect to is missing")
                .help("write `location <url>`, `prefix <text>` or `scheme <scheme>`"));
        };
        if of_response(cx.ruleset) && kind != Kind::Location {
            return Err(Diagnostic::alert(
                start,
                "a response can only be redirected to a location",
            )
            .help("write `location <url>`"));
        }
        let location = Location { kind, text, drop_query, keep_query, append_slash, ignore_empty };
        Ok(Self { status, location, cookie })
    }
}

fn unexpected(word: &Word<'_>, name: &str) -> Diagnostic {
    let known = [
        "location",
        "prefix",
        "scheme",
        "code",
        "drop-query",
        "keep-query",
        "append-slash",
        "ignore-empty",
        "set-cookie",
        "set-cookie-fmt",
        "clear-cookie",
    ];
    Diagnostic::alert(word.span(), format!("unexpected `{name}` in a redirection"))
        .did_you_mean(name, known)
}

fn text(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
    formats: bool,
) -> Result<Format, Diagnostic> {
    if formats {
        return format(cx, words, "where to go");
    }
    Ok(Format::constant(words.expect("where to go")?.bytes()))
}

fn cookie_text(words: &mut Words<'_, '_>, behind: &str) -> Result<Format, Diagnostic> {
    let mut text = words.expect("the cookie's name")?.bytes().to_vec();
    text.extend_from_slice(behind.as_bytes());
    Ok(Format::constant(text))
}

fn code(words: &mut Words<'_, '_>) -> Result<u16, Diagnostic> {
    let word = words.expect("a status")?;
    match word.str() {
        "301" => Ok(301),
        "302" => Ok(302),
        "303" => Ok(303),
        "307" => Ok(307),
        "308" => Ok(308),
        other => {
            Err(Diagnostic::alert(word.span(), format!("`{other}` is no status of a redirection"))
                .help("the statuses are 301, 302, 303, 307 and 308"))
        }
    }
}

/// Whether the request comes with a body.
fn has_body(request: &Head) -> bool {
    let length = request.get(b"content-length");
    length.is_some_and(|length| length != b"0") || request.get(b"transfer-encoding").is_some()
}

impl Action for Redirect {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let mut text = std::mem::take(cx.scratch);
        let goes = self.location.write(cx, &mut text);
        if goes {
            let end = text.len();
            if let Some(cookie) = &self.cookie {
                cookie.write(&cx.cx(), &mut text);
            }
            let head = &mut cx.txn.response;
            head.clear();
            // Redirections speak RFC 9110's words where the usual ones are older.
            let words = if self.status == 302 { "Found" } else { reason(self.status) };
            head.set_status_line(self.status, words.as_bytes(), Version::Http11);
            head.add(b"content-length", b"0");
            head.add(b"location", &text[..end]);
            if matches!(self.status, 302 | 303 | 307) {
                head.add(b"cache-control", b"no-cache");
            }
            // The body of what is sent elsewhere isn't read.
            if has_body(&cx.txn.request) {
                head.add(b"connection", b"close");
            }
            if self.cookie.is_some() {
                head.add(b"set-cookie", &text[end..]);
            }
        }
        text.clear();
        *cx.scratch = text;
        if goes { Verdict::Reply(ReplyBody::Empty) } else { Verdict::Continue }
    }
}
