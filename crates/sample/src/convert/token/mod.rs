//! Converters for JSON and JSON Web Tokens (RFC 8259, RFC 7519).

use super::Converter;

mod json_query;
mod jwe;
mod jwk;
mod jwt_decrypt;
mod jwt_query;
mod jwt_verify;
mod key;
mod scan;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &json_query::JSON_QUERY,
    &jwt_query::JWT_HEADER_QUERY,
    &jwt_query::JWT_PAYLOAD_QUERY,
    &jwt_verify::JWT_VERIFY,
    &jwt_verify::JWT_VERIFY_CERT,
    &jwt_decrypt::JWT_DECRYPT_SECRET,
    &jwt_decrypt::JWT_DECRYPT_JWK,
    &jwt_decrypt::JWT_DECRYPT_CERT,
];
