//! `hex`, `hex2i` and `base2`: bytes and numbers in digits.

use crate::convert::prelude::*;

/// `hex`
pub static HEX: Converter = Converter {
    name: "hex",
    input: Type::Bin,
    sentence: "The bytes in hexadecimal digits, two a byte, in upper case.",
    examples: &[
        Example::plain("str(hello),hex", "68656C6C6F"),
        Example::plain("bin(00ff),hex", "00FF"),
    ],
    eval: Eval::Fn(hex),
    ..Converter::PLAIN
};

/// `hex2i`
pub static HEX2I: Converter = Converter {
    name: "hex2i",
    output: Type::Sint,
    sentence: "The integer that hexadecimal digits stand for; none if they aren't digits.",
    examples: &[
        Example::plain("str(fF),hex2i", "255"),
        Example::absent("", "str(xyz),hex2i"),
        Example::plain("str(),hex2i", "0"),
        Example::plain("str(ffffffffffffffff),hex2i", "-1"),
    ],
    eval: Eval::Fn(hex2i),
    ..Converter::PLAIN
};

/// `base2`
pub static BASE2: Converter = Converter {
    name: "base2",
    input: Type::Bin,
    sentence: "The bytes in binary digits, eight a byte.",
    examples: &[
        Example::plain("bin(05ff),base2", "0000010111111111"),
        Example::plain("ipv4(10.0.0.1),base2", "00001010000000000000000000000001"),
    ],
    eval: Eval::Fn(base2),
    ..Converter::PLAIN
};

/// The digits of hexadecimal numbers.
pub(super) const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

fn hex<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let bytes = bytes(value)?;
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    Some(Sample::string(bytes.iter().flat_map(digits).collect::<Vec<u8>>()))
}

fn hex2i<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let mut number = 0u64;
    for digit in text.iter() {
        let digit = (*digit as char).to_digit(16)?;
        number = number << 4 | u64::from(digit);
    }
    Some(Sample::Sint(number as i64))
}

fn base2<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let bytes = bytes(value)?;
    let digits = |byte: &u8| [7, 6, 5, 4, 3, 2, 1, 0].map(|bit| b'0' + (byte >> bit & 1));
    Some(Sample::string(bytes.iter().flat_map(digits).collect::<Vec<u8>>()))
}
