//! `core.register_fetches`: makes a function a sample fetch, `lua.<name>`.

use crate::declaration::{Contexts, Declaration, param};
use crate::handler::Kind;
use crate::raw::{Call, Done, Fault, Function};
use crate::run::LuaFetch;

/// `core.register_fetches`
pub(super) struct RegisterFetches;

impl Function for RegisterFetches {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_fetches",
        aliases: &[],
        contexts: Contexts::BODY,
        params: &[param("name", "string"), param("func", "fun(txn: TXN, ...: string): any")],
        returns: "",
        sentence: "Makes a function a sample fetch, `lua.<name>`; it gets the TXN and the arguments.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        super::register_action::register(call, Kind::Fetch, 2, 0, |host, weak, handler| {
            host.fetches.push(LuaFetch::declare(weak, handler));
        })
    }
}
