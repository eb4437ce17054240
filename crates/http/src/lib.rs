//! Sans-IO HTTP/1: heads, body framing, URIs and cookies as plain data; no sockets, no clocks, no async.
//!
//! The way of a message: [`read_request`] or [`read_response`] fills a [`Head`] from received bytes,
//! [`request_body`] or [`response_body`] says how its body is framed, a [`BodyReader`] finds the
//! payload, [`prepare_request`] or [`prepare_response`] makes the head fit for the next hop, and
//! [`write_head`] puts it into an output buffer. All of these are reused from message to message:
//! a warm connection allocates nothing.
//!
//! What is refused and what is put in order follows HAProxy, with RFC 9112 where HAProxy 2.6 is
//! looser and that could split two readers: bare LF in chunks, NUL in values, empty transfer codings,
//! lengths from 2^63 on, targets that fit no form and framing headers in trailers are not passed on,
//! nor is an upgrade to `h2c`. As HAProxy does, a head's lines may end with LF alone, folded lines
//! are joined, and a request may come without `Host`: all of it is written anew, so the next hop
//! can't see it otherwise. What a rule or a script puts into a head stays on its line: see
//! [`Head::add`] and [`Head::set_uri`].
#![forbid(unsafe_code)]

mod body;
mod cookie;
mod fault;
mod fields;
mod framing;
mod hop;
mod known;
mod message;
mod read;
mod scan;
mod start_line;
mod status;
mod target;
pub mod uri;
mod values;
mod write;

pub use body::{BodyReader, Step, Truncated};
pub use cookie::{CookiePart, Cookies, cookie_parts, cookies, set_cookie};
pub use fault::{Fault, Malformed};
pub use fields::Fields;
pub use framing::{Body, request_body, response_body};
pub use hop::{
    Connection, connection, expects_continue, prepare_request, prepare_response, upgrade_token,
    wants_keep_alive,
};
pub use message::{Head, Version};
pub use read::{Limits, read_request, read_response};
pub use status::reason;
pub use values::{Values, split_list};
pub use write::{
    HeaderCase, LAST_CHUNK, write_chunk_size, write_head, write_head_cased, write_trailers,
};
