//! Converters from and to true and false.

use super::Converter;
use super::prelude::*;

mod bool;
mod even;
mod iif;

/// All of them.
pub(super) static ALL: &[&Converter] =
    &[&bool::BOOL, &bool::NOT, &even::EVEN, &even::ODD, &iif::IIF];

/// A test of an integer.
const TEST: Converter = Converter { input: Type::Sint, output: Type::Bool, ..Converter::PLAIN };

/// Tests the integer.
fn test<'a>(value: Sample<'a>, how: fn(i64) -> bool) -> Option<Sample<'a>> {
    Some(Sample::Bool(how(number(&value)?)))
}
