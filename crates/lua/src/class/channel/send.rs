//! `Channel:send`: sends a text at once.

use super::{OWNERS, is_response, may_wait, raw};
use crate::declaration::{Context, Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function, Wait};

/// `Channel:send`
pub(crate) struct Send<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Send<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
        let may_wait = may_wait(call);
        let channel = raw::<MESSAGE>(call, &mut lent, is_response(call)?)?;
        if channel.closed {
            call.push_integer(-1);
            return Ok(Done::Values(1));
        }
        if call.vm().context() == Context::Filter {
            channel.output.reserve_total(channel.output.len() + text.len());
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
