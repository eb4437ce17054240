//! `method`: the request's method.

use crate::fetch::prelude::*;

/// The declaration.
pub static METHOD: Fetch = Fetch {
    name: "method",
    output: Type::Meth,
    scope: Scope::table("..YYYYYYYYYYYYYYYYY..."),
    sentence: "The method of the request, as received or as rules changed it.",
    examples: &[
        Example::shows("POST / HTTP/1.1\nhost: a\n\n", "method", "POST"),
        Example::shows("BREW /pot HTTP/1.1\nhost: a\n\n", "method,lower", "brew"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Meth(cx.request()?.method().into()))
}
