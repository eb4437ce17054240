//! `HTTPMessage:eom`, `:set_eom`, `:unset_eom` and `:set_body_len`: where a body ends.

use super::head::{is_response, method};
use crate::declaration::{Context, Declaration, param};
use crate::raw::slot::Lent;
use crate::raw::{Call, Done, Fault, Function, Kind};
use moongate_rules::BodyLength;

/// Refuses other places than filters.
fn in_filter(call: &Call<'_>) -> Result<(), Fault> {
    match call.vm().context() {
        Context::Filter => Ok(()),
        _ => Err(Fault::text("the body of a message can be used in filters only")),
    }
}

/// Whether no more of the body will come.
fn ended(lent: &Lent<'_>, response: bool) -> bool {
    let txn = lent.txn();
    if response { txn.res.eof } else { txn.req.eof }
}

/// `HTTPMessage:eom`
pub(super) struct Eom;

impl Function for Eom {
    const DECLARATION: Declaration =
        method("eom", &[], "boolean", "Whether no more of the body will come.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        in_filter(call)?;
        let response = is_response(call)?;
        let mut lent = call.lent()?;
        let said = lent.filter().and_then(|state| state.notes.end);
        call.push_boolean(said.unwrap_or_else(|| ended(&lent, response)));
        Ok(Done::Values(1))
    }
}

/// `HTTPMessage:set_eom`
pub(super) struct SetEom;

impl Function for SetEom {
    const DECLARATION: Declaration =
        method("set_eom", &[], "", "Ends the message behind the bytes that are there.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        in_filter(call)?;
        if let Some(state) = call.lent()?.filter() {
            state.notes.end = Some(true);
        }
        Ok(Done::Values(0))
    }
}

/// `HTTPMessage:unset_eom`
pub(super) struct UnsetEom;

impl Function for UnsetEom {
    const DECLARATION: Declaration =
        method("unset_eom", &[], "", "Holds the message open, until `set_eom` ends it.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        in_filter(call)?;
        if let Some(state) = call.lent()?.filter() {
            state.notes.end = Some(false);
        }
        Ok(Done::Values(0))
    }
}

/// `HTTPMessage:set_body_len`
pub(super) struct SetBodyLen;

impl Function for SetBodyLen {
    const DECLARATION: Declaration = method(
        "set_body_len",
        &[param("length", "integer|\"chunked\"")],
        "boolean",
        "Announces how long the body will be; false if the head is gone already.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        const WHAT: &str = "a length, or `chunked`";
        in_filter(call)?;
        let response = is_response(call)?;
        let length = match call.kind(2) {
            Kind::Number => u64::try_from(call.int(2)?).ok().map(BodyLength::Fixed),
            Kind::String if call.bytes(2) == Some(b"chunked") => Some(BodyLength::Chunked),
            _ => None,
        };
        let length = length.ok_or(Fault::Argument(2, WHAT))?;
        let mut lent = call.lent()?;
        let open = lent.filter().is_some_and(|state| {
            let open = !state.notes.framed;
            if open {
                state.notes.length = Some(length);
            }
            open
        });
        if open {
            let txn = lent.edit()?;
            let head = if response { &mut txn.response } else { &mut txn.request };
            head.remove(b"content-length");
            head.remove(b"transfer-encoding");
            match length {
                BodyLength::Fixed(length) => {
                    head.add(b"content-length", length.to_string().as_bytes());
                }
                BodyLength::Chunked => head.add(b"transfer-encoding", b"chunked"),
            }
        }
        call.push_boolean(open);
        Ok(Done::Values(1))
    }
}
