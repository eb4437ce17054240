//! Actions: what rules do. One file a keyword, in its family's folder.

use crate::{BandwidthFilter, ErrorSections, ScriptHost, Services, Verdict};
use moongate_lang::{Diagnostic, Span, Words};
use moongate_net::dns::Resolvers;
use moongate_sample::fetch::Example;
use moongate_sample::{Compiler, Cx, Point};
use moongate_state::Txn;
use std::sync::Arc;

mod answer;
mod connection;
mod flow;
mod header;
mod list;
mod note;
mod prelude;
mod script;
mod table;
mod uri;
mod variable;

pub use answer::{ErrorAnswer, ErrorKind, ask, ask_unless, parse_redirect};

/// Every family of actions, in the order of the reference.
pub static FAMILIES: &[(&str, &[&ActionSpec])] = &[
    ("header", header::ALL),
    ("uri", uri::ALL),
    ("answer", answer::ALL),
    ("flow", flow::ALL),
    ("variable", variable::ALL),
    ("connection", connection::ALL),
    ("list", list::ALL),
    ("table", table::ALL),
    ("note", note::ALL),
    ("script", script::ALL),
];

/// What a rule does.
pub trait Action: Send + Sync + std::fmt::Debug {
    /// Does it.
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict;
}

/// What an action works on.
pub struct ActionCx<'a> {
    /// The transaction.
    pub txn: &'a mut Txn,
    /// Where in its life.
    pub point: Point,
    /// Nothing more will come: a rule that waits for data decides now.
    pub last: bool,
    /// The rule, for messages.
    pub span: Option<Span>,
    /// Room for text made on the way; empty at the start of each action.
    pub scratch: &'a mut Vec<u8>,
}

impl ActionCx<'_> {
    /// For evaluating expressions.
    pub fn cx(&self) -> Cx<'_> {
        Cx { txn: self.txn, point: self.point, last: self.last }
    }
}

/// The rule sets that take actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Ruleset {
    /// `tcp-request connection`
    TcpConnection,
    /// `tcp-request session`
    TcpSession,
    /// `tcp-request content`
    TcpContent,
    /// `tcp-response content`
    TcpResponse,
    /// `http-request`
    HttpRequest,
    /// `http-response`
    HttpResponse,
    /// `http-after-response`
    HttpAfterResponse,
}

/// A set of rule sets: where an action may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rulesets(pub u8);

impl Rulesets {
    /// These.
    pub const fn of(list: &[Ruleset]) -> Self {
        let (mut at, mut set) = (0, 0);
        while at < list.len() {
            set |= 1 << list[at] as u8;
            at += 1;
        }
        Self(set)
    }

    /// Whether `ruleset` is among them.
    pub const fn has(self, ruleset: Ruleset) -> bool {
        self.0 & (1 << ruleset as u8) != 0
    }

    /// Whether they have one in common.
    pub const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Reads an action's arguments.
pub type Parse =
    fn(&mut ParseCx<'_, '_>, &mut Words<'_, '_>) -> Result<Box<dyn Action>, Diagnostic>;

/// An action's declaration; everything about it stands here.
#[derive(Debug)]
pub struct ActionSpec {
    /// Its name as written (`set-header`); a name that ends in `(` takes its argument in the word
    /// (`set-var(txn.x)`).
    pub name: &'static str,
    /// Where it may be used.
    pub rulesets: Rulesets,
    /// Its arguments as shown in the reference.
    pub usage: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Configuration lines that are proven by the tests.
    pub examples: &'static [ActionExample],
    /// Reads its arguments, up to `if` or `unless` or the end of the line.
    pub parse: Parse,
}

/// A rule, the messages it is run on, and an expression that shows what it did.
#[derive(Clone, Copy, Debug)]
pub struct ActionExample {
    /// The whole line.
    pub line: &'static str,
    /// The messages, the expression and what it gives after the rule ran.
    pub shows: Example,
}

/// What an action may use while it reads its arguments.
pub struct ParseCx<'c, 'p> {
    /// Compiles expressions and log formats.
    pub compiler: &'c mut Compiler<'p>,
    /// Which rule set the line belongs to.
    pub ruleset: Ruleset,
    /// Its expressions are evaluated here.
    pub point: Point,
    /// The word of the action's name (with its argument, for `set-var(txn.x)`).
    pub keyword: &'c moongate_lang::Word<'c>,
    /// Scripts, if any are loaded.
    pub scripts: Option<&'c dyn ScriptHost>,
    /// Services that rules may use.
    pub services: Option<&'c Services>,
    /// `http-errors` sections.
    pub error_files: Option<&'c ErrorSections>,
    /// The proxy's bandwidth filters.
    pub bandwidth: &'c [Arc<BandwidthFilter>],
    /// `resolvers` sections.
    pub resolvers: &'c [Arc<Resolvers>],
    /// The names of `log-profile` sections, by place.
    pub log_profiles: &'c [Box<str>],
    /// How many sticky counters there are (`tune.stick-counters`).
    pub stick_counters: u32,
}
