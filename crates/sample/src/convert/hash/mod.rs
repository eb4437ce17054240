//! Converters from bytes to hashes.

use super::Converter;
use super::hash32;
use super::prelude::*;

mod crc32;
mod digest;
mod djb2;
mod wt6;
mod xxh;
mod xxh3;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &crc32::CRC32,
    &crc32::CRC32C,
    &djb2::DJB2,
    &djb2::SDBM,
    &wt6::WT6,
    &xxh::XXH32,
    &xxh::XXH64,
    &xxh3::XXH3,
    &digest::SHA1,
    &digest::SHA2,
    &digest::DIGEST,
    &digest::HMAC,
];

/// What hashes of 32 bits share.
const HASH: Converter = Converter {
    args: &[Arg::optional("avalanche", ArgKind::Sint)],
    input: Type::Bin,
    output: Type::Sint,
    ..Converter::PLAIN
};

/// The hash, mixed once more if the argument asks for it.
fn hashed<'a>(value: Sample<'a>, args: &Args, hash: impl Fn(&[u8]) -> u32) -> Option<Sample<'a>> {
    let hash = hash(&bytes(value)?);
    let mixes = args.sint(0).unwrap_or(0) != 0;
    Some(Sample::Sint(if mixes { hash32::mix(hash) } else { hash }.into()))
}
