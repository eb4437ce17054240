//! `Channel:send`: sends a text at once.

use super::{is_response, raw};
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function, Wait};

/// `Channel:send`
pub(super) struct Send;

impl Function for Send {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "send",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("text", "string")],
        returns: "integer",
        sentence: "Sends a text before the input; an action waits until all of it is on its way. Gives \
                   its length, or -1 if nothing can be sent any more.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        let mut lent = call.lent()?;
        let may_wait = call.may_wait();
        let channel = raw(&mut lent, is_response(call)?)?;
        if channel.closed {
            call.push_integer(-1);
            return Ok(Done::Values(1));
        }
        let before = usize::try_from(call.progress()).unwrap_or(0);
        let sent = before + channel.output.push(text.get(before..).unwrap_or_default());
        if sent < text.len() && may_wait {
            return call.wait(Wait::Room, sent as isize);
        }
        call.push_integer(sent as i64);
        Ok(Done::Values(1))
    }
}
