//! Converters: what is made of values. One file a keyword, in its family's folder.

use crate::args::Check;
use crate::fetch::Example;
use crate::{Args, Cx, Sample, Type};
use moongate_lang::spec::Arg;

mod address;
mod arithmetic;
mod cipher;
mod control;
mod encoding;
mod forwarded;
mod frame;
mod hash;
pub(crate) mod hash32;
mod logic;
mod lookup;
mod operand;
mod prelude;
mod protocol;
mod secret;
mod table;
mod text;
mod time;
mod token;
mod variable;

pub(crate) use encoding::hex_digits;
pub use variable::{Assign, BadCondition};

/// Every family of converters, in the order of the reference.
pub static FAMILIES: &[(&str, &[&Converter])] = &[
    ("text", text::ALL),
    ("encoding", encoding::ALL),
    ("arithmetic", arithmetic::ALL),
    ("logic", logic::ALL),
    ("hash", hash::ALL),
    ("cipher", cipher::ALL),
    ("token", token::ALL),
    ("address", address::ALL),
    ("forwarded", forwarded::ALL),
    ("protocol", protocol::ALL),
    ("frame", frame::ALL),
    ("time", time::ALL),
    ("variable", variable::ALL),
    ("control", control::ALL),
    ("lookup", lookup::ALL),
    ("map", lookup::MAPS),
    ("table", table::ALL),
    ("table, counts", table::COUNTS),
];

/// A converter's declaration; everything about it stands here.
#[derive(Debug)]
pub struct Converter {
    /// Its name.
    pub name: &'static str,
    /// Other names of the same.
    pub aliases: &'static [&'static str],
    /// Its arguments.
    pub args: &'static [Arg],
    /// The type it takes; values are cast to it.
    pub input: Type,
    /// The type it gives; [`Type::Any`]: the input's own if it takes any, else one that is known only
    /// when evaluated.
    pub output: Type,
    /// One sentence.
    pub sentence: &'static str,
    /// Proven by the tests and shown in the reference.
    pub examples: &'static [Example],
    /// What it does; `None`: no value.
    pub eval: Eval,
    /// Its own check of its arguments.
    pub check: Option<Check>,
}

impl Converter {
    /// What most declarations share: text to text, no other names, no arguments, no check.
    pub const PLAIN: Self = Self {
        name: "",
        aliases: &[],
        args: &[],
        input: Type::Str,
        output: Type::Str,
        sentence: "",
        examples: &[],
        eval: Eval::Fn(|_, _, _| None),
        check: None,
    };
}

/// How a converter is evaluated.
#[derive(Clone, Copy, Debug)]
pub enum Eval {
    /// A plain function.
    Fn(for<'a> fn(Sample<'a>, &'a Args, &Cx<'a>) -> Option<Sample<'a>>),
    /// Something with state of its own, such as a script.
    Dyn(&'static dyn DynConverter),
}

/// A converter that scripts or other upper rooms bring.
pub trait DynConverter: Send + Sync + std::fmt::Debug {
    /// The converted value.
    fn eval<'a>(&self, input: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>>;
}
