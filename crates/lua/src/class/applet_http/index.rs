//! How the fields of an `AppletHTTP` come to be: each is made when a script touches it first.

use crate::class::http::push_headers;
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_http::uri;
use moongate_state::Txn;

/// `__index` of `AppletHTTP`
pub(super) struct Index;

impl Function for Index {
    const DECLARATION: Declaration = Declaration {
        class: "AppletHTTP",
        name: "__index",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "any",
        sentence: "Finds methods and fields.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let (Some(name), Some((number, _))) = (call.bytes(2), call.object(1)) else {
            return Ok(Done::Values(0));
        };
        if !call.vm().classes().push_samples(call, number, name) && !push(call, name)? {
            return Ok(Done::Values(0));
        }
        call.cache_field(2);
        Ok(Done::Values(1))
    }
}

/// Pushes a fact of the request; says whether there is one of that name.
fn push(call: &Call<'_>, name: &[u8]) -> Result<bool, Fault> {
    if !matches!(name, b"method" | b"version" | b"path" | b"qs" | b"length" | b"headers") {
        return Ok(false);
    }
    let lent = call.lent()?;
    let txn = lent.txn();
    let head = &txn.request;
    match name {
        b"method" => call.push_bytes(head.method()),
        b"version" => {
            let (major, minor) = head.version_digits();
            call.push_bytes(&[
                b'H',
                b'T',
                b'T',
                b'P',
                b'/',
                b'0' + major % 10,
                b'.',
                b'0' + minor % 10,
            ]);
        }
        b"path" => call.push_bytes(uri::split(head.uri()).path.unwrap_or_default()),
        b"qs" => call.push_bytes(uri::split(head.uri()).query.unwrap_or_default()),
        b"length" => call.push_integer(length(txn)),
        _ => push_headers(call, head),
    }
    Ok(true)
}

/// What the request says, or else what has come.
fn length(txn: &Txn) -> i64 {
    let said = txn.request.get(b"content-length").and_then(|text| std::str::from_utf8(text).ok());
    said.and_then(|text| text.parse().ok()).unwrap_or(txn.req.input.len() as i64)
}
