//! Sample fetches: where values come from. One file a keyword, in its family's folder.

use crate::args::Check;
use crate::{Args, Cx, Fetched, Sample, Scope, Type};
use moongate_lang::spec::Arg;
use std::ops::ControlFlow;

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
pub type Each =
    for<'a> fn(&Cx<'a>, &'a Args, &mut dyn FnMut(Sample<'a>) -> ControlFlow<()>) -> Result<(), crate::Missing>;

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
