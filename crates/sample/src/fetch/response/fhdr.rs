//! `res.fhdr`: a whole line of a header of the response.

use crate::fetch::headers::{self, See};
use crate::fetch::prelude::*;

const GIVEN: &str =
    "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nx-a: 1.2.3.4, 5\nx-a: , b\n\n";

/// The declaration.
pub static FHDR: Fetch = Fetch {
    name: "res.fhdr",
    args: headers::NAME_AND_OCCURRENCE,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "A whole line of a header of the response: the last, or the one at this place.",
    examples: &[
        Example::shows(GIVEN, "res.fhdr(x-a)", ", b"),
        Example::shows(GIVEN, "res.fhdr(x-a,1)", "1.2.3.4, 5"),
        Example::absent(GIVEN, "res.fhdr(x-b)"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    check: Some(headers::check_occurrence),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let value = headers::pick(headers::lines(cx.response()?, args.str(0)), args)?;
    headers::text(value).ok_or(Missing::Absent)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    headers::each(headers::lines(cx.response()?, args.str(0)), args, headers::text, see)
}
