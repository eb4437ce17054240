//! `http_date`: a date as HTTP headers spell it.

use super::Rate;
use crate::convert::prelude::*;
use crate::fetch::{Unit, check_unit};

/// The declaration.
pub static HTTP_DATE: Converter = Converter {
    name: "http_date",
    args: &[Arg::optional("offset", ArgKind::Sint), Arg::optional("unit", ArgKind::Str)],
    input: Type::Sint,
    sentence: "The date so many seconds (`s`), `ms` or `us` after 1970, plus an offset, as HTTP headers spell it.",
    examples: &[
        Example::plain("int(784111777),http_date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        Example::plain("int(784111777000),http_date(3000,ms)", "Sun, 06 Nov 1994 08:49:40.0 GMT"),
        Example::plain("int(253402300799),http_date", "Fri, 31 Dec 9999 23:59:59 GMT"),
        Example::absent("", "int(9223372036854775807),http_date(1)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(|args| check_unit(args, 1)),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let rate = match Unit::of(args, 1) {
        Unit::Seconds => Rate::SECONDS,
        Unit::Milliseconds => Rate::MILLISECONDS,
        Unit::Microseconds => Rate::MICROSECONDS,
    };
    let count = number(&value)?.saturating_add(args.sint(0).unwrap_or(0));
    let date = rate.date(count)?;
    let whole = date.strftime("%a, %d %b %Y %H:%M:%S");
    // HAProxy writes the fraction as a plain number; a web server wants whole seconds.
    let text = match rate.0 {
        1 => format!("{whole} GMT"),
        parts => format!("{whole}.{} GMT", count.rem_euclid(parts)),
    };
    Some(Sample::string(text))
}
