//! What scripts registered: names, and numbers that mean the same function in every machine.

use moongate_rules::Rulesets;
use std::collections::HashMap;
use std::sync::Arc;

/// What is registered under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Fetch,
    Converter,
    Action,
    Service,
    Filter,
    /// A command of the runtime API.
    Command,
    /// A global function of the script (`http-request lua <function>`).
    Global,
}

impl Kind {
    /// How messages name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Fetch => "sample fetch",
            Kind::Converter => "converter",
            Kind::Action => "action",
            Kind::Service => "service",
            Kind::Filter => "filter",
            Kind::Command => "command",
            Kind::Global => "function",
        }
    }
}

/// A registered function.
#[derive(Clone, Debug)]
pub(crate) struct Handler {
    /// The same in all machines.
    pub(crate) number: usize,
    /// Each worker has its own; otherwise the shared machine has it.
    pub(crate) per_thread: bool,
    pub(crate) kind: Kind,
    pub(crate) name: Arc<str>,
    /// Words that follow an action's name.
    pub(crate) args: usize,
    /// An action's rule sets.
    pub(crate) rulesets: Rulesets,
}

/// All handlers of a host.
#[derive(Debug, Default)]
pub(crate) struct Handlers {
    /// Of one kind and name there are several if they are actions of different rule sets.
    by_name: HashMap<(Kind, Arc<str>), Vec<Handler>>,
    count: usize,
    /// What `help` shows of commands, by number.
    usages: HashMap<usize, String>,
}

impl Handlers {
    /// The handler of that name.
    pub(crate) fn get(&self, kind: Kind, name: &str) -> Option<&Handler> {
        self.by_name.get(&(kind, Arc::from(name)))?.first()
    }

    /// The handler that was registered for the same rule sets.
    pub(crate) fn exactly(&self, kind: Kind, name: &str, rulesets: Rulesets) -> Option<&Handler> {
        let list = self.by_name.get(&(kind, Arc::from(name)))?;
        list.iter().find(|handler| handler.rulesets == rulesets)
    }

    /// The action of that name in one of these rule sets; the last one registered counts.
    pub(crate) fn action(&self, name: &str, rulesets: Rulesets) -> Option<&Handler> {
        let list = self.by_name.get(&(Kind::Action, Arc::from(name)))?;
        list.iter().rev().find(|handler| handler.rulesets.meet(rulesets))
    }

    /// A new handler.
    pub(crate) fn add(
        &mut self,
        kind: Kind,
        rulesets: Rulesets,
        name: &str,
        per_thread: bool,
        args: usize,
    ) -> Handler {
        let name: Arc<str> = name.into();
        let number = self.count;
        self.count += 1;
        let handler = Handler { number, per_thread, kind, name: Arc::clone(&name), args, rulesets };
        self.by_name.entry((kind, name)).or_default().push(handler.clone());
        handler
    }

    /// All, in the order of registration.
    pub(crate) fn all(&self) -> Vec<Handler> {
        let mut all: Vec<Handler> = self.by_name.values().flatten().cloned().collect();
        all.sort_by_key(|handler| handler.number);
        all
    }

    /// Notes what `help` shows of a command.
    pub(crate) fn set_usage(&mut self, number: usize, usage: &str) {
        self.usages.insert(number, usage.to_owned());
    }

    /// What `help` shows of a command.
    pub(crate) fn usage(&self, number: usize) -> &str {
        self.usages.get(&number).map_or("", String::as_str)
    }

    /// Those of one kind.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &Handler> {
        self.by_name.values().flatten().filter(move |handler| handler.kind == kind)
    }
}
