//! `send` of services.

use super::super::txn::OWNERS;
use crate::declaration::{Context, Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function, Wait};

/// `send`
pub(crate) struct Send<const OWNER: usize>;

impl<const OWNER: usize> Function for Send<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "send",
        aliases: &[],
        contexts: Contexts::of(&[Context::Service]),
        params: &[param("text", "string")],
        returns: "integer",
        sentence: "Sends a text, and waits until all of it is on its way; gives its length, or -1 if the \
                   client is gone.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        let mut lent = call.lent()?;
        if OWNER == 1 && !lent.started() {
            return Err(Fault::text("call start_response() before sending"));
        }
        if lent.txn().res.closed {
            call.push_integer(-1);
            return Ok(Done::Values(1));
        }
        let before = usize::try_from(call.progress()).unwrap_or(0);
        let rest = text.get(before..).unwrap_or_default();
        let count = rest.len().min(lent.room());
        let sent = before + lent.edit()?.res.output.push(&rest[..count]);
        if sent < text.len() {
            return call.wait(Wait::Room, sent as isize);
        }
        call.push_integer(sent as i64);
        Ok(Done::Values(1))
    }
}
