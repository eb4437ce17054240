//! Converters for the `forwarded` header (RFC 7239).

use super::Converter;

mod grammar;
mod is_valid;
mod make;
mod node;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &is_valid::RFC7239_IS_VALID,
    &node::RFC7239_N2NN,
    &node::RFC7239_N2NP,
    &make::RFC7239_NN,
    &make::RFC7239_NP,
];
