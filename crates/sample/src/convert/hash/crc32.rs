//! `crc32` and `crc32c`: cyclic redundancy checks.

use super::{HASH, hash32, hashed};
use crate::convert::prelude::*;

static ETHERNET: [u32; 256] = hash32::crc_table(0xedb8_8320);
static CASTAGNOLI: [u32; 256] = hash32::crc_table(0x82f6_3b78);

/// `crc32`
pub static CRC32: Converter = Converter {
    name: "crc32",
    sentence: "The CRC-32 of the bytes, as in Ethernet and gzip; with `1`, mixed once more.",
    examples: &[
        Example::plain("str(123456789),crc32", "3421780262"),
        Example::plain("str(),crc32", "0"),
    ],
    eval: Eval::Fn(|value, args, _| hashed(value, args, |bytes| hash32::crc(&ETHERNET, bytes))),
    ..HASH
};

/// `crc32c`
pub static CRC32C: Converter = Converter {
    name: "crc32c",
    sentence: "The CRC-32C of the bytes (RFC 4960 appendix B); with `1`, mixed once more.",
    examples: &[
        Example::plain("str(123456789),crc32c", "3808858755"),
        Example::plain("str(),crc32c", "0"),
    ],
    eval: Eval::Fn(|value, args, _| hashed(value, args, |bytes| hash32::crc(&CASTAGNOLI, bytes))),
    ..HASH
};
