//! `core.register_converters`: makes a function a converter, `lua.<name>`.

use crate::declaration::{Contexts, Declaration, param};
use crate::handler::Kind;
use crate::raw::{Call, Done, Fault, Function};
use crate::run::LuaConverter;

/// `core.register_converters`
pub(super) struct RegisterConverters;

impl Function for RegisterConverters {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_converters",
        aliases: &[],
        contexts: Contexts::BODY,
        params: &[param("name", "string"), param("func", "fun(value: string, ...: string): any")],
        returns: "",
        sentence: "Makes a function a converter, `lua.<name>`; it gets the value and the arguments.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        super::register_action::register(call, Kind::Converter, 2, 0, |host, weak, handler| {
            host.converters.push(LuaConverter::declare(weak, handler));
        })
    }
}
