//! What concerns one connection only: keep-alive, upgrades, and the headers that a proxy rewrites.

use crate::framing::Body;
use crate::known::Known;
use crate::message::{Head, Version};
use crate::values::split_list;

/// What a message's `Connection` header says.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// `close` is among the values.
    pub close: bool,
    /// `keep-alive` is among the values.
    pub keep_alive: bool,
    /// `upgrade` is among the values.
    pub upgrade: bool,
}

/// Reads the `Connection` header.
pub fn connection(head: &Head) -> Connection {
    let mut found = Connection::default();
    for value in head.known(Known::Connection).flat_map(split_list) {
        found.close |= value.eq_ignore_ascii_case(b"close");
        found.keep_alive |= value.eq_ignore_ascii_case(b"keep-alive");
        found.upgrade |= value.eq_ignore_ascii_case(b"upgrade");
    }
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
/// `upgrade` too (RFC 9110 §7.8).
pub fn upgrade_token(head: &Head) -> Option<&[u8]> {
    let protocol = head.known(Known::Upgrade).next()?;
    (connection(head).upgrade && !protocol.is_empty()).then_some(protocol)
}

/// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 §10.1.1).
pub fn expects_continue(head: &Head) -> bool {
    head.version() == Version::Http11
        && head.known(Known::Expect).any(|value| value.eq_ignore_ascii_case(b"100-continue"))
}

/// Makes a request's head fit for the server's connection; says how its body is to be written.
pub fn prepare_request(head: &mut Head, body: Body, keep_alive: bool) -> Body {
    settle_te(head);
    settle_connection(head, keep_alive, Version::Http11);
    head.set_version(Version::Http11);
    body
}

/// Makes a response's head fit for a client of that version; says how its body is to be written.
pub fn prepare_response(head: &mut Head, body: Body, client: Version, keep_alive: bool) -> Body {
    let body = match body {
        Body::Chunked if client < Version::Http11 => {
            head.remove_known(Known::TransferEncoding);
            Body::UntilClose
        }
        Body::UntilClose if client >= Version::Http11 => {
            head.add(b"transfer-encoding", b"chunked");
            Body::Chunked
        }
        body => body,
    };
    settle_connection(head, keep_alive && body != Body::UntilClose, client);
    head.set_version(Version::Http11);
    body
}

/// Of `TE` only `trailers` goes on to the next hop (RFC 9110 §10.1.4).
fn settle_te(head: &mut Head) {
    if head.seen & Known::Te.bit() == 0 {
        return;
    }
    let trailers = |value: &[u8]| value.eq_ignore_ascii_case(b"trailers");
    let found = head.known(Known::Te).flat_map(split_list).any(trailers);
    head.remove_known(Known::Te);
    if found {
        head.add(b"te", b"trailers");
    }
}

fn settle_connection(head: &mut Head, keep_alive: bool, peer: Version) {
    let upgrade = upgrade_token(head).is_some();
    head.remove_known(Known::Connection);
    if upgrade {
        head.add(b"connection", b"upgrade");
    } else if !keep_alive {
        head.add(b"connection", b"close");
    } else if peer < Version::Http11 {
        head.add(b"connection", b"keep-alive");
    }
}
