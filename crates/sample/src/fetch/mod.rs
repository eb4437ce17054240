//! Sample fetches: where values come from. One file a keyword, in its family's folder.

use crate::args::Check;
use crate::{Args, Cx, Fetched, Sample, Scope, Type};
use moongate_lang::spec::Arg;
use std::ops::ControlFlow;

mod connection;
mod constant;
mod content;
mod cookies;
mod debug;
mod headers;
mod hello;
mod message;
mod prelude;
mod process;
pub(crate) mod proxy;
mod random;
mod rdp;
mod request;
mod response;
mod table;
mod timer;
mod tls;
mod transaction;
mod uri;

pub use request::auth::credentials;
pub(crate) use timer::{Unit, check_unit};
pub use transaction::unique_id::unique_id;

/// Every family of fetches, in the order of the reference.
pub static FAMILIES: &[(&str, &[&Fetch])] = &[
    ("constant", constant::ALL),
    ("process", process::ALL),
    ("connection", connection::ALL),
    ("proxy", proxy::ALL),
    ("content", content::ALL),
    ("hello", hello::ALL),
    ("rdp", rdp::ALL),
    ("request", request::ALL),
    ("response", response::ALL),
    ("message", message::ALL),
    ("transaction", transaction::ALL),
    ("timer", timer::ALL),
    ("table", table::ALL),
    ("sticky counter", table::COUNTS),
    ("sticky counter, bytes", table::BYTES),
    ("sticky counter, general purpose", table::GENERAL),
    ("sticky counter, users", table::TRACKERS),
    ("source address", table::SOURCE_COUNTS),
    ("source address, general purpose", table::SOURCE_GENERAL),
    ("tls", tls::ALL),
    ("debug", debug::ALL),
];

/// A fetch's declaration; everything about it stands here.
#[derive(Debug)]
pub struct Fetch {
    /// Its name.
    pub name: &'static str,
    /// Other names of the same, in HAProxy's older spellings.
    pub aliases: &'static [&'static str],
    /// Its arguments.
    pub args: &'static [Arg],
    /// The type it gives.
    pub output: Type,
    /// Where its data exist.
    pub scope: Scope,
    /// One sentence.
    pub sentence: &'static str,
    /// Proven by the tests and shown in the reference.
    pub examples: &'static [Example],
    /// What it does.
    pub eval: Eval,
    /// For fetches with several values (`req.hdr`): all of them, for ACLs.
    pub each: Option<Each>,
    /// Its own check of its arguments.
    pub check: Option<Check>,
}

impl Fetch {
    /// What most declarations share: no other names, no arguments, one value, no check of its own.
    pub const PLAIN: Self = Self {
        name: "",
        aliases: &[],
        args: &[],
        output: Type::Str,
        scope: Scope::RUNNING,
        sentence: "",
        examples: &[],
        eval: Eval::Fn(|_, _| Err(crate::Missing::Absent)),
        each: None,
        check: None,
    };
}

/// How a fetch is evaluated.
#[derive(Clone, Copy, Debug)]
pub enum Eval {
    /// A plain function.
    Fn(for<'a> fn(&Cx<'a>, &'a Args) -> Fetched<'a>),
    /// Something with state of its own, such as a script.
    Dyn(&'static dyn DynFetch),
}

/// A fetch that scripts or other upper rooms bring.
pub trait DynFetch: Send + Sync + std::fmt::Debug {
    /// The value.
    fn eval<'a>(&self, cx: &Cx<'a>, args: &'a Args) -> Fetched<'a>;
}

/// Hands every value to the function until it breaks.
pub type Each = for<'a> fn(
    &Cx<'a>,
    &'a Args,
    &mut dyn FnMut(Sample<'a>) -> ControlFlow<()>,
) -> Result<(), crate::Missing>;

/// An expression, the messages it is evaluated on, and what it gives as text.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// A request (and after `----\n` a response), or empty; `\n` ends lines.
    pub given: &'static str,
    /// The expression.
    pub expr: &'static str,
    /// The value as text; `None`: absent.
    pub gives: Option<&'static str>,
}

impl Example {
    /// An expression that gives this on these messages.
    pub const fn shows(given: &'static str, expr: &'static str, gives: &'static str) -> Self {
        Self { given, expr, gives: Some(gives) }
    }

    /// An expression that has no value on these messages.
    pub const fn absent(given: &'static str, expr: &'static str) -> Self {
        Self { given, expr, gives: None }
    }

    /// An expression that gives this on any message.
    pub const fn plain(expr: &'static str, gives: &'static str) -> Self {
        Self { given: "", expr, gives: Some(gives) }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catalogue, Compiler, LiveNames, PatternStore, Scope, Type, testing};
    use moongate_state::ProxyId;
    use std::collections::HashSet;

    #[test]
    fn every_example_holds() {
        let failures = testing::prove(&Catalogue::standard());
        let lines: Vec<_> = failures.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }

    /// The types of the values that the examples of a converter hand to it.
    fn shown(converter: &crate::Converter) -> HashSet<Type> {
        let catalogue = Catalogue::standard();
        let (patterns, mut types) = (PatternStore::default(), HashSet::new());
        let world = testing::world();
        let names = LiveNames { world: &world, current: Some(ProxyId(1)) };
        for example in converter.examples {
            let mut compiler = Compiler::new(&catalogue, &names, &patterns);
            let word = testing::word(example.expr);
            // Names of proxies are only known to the transaction of the example.
            let Ok(expr) = compiler.expr_word(&word, Scope::ANYWHERE) else { continue };
            let mut value = expr.fetch.output;
            for step in &expr.steps {
                if step.converter.name == converter.name {
                    types.insert(value);
                }
                if step.converter.output != Type::Any || step.converter.input != Type::Any {
                    value = step.converter.output;
                }
            }
        }
        types
    }

    #[test]
    fn examples_show_every_kind_of_input() {
        let mut lacking = Vec::new();
        for converter in crate::convert::FAMILIES.iter().flat_map(|(_, family)| *family) {
            let types = shown(converter);
            let has = |wanted: Type| types.contains(&wanted);
            let enough = match converter.input {
                // Addresses of both families.
                Type::Addr => has(Type::Ipv6) && (has(Type::Ipv4) || has(Type::Addr)),
                // Values of two types at least.
                Type::Any => types.len() > 1,
                // Bytes as such, and text, which becomes bytes.
                Type::Bin => has(Type::Bin) || has(Type::Str) || has(Type::Ipv4),
                other => has(other) || other == Type::Str && has(Type::Bin),
            };
            // Maps come from files, and some look servers up.
            let elsewhere = converter.name.starts_with("map_") || converter.name == "map";
            let live = ["srv_is_up", "srv_queue", "nbsrv", "fe_exists"].contains(&converter.name);
            if !enough && !elsewhere && !live {
                lacking.push(format!("{} ({}): {types:?}", converter.name, converter.input.name()));
            }
        }
        assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    }

    #[test]
    fn no_name_is_declared_twice() {
        let mut seen = HashSet::new();
        let fetches = super::FAMILIES.iter().flat_map(|(_, family)| *family);
        for name in fetches.flat_map(|fetch| std::iter::once(&fetch.name).chain(fetch.aliases)) {
            assert!(seen.insert(name), "{name}");
        }
        seen.clear();
        let converters = crate::convert::FAMILIES.iter().flat_map(|(_, family)| *family);
        for name in converters.flat_map(|it| std::iter::once(&it.name).chain(it.aliases)) {
            assert!(seen.insert(name), "{name}");
        }
    }

    #[test]
    fn every_sentence_is_one_and_has_an_example() {
        for fetch in super::FAMILIES.iter().flat_map(|(_, family)| *family) {
            assert!(fetch.sentence.ends_with('.'), "{}", fetch.name);
            let tracked = fetch.name.ends_with("+src");
            assert!(tracked || !fetch.examples.is_empty(), "{} has no example", fetch.name);
        }
        for converter in crate::convert::FAMILIES.iter().flat_map(|(_, family)| *family) {
            assert!(converter.sentence.ends_with('.'), "{}", converter.name);
            // Maps come from files: their own tests write some.
            let map = converter.name.starts_with("map_");
            assert!(map || !converter.examples.is_empty(), "{} has no example", converter.name);
        }
    }
}
