//! Log formats: text with `%aliases` and `%[expressions]` (manual 8.2.6), for logs and for every
//! keyword that takes a `<fmt>`.

mod defaults;
mod encode;
mod options;
mod parse;

pub use defaults::{CLF, CONNECT_HTTP, CONNECT_TCP, ERROR, HTTP, HTTPS, TCP, TCP_CLF};
pub use options::{FormatOptions, MissingAs};

use crate::alias::{self, Alias};
use crate::{Cx, Expr};
use encode::Emit;
use options::{Cast, Flags};
use std::borrow::Cow;

/// A compiled log format.
#[derive(Debug)]
pub struct Format {
    pieces: Box<[Piece]>,
    options: FormatOptions,
    /// The whole text, if there is no item in it.
    constant: Option<Box<[u8]>>,
    /// Set by `%o` for the whole line: JSON, CBOR or neither.
    document: Flags,
}

/// A part of a format.
#[derive(Debug)]
enum Piece {
    /// Text as it is.
    Text(Box<[u8]>),
    /// Something to fill in.
    Item(Item),
}

/// An item of a format.
#[derive(Debug)]
struct Item {
    name: Option<Box<str>>,
    cast: Cast,
    flags: Flags,
    what: What,
}

/// What an item shows.
#[derive(Debug)]
enum What {
    Alias(&'static Alias),
    Expr(Expr),
}

impl Format {
    /// A format of constant text.
    pub fn constant(text: impl Into<Box<[u8]>>) -> Self {
        let text = text.into();
        Self {
            pieces: Box::new([Piece::Text(text.clone())]),
            options: FormatOptions::VALUE,
            constant: Some(text),
            document: Flags::default(),
        }
    }

    /// The text, if it is always the same.
    #[inline]
    pub fn as_constant(&self) -> Option<&[u8]> {
        self.constant.as_deref()
    }

    /// Appends the text.
    #[inline]
    pub fn write(&self, cx: &Cx<'_>, out: &mut Vec<u8>) {
        match &self.constant {
            Some(text) => out.extend_from_slice(text),
            None => self.write_pieces(cx, out),
        }
    }

    /// The text; none if the format is one expression alone and it has no value.
    pub fn eval<'a>(&'a self, cx: &Cx<'a>) -> Option<Cow<'a, [u8]>> {
        if let Some(text) = &self.constant {
            return Some(Cow::Borrowed(text));
        }
        if let [Piece::Item(Item { what: What::Expr(expr), .. })] = &*self.pieces
            && expr.eval(cx).is_err()
        {
            return None;
        }
        let mut out = Vec::new();
        self.write_pieces(cx, &mut out);
        Some(Cow::Owned(out))
    }

    /// The expression, if the format is one alone and nothing is done to its value.
    pub fn as_expr(&self) -> Option<&Expr> {
        match &*self.pieces {
            [Piece::Item(Item { what: What::Expr(expr), flags, .. })] if flags.is_plain() => {
                Some(expr)
            }
            _ => None,
        }
    }

    /// Its expressions.
    pub fn exprs(&self) -> impl Iterator<Item = &Expr> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Item(Item { what: What::Expr(expr), .. }) => Some(expr),
            _ => None,
        })
    }

    fn write_pieces(&self, cx: &Cx<'_>, out: &mut Vec<u8>) {
        if self.document.is_encoded() {
            return self.write_document(cx, out);
        }
        let start = out.len();
        for piece in &self.pieces {
            match piece {
                // An item that shows nothing leaves one space and not two.
                Piece::Text(text) if self.options.merge_spaces && out[start..].ends_with(b" ") => {
                    out.extend_from_slice(text.strip_prefix(b" ").unwrap_or(text));
                }
                Piece::Text(text) => out.extend_from_slice(text),
                Piece::Item(item) => item.write(cx, self.options, out),
            }
        }
    }

    /// Named items as one JSON object or CBOR map.
    fn write_document(&self, cx: &Cx<'_>, out: &mut Vec<u8>) {
        let mut document = encode::Document::begin(self.document, out);
        for piece in &self.pieces {
            if let Piece::Item(item) = piece
                && let Some(name) = &item.name
            {
                document.item(name, |out| item.write(cx, self.options, out));
            }
        }
        document.end();
    }
}

impl Item {
    fn write(&self, cx: &Cx<'_>, options: FormatOptions, out: &mut Vec<u8>) {
        let mut emit = Emit { flags: self.flags, cast: self.cast, options, out };
        match &self.what {
            What::Alias(alias) => emit.value((alias.eval)(cx)),
            What::Expr(expr) => match expr.eval(cx) {
                Ok(value) if self.flags.is_encoded() => emit.sample(value),
                Ok(value) => emit.plain(value),
                Err(_) if self.flags.is_encoded() => emit.value(alias::Value::Missing),
                Err(_) => emit.fetched(None),
            },
        }
    }
}

#[cfg(test)]
mod tests;
