//! `core.register_cli`: makes a function a command of the runtime API.

use crate::declaration::{Contexts, Declaration, param};
use crate::handler::Kind;
use crate::raw::{Call, Done, Fault, Function};

/// `core.register_cli`
pub(super) struct RegisterCli;

impl Function for RegisterCli {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_cli",
        aliases: &[],
        contexts: Contexts::BODY,
        params: &[
            param("path", "string[]"),
            param("usage", "string?"),
            param("func", "fun(applet: AppletTCP, ...: string)"),
        ],
        returns: "",
        sentence: "Makes a function a command of the runtime API; it gets the words of the line, and \
                   what it sends is the answer.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        const WHAT: &str = "a table of words";
        let table = call.table(1).ok_or(Fault::Argument(1, WHAT))?;
        let mut path = Vec::new();
        for item in 1..=table.len() {
            let word = table.with_item(item as i64, |stack, at| {
                let word = stack.bytes(at).and_then(|bytes| std::str::from_utf8(bytes).ok());
                let fine = |word: &&str| !word.is_empty() && !word.contains([' ', ';', '\n']);
                word.filter(fine).map(str::to_owned)
            });
            path.push(word.ok_or(Fault::Argument(1, WHAT))?);
        }
        if path.is_empty() {
            return Err(Fault::Argument(1, WHAT));
        }
        let usage = if call.given(2) { call.utf8(2)? } else { "" };
        let function = call.keep(call.function(3)?);
        let vm = call.vm();
        let host = vm.host.upgrade().ok_or(Fault::text("the process ends"))?;
        let name = path.join(" ");
        if let Some(handler) =
            host.register(vm, Kind::Command, &name, 0, function).map_err(Fault::text)?
        {
            host.handlers.lock().set_usage(handler.number, usage);
        }
        Ok(Done::Values(0))
    }
}
