//! Fetches from the head of whichever message is processed: the request's before the response
//! has come, the response's afterwards.

use super::Fetch;
use crate::{Cx, Missing, Sample};
use moongate_http::{Head, Version};

mod cookie;
mod hdr;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[&hdr::HDR, &cookie::COOKIE];

/// The head that is processed.
fn current<'a>(cx: &Cx<'a>) -> Result<&'a Head, Missing> {
    if cx.point.is_response() { cx.response() } else { cx.request() }
}

/// A message's version.
pub(super) fn version(head: &Head) -> Sample<'static> {
    match head.version() {
        Version::V09 => Sample::str("0.9"),
        Version::Http10 => Sample::str("1.0"),
        Version::Http11 => Sample::str("1.1"),
    }
}
