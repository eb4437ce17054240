//! `req.hdr`: one of the comma-delimited values of a header of the request.

use crate::fetch::headers::{self, See};
use crate::fetch::prelude::*;

const GIVEN: &str = "GET / HTTP/1.1\nx-a: 1.2.3.4, 5\nx-a: , b\n\n";

/// The declaration.
pub static HDR: Fetch = Fetch {
    name: "req.hdr",
    args: headers::NAME_AND_OCCURRENCE,
    scope: Scope::REQUEST,
    sentence: "One of the comma-delimited values of a header of the request: the last, or the one at this place.",
    examples: &[
        Example::shows(GIVEN, "req.hdr(x-a)", "b"),
        Example::shows(GIVEN, "req.hdr(X-A,1)", "1.2.3.4"),
        Example::shows(GIVEN, "req.hdr(x-a,-2)", ""),
        Example::absent(GIVEN, "req.hdr(x-a,5)"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    check: Some(headers::check_occurrence),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let value = headers::pick(headers::values(cx.request()?, args.str(0)), args)?;
    headers::text(value).ok_or(Missing::Absent)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    headers::each(headers::values(cx.request()?, args.str(0)), args, headers::text, see)
}
