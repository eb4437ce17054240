//! Where a redirection goes.

use crate::action::prelude::*;

/// What the written text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The whole location.
    Location,
    /// What stands before the path.
    Prefix,
    /// What stands before `://`, the host and the path.
    Scheme,
}

/// A text, and what is made of it.
#[derive(Debug)]
pub(super) struct Location {
    pub(super) kind: Kind,
    pub(super) text: Format,
    pub(super) drop_query: bool,
    pub(super) keep_query: bool,
    pub(super) append_slash: bool,
    pub(super) ignore_empty: bool,
}

impl Location {
    /// Appends the location; false if it is empty and that means not to redirect.
    pub(super) fn write(&self, cx: &ActionCx<'_>, out: &mut Vec<u8>) -> bool {
        let request = &cx.txn.request;
        if self.kind == Kind::Prefix && self.text.as_constant() == Some(b"/") {
            // A lone slash stands for no prefix: the same place, to set a cookie.
            self.write_path(request, out);
            return true;
        }
        self.text.write(&cx.cx(), out);
        if out.is_empty() && self.ignore_empty {
            return false;
        }
        match self.kind {
            Kind::Location if self.keep_query => self.write_query(request, out),
            Kind::Location => {}
            Kind::Prefix => self.write_path(request, out),
            Kind::Scheme => {
                out.extend_from_slice(b"://");
                out.extend_from_slice(request.values(b"host").next().unwrap_or_default());
                self.write_path(request, out);
            }
        }
        true
    }

    fn write_path(&self, request: &Head, out: &mut Vec<u8>) {
        let path = if self.drop_query { request.path() } else { request.pathq() };
        let before = out.len();
        out.extend_from_slice(path.unwrap_or(b"/"));
        if self.append_slash && !out[before..].ends_with(b"/") {
            out.push(b'/');
        }
    }

    fn write_query(&self, request: &Head, out: &mut Vec<u8>) {
        if let Some(query) = request.query().filter(|query| !query.is_empty()) {
            out.push(if out.contains(&b'?') { b'&' } else { b'?' });
            out.extend_from_slice(query);
        }
    }
}
