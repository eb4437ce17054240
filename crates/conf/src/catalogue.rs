//! Every name that a configuration may use and that lower rooms and scripts bring.

use moongate_rules::{ActionSpec, Registered, Ruleset, ScriptHost, Services};
use std::collections::HashMap;
use std::sync::Arc;

/// Fetches, converters, actions and services by name.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Fetches and converters.
    pub samples: moongate_sample::Catalogue,
    /// Services by name, `lua.` included, and whether each speaks HTTP.
    pub services: Services,
    actions: HashMap<&'static str, Vec<&'static ActionSpec>>,
}

impl Catalogue {
    /// Adds an action.
    pub fn add_action(&mut self, action: &'static ActionSpec) {
        self.actions.entry(action.name).or_default().push(action);
    }

    /// The action of that name in a rule set. `set-var(txn.x)` finds `set-var(`, and a trailing
    /// number is passed over for names that take one (`track-sc0`).
    pub fn action(&self, ruleset: Ruleset, word: &str) -> Option<&'static ActionSpec> {
        let usable = |name: &str| {
            let list = self.actions.get(name)?;
            list.iter().copied().find(|action| action.rulesets.has(ruleset))
        };
        let open = word.find('(').map(|at| &word[..=at]);
        open.and_then(usable).or_else(|| usable(word)).or_else(|| usable(counted(word)?))
    }

    /// Whether an action of that name exists in any rule set.
    pub fn knows_action(&self, word: &str) -> bool {
        let open = word.find('(').map_or(word, |at| &word[..=at]);
        let has = |name: &str| self.actions.contains_key(name);
        has(open) || has(word) || counted(word).is_some_and(has)
    }

    /// Every action of a rule set.
    pub fn actions(&self, ruleset: Ruleset) -> impl Iterator<Item = &'static ActionSpec> {
        self.actions.values().flatten().copied().filter(move |a| a.rulesets.has(ruleset))
    }

    /// Takes in what a script registered.
    pub fn register(&mut self, registered: Registered) {
        for fetch in registered.fetches {
            self.samples.add_fetch(fetch);
        }
        for converter in registered.converters {
            self.samples.add_converter(converter);
        }
        for action in registered.actions {
            self.add_action(action);
        }
        for (name, http, service) in registered.services {
            let name = if name.starts_with("lua.") { name } else { format!("lua.{name}") };
            self.services.insert(name, (http, service));
        }
    }
}

/// The name of an action behind which the number of a sticky counter stands.
fn counted(word: &str) -> Option<&str> {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
    name.ends_with("-sc").then_some(name)
}

/// Which of Lua's search paths `lua-prepend-path` extends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LuaPath {
    /// `package.path`
    Path,
    /// `package.cpath`
    Cpath,
}

/// What runs scripts, as the configuration needs it.
pub trait Scripts: ScriptHost {
    /// `lua-prepend-path`: puts a pattern before the others, for scripts loaded from now on.
    fn prepend_path(&self, pattern: &str, path: LuaPath) -> Result<(), String>;

    /// `tune.lua.*` as read so far; called before each script is loaded and at the end.
    fn tune(&self, tune: &crate::plan::LuaTune);

    /// The environment that `setenv` and its kin have made so far; called before each script is
    /// loaded and at the end.
    fn environment(&self, _: &moongate_lang::Env) {}

    /// The lists of patterns that rules and scripts share.
    fn patterns(&self) -> Arc<moongate_sample::PatternStore> {
        Arc::default()
    }
}

/// No scripts at all.
#[derive(Clone, Copy, Debug)]
pub struct NoScripts;

impl ScriptHost for NoScripts {
    fn load(&self, _: &str, _: &[String], _: bool) -> Result<Registered, String> {
        Err("this program was built without Lua".into())
    }

    fn global_function(&self, _: &str) -> Option<Box<dyn moongate_rules::Action>> {
        None
    }

    fn init(&self) -> Result<(), String> {
        Ok(())
    }
}

impl Scripts for NoScripts {
    fn prepend_path(&self, _: &str, _: LuaPath) -> Result<(), String> {
        Ok(())
    }

    fn tune(&self, _: &crate::plan::LuaTune) {}
}
