//! `Socket:shutdown`

use super::this;
use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function};

/// `Socket:shutdown`, which HAProxy hasn't and libraries for LuaSocket call.
pub(super) struct Shutdown;

impl Function for Shutdown {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "shutdown",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("mode", "string")],
        returns: "integer?, string?",
        sentence: "Ends the connection in both directions; with the mode `send`, only the sending one.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let socket = this(call)?;
        let mode = if call.given(2) { call.text(2)? } else { b"both" };
        let Some(stream) = socket.stream()? else { return Ok(super::fail(call, "closed")) };
        // An end that is already there is no failure.
        match mode {
            b"send" => drop(stream.shutdown_write()),
            b"both" => drop(stream.shutdown_both()),
            _ => return Err(Fault::Argument(2, "`both` or `send`")),
        }
        call.push_integer(1);
        Ok(Done::Values(1))
    }
}
