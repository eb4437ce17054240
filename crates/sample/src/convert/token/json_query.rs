//! `json_query`: a value out of a JSON text.

use super::scan::{self, Step};
use crate::convert::prelude::*;

/// What a path and the type asked for are written as.
pub(super) const ARGS: [Arg; 2] =
    [Arg::required("path", ArgKind::Str), Arg::optional("type", ArgKind::OneOf(&["int"]))];

/// The declaration.
pub static JSON_QUERY: Converter = Converter {
    name: "json_query",
    args: &ARGS,
    output: Type::Any,
    sentence: "The value at a path (`$.name[0].other`) of a JSON text: a string, a boolean, a number as text (`int`: as an integer) or an array's text.",
    examples: &[
        Example::plain("str('{\"a\":{\"b\":[1,\"x\"]}}'),json_query('$.a.b[1]')", "x"),
        Example::plain("str('{\"a\":4.7}'),json_query($.a,int)", "4"),
        Example::plain("str('{\"a\":4.70}'),json_query($.a)", "4.7"),
        Example::plain("str('{\"a\":1500000000}'),json_query($.a)", "1.5e+09"),
        Example::plain("str('{\"a\":[1, \"x\"]}'),json_query($.a)", "[1, \"x\"]"),
        Example::plain("str('{\"a.b\":true}'),json_query($.a\\\\.b)", "1"),
        Example::absent("", "str('{\"a\":null}'),json_query($.a)"),
        Example::absent("", "str('{\"a\":{}}'),json_query($.a)"),
        Example::absent("", "str('{\"a\"'),json_query($.a)"),
        Example::absent("", "str('{\"a\":9007199254740993}'),json_query($.a,int)"),
    ],
    eval: Eval::Fn(|text, args, _| query(&bytes(text)?, args)),
    check: Some(check),
    ..Converter::PLAIN
};

/// Reads the path.
pub(super) fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let path = scan::path(text).ok_or_else(|| {
        refuse(0, "this is no path", "write it as in `$.name`, `$.list[0]` or `$.name.other`")
    })?;
    args[0] = ArgValue::Made(Box::new(path));
    Ok(())
}

/// The value of a text at the path of argument 0.
pub(super) fn query<'a>(text: &[u8], args: &Args) -> Option<Sample<'a>> {
    let found = scan::find(text, args.made::<Vec<Step>>(0)?)?;
    match found {
        b"true" => Some(Sample::Bool(true)),
        b"false" => Some(Sample::Bool(false)),
        b"null" => None,
        [b'"', inner @ .., b'"'] => scan::unescaped(inner).map(Sample::string),
        [b'[', ..] => Some(Sample::string(found)),
        [b'{', ..] => None,
        digits => number_of(digits, args.given(1)),
    }
}

/// A number: as an integer within what a double holds exactly, or as text of 6 digits at most (the
/// `%g` of C, as in HAProxy).
fn number_of<'a>(digits: &[u8], integer: bool) -> Option<Sample<'a>> {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let starts = digits.first().is_some_and(|first| first.is_ascii_digit() || *first == b'-');
    let number: f64 = std::str::from_utf8(digits).ok()?.parse().ok().filter(|_| starts)?;
    if !integer {
        return Some(Sample::string(general(number)));
    }
    (number.abs() <= EXACT).then_some(Sample::Sint(number as i64))
}

/// A number as C's `%g` writes it.
fn general(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return format!("{number}");
    }
    let text = format!("{number:.5e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if (-4..6).contains(&exponent) {
        let places = usize::try_from(5 - exponent).unwrap_or(0);
        return trimmed(&format!("{number:.places$}"));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", trimmed(digits), exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::general;

    #[test]
    fn numbers_are_written_as_c_does() {
        let pairs = [
            (0.1, "0.1"),
            (123_456.789, "123457"),
            (1e-7, "1e-07"),
            (999_999.5, "1e+06"),
            (-0.0, "-0"),
            (1e30, "1e+30"),
            (-0.000_123_456_78, "-0.000123457"),
            (100.0, "100"),
        ];
        for (number, text) in pairs {
            assert_eq!(general(number), text);
        }
    }
}
