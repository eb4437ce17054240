//! What `return`, `deny` and `tarpit` share: an answer as the configuration describes it.

use super::payload::{KEYWORDS, Payload};
use crate::action::header::name;
use crate::action::prelude::*;
use crate::{ErrorReply, ReplyBody, errors};
use moongate_http::{Version, reason};

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    status: u16,
    content_type: Option<Box<[u8]>>,
    headers: Vec<(Box<[u8]>, Format)>,
    payload: Payload,
}

/// An answer to errors of one status (`http-error`), made for each of them.
#[derive(Debug)]
pub struct ErrorAnswer(Reply);

/// What `http-error` says.
#[derive(Debug)]
pub enum ErrorKind {
    /// The default answer of the status.
    Default,
    /// A whole answer from a file.
    Whole(ErrorReply),
    /// One that is made for each error.
    Made(ErrorAnswer),
}

impl ErrorAnswer {
    /// Reads the arguments of `http-error`: the status and the answer.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(
        cx: &mut ParseCx<'_, '_>,
        words: &mut Words<'_, '_>,
    ) -> Result<(u16, ErrorKind), Diagnostic> {
        if !words.rest().iter().any(|word| *word == *"status") {
            return Err(Diagnostic::alert(words.here(), "the status is missing")
                .help("write `status <code>` and what to answer"));
        }
        let reply = Reply::parse(cx, words, None)?;
        let status = reply.status;
        let kind = match reply.payload {
            Payload::Default => ErrorKind::Default,
            Payload::Whole(head, body) => ErrorKind::Whole(ErrorReply { head: *head, body }),
            _ => ErrorKind::Made(Self(reply)),
        };
        Ok((status, kind))
    }

    /// Puts the head into `txn.response` and gives the body.
    pub fn make(&self, cx: &mut ActionCx<'_>) -> ReplyBody {
        self.0.make(cx)
    }
}

/// What has been read so far.
#[derive(Default)]
struct Draft {
    status: Option<u16>,
    /// Anything but `deny_status` was said.
    described: bool,
    content_type: Option<Box<[u8]>>,
    headers: Vec<(Box<[u8]>, Format)>,
    payload: Option<Payload>,
}

impl Reply {
    /// Reads an answer up to `if`, `unless` or the end; `refusal`: the status of a refusal that
    /// says nothing else.
    pub(super) fn parse(
        cx: &mut ParseCx<'_, '_>,
        words: &mut Words<'_, '_>,
        refusal: Option<u16>,
    ) -> Result<Self, Diagnostic> {
        let start = words.here();
        let mut draft = Draft::default();
        while let Some(word) = words.peek()
            && !matches!(word.str(), "if" | "unless")
        {
            words.next();
            draft.argument(word, cx, words, refusal.is_some())?;
        }
        let status = draft.status.or(refusal).unwrap_or(200);
        let payload = match draft.payload {
            Some(payload) => payload.of_status(status),
            None if refusal.is_some() && !draft.described => Payload::Default,
            None => Payload::Nothing,
        };
        if matches!(payload, Payload::Default) && !errors::exists(status) {
            let list: Vec<String> = errors::statuses().map(|status| status.to_string()).collect();
            let message = format!("there is no default answer with the status {status}");
            return Err(Diagnostic::alert(start, message).help(format!(
                "write `status {status}` and what to answer, or use one of {}",
                list.join(", ")
            )));
        }
        if payload.wants_type() && draft.content_type.is_none() {
            return Err(Diagnostic::alert(start, "the type of the answer's body is missing")
                .help("write `content-type text/plain`, or whatever the body is"));
        }
        if matches!(status, 204 | 304) && payload.wants_type() {
            return Err(Diagnostic::alert(start, format!("an answer {status} has no body"))
                .help("leave out the body, or use another status"));
        }
        Ok(Self { status, content_type: draft.content_type, headers: draft.headers, payload })
    }

    /// Puts the head into `txn.response` and gives the body.
    pub(super) fn make(&self, cx: &mut ActionCx<'_>) -> ReplyBody {
        // Headers may be made of the response that they are going to replace.
        let values: Vec<Vec<u8>> = match self.payload.has_head() {
            true => Vec::new(),
            false => self.headers.iter().map(|(_, value)| text_of(cx, value)).collect(),
        };
        let body = self.payload.body(cx, self.status);
        if self.payload.has_head() {
            return body;
        }
        let head = &mut cx.txn.response;
        head.clear();
        head.set_status_line(self.status, reason(self.status).as_bytes(), Version::Http11);
        for ((name, _), value) in self.headers.iter().zip(&values) {
            // A header without a value isn't sent, as in HAProxy.
            if !value.is_empty() {
                head.add(name, value);
            }
        }
        // RFC 9110 section 8.6: these have no length.
        if !matches!(self.status, 100..=199 | 204) {
            head.add(b"content-length", body.bytes().len().to_string().as_bytes());
        }
        if let Some(kind) = &self.content_type
            && !body.bytes().is_empty()
        {
            head.add(b"content-type", kind);
        }
        body
    }
}

fn text_of(cx: &ActionCx<'_>, format: &Format) -> Vec<u8> {
    let mut text = Vec::new();
    format.write(&cx.cx(), &mut text);
    text
}

impl Draft {
    fn argument(
        &mut self,
        word: &Word<'_>,
        cx: &mut ParseCx<'_, '_>,
        words: &mut Words<'_, '_>,
        refusal: bool,
    ) -> Result<(), Diagnostic> {
        match word.str() {
            "deny_status" if refusal => self.status = Some(status(words)?),
            "status" => {
                self.status = Some(status(words)?);
                self.described = true;
            }
            "content-type" => {
                self.content_type = Some(words.expect("a content type")?.bytes().into());
                self.described = true;
            }
            "hdr" => {
                let name = name(words)?;
                self.headers.push((name, format(cx, words, "the header's value")?));
                self.described = true;
            }
            keyword if KEYWORDS.contains(&keyword) => {
                if self.payload.is_some() {
                    return Err(Diagnostic::alert(word.span(), "the answer has a body already")
                        .label("a second one"));
                }
                self.payload = Some(Payload::parse(word, cx, words)?);
                self.described = true;
            }
            other => {
                let known = ["status", "content-type", "hdr"].into_iter().chain(KEYWORDS);
                return Err(Diagnostic::alert(
                    word.span(),
                    format!("unexpected `{other}` in an answer"),
                )
                .did_you_mean(other, known));
            }
        }
        Ok(())
    }
}

fn status(words: &mut Words<'_, '_>) -> Result<u16, Diagnostic> {
    let word = words.expect("a status")?;
    let status = word.str().parse().ok().filter(|status| (200..=599).contains(status));
    status.ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("`{}` is no status of an answer", word.str()))
            .help("write a number from 200 to 599")
    })
}
