//! Actions that edit header fields.

use super::ActionSpec;
use super::prelude::*;

mod add_header;
mod binary;
mod del_header;
mod replace_header;
mod replacing;

pub(super) use replacing::{Replacing, replaced};

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[
    &add_header::ADD_HEADER,
    &add_header::SET_HEADER,
    &del_header::DEL_HEADER,
    &replace_header::REPLACE_HEADER,
    &replace_header::REPLACE_VALUE,
    &binary::ADD_HEADERS_BIN,
    &binary::SET_HEADERS_BIN,
    &binary::DEL_HEADERS_BIN,
];

/// Reads a header's name, which goes out in lower case.
pub(super) fn name(words: &mut Words<'_, '_>) -> Result<Box<[u8]>, Diagnostic> {
    let word = words.expect("a header's name")?;
    let token = |byte: &u8| byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(byte);
    if word.bytes().is_empty() || !word.bytes().iter().all(token) {
        return Err(Diagnostic::alert(
            word.span(),
            format!("`{}` is no header's name", word.str()),
        )
        .label("a name has letters, digits and `-`")
        .help("write the name without a colon"));
    }
    Ok(word.bytes().to_ascii_lowercase().into())
}
