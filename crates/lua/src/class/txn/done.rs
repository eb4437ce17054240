//! `TXN:done` and `TXN:close`: end the transaction, with an answer or without.

use crate::class::http::{check_name, check_value};
use crate::declaration::{Context, Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Kind, Stack, Table};
use moongate_http::{Head, Version};
use std::ffi::c_int;

/// How an action ended its transaction.
#[derive(Debug)]
pub(crate) enum Ending {
    /// Without an answer.
    Close,
    /// With the head in `Txn::response` and this body.
    Reply(Vec<u8>),
}

/// `TXN:done`
pub(super) struct TxnDone;

impl Function for TxnDone {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "done",
        aliases: &["close"],
        contexts: Contexts::ANY,
        params: &[optional(
            "reply",
            "{status: integer?, reason: string?, headers: table<string, string|string[]>?, body: string?}",
        )],
        returns: "",
        sentence: "Ends the transaction with that answer, or closes the connection without one.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let mut lent = call.lent()?;
        // Elsewhere only the script ends.
        if call.vm().context() == Context::Action {
            let ending = match call.table(2) {
                Some(reply) => Ending::Reply(fill(&reply, &mut lent.edit()?.response)?),
                None if call.given(2) => return Err(Fault::Argument(2, "a table")),
                None => Ending::Close,
            };
            *call.vm().ending.borrow_mut() = Some(ending);
        }
        call.push_nil();
        Err(Fault::Finish)
    }
}

/// Makes the head of an answer, and gives its body.
fn fill(reply: &Table<'_>, head: &mut Head) -> Result<Vec<u8>, Fault> {
    let status = reply.with(b"status", |stack, at| match stack.kind(at) {
        Kind::Nil => Some(200),
        _ => stack.integer(at).and_then(|status| u16::try_from(status).ok()),
    });
    let status = status.filter(|status| (100..=599).contains(status));
    let status = status.ok_or(Fault::text("`status` has to be a number from 100 to 599"))?;
    let text = |name: &[u8]| reply.with(name, |stack, at| stack.bytes(at).map(<[u8]>::to_vec));
    let reason = text(b"reason");
    let body = text(b"body").unwrap_or_default();
    let mut made = Head::new();
    let reason = reason.unwrap_or_else(|| moongate_http::reason(status).into());
    check_value(&reason)?;
    made.set_status_line(status, &reason, Version::Http11);
    reply.with(b"headers", |stack, at| match stack.table(at) {
        Some(table) => headers(&table, &mut made),
        None => Ok(()),
    })?;
    if status >= 200 && status != 204 {
        made.add(b"content-length", body.len().to_string().as_bytes());
    }
    *head = made;
    Ok(body)
}

fn headers(table: &Table<'_>, head: &mut Head) -> Result<(), Fault> {
    let mut result = Ok(());
    table.each(|stack, key, value| {
        let one = || {
            let name = stack.bytes(key).ok_or(Fault::text("a header's name has to be a string"))?;
            match stack.table(value) {
                Some(values) => (1..=values.len()).try_for_each(|item| {
                    values.with_item(item as i64, |stack, at| add(head, name, stack, at))
                }),
                None => add(head, name, stack, value),
            }
        };
        if result.is_ok() {
            result = { one }();
        }
    });
    result
}

/// Adds a line; the length of the body is ours to say.
fn add(head: &mut Head, name: &[u8], stack: &Stack<'_>, value: c_int) -> Result<(), Fault> {
    let value = stack.bytes(value).ok_or(Fault::text("a header's value has to be a string"))?;
    check_name(name)?;
    check_value(value)?;
    let framing = [&b"content-length"[..], b"transfer-encoding"];
    if !framing.iter().any(|own| name.eq_ignore_ascii_case(own)) {
        head.add(name, value);
    }
    Ok(())
}
