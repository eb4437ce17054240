//! `core.register_init`: runs a function once the configuration is read.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

/// `core.register_init`
pub(super) struct RegisterInit;

impl Function for RegisterInit {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_init",
        aliases: &[],
        contexts: Contexts::BODY,
        params: &[param("func", "fun()")],
        returns: "",
        sentence: "Runs a function once the configuration is read, before the process serves anybody.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let function = call.function(1)?;
        call.vm().add_init(call.keep(function));
        Ok(Done::Values(0))
    }
}
