//! `core.register_action`: makes a function an action, `lua.<name>`.

use crate::declaration::{Contexts, Declaration, optional, param};
use crate::handler::{Handler, Kind};
use crate::host::Shared;
use crate::raw::{Call, Done, Fault, Function};
use crate::run;
use moongate_rules::{Registered, Ruleset, Rulesets};
use std::ffi::c_int;
use std::sync::{Arc, Weak};

/// `core.register_action`
pub(super) struct RegisterAction;

impl Function for RegisterAction {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_action",
        aliases: &[],
        contexts: Contexts::BODY,
        params: &[
            param("name", "string"),
            param("actions", "string[]"),
            param("func", "fun(txn: TXN, ...: string): integer?"),
            optional("nb_args", "integer"),
        ],
        returns: "",
        sentence: "Makes a function an action, `lua.<name>`, of the rule sets named by `tcp-req`, \
                   `tcp-res`, `http-req`, `http-res` and `http-after-res`.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let rulesets = rulesets(call)?;
        let args = call.opt_int(4)?.unwrap_or(0);
        let args = usize::try_from(args).ok().filter(|args| *args <= 64);
        let args = args.ok_or(Fault::Argument(4, "a number from 0 to 64"))?;
        let function = call.keep(call.function(3)?);
        let vm = call.vm();
        let host: Arc<Shared> = vm.host.upgrade().ok_or(Fault::text("the process ends"))?;
        let name = name(call)?;
        let handler = host.register_for(vm, Kind::Action, rulesets, name, args, function);
        if let Some(handler) = handler.map_err(Fault::text)? {
            host.fresh(|fresh| fresh.actions.push(run::spec(&handler.name, rulesets, args)));
        }
        Ok(Done::Values(0))
    }
}

fn rulesets(call: &Call<'_>) -> Result<Rulesets, Fault> {
    const WHAT: &str = "a table of `tcp-req`, `tcp-res`, `http-req`, `http-res`, `http-after-res`";
    let table = call.table(2).ok_or(Fault::Argument(2, WHAT))?;
    let mut list = Vec::new();
    for item in 1..=table.len() {
        list.extend_from_slice(table.with_item(
            item as i64,
            |stack, at| match stack.bytes(at) {
                Some(b"tcp-req") => Ok([Ruleset::TcpContent].as_slice()),
                Some(b"tcp-res") => Ok([Ruleset::TcpResponse].as_slice()),
                Some(b"http-req") => Ok([Ruleset::HttpRequest].as_slice()),
                Some(b"http-res") => Ok([Ruleset::HttpResponse].as_slice()),
                Some(b"http-after-res") => Ok([Ruleset::HttpAfterResponse].as_slice()),
                _ => Err(Fault::Argument(2, WHAT)),
            },
        )?);
    }
    Ok(Rulesets::of(&list))
}

/// The name at 1, checked.
pub(super) fn name<'v>(call: &Call<'v>) -> Result<&'v str, Fault> {
    let name = call.utf8(1)?;
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-+:".contains(&byte);
    if name.is_empty() || !name.bytes().all(fine) {
        return Err(Fault::Argument(1, "a name of letters, digits and `_.-`"));
    }
    Ok(name)
}

/// Registers the function at `function` under the name at 1.
pub(super) fn register(
    call: &Call<'_>,
    kind: Kind,
    function: c_int,
    args: usize,
    add: impl FnOnce(&mut Registered, Weak<Shared>, Handler),
) -> Result<Done, Fault> {
    let name = name(call)?;
    let function = call.keep(call.function(function)?);
    let vm = call.vm();
    let host: Arc<Shared> = vm.host.upgrade().ok_or(Fault::text("the process ends"))?;
    if let Some(handler) = host.register(vm, kind, name, args, function).map_err(Fault::text)? {
        host.fresh(|fresh| add(fresh, Arc::downgrade(&host), handler));
    }
    Ok(Done::Values(0))
}
