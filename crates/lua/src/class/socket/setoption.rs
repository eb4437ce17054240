//! `Socket:setoption`

use super::this;
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};

/// `Socket:setoption`
pub(super) struct SetOption;

impl Function for SetOption {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "setoption",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("option", "string"), optional("value", "any")],
        returns: "integer",
        sentence: "Is there for scripts that were written for LuaSocket, and does nothing.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        this(call)?.open()?;
        call.push_integer(1);
        Ok(Done::Values(1))
    }
}
