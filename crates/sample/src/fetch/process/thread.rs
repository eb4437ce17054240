//! `thread` and `tgroup`: where the connection is served.

use crate::fetch::prelude::*;

const SINT: Fetch = Fetch { output: Type::Sint, scope: Scope::ANYWHERE, ..Fetch::PLAIN };

/// `thread`
pub static THREAD: Fetch = Fetch {
    name: "thread",
    sentence: "The number of the worker thread that serves the connection, from 0.",
    examples: &[Example::plain("thread", "0"), Example::plain("thread,add(1)", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.session().thread.into()))),
    ..SINT
};

/// `tgroup`
pub static TGROUP: Fetch = Fetch {
    name: "tgroup",
    sentence: "The group of that thread: always 0, as there is one group.",
    examples: &[Example::plain("tgroup", "0"), Example::plain("tgroup,add(1)", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(0))),
    ..SINT
};
