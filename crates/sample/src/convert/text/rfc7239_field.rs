//! `rfc7239_field`: one of the parameters of a `forwarded` header (RFC 7239).

use crate::convert::prelude::*;

const FIELDS: &[&str] = &["proto", "host", "for", "by"];

/// The declaration.
pub static RFC7239_FIELD: Converter = Converter {
    name: "rfc7239_field",
    args: &[Arg::required("field", ArgKind::OneOf(FIELDS))],
    sentence: "The value of `proto`, `host`, `for` or `by` in the first element of a `forwarded` header, without quotes.",
    examples: &[
        Example::plain("str(proto=https;for=192.0.2.1),rfc7239_field(for)", "192.0.2.1"),
        Example::plain("str('By=\"[::1]:8\"; host=a, by=x'),rfc7239_field(by)", "[::1]:8"),
        Example::absent("", "str(proto=https),rfc7239_field(host)"),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let element = moongate_http::split_list(&text).next()?;
    let found = moongate_http::cookies(element)
        .find(|(name, _)| name.eq_ignore_ascii_case(args.str(0)))
        .map(|(_, value)| value)?;
    let bare = found.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
    Some(Sample::string(bare.unwrap_or(found)))
}
