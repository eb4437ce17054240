//! The request target: its four forms, its agreement with `Host`, and edits of its parts.

use crate::known::Known;
use crate::message::{Head, Span};
use crate::uri::{self, Form};
use crate::{Fault, Malformed};

/// Checks a target against its method (RFC 9112 §3.2). The fault's offset counts from the target.
pub(crate) fn check(method: &[u8], uri: &[u8], relaxed: bool) -> Result<(), Malformed> {
    if !relaxed && let Some(at) = memchr::memchr(b'#', uri) {
        return Err(Malformed::new(Fault::Fragment, at));
    }
    let connect = method == b"CONNECT";
    if uri[0] == b'/' && !connect {
        return Ok(());
    }
    let fits = match uri::form(uri) {
        Form::Origin => !connect,
        Form::Asterisk => method == b"OPTIONS",
        Form::Absolute => !connect,
        Form::Authority => connect && (relaxed || has_port(uri)),
    };
    if fits { Ok(()) } else { Err(Malformed::new(Fault::Target, 0)) }
}

fn has_port(authority: &[u8]) -> bool {
    port_of(authority).is_some_and(|port| !port.is_empty())
}

/// The digits after the last colon; `None` without a colon that may begin a port.
fn port_of(authority: &[u8]) -> Option<&[u8]> {
    let colon = memchr::memrchr(b':', authority)?;
    let port = &authority[colon + 1..];
    port.iter().all(u8::is_ascii_digit).then_some(port)
}

fn without_port(authority: &[u8]) -> &[u8] {
    match port_of(authority) {
        Some(port) => &authority[..authority.len() - port.len() - 1],
        None => authority,
    }
}

/// Joins equal `Host` lines, refuses differing ones, and makes the target and `Host` agree.
pub(crate) fn settle_host(head: &mut Head, relaxed: bool) -> Result<(), Malformed> {
    if head.known(Known::Host).nth(1).is_some() {
        join_hosts(head, relaxed)?;
    }
    match uri::form(head.uri()) {
        Form::Absolute => settle_absolute(head, relaxed),
        Form::Authority if !relaxed => settle_connect(head),
        _ => Ok(()),
    }
}

/// Keeps the first of several `Host` lines, which must all be equal.
fn join_hosts(head: &mut Head, relaxed: bool) -> Result<(), Malformed> {
    let Head { arena, fields, .. } = head;
    let mut first: Option<Span> = None;
    let mut conflict = false;
    fields.retain(|field| match first {
        _ if field.known != Known::Host => true,
        None => {
            first = Some(field.value);
            true
        }
        Some(first) => {
            let differs = !arena[first.range()].eq_ignore_ascii_case(&arena[field.value.range()]);
            conflict |= differs;
            differs
        }
    });
    if conflict && !relaxed { Err(Malformed::new(Fault::HostConflict, 0)) } else { Ok(()) }
}

fn is_default_port(scheme: &[u8], port: &[u8]) -> bool {
    port.is_empty()
        || (scheme.eq_ignore_ascii_case(b"http") && port == b"80")
        || (scheme.eq_ignore_ascii_case(b"https") && port == b"443")
}

/// Absolute form: a default or empty port goes from the target and from `Host`, an empty path
/// becomes `/` (RFC 3986 §6.2.3).
fn settle_absolute(head: &mut Head, relaxed: bool) -> Result<(), Malformed> {
    let parts = uri::split(head.uri());
    let (Some(scheme), Some(full)) = (parts.scheme, parts.authority) else { return Ok(()) };
    let user_len = memchr::memrchr(b'@', full).map_or(0, |at| at + 1);
    let authority = &full[user_len..];
    let default = port_of(authority).is_some_and(|port| is_default_port(scheme, port));
    let bare = if default { without_port(authority) } else { authority };
    if !relaxed && let Some(host) = head.known(Known::Host).next() {
        let host_default = port_of(host).is_some_and(|port| is_default_port(scheme, port));
        let bare_host = if host_default { without_port(host) } else { host };
        if !bare.eq_ignore_ascii_case(bare_host) {
            return Err(Malformed::new(Fault::HostMismatch, 0));
        }
    }
    let path_missing = parts.path.is_none() && parts.query.is_none();
    if !default && !path_missing {
        return Ok(());
    }
    let start = scheme.len() + 3 + user_len;
    let (kept, dropped) = (start + bare.len(), start + authority.len());
    let bare = start..kept;
    if default && !relaxed {
        let uri = head.uri.start as usize;
        let value = Span::new(uri + bare.start, uri + bare.end);
        head.replace_known(Known::Host, value);
    }
    let slash: &[u8] = if path_missing { b"/" } else { b"" };
    head.rebuild_uri(kept, slash, dropped);
    Ok(())
}

/// `CONNECT`: the authority stays, and loses a default port in `Host` only.
fn settle_connect(head: &mut Head) -> Result<(), Malformed> {
    let authority = head.uri();
    let Some(port) = port_of(authority) else { return Ok(()) };
    let default = port == b"80" || port == b"443";
    let Some(host) = head.known(Known::Host).next() else { return Ok(()) };
    let same = host.eq_ignore_ascii_case(authority);
    let bare = match port_of(host) {
        Some(b"") => without_port(host),
        _ => host,
    };
    let without = default && bare.eq_ignore_ascii_case(without_port(authority));
    if !same && !without {
        return Err(Malformed::new(Fault::HostMismatch, 0));
    }
    if same && default {
        let (start, len) = (head.uri.start as usize, without_port(authority).len());
        head.replace_known(Known::Host, Span::new(start, start + len));
    }
    Ok(())
}

impl Head {
    /// The path without the query; `None` for a target that has none (`*`, authority form, or an
    /// absolute form that ends with the authority).
    pub fn path(&self) -> Option<&[u8]> {
        uri::split(self.uri()).path
    }

    /// The path with its query; `None` where [`Head::path`] is.
    pub fn pathq(&self) -> Option<&[u8]> {
        let uri = self.uri();
        let start = uri::bounds(uri).path_start?;
        uri[start..].starts_with(b"/").then_some(&uri[start..])
    }

    /// What follows the first `?`; `None` without one.
    pub fn query(&self) -> Option<&[u8]> {
        uri::split(self.uri()).query
    }

    /// The authority of an absolute or authority form, with user information and port.
    pub fn authority(&self) -> Option<&[u8]> {
        uri::split(self.uri()).authority
    }

    /// The scheme of an absolute form.
    pub fn scheme(&self) -> Option<&[u8]> {
        uri::split(self.uri()).scheme
    }

    /// Replaces the whole target. In this and the other edits of the target, white space and control
    /// characters are percent-encoded: what a rule decodes can't break the request line.
    pub fn set_uri(&mut self, uri: &[u8]) {
        let start = self.arena.len();
        self.store_target(uri);
        self.uri = Span::new(start, self.arena.len());
    }

    fn store_target(&mut self, text: &[u8]) {
        if text.iter().all(|&b| b > b' ' && b != 0x7f) {
            return self.arena.extend_from_slice(text);
        }
        for &byte in text {
            if byte > b' ' && byte != 0x7f {
                self.arena.push(byte);
            } else {
                let digit = |n: u8| b"0123456789ABCDEF"[n as usize & 15];
                self.arena.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte)]);
            }
        }
    }

    /// Replaces the path; scheme, authority and query stay. A target without a path is replaced.
    pub fn set_path(&mut self, path: &[u8]) {
        let bounds = uri::bounds(self.uri());
        self.rebuild_uri(bounds.path_start.unwrap_or(0), path, bounds.path_end);
    }

    /// Replaces the path and the query; scheme and authority stay.
    pub fn set_pathq(&mut self, pathq: &[u8]) {
        let bounds = uri::bounds(self.uri());
        let len = self.uri().len();
        self.rebuild_uri(bounds.path_start.unwrap_or(0), pathq, len);
    }

    /// Replaces what follows the first `?`. A `?` is added for a query that is not empty, and one
    /// that is there stays even when the query becomes empty.
    pub fn set_query(&mut self, query: &[u8]) {
        let uri = self.uri();
        let len = uri.len();
        match memchr::memchr(b'?', uri) {
            Some(mark) => self.rebuild_uri(mark + 1, query, len),
            None if query.is_empty() => {}
            None => {
                self.rebuild_uri(len, b"?", len);
                self.rebuild_uri(len + 1, query, len + 1);
            }
        }
    }

    /// Replaces `kept..resumed` of the target.
    fn rebuild_uri(&mut self, kept: usize, middle: &[u8], resumed: usize) {
        let old = self.uri;
        let base = old.start as usize;
        let start = self.arena.len();
        self.arena.extend_from_within(base..base + kept);
        self.store_target(middle);
        self.arena.extend_from_within(base + resumed..old.end());
        self.uri = Span::new(start, self.arena.len());
    }
}
