//! `param`: the value of a parameter in a text such as a query.

use crate::convert::hex_digits;
use crate::convert::prelude::*;

/// The declaration.
pub static PARAM: Converter = Converter {
    name: "param",
    args: &[Arg::required("name", ArgKind::Str), Arg::optional("delimiter", ArgKind::Str)],
    sentence: "The value of the first parameter of this name, between `&` or another character; empty without `=`.",
    examples: &[
        Example::plain("str(a=b&c=d&a=r),param(a)", "b"),
        Example::plain("str(a&b=c),param(a)", ""),
        Example::plain("str(a=1;b=2;c=4),param(b,;)", "2"),
        Example::absent("", "str(aa=1&=2),param(a)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.get(1) else { return Ok(()) };
    let byte = match &**text {
        [byte] => Some(*byte),
        [b'0', b'x' | b'X', digits @ ..] => match hex_digits(digits).as_deref() {
            Some([byte]) => Some(*byte),
            _ => None,
        },
        _ => None,
    };
    let byte = byte.ok_or_else(|| {
        refuse(1, "a delimiter is one character", "write it, or its code as in `0x00`")
    })?;
    args[1] = ArgValue::Str([byte].into());
    Ok(())
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let delimiter = args.str(1).first().copied().unwrap_or(b'&');
    let name = args.str(0);
    let mut start = 0;
    for segment in text.split(|byte| *byte == delimiter) {
        let end = start + segment.len();
        match segment.strip_prefix(name) {
            Some([]) => return Some(Sample::str("")),
            Some([b'=', ..]) => {
                return Some(Sample::Str(part(text, start + name.len() + 1..end)));
            }
            _ => start = end + 1,
        }
    }
    None
}
