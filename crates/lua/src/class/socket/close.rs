//! `Socket:close`

use super::{sweep, this};
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `Socket:close`
pub(super) struct Close;

impl Function for Close {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "close",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "integer",
        sentence: "Closes the connection; the socket can't be used any more.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let socket = this(call)?;
        socket.closed.set(true);
        sweep::closed(call, &socket);
        socket.disconnect();
        call.push_integer(1);
        Ok(Done::Values(1))
    }
}
