//! `core.register_filter`: makes a class a filter, `lua.<name>`.

use super::register_action::name;
use crate::declaration::{Contexts, Declaration, param};
use crate::handler::Kind;
use crate::raw::{Call, Done, Fault, Function};

/// `core.register_filter`
pub(super) struct RegisterFilter;

impl Function for RegisterFilter {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_filter",
        aliases: &[],
        contexts: Contexts::BODY,
        params: &[
            param("name", "string"),
            param("class", "table"),
            param("func", "fun(flt: table, args: string[]): table?"),
        ],
        returns: "",
        sentence: "Makes a class a filter, `filter lua.<name>`; the function gives the filter of each \
                   such line.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let name = name(call)?;
        call.table(2).ok_or(Fault::Argument(2, "a table"))?;
        call.function(3)?;
        let vm = call.vm();
        let host = vm.host.upgrade().ok_or(Fault::text("the process ends"))?;
        let entry = call.push_table(2, 0);
        entry.set_item(1, |stack| stack.push_copy(2));
        entry.set_item(2, |stack| stack.push_copy(3));
        let entry = call.keep(entry.index());
        host.register(vm, Kind::Filter, name, 0, entry).map_err(Fault::text)?;
        Ok(Done::Values(0))
    }
}
