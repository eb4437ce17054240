//! `res.hdr_ip`: an address in a header of the response.

use crate::fetch::headers::{self, See};
use crate::fetch::prelude::*;

const GIVEN: &str =
    "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nx-a: 1.2.3.4, 5\nx-a: , b\n\n";

/// The declaration.
pub static HDR_IP: Fetch = Fetch {
    name: "res.hdr_ip",
    aliases: &["shdr_ip"],
    args: headers::NAME_AND_OCCURRENCE,
    output: Type::Addr,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "The address in one of the values of a header of the response; no value if it is none.",
    examples: &[
        Example::shows(GIVEN, "res.hdr_ip(x-a,1)", "1.2.3.4"),
        Example::absent(GIVEN, "res.hdr_ip(x-a)"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    check: Some(headers::check_occurrence),
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let value = headers::pick(headers::values(cx.response()?, args.str(0)), args)?;
    headers::address(value).ok_or(Missing::Absent)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    headers::each(headers::values(cx.response()?, args.str(0)), args, headers::address, see)
}
