//! The default error answers, by status: the same bytes that users of HAProxy know, since monitors
//! and tests compare them.

use crate::ReplyBody;
use moongate_http::{Head, Version};
use std::sync::{Arc, LazyLock};

/// A default answer.
struct Default {
    status: u16,
    /// The title, which is the reason phrase too.
    title: &'static str,
    sentence: &'static str,
}

const fn of(status: u16, title: &'static str, sentence: &'static str) -> Default {
    Default { status, title, sentence }
}

const DEFAULTS: &[Default] = &[
    of(200, "OK", "Service ready."),
    of(400, "Bad request", "Your browser sent an invalid request."),
    of(401, "Unauthorized", "You need a valid user and password to access this content."),
    of(403, "Forbidden", "Request forbidden by administrative rules."),
    of(404, "Not Found", "The resource could not be found."),
    of(
        405,
        "Method Not Allowed",
        "A request was made of a resource using a request method not supported by that resource",
    ),
    of(407, "Unauthorized", "You need a valid user and password to access this content."),
    of(408, "Request Time-out", "Your browser didn't send a complete request in time."),
    of(410, "Gone", "The resource is no longer available and will not be available again."),
    of(413, "Payload Too Large", "The request entity exceeds the maximum allowed."),
    of(421, "Misdirected Request", "Request sent to a non-authoritative server."),
    of(422, "Unprocessable Content", "The server cannot process the contained instructions."),
    of(425, "Too Early", "Your browser sent early data."),
    of(429, "Too Many Requests", "You have sent too many requests in a given amount of time."),
    of(500, "Internal Server Error", "An internal server error occurred."),
    of(
        501,
        "Not Implemented",
        ".The server does not support the functionality required to fulfill the request.",
    ),
    of(502, "Bad Gateway", "The server returned an invalid or incomplete response."),
    of(503, "Service Unavailable", "No server is available to handle this request."),
    of(504, "Gateway Time-out", "The server didn't respond in time."),
];

static BODIES: LazyLock<Vec<Arc<[u8]>>> = LazyLock::new(|| {
    let body = |d: &Default| {
        let (status, title, sentence) = (d.status, d.title, d.sentence);
        format!("<html><body><h1>{status} {title}</h1>\n{sentence}\n</body></html>\n")
    };
    DEFAULTS.iter().map(|default| body(default).into_bytes().into()).collect()
});

/// Whether there is a default answer of that status.
pub fn exists(status: u16) -> bool {
    DEFAULTS.iter().any(|default| default.status == status)
}

/// Every status with a default answer.
pub fn statuses() -> impl Iterator<Item = u16> {
    DEFAULTS.iter().map(|default| default.status)
}

/// Puts the head of the default answer into `head` and gives its body; 500 for a status without one.
pub fn reply(status: u16, head: &mut Head) -> ReplyBody {
    let found = DEFAULTS.iter().position(|default| default.status == status);
    let at = found.or_else(|| DEFAULTS.iter().position(|default| default.status == 500));
    let Some(at) = at else { return ReplyBody::Empty };
    let (default, body) = (&DEFAULTS[at], &BODIES[at]);
    head.clear();
    head.set_status_line(default.status, default.title.as_bytes(), Version::Http11);
    head.add(b"content-length", body.len().to_string().as_bytes());
    head.add(b"cache-control", b"no-cache");
    head.add(b"content-type", b"text/html");
    // A request that could not be read leaves nothing to go on with.
    if matches!(default.status, 400 | 408) {
        head.add(b"connection", b"close");
    }
    ReplyBody::Default(default.status, body.clone())
}

/// The whole answer to a request that could not be read, as HAProxy's protocol layer sends it: the
/// names keep their capitals. Only for 400, 408, 413, 422 and 501, which that layer uses; 500 else.
pub fn early(status: u16) -> Vec<u8> {
    let found = DEFAULTS.iter().position(|default| default.status == status);
    let at = found.or_else(|| DEFAULTS.iter().position(|default| default.status == 500));
    let Some(at) = at else { return Vec::new() };
    let (Default { status, title, .. }, body) = (&DEFAULTS[at], &BODIES[at]);
    let length = body.len();
    // It closes after 422 too, but doesn't say so.
    let close = if *status == 422 { "" } else { "Connection: close\r\n" };
    let mut answer = format!(
        "HTTP/1.1 {status} {title}\r\nContent-length: {length}\r\nCache-Control: no-cache\r\n\
         {close}Content-Type: text/html\r\n\r\n"
    )
    .into_bytes();
    answer.extend_from_slice(body);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_the_body_s() {
        let mut head = Head::new();
        let body = reply(503, &mut head);
        assert_eq!(head.get(b"content-length"), Some(&b"107"[..]));
        assert_eq!(body.bytes().len(), 107);
        assert_eq!(head.reason(), b"Service Unavailable");
    }

    #[test]
    fn a_status_without_a_default_is_a_fault_of_ours() {
        let mut head = Head::new();
        reply(299, &mut head);
        assert_eq!(head.status(), 500);
    }
}
