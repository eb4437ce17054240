//! `env`: an environment variable, as it was when the configuration was read.

use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// The declaration.
pub static ENV: Fetch = Fetch {
    name: "env",
    args: &[Arg::required("name", ArgKind::Str)],
    scope: Scope::ANYWHERE,
    sentence: "The value that an environment variable had when the configuration was read.",
    examples: &[
        Example::plain("env(PATH),length,bool", "1"),
        Example::absent("", "env(no such variable)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Fetch::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(name)) = args.first() else { return Ok(()) };
    // An empty name or one with `=` or NUL is no variable's.
    let fits = !name.is_empty() && !name.iter().any(|byte| matches!(byte, 0 | b'='));
    let value = fits.then(|| std::env::var_os(OsStr::from_bytes(name))).flatten();
    args[0] = value.map_or(ArgValue::Absent, |value| ArgValue::Str(value.into_vec().into()));
    Ok(())
}

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    args.given(0).then(|| Sample::str(args.str(0))).ok_or(Missing::Absent)
}
