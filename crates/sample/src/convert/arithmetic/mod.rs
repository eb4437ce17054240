//! Converters that reckon with integers.

use super::Converter;
use super::prelude::*;

mod add;
mod and;
mod cpl;
mod div;
mod mul;
mod neg;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &add::ADD,
    &add::SUB,
    &mul::MUL,
    &div::DIV,
    &div::MOD,
    &neg::NEG,
    &and::AND,
    &and::OR,
    &and::XOR,
    &cpl::CPL,
];

/// What the converters of one operand share.
const WITH_VALUE: Converter = Converter {
    args: super::operand::VALUE,
    input: Type::Sint,
    output: Type::Sint,
    check: Some(|args| super::operand::check(args, 0)),
    ..Converter::PLAIN
};

/// Reckons with the input and the operand.
fn reckon<'a>(
    value: Sample<'a>,
    args: &Args,
    cx: &Cx<'_>,
    how: impl Fn(i64, i64) -> i64,
) -> Option<Sample<'a>> {
    Some(Sample::Sint(how(number(&value)?, super::operand::value(args, 0, cx)?)))
}
