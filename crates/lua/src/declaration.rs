//! How a function of the Lua API declares itself: the one place where its facts stand, from which
//! checks, messages, the reference and editor types are derived.

use mlua::ffi::lua_CFunction;

/// Where Lua code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Context {
    /// While the file is loaded.
    Body,
    /// A function of `core.register_init`.
    Init,
    /// A function of `core.register_task`.
    Task,
    /// An action of a rule.
    Action,
    /// A sample fetch.
    Fetch,
    /// A converter.
    Converter,
    /// A service, or a command of the runtime API.
    Service,
    /// A callback of a filter.
    Filter,
}

impl Context {
    /// How messages name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Context::Body => "the body of a script",
            Context::Init => "an init function",
            Context::Task => "a task",
            Context::Action => "an action",
            Context::Fetch => "a sample fetch",
            Context::Converter => "a converter",
            Context::Service => "a service",
            Context::Filter => "a filter",
        }
    }

    /// Every context.
    pub const ALL: [Self; 8] = [
        Context::Body,
        Context::Init,
        Context::Task,
        Context::Action,
        Context::Fetch,
        Context::Converter,
        Context::Service,
        Context::Filter,
    ];

    /// Its name in the reference.
    pub const fn short(self) -> &'static str {
        match self {
            Context::Body => "body",
            Context::Init => "init",
            Context::Task => "task",
            Context::Action => "action",
            Context::Fetch => "fetch",
            Context::Converter => "converter",
            Context::Service => "service",
            Context::Filter => "filter",
        }
    }

    /// Whether code may wait there.
    pub(crate) const fn may_wait(self) -> bool {
        !matches!(self, Context::Fetch | Context::Converter)
    }
}

/// A set of [`Context`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contexts(u16);

impl Contexts {
    /// Everywhere.
    pub const ANY: Self = Self(u16::MAX);
    /// While the process serves.
    pub const RUNNING: Self = Self(Self::ANY.0 & !Self::of(&[Context::Body, Context::Init]).0);
    /// Only while a script is loaded.
    pub const BODY: Self = Self::of(&[Context::Body]);
    /// Once the configuration is read.
    pub const READ: Self = Self(Self::ANY.0 & !Self::BODY.0);
    /// Before the process serves.
    pub const LOADING: Self = Self::of(&[Context::Body, Context::Init]);
    /// Where code may wait for others while the process serves.
    pub const WAITING_SERVED: Self =
        Self::of(&[Context::Task, Context::Action, Context::Service, Context::Filter]);
    /// Where code may wait.
    pub const WAITING: Self = Self::of(&[
        Context::Body,
        Context::Init,
        Context::Task,
        Context::Action,
        Context::Service,
        Context::Filter,
    ]);

    /// These.
    pub const fn of(list: &[Context]) -> Self {
        let (mut at, mut set) = (0, 0);
        while at < list.len() {
            set |= 1 << list[at] as u8;
            at += 1;
        }
        Self(set)
    }

    /// What they are called in the reference.
    pub fn names(self) -> Vec<&'static str> {
        Context::ALL.into_iter().filter(|one| self.has(*one)).map(Context::short).collect()
    }

    /// Whether `context` is among them.
    pub const fn has(self, context: Context) -> bool {
        self.0 & (1 << context as u8) != 0
    }
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name in the reference.
    pub name: &'static str,
    /// Its type, in the words of editor annotations (`string`, `integer`, `table<string, string>`).
    pub kind: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A parameter that has to be given.
pub(crate) const fn param(name: &'static str, kind: &'static str) -> Param {
    Param { name, kind, optional: false }
}

/// A parameter that may be left out.
pub(crate) const fn optional(name: &'static str, kind: &'static str) -> Param {
    Param { name, kind, optional: true }
}

/// The facts of a function.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The class or table that has it (`core`, `TXN`, `HTTP`).
    pub class: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Other names of the same, in older spellings.
    pub aliases: &'static [&'static str],
    /// Where it works.
    pub contexts: Contexts,
    /// Its parameters, the object itself left out.
    pub params: &'static [Param],
    /// What it returns, in the words of editor annotations; empty: nothing.
    pub returns: &'static str,
    /// One sentence.
    pub sentence: &'static str,
}

impl Declaration {
    /// A function that works everywhere, under one name.
    pub(crate) const fn new(
        class: &'static str,
        name: &'static str,
        params: &'static [Param],
        returns: &'static str,
        sentence: &'static str,
    ) -> Self {
        Self { class, name, aliases: &[], contexts: Contexts::ANY, params, returns, sentence }
    }

    /// The same, only in these contexts.
    pub(crate) const fn only(self, contexts: Contexts) -> Self {
        Self { contexts, ..self }
    }

    /// Whether it is called with a dot: there is no object before its arguments.
    pub const fn is_static(&self) -> bool {
        let (class, name) = (self.class.as_bytes(), self.name.as_bytes());
        matches!(class, b"core" | b"filter")
            || (matches!(class, b"Map" | b"Regex") && matches!(name, b"new"))
    }
}

/// A function: its facts, and how it is entered.
#[derive(Clone, Copy, Debug)]
pub struct LuaFn {
    /// The facts.
    pub declaration: Declaration,
    pub(crate) entry: lua_CFunction,
}
