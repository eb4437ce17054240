//! `htonl`: a number as four bytes.

use crate::convert::prelude::*;

/// The declaration.
pub static HTONL: Converter = Converter {
    name: "htonl",
    input: Type::Sint,
    output: Type::Bin,
    sentence: "The lower 32 bits of the integer as four bytes, the highest first.",
    examples: &[
        Example::plain("int(258),htonl,hex", "00000102"),
        Example::plain("int(-1),htonl,hex", "FFFFFFFF"),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let low = number(&value)? as u32;
    Some(Sample::Bin(low.to_be_bytes().to_vec().into()))
}
