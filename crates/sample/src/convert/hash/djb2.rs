//! `djb2` and `sdbm`: simple hashes.

use super::{HASH, hash32, hashed};
use crate::convert::prelude::*;

/// `djb2`
pub static DJB2: Converter = Converter {
    name: "djb2",
    sentence: "The DJB2 hash of the bytes; with `1`, mixed once more.",
    examples: &[Example::plain("str(),djb2", "5381"), Example::plain("str(a),djb2", "177670")],
    eval: Eval::Fn(|value, args, _| hashed(value, args, hash32::djb2)),
    ..HASH
};

/// `sdbm`
pub static SDBM: Converter = Converter {
    name: "sdbm",
    sentence: "The SDBM hash of the bytes; with `1`, mixed once more.",
    examples: &[
        Example::plain("str(abc),sdbm", "807794786"),
        Example::plain("str(abc),sdbm(1)", "659243622"),
    ],
    eval: Eval::Fn(|value, args, _| hashed(value, args, |bytes| hash32::sdbm(0, bytes))),
    ..HASH
};
