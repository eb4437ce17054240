//! `jwt_header_query` and `jwt_payload_query`: the parts of a JSON Web Token (RFC 7515 section 7.1).

use super::json_query::{check, query};
use crate::convert::prelude::*;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

const PART: Converter = Converter {
    args: &[Arg::optional("path", ArgKind::Str), Arg::optional("type", ArgKind::OneOf(&["int"]))],
    input: Type::Bin,
    output: Type::Any,
    check: Some(check_part),
    ..Converter::PLAIN
};

/// `jwt_header_query`
pub static JWT_HEADER_QUERY: Converter = Converter {
    name: "jwt_header_query",
    sentence: "The header of a JSON Web Token, or the value at a path of it (see `json_query`).",
    examples: &[
        Example::plain(
            "str(eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2ln),jwt_header_query($.alg)",
            "HS256",
        ),
        Example::plain("str(e30.e30.c2ln),jwt_header_query", "{}"),
        Example::absent("", "str(e30),jwt_header_query"),
    ],
    eval: Eval::Fn(|token, args, _| part_of(&bytes(token)?, args, 0)),
    ..PART
};

/// `jwt_payload_query`
pub static JWT_PAYLOAD_QUERY: Converter = Converter {
    name: "jwt_payload_query",
    sentence: "The payload of a JSON Web Token, or the value at a path of it (see `json_query`).",
    examples: &[
        Example::plain(
            "str(e30.eyJpYXQiOjE1MTYyMzkwMjJ9.c2ln),jwt_payload_query($.iat,int)",
            "1516239022",
        ),
        Example::plain("str(e30.eyJhIjoxfQ.c2ln),jwt_payload_query", "{\"a\":1}"),
        Example::absent("", "str(e30.e30.c2ln.x.y.z),jwt_payload_query"),
    ],
    eval: Eval::Fn(|token, args, _| part_of(&bytes(token)?, args, 1)),
    ..PART
};

fn check_part(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args.first() {
        Some(ArgValue::Str(text)) if text.is_empty() => args[0] = ArgValue::Absent,
        Some(ArgValue::Str(_)) => return check(args),
        _ => {}
    }
    if args.get(1).is_some_and(|kind| !matches!(kind, ArgValue::Absent)) {
        return Err(refuse(0, "a path is missing", "write one as in `$.name`"));
    }
    Ok(())
}

fn part_of<'a>(token: &[u8], args: &Args, which: usize) -> Option<Sample<'a>> {
    // Signed tokens have 3 parts, encrypted ones 5 (RFC 7516 section 7.1). A header may be asked
    // for before anybody looks whether the rest is there.
    let dots = memchr::memchr_iter(b'.', token).count();
    if !(1..=4).contains(&dots) || which > 0 && dots != 2 {
        return None;
    }
    let text = decoded(token.split(|byte| *byte == b'.').nth(which)?)?;
    if args.given(0) { query(&text, args) } else { Some(Sample::string(text)) }
}

/// A part's bytes.
pub(super) fn decoded(part: &[u8]) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(part).ok()
}
