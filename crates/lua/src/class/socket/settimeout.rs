//! `Socket:settimeout`

use super::this;
use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function};
use std::time::Duration;

/// The shortest time: what is less would be no wait at all (as in HAProxy).
const SHORTEST: Duration = Duration::from_millis(1);

/// `Socket:settimeout`
pub(super) struct SetTimeout;

impl Function for SetTimeout {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "settimeout",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("value", "number"), optional("mode", "string")],
        returns: "integer",
        sentence: "Sets how many seconds an operation waits at most: without any progress, or in all with \
                   the mode `t`; nil or a negative number: without an end.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let socket = this(call)?;
        socket.open()?;
        let time = if call.given(2) {
            let seconds = call.number(2).ok_or(Fault::Argument(2, "a number"))?;
            // Too long a time is none; a negative one, or what isn't a number, too.
            Duration::try_from_secs_f64(seconds).ok().map(|time| time.max(SHORTEST))
        } else {
            None
        };
        let total = match if call.given(3) { call.text(3)? } else { b"b" } {
            b"b" => false,
            b"t" | b"r" => true,
            _ => return Err(Fault::Argument(3, "`b` or `t`")),
        };
        socket.timeout.set(time);
        socket.total.set(total);
        call.push_integer(1);
        Ok(Done::Values(1))
    }
}
