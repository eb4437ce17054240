//! Converters from text to text.

use super::Converter;

mod bytes;
mod concat;
mod cut_crlf;
mod field;
mod has_ctl;
mod host_only;
mod json;
mod language;
mod length;
mod lower;
mod param;
mod regsub;
mod reverse;
mod rfc7239_field;
mod trim;
mod word;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &lower::LOWER,
    &lower::UPPER,
    &length::LENGTH,
    &bytes::BYTES,
    &field::FIELD,
    &word::WORD,
    &param::PARAM,
    &trim::LTRIM,
    &trim::RTRIM,
    &cut_crlf::CUT_CRLF,
    &concat::CONCAT,
    &concat::ADD_ITEM,
    &regsub::REGSUB,
    &reverse::REVERSE,
    &reverse::REVERSE_DOM,
    &host_only::HOST_ONLY,
    &host_only::PORT_ONLY,
    &rfc7239_field::RFC7239_FIELD,
    &has_ctl::HAS_CTL,
    &json::JSON,
    &language::LANGUAGE,
];
