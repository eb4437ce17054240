//! `errorloc` and its kin: errors are answered with a redirection.

use super::PLAIN;
use super::errors::{set, status};
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::ErrorReply;
use moongate_http::{Head, Version};
use moongate_lang::Words;
use std::sync::Arc;

const SECTIONS: Sections = Sections::DEFAULTS.and(Sections::PROXIES);

pub(super) static ERRORLOC302: Keyword = Keyword {
    name: "errorloc302",
    aliases: &["errorloc"],
    sections: SECTIONS,
    usage: "errorloc302 <code> <url>",
    sentence: "Answers errors of this status by sending the client to a URL, with the same method.",
    examples: &["errorloc302 503 /sorry.html"],
    parse: Parse::Early(|cx, words| redirect(cx, words, 302, b"Found")),
    ..PLAIN
};

pub(super) static ERRORLOC303: Keyword = Keyword {
    name: "errorloc303",
    sections: SECTIONS,
    usage: "errorloc303 <code> <url>",
    sentence: "Answers errors of this status by sending the client to a URL, with GET.",
    examples: &["errorloc303 503 /sorry.html"],
    parse: Parse::Early(|cx, words| redirect(cx, words, 303, b"See Other")),
    ..PLAIN
};

fn redirect(
    cx: &mut EarlyCx<'_, '_>,
    words: &mut Words<'_, '_>,
    answer: u16,
    reason: &[u8],
) -> Done {
    let status = status(words, cx.keyword.str())?;
    let url = words.expect("a URL")?;
    words.finish("the URL")?;
    let mut head = Head::new();
    head.set_status_line(answer, reason, Version::Http11);
    head.add(b"cache-control", b"no-cache");
    head.add(b"content-length", b"0");
    head.add(b"location", url.bytes());
    set(cx, status, Arc::new(ErrorReply { head, body: Arc::from(&b""[..]) }));
    Ok(())
}
