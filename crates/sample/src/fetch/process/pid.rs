//! `pid`, `proc` and `nbproc`: numbers of the process.

use crate::fetch::prelude::*;

/// `pid`
pub static PID: Fetch = Fetch {
    name: "pid",
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "The number that the system gave the process.",
    examples: &[Example::plain("pid,bool", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(std::process::id().into()))),
    ..Fetch::PLAIN
};

/// `proc`
pub static PROC: Fetch = Fetch {
    name: "proc",
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "Always 1: there is one process.",
    examples: &[Example::plain("proc", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(1))),
    ..Fetch::PLAIN
};

/// `nbproc`
pub static NBPROC: Fetch = Fetch {
    name: "nbproc",
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "Always 1: there is one process.",
    examples: &[Example::plain("nbproc", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(1))),
    ..Fetch::PLAIN
};
