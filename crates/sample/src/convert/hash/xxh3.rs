//! `xxh3`: XXH3 with 64 bits.

use crate::convert::prelude::*;
use twox_hash::XxHash3_64;

/// The declaration.
pub static XXH3: Converter = Converter {
    name: "xxh3",
    args: &[Arg::optional("seed", ArgKind::Sint)],
    input: Type::Bin,
    output: Type::Sint,
    sentence: "The 64-bit XXH3 hash of the bytes as a signed integer.",
    examples: &[
        Example::plain("str(),xxh3", "3244421341483603138"),
        Example::plain("str(abc),xxh3(7),bool", "1"),
    ],
    eval: Eval::Fn(|value, args, _| {
        let seed = args.sint(0).unwrap_or(0) as u64;
        Some(Sample::Sint(XxHash3_64::oneshot_with_seed(seed, &bytes(value)?) as i64))
    }),
    ..Converter::PLAIN
};
