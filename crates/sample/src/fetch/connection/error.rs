//! `fc_err`, `bc_err` and their names and sentences: why a connection failed.

use crate::fetch::prelude::*;
use moongate_state::ConnError;

const FRONT: Fetch = Fetch { output: Type::Sint, ..Fetch::PLAIN };
const BACK: Fetch = Fetch { scope: Scope::table("...........YYYYYYYYY.."), ..FRONT };

/// `fc_err`
pub static FC_ERR: Fetch = Fetch {
    name: "fc_err",
    sentence: "The number of the error of the client's connection; 0 if there was none.",
    examples: &[Example::plain("fc_err", "0")],
    eval: Eval::Fn(|cx, _| Ok(number(cx.session().error.get()))),
    ..FRONT
};

/// `fc_err_name`
pub static FC_ERR_NAME: Fetch = Fetch {
    name: "fc_err_name",
    output: Type::Str,
    sentence: "The name of the error of the client's connection; empty if there was none.",
    examples: &[Example::plain("fc_err_name", "")],
    eval: Eval::Fn(|cx, _| Ok(name(cx.session().error.get()))),
    ..FRONT
};

/// `fc_err_str`
pub static FC_ERR_STR: Fetch = Fetch {
    name: "fc_err_str",
    output: Type::Str,
    sentence: "The error of the client's connection in words; `Success` if there was none.",
    examples: &[Example::plain("fc_err_str", "Success")],
    eval: Eval::Fn(|cx, _| Ok(words(cx.session().error.get()))),
    ..FRONT
};

/// `bc_err`
pub static BC_ERR: Fetch = Fetch {
    name: "bc_err",
    sentence: "The number of the error of the server's connection; none if none was tried.",
    examples: &[
        Example::absent("", "bc_err"),
        Example::shows("GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\n\n", "bc_err", "0"),
    ],
    eval: Eval::Fn(|cx, _| server(cx).map(number)),
    ..BACK
};

/// `bc_err_name`
pub static BC_ERR_NAME: Fetch = Fetch {
    name: "bc_err_name",
    output: Type::Str,
    sentence: "The name of the error of the server's connection; empty if there was none.",
    examples: &[Example::absent("", "bc_err_name")],
    eval: Eval::Fn(|cx, _| server(cx).map(name)),
    ..BACK
};

/// `bc_err_str`
pub static BC_ERR_STR: Fetch = Fetch {
    name: "bc_err_str",
    output: Type::Str,
    sentence: "The error of the server's connection in words; `Success` if there was none.",
    examples: &[Example::absent("", "bc_err_str")],
    eval: Eval::Fn(|cx, _| server(cx).map(words)),
    ..BACK
};

/// The error of the server's connection, if one was tried.
fn server(cx: &Cx<'_>) -> Result<ConnError, Missing> {
    let tried = cx.txn.times.connected.is_some() || cx.txn.bc_error != ConnError::None;
    tried.then_some(cx.txn.bc_error).ok_or(Missing::Absent)
}

fn number(error: ConnError) -> Sample<'static> {
    Sample::Sint(error.known().0)
}

fn name(error: ConnError) -> Sample<'static> {
    Sample::str(error.known().1)
}

fn words(error: ConnError) -> Sample<'static> {
    Sample::str(error.known().2)
}
