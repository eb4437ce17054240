//! The contract with scripts: nothing below the room of Lua knows Lua.

use crate::{Action, ActionSpec, FilterSpec, Rulesets, Service, ServiceRun};
use moongate_sample::{Converter, Fetch};
use moongate_state::Txn;
use std::sync::Arc;

/// What a script registered while it was loaded.
#[derive(Debug, Default)]
pub struct Registered {
    /// `lua.*` fetches.
    pub fetches: Vec<&'static Fetch>,
    /// `lua.*` converters.
    pub converters: Vec<&'static Converter>,
    /// `lua.*` actions.
    pub actions: Vec<&'static ActionSpec>,
    /// `lua.*` services, and whether each speaks HTTP.
    pub services: Vec<(String, bool, Arc<dyn Service>)>,
}

/// A command of the runtime API that a script registered.
#[derive(Clone, Debug)]
pub struct ScriptCommand {
    /// The words that choose it.
    pub path: Vec<String>,
    /// What `help` shows of it.
    pub usage: String,
    /// Does it.
    pub run: Arc<dyn CommandRun>,
}

/// What a command of a script does.
pub trait CommandRun: Send + Sync + std::fmt::Debug {
    /// Begins to answer a line of these words, its own included: as a TCP service, which reads what
    /// the client sends and writes the answer.
    fn start(&self, txn: &mut Txn, words: &[String]) -> Box<dyn ServiceRun>;
}

/// Something that runs scripts.
pub trait ScriptHost: Send + Sync + std::fmt::Debug {
    /// Runs a script's body. `args` are the words behind the file name. The error is the whole
    /// message, with the script's own line and a traceback.
    fn load(&self, file: &str, args: &[String], per_thread: bool) -> Result<Registered, String>;

    /// An action that calls a script's global function (`http-request lua <function>`); `None`
    /// if no script has one of that name.
    fn global_function(&self, name: &str) -> Option<Box<dyn Action>>;

    /// The action that a script registered under `name` for one of `rulesets`, which takes as many
    /// words from `next` as the script said it needs.
    ///
    /// # Errors
    /// A sentence: there is none of that name, or a word is missing.
    fn action(
        &self,
        rulesets: Rulesets,
        name: &str,
        next: &mut dyn FnMut() -> Option<String>,
    ) -> Result<Box<dyn Action>, String> {
        let _ = (rulesets, next);
        Err(format!("no script registered the action `{name}`"))
    }

    /// The filter that a script registered as `name` (`lua.trace`), with the words of the line behind
    /// it; none if the script wants no part in it. `http`: the proxy speaks HTTP.
    ///
    /// # Errors
    /// A sentence: there is none of that name, or it can't be used here.
    fn filter(
        &self,
        name: &str,
        args: &[String],
        http: bool,
    ) -> Result<Option<Arc<dyn FilterSpec>>, String> {
        let _ = (args, http);
        Err(format!("no script registered the filter `{name}`"))
    }

    /// Commands of the runtime API that scripts registered.
    fn commands(&self) -> Vec<ScriptCommand> {
        Vec::new()
    }

    /// Runs the functions of `core.register_init`, once the configuration is read.
    fn init(&self) -> Result<(), String>;
}
