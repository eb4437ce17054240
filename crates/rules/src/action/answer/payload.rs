//! Where an answer's body comes from: texts, files, formats, whole answers in files, defaults.

use crate::action::prelude::*;
use crate::{ErrorReplies, ReplyBody, errors, measure};
use moongate_http::{Limits, read_response};
use std::sync::Arc;

/// An answer's body, and for some the head too.
#[derive(Debug)]
pub(super) enum Payload {
    /// None.
    Nothing,
    /// The default answer of the status, or what `errorfile` put in its place.
    Default,
    /// Always the same bytes.
    Raw(Arc<[u8]>),
    /// Written for each answer.
    Format(Format),
    /// A whole answer from a file.
    Whole(Box<Head>, Arc<[u8]>),
    /// Whole answers of an `http-errors` section, one of which is taken when the status is known.
    Files(ErrorReplies),
}

/// The words that begin a payload.
pub(super) const KEYWORDS: [&str; 7] =
    ["default-errorfiles", "errorfile", "errorfiles", "file", "lf-file", "string", "lf-string"];

impl Payload {
    /// Reads the arguments of one of [`KEYWORDS`].
    pub(super) fn parse(
        keyword: &Word<'_>,
        cx: &mut ParseCx<'_, '_>,
        words: &mut Words<'_, '_>,
    ) -> Result<Self, Diagnostic> {
        Ok(match keyword.str() {
            "default-errorfiles" => Payload::Default,
            "string" => Payload::Raw(words.expect("the text")?.bytes().into()),
            "lf-string" => Payload::Format(format(cx, words, "the text")?),
            "file" => Payload::Raw(read(cx, words.expect("a file")?)?.into()),
            "lf-file" => {
                let name = words.expect("a file")?;
                let mut text = read(cx, name)?;
                // The line end that editors add is part of the file, and of the answer.
                let span = name.span();
                let origins = vec![(span.start, span.end); text.len()];
                let word = Word::traced(std::mem::take(&mut text), span, origins);
                Payload::Format(cx.compiler.format(&word, cx.point, FormatOptions::HTTP)?)
            }
            "errorfile" => whole(cx, words.expect("a file")?)?,
            _ => section(cx, words.expect("the name of an `http-errors` section")?)?,
        })
    }

    /// Takes the answer of that status out of a section; without one it is the proxy's.
    pub(super) fn of_status(self, status: u16) -> Self {
        let Payload::Files(replies) = self else { return self };
        match replies.into_iter().find(|(other, _)| *other == status) {
            Some((_, reply)) => Payload::Whole(Box::new(reply.head.clone()), reply.body.clone()),
            None => Payload::Default,
        }
    }

    /// Whether it is a text of which somebody has to say what it is.
    pub(super) fn wants_type(&self) -> bool {
        match self {
            Payload::Raw(bytes) => !bytes.is_empty(),
            Payload::Format(format) => format.as_constant().is_none_or(|text| !text.is_empty()),
            Payload::Nothing | Payload::Default | Payload::Whole(..) | Payload::Files(_) => false,
        }
    }

    /// Whether the answer's head comes with it.
    pub(super) fn has_head(&self) -> bool {
        matches!(self, Payload::Default | Payload::Whole(..) | Payload::Files(_))
    }

    /// The body; a head that comes with it is put into `txn.response`.
    pub(super) fn body(&self, cx: &mut ActionCx<'_>, status: u16) -> ReplyBody {
        match self {
            Payload::Nothing => ReplyBody::Empty,
            Payload::Raw(bytes) => ReplyBody::Shared(bytes.clone()),
            Payload::Format(format) => {
                let mut text = Vec::new();
                format.write(&cx.cx(), &mut text);
                ReplyBody::Own(text)
            }
            Payload::Whole(head, bytes) => {
                cx.txn.response.clone_from(head);
                ReplyBody::Shared(bytes.clone())
            }
            Payload::Default | Payload::Files(_) => errors::reply(status, &mut cx.txn.response),
        }
    }
}

fn read(cx: &ParseCx<'_, '_>, name: &Word<'_>) -> Result<Vec<u8>, Diagnostic> {
    std::fs::read(cx.compiler.folder.join(name.str())).map_err(|error| {
        Diagnostic::alert(name.span(), format!("the file `{}` can't be read", name.str()))
            .label(error.to_string())
    })
}

/// Reads a whole HTTP/1 response.
fn whole(cx: &ParseCx<'_, '_>, name: &Word<'_>) -> Result<Payload, Diagnostic> {
    let text = read(cx, name)?;
    let mut head = Head::new();
    if text.is_empty() {
        // As `errorfile` of a proxy: the connection is closed without an answer.
        return Ok(Payload::Whole(Box::new(head), Arc::from(&b""[..])));
    }
    let limits = Limits { max_headers: 1000, max_head: text.len(), relaxed: true };
    let length = match read_response(&mut head, &text, &limits, &mut 0) {
        Ok(Some(length)) => length,
        Ok(None) => return Err(not_whole(name, "its head has no end")),
        Err(malformed) => return Err(not_whole(name, &malformed.to_string())),
    };
    measure(&mut head, text.len() - length).map_err(|why| not_whole(name, &why))?;
    Ok(Payload::Whole(Box::new(head), text[length..].into()))
}

/// The answers of an `http-errors` section.
fn section(cx: &ParseCx<'_, '_>, name: &Word<'_>) -> Result<Payload, Diagnostic> {
    let found = cx.error_files.and_then(|sections| sections.find(name.str()));
    found.map(|replies| Payload::Files(replies.clone())).ok_or_else(|| {
        let message = format!("there is no http-errors section '{}'", name.str());
        let names = cx.error_files.into_iter().flat_map(|sections| sections.names());
        Diagnostic::alert(name.span(), message).did_you_mean(name.str(), names)
    })
}

fn not_whole(name: &Word<'_>, why: &str) -> Diagnostic {
    Diagnostic::alert(name.span(), format!("the file `{}` is no whole answer: {why}", name.str()))
        .help("it has to begin with a status line, and an empty line ends its headers")
}
