//! What connections tell of TLS; all of them are in clear text so far.

use super::Fetch;

mod clear;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &clear::SSL_FC,
    &clear::SSL_FC_HAS_SNI,
    &clear::SSL_FC_IS_RESUMED,
    &clear::SSL_FC_EARLY_RCVD,
    &clear::SSL_FC_HAS_CRT,
    &clear::SSL_FC_HAS_EARLY,
    &clear::SSL_C_USED,
    &clear::SSL_BC,
    &clear::SSL_BC_IS_RESUMED,
];
