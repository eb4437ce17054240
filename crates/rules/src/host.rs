//! The contract with scripts: nothing below the room of Lua knows Lua.

use crate::{Action, ActionSpec, Service};
use moongate_sample::{Converter, Fetch};
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

/// Something that runs scripts.
pub trait ScriptHost: Send + Sync + std::fmt::Debug {
    /// Runs a script's body. `args` are the words behind the file name. The error is the whole
    /// message, with the script's own line and a traceback.
    fn load(&self, file: &str, args: &[String], per_thread: bool) -> Result<Registered, String>;

    /// An action that calls a script's global function (`http-request lua <function>`); `None`
    /// if no script has one of that name.
    fn global_function(&self, name: &str) -> Option<Box<dyn Action>>;

    /// The action that a script registered under `name`, which takes as many words from `next` as
    /// the script said it needs.
    ///
    /// # Errors
    /// A sentence: there is none of that name, or a word is missing.
    fn action(
        &self,
        name: &str,
        next: &mut dyn FnMut() -> Option<String>,
    ) -> Result<Box<dyn Action>, String> {
        let _ = next;
        Err(format!("no script registered the action `{name}`"))
    }

    /// Runs the functions of `core.register_init`, once the configuration is read.
    fn init(&self) -> Result<(), String>;
}
