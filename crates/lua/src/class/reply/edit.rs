//! `Reply:set_status`, `:add_header`, `:del_header` and `:set_body`.

use crate::class::http::{check_name, check_value};
use crate::declaration::{Contexts, Declaration, Param, optional, param};
use crate::raw::{Call, Done, Fault, Function, Kind, Table};

/// The object at 1.
fn reply<'v>(call: &Call<'v>) -> Result<Table<'v>, Fault> {
    call.table(1).ok_or(Fault::Argument(1, "a Reply"))
}

const fn method(
    name: &'static str,
    params: &'static [Param],
    sentence: &'static str,
) -> Declaration {
    Declaration {
        class: "Reply",
        name,
        aliases: &[],
        contexts: Contexts::ANY,
        params,
        returns: "",
        sentence,
    }
}

/// `Reply:set_status`
pub(super) struct SetStatus;

impl Function for SetStatus {
    const DECLARATION: Declaration = method(
        "set_status",
        &[param("status", "integer"), optional("reason", "string")],
        "Sets the status, and the reason to the given or the usual one.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let reply = reply(call)?;
        let status = u16::try_from(call.int(2)?).ok().filter(|status| (100..=599).contains(status));
        let status = status.ok_or(Fault::Argument(2, "a status from 100 to 599"))?;
        let usual = moongate_http::reason(status).as_bytes();
        let reason = if call.given(3) { call.text(3)? } else { usual };
        check_value(reason)?;
        reply.set_integer("status", status.into());
        reply.set(b"reason", |stack| stack.push_bytes(reason));
        Ok(Done::Values(0))
    }
}

/// `Reply:add_header`
pub(super) struct AddHeader;

impl Function for AddHeader {
    const DECLARATION: Declaration = method(
        "add_header",
        &[param("name", "string"), param("value", "string")],
        "Adds a line to a header.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let reply = reply(call)?;
        let (name, value) = (call.text(2)?, call.text(3)?);
        check_name(name)?;
        check_value(value)?;
        if !reply.with(b"headers", |stack, at| stack.kind(at) == Kind::Table) {
            reply.set(b"headers", |stack| {
                stack.push_table(0, 1);
            });
        }
        reply.with(b"headers", |stack, at| {
            let Some(headers) = stack.table(at) else { return };
            // A single text stands for a list of one.
            let alone = headers.with(name, |stack, at| stack.table(at).is_none());
            if alone {
                let first = headers.with(name, |stack, at| stack.bytes(at).map(<[u8]>::to_vec));
                headers.set(name, |stack| {
                    let lines = stack.push_table(1, 0);
                    if let Some(first) = first {
                        lines.set_item(1, |stack| stack.push_bytes(&first));
                    }
                });
            }
            headers.with(name, |stack, at| {
                if let Some(lines) = stack.table(at) {
                    lines.set_item(lines.len() as i64 + 1, |stack| stack.push_bytes(value));
                }
            });
        });
        Ok(Done::Values(0))
    }
}

/// `Reply:del_header`
pub(super) struct DelHeader;

impl Function for DelHeader {
    const DECLARATION: Declaration =
        method("del_header", &[param("name", "string")], "Removes all lines of a header.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let name = call.text(2)?;
        reply(call)?.with(b"headers", |stack, at| {
            if let Some(headers) = stack.table(at) {
                headers.set(name, |stack| stack.push_nil());
            }
        });
        Ok(Done::Values(0))
    }
}

/// `Reply:set_body`
pub(super) struct SetBody;

impl Function for SetBody {
    const DECLARATION: Declaration =
        method("set_body", &[param("body", "string")], "Sets the body.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let body = call.text(2)?;
        reply(call)?.set(b"body", |stack| stack.push_bytes(body));
        Ok(Done::Values(0))
    }
}
