//! `date`: a date of an HTTP header as a number.

use crate::convert::prelude::*;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

/// The declaration.
pub static DATE: Converter = Converter {
    name: "date",
    output: Type::Sint,
    sentence: "The seconds since 1970 of a date in one of the three forms of HTTP (RFC 9110 section 5.6.7).",
    examples: &[
        Example::plain("str('Sun, 06 Nov 1994 08:49:37 GMT'),date", "784111777"),
        Example::plain("str('Sunday, 06-Nov-94 08:49:37 GMT'),date", "784111777"),
        Example::plain("str('Sun Nov  6 08:49:37 1994'),date", "784111777"),
        Example::absent("", "str('Sun, 99 Nov 1994 08:49:37 GMT'),date"),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

const FORMS: [&str; 3] =
    ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

fn eval<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let read = |form: &&str| strtime::parse(form, &*text).ok()?.to_datetime().ok();
    let date = FORMS.iter().find_map(read)?.to_zoned(TimeZone::UTC).ok()?;
    Some(Sample::Sint(date.timestamp().as_second()))
}
