//! `rand`: a random number.

use crate::fetch::prelude::*;
use crate::fetch::random;

/// The declaration.
pub static RAND: Fetch = Fetch {
    name: "rand",
    args: &[Arg::optional("range", ArgKind::Sint)],
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "A random integer from 0 up to, but not including, the range (2^32 if left out); not for secrets.",
    examples: &[
        Example::plain("rand(1)", "0"),
        Example::plain("rand(10),div(10)", "0"),
        Example::plain("rand(-1)", "0"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let range = args.sint(0).map_or(1 << 32, |range| range.clamp(1, 1 << 32));
    // The upper half of the product is even: no remainder favours small numbers.
    let number = (u128::from(random::next()) * u128::from(range.unsigned_abs())) >> 64;
    Ok(Sample::Sint(i64::try_from(number).unwrap_or(0)))
}
