//! The class `HTTP`: the heads of a transaction's request and response.

pub(super) mod edit;
mod headers;
pub(super) mod replace;
pub(super) mod target;

use super::Class;
use crate::raw::Fault;
use crate::raw::call::function;
use crate::raw::slot::Lent;
use moongate_http::Head;
use moongate_state::Txn;

pub(super) use headers::push_headers;

/// `HTTP`
pub(super) const CLASS: Class = Class {
    name: "HTTP",
    sentence: "The heads of a transaction's request and response.",
    functions: &[
        function::<headers::GetHeaders<false>>(),
        function::<headers::GetHeaders<true>>(),
        function::<edit::AddHeader<false>>(),
        function::<edit::AddHeader<true>>(),
        function::<edit::SetHeader<false>>(),
        function::<edit::SetHeader<true>>(),
        function::<edit::DelHeader<false>>(),
        function::<edit::DelHeader<true>>(),
        function::<replace::ReplaceHeader<false>>(),
        function::<replace::ReplaceHeader<true>>(),
        function::<replace::ReplaceValue<false>>(),
        function::<replace::ReplaceValue<true>>(),
        function::<target::SetMethod>(),
        function::<target::SetPath>(),
        function::<target::SetQuery>(),
        function::<target::SetUri>(),
        function::<edit::SetStatus>(),
    ],
    fields: &[],
    constants: &[],
};

/// The request's or the response's head.
pub(super) fn head(txn: &Txn, response: bool) -> Result<&Head, Fault> {
    let head = if response { &txn.response } else { &txn.request };
    if head.is_empty() { Err(missing(response)) } else { Ok(head) }
}

/// The same, to be changed.
fn head_mut<'l>(lent: &'l mut Lent<'_>, response: bool) -> Result<&'l mut Head, Fault> {
    let txn = lent.edit()?;
    let head = if response { &mut txn.response } else { &mut txn.request };
    if head.is_empty() { Err(missing(response)) } else { Ok(head) }
}

#[cold]
fn missing(response: bool) -> Fault {
    Fault::text(if response { "there is no response yet" } else { "there is no request yet" })
}

/// Checks a header's name (RFC 9110 §5.1).
pub(super) fn check_name(name: &[u8]) -> Result<(), Fault> {
    let token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    if !name.is_empty() && name.iter().all(token) {
        return Ok(());
    }
    Err(Fault::text(format!("`{}` isn't a header's name", String::from_utf8_lossy(name))))
}

/// Checks a header's value: a line end in it would begin another header (RFC 9110 §5.5).
pub(super) fn check_value(value: &[u8]) -> Result<(), Fault> {
    if value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
        return Err(Fault::text("a header's value can't contain line ends or zero bytes"));
    }
    Ok(())
}

/// So that methods read the same for both heads.
const fn name(
    response: bool,
    request_name: &'static str,
    response_name: &'static str,
) -> &'static str {
    if response { response_name } else { request_name }
}
