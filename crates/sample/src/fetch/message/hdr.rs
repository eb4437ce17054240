//! `hdr`: `req.hdr` in a request, `res.hdr` in a response.

use super::current;
use crate::fetch::headers::{self, See};
use crate::fetch::prelude::*;

const GIVEN: &str = "GET / HTTP/1.1\nx-a: 1, 2\nx-a: 3\n\n";

/// The declaration.
pub static HDR: Fetch = Fetch {
    name: "hdr",
    args: headers::NAME_AND_OCCURRENCE,
    scope: Scope::table("..YYYYYYYYYYYYYYYY.Y.."),
    sentence: "One of the values of a header: of the request, or of the response once there is one.",
    examples: &[
        Example::shows(GIVEN, "hdr(x-a)", "3"),
        Example::shows(GIVEN, "hdr(x-a,2)", "2"),
        Example::absent(GIVEN, "hdr(x-\\xff)"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    check: Some(headers::check_occurrence),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::pick(headers::values(current(cx)?, args.str(0)), args).map(Sample::str)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    headers::each(headers::values(current(cx)?, args.str(0)), args, headers::text, see)
}
