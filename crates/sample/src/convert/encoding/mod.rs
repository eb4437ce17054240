//! Converters between bytes and their spellings.

use super::Converter;

mod base64;
mod be2hex;
mod hex;
mod htonl;
mod url;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &base64::BASE64,
    &base64::B64DEC,
    &base64::UB64ENC,
    &base64::UB64DEC,
    &hex::HEX,
    &hex::HEX2I,
    &hex::BASE2,
    &be2hex::BE2HEX,
    &be2hex::BE2DEC,
    &be2hex::LE2DEC,
    &htonl::HTONL,
    &url::URL_ENC,
    &url::URL_DEC,
];

/// The bytes that hexadecimal digits stand for, two a byte.
pub(crate) fn hex_digits(digits: &[u8]) -> Option<Vec<u8>> {
    let nibble = |digit: u8| (digit as char).to_digit(16);
    let (pairs, rest) = digits.as_chunks::<2>();
    let byte = |[high, low]: &[u8; 2]| Some((nibble(*high)? << 4 | nibble(*low)?) as u8);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}
