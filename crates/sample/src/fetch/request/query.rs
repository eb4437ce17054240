//! `query`: what follows the question mark of the request's target.

use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;

/// The declaration.
pub static QUERY: Fetch = Fetch {
    name: "query",
    args: &[Arg::optional("options", ArgKind::Str)],
    scope: Scope::REQUEST,
    sentence: "What follows the first question mark; with `with_qm`, the mark too unless nothing follows.",
    examples: &[
        Example::shows("GET /a?b=c HTTP/1.1\nhost: a\n\n", "query", "b=c"),
        Example::shows("GET /a?b=c HTTP/1.1\nhost: a\n\n", "query(with_qm)", "?b=c"),
        Example::shows("GET /a? HTTP/1.1\nhost: a\n\n", "query(with_qm)", ""),
        Example::absent("GET /a HTTP/1.1\nhost: a\n\n", "query"),
        Example::shows("GET /a?b?&c HTTP/1.1\nhost: a\n\n", "query", "b?&c"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Fetch::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args.first() {
        Some(ArgValue::Str(option)) if **option != *b"with_qm" => Err(BadArg {
            index: 0,
            message: "`query` knows no such option".into(),
            help: Some("the only option is `with_qm`".into()),
        }),
        _ => Ok(()),
    }
}

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let uri = cx.request()?.uri();
    let mark = memchr::memchr(b'?', uri).ok_or(Missing::Absent)?;
    let with_mark = args.given(0) && mark + 1 < uri.len();
    Ok(Sample::str(&uri[mark + usize::from(!with_mark)..]))
}
