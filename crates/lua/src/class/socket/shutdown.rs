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
        let said = |whole: bool| {
            let mut session = socket.session.borrow_mut();
            if let Some(session) = &mut *session {
                session.close(&stream);
            }
            // An end that is already there is no failure.
            drop(if whole { stream.shutdown_both() } else { stream.shutdown_write() });
        };
        match mode {
            b"send" => said(false),
            b"both" => said(true),
            _ => return Err(Fault::Argument(2, "`both` or `send`")),
        }
        call.push_integer(1);
        Ok(Done::Values(1))
    }
}
