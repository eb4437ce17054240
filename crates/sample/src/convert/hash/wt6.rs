//! `wt6`: a hash of two words that turn each other by amounts that depend on the text.

use super::{HASH, hash32, hashed};
use crate::convert::prelude::*;

/// The declaration.
pub static WT6: Converter = Converter {
    name: "wt6",
    sentence: "The WT6 hash of the bytes; with `1`, mixed once more.",
    examples: &[
        Example::plain("str(),wt6", "4187620192"),
        Example::plain("str(a),wt6(1),bool", "1"),
    ],
    eval: Eval::Fn(|value, args, _| hashed(value, args, hash32::wt6)),
    ..HASH
};
