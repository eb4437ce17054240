//! `res.hdr_val`: a number in a header of the response.

use crate::fetch::headers::{self, See};
use crate::fetch::prelude::*;

const GIVEN: &str =
    "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nx-a: 1.2.3.4, 5\nx-a: , b\n\n";

/// The declaration.
pub static HDR_VAL: Fetch = Fetch {
    name: "res.hdr_val",
    aliases: &["shdr_val"],
    args: headers::NAME_AND_OCCURRENCE,
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "The integer at the start of one of the values of a header of the response; 0 if there is none.",
    examples: &[
        Example::shows(GIVEN, "res.hdr_val(x-a,2)", "5"),
        Example::shows(GIVEN, "res.hdr_val(x-a)", "0"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    check: Some(headers::check_occurrence),
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let value = headers::pick(headers::values(cx.response()?, args.str(0)), args)?;
    headers::number(value).ok_or(Missing::Absent)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    headers::each(headers::values(cx.response()?, args.str(0)), args, headers::number, see)
}
