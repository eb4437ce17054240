//! What several fetches of the request line share: the host, and text made of host and path.

use moongate_http::Head;
use std::borrow::Cow;

/// The first value of `host`, if it isn't empty.
pub(super) fn host(head: &Head) -> Option<&[u8]> {
    head.values(b"host").next().filter(|host| !host.is_empty())
}

/// Host and `path` (which begins with a slash) behind one another; only the path without a host.
pub(super) fn with_host<'a>(head: &'a Head, path: Option<&'a [u8]>) -> Option<Cow<'a, [u8]>> {
    match (host(head), path) {
        (None, path) => path.map(Cow::Borrowed),
        (Some(host), None) => Some(Cow::Borrowed(host)),
        (Some(host), Some(path)) => {
            let mut text = Vec::with_capacity(host.len() + path.len());
            text.extend_from_slice(host);
            if path.starts_with(b"/") {
                text.extend_from_slice(path);
            }
            Some(Cow::Owned(text))
        }
    }
}

/// The authority without user information.
pub(super) fn authority(head: &Head) -> Option<&[u8]> {
    let text = head.authority()?;
    Some(memchr::memrchr(b'@', text).map_or(text, |at| &text[at + 1..]))
}
