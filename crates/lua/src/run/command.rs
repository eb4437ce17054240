//! Commands of the runtime API that scripts registered (`core.register_cli`).

use super::service::Serving;
use crate::handler::{Handler, Kind};
use crate::host::Shared;
use moongate_rules::{CommandRun, ScriptCommand, ServiceRun};
use moongate_state::Txn;
use std::sync::{Arc, Weak};

/// A script's function as a command.
#[derive(Debug)]
struct LuaCommand {
    shared: Weak<Shared>,
    handler: Handler,
}

/// All commands that scripts registered, in the order of their words.
pub(crate) fn commands(shared: &Arc<Shared>) -> Vec<ScriptCommand> {
    let handlers = shared.handlers.lock();
    let mut list: Vec<ScriptCommand> = handlers
        .of(Kind::Command)
        .map(|handler| ScriptCommand {
            path: handler.name.split(' ').map(str::to_owned).collect(),
            usage: handlers.usage(handler.number).to_owned(),
            run: Arc::new(LuaCommand { shared: Arc::downgrade(shared), handler: handler.clone() }),
        })
        .collect();
    list.sort_by(|one, other| one.path.cmp(&other.path));
    list
}

impl CommandRun for LuaCommand {
    fn start(&self, _: &mut Txn, words: &[String]) -> Box<dyn ServiceRun> {
        let name = Arc::clone(&self.handler.name);
        let args = words.to_vec();
        Box::new(Serving::new(self.shared.upgrade(), self.handler.clone(), false, name, args))
    }
}
