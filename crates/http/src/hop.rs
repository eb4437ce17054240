//! What concerns one connection only: keep-alive, upgrades, and the headers that a proxy rewrites.
//!
//! The rules are those that HAProxy shows on the wire. The reader takes `close` and `keep-alive` out
//! of `Connection` and remembers them for [`connection`]; what stays (`upgrade`, names of headers)
//! goes on to the next hop. [`prepare_request`] and [`prepare_response`] add the one line that this
//! hop needs, if it needs one. `Keep-Alive`, `Proxy-Connection`, `Trailer`, `Expect` and `Upgrade`
//! pass through.

use crate::framing::Body;
use crate::known::Known;
use crate::message::{Head, Version};
use crate::values::split_list;
use crate::{Fault, Malformed};

/// What a message's `Connection` header says, or said when it was received.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// `close` is among the values.
    pub close: bool,
    /// `keep-alive` is among the values.
    pub keep_alive: bool,
    /// `upgrade` is among the values.
    pub upgrade: bool,
}

/// What the `Connection` header says, with what the reader took out of it.
pub fn connection(head: &Head) -> Connection {
    let now = read_connection(head);
    Connection {
        close: now.close || head.said.close,
        keep_alive: now.keep_alive || head.said.keep_alive,
        upgrade: now.upgrade,
    }
}

fn read_connection(head: &Head) -> Connection {
    let mut found = Connection::default();
    for value in head.known(Known::Connection).flat_map(split_list) {
        found.note(value);
    }
    found
}

impl Connection {
    fn note(&mut self, value: &[u8]) {
        self.close |= value.eq_ignore_ascii_case(b"close");
        self.keep_alive |= value.eq_ignore_ascii_case(b"keep-alive");
        self.upgrade |= value.eq_ignore_ascii_case(b"upgrade");
    }
}

/// Takes `close` and `keep-alive` out of `Connection` and says what was there.
fn take_connection(head: &mut Head) -> Connection {
    let mut found = Connection::default();
    if head.seen & Known::Connection.bit() == 0 {
        return found;
    }
    // Nearly always it is one line with one value.
    let mut lines = head.known(Known::Connection);
    if let (Some(only), None) = (lines.next(), lines.next()) {
        found.note(only);
        if found.close || found.keep_alive {
            drop(lines);
            head.remove_known(Known::Connection);
            return found;
        }
    }
    drop(lines);
    found = read_connection(head);
    head.drop_values(Known::Connection, |value| {
        value.eq_ignore_ascii_case(b"close") || value.eq_ignore_ascii_case(b"keep-alive")
    });
    found
}

/// Whether the sender of this message lets the connection go on after it (RFC 9112 §9.3).
pub fn wants_keep_alive(head: &Head) -> bool {
    if head.is_last() {
        return false;
    }
    let said = connection(head);
    match head.version() {
        Version::Http11 => !said.close,
        Version::Http10 => said.keep_alive && !said.close,
        Version::V09 => false,
    }
}

/// The protocol that the message wants to change to: the value of `Upgrade`, if `Connection` has
/// `upgrade` too (RFC 9110 §7.8). In a response that is not 101 it is only an offer.
pub fn upgrade_token(head: &Head) -> Option<&[u8]> {
    let protocol = head.known(Known::Upgrade).next()?;
    (read_connection(head).upgrade && !protocol.is_empty()).then_some(protocol)
}

/// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 §10.1.1).
pub fn expects_continue(head: &Head) -> bool {
    head.version() == Version::Http11
        && head.known(Known::Expect).any(|value| value.eq_ignore_ascii_case(b"100-continue"))
}

/// What a received head means for its connection; part of reading it.
pub(crate) fn settle(head: &mut Head, relaxed: bool) -> Result<(), Malformed> {
    if head.seen & Known::Connection.bit() != 0 {
        head.said = take_connection(head);
    }
    if matches!(head.status(), 100..=199) {
        // RFC 9112 §6.1, RFC 9110 §8.6: interim answers have neither header.
        head.remove_known(Known::TransferEncoding);
        head.remove_known(Known::ContentLength);
    }
    if head.seen & Known::Upgrade.bit() == 0 {
        return Ok(());
    }
    if head.is_request() {
        drop_h2c(head);
    }
    let to_websocket =
        has_value(head, Known::Upgrade, b"websocket") && read_connection(head).upgrade;
    let (key, length) = if head.is_request() {
        (Known::WebSocketKey, 24)
    } else if head.status() == 101 {
        (Known::WebSocketAccept, 28)
    } else {
        return Ok(());
    };
    // RFC 6455 §4.1, §4.2.2: sixteen bytes, or a SHA-1 sum, in base64.
    if to_websocket && !relaxed && !head.known(key).any(|value| value.len() == length) {
        return Err(Malformed::new(Fault::WebSocket, 0));
    }
    Ok(())
}

fn has_value(head: &Head, known: Known, token: &[u8]) -> bool {
    head.known(known).flat_map(split_list).any(|value| value.eq_ignore_ascii_case(token))
}

/// An upgrade to HTTP/2 in the clear would carry requests past the proxy, and RFC 9113 §3.1 has
/// withdrawn it: the request goes on as one that does not ask for it.
fn drop_h2c(head: &mut Head) {
    if !has_value(head, Known::Upgrade, b"h2c") {
        return;
    }
    head.drop_values(Known::Upgrade, |value| value.eq_ignore_ascii_case(b"h2c"));
    head.remove(b"http2-settings");
    let alone = head.known(Known::Upgrade).next().is_none();
    head.drop_values(Known::Connection, |value| {
        value.eq_ignore_ascii_case(b"http2-settings")
            || (alone && value.eq_ignore_ascii_case(b"upgrade"))
    });
}

/// Makes a request's head fit for the server's connection; says how its body is to be written.
/// `keep_alive`: whether this side would like to use the connection again.
pub fn prepare_request(head: &mut Head, body: Body, keep_alive: bool) -> Body {
    settle_te(head);
    let now = take_connection(head);
    let keep = keep_alive && !now.close && !is_old_chunked(head, body);
    if upgrade_token(head).is_none() {
        add_connection(head, keep, head.version());
    }
    body
}

/// Makes a response's head fit for a client of that version; says how its body is to be written.
/// `keep_alive`: whether the client wants the connection to go on, and this side too. From then on
/// [`Head::is_last`] speaks of the client's connection: it must close after a body that the close
/// delimits, after chunks in HTTP/1.0, and when a rule has set `connection: close`.
pub fn prepare_response(head: &mut Head, body: Body, client: Version, keep_alive: bool) -> Body {
    let now = take_connection(head);
    let lasting = body != Body::UntilClose && !is_old_chunked(head, body);
    let keep = keep_alive && !now.close && lasting;
    if head.status() >= 200 {
        add_connection(head, keep, client);
    }
    head.last = !keep;
    body
}

/// Chunks under HTTP/1.0: the next hop may not know them, so nothing may follow (RFC 9112 §6.1).
fn is_old_chunked(head: &Head, body: Body) -> bool {
    head.version() < Version::Http11 && body == Body::Chunked
}

/// Adds the line without which the peer would take the version's default (RFC 9112 §9.3).
fn add_connection(head: &mut Head, keep_alive: bool, peer: Version) {
    let old = head.version() < Version::Http11;
    if keep_alive && (old || peer < Version::Http11) {
        head.add(b"connection", b"keep-alive");
    } else if !keep_alive && !old {
        head.add(b"connection", b"close");
    }
}

/// Of `TE` only `trailers` goes on to the next hop (RFC 9110 §10.1.4).
fn settle_te(head: &mut Head) {
    if head.seen & Known::Te.bit() == 0 {
        return;
    }
    head.drop_values(Known::Te, |value| !value.eq_ignore_ascii_case(b"trailers"));
    let mut found = false;
    head.fields.retain(|f| f.known != Known::Te || !std::mem::replace(&mut found, true));
    let trailers = head.store(b"trailers");
    head.replace_known(Known::Te, trailers);
}
