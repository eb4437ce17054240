//! `core.register_task`: runs a function beside the traffic.

use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use crate::run::NewTask;

/// `core.register_task`
pub(super) struct RegisterTask;

impl Function for RegisterTask {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_task",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[
            param("func", "fun(...)"),
            optional("arg1", "any"),
            optional("arg2", "any"),
            optional("arg3", "any"),
            optional("arg4", "any"),
        ],
        returns: "",
        sentence: "Runs a function beside the traffic, from when the process serves; it gets the arguments.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let function = call.function(1)?;
        let args = call.len().saturating_sub(1);
        if args > 4 {
            return Err(Fault::text("a task takes at most 4 arguments"));
        }
        let vm = call.vm();
        let kept = call.keep(function);
        let run = vm.prepare(kept);
        call.forget(kept);
        call.move_copies(&vm.stack_of(run), 2, args);
        vm.add_task(NewTask { run, args });
        if let Some(host) = vm.host.upgrade()
            && let Some(machine) = host.machine_of(vm.thread)
        {
            machine.tasks.notify_one();
        }
        Ok(Done::Values(0))
    }
}
