//! Fetches that give what is written in the configuration.

use super::Fetch;

mod acl;
mod always;
mod bin;
mod bool;
mod env;
mod int;
mod ip;
mod meth;
mod str;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &str::STR,
    &int::INT,
    &bool::BOOL,
    &bin::BIN,
    &ip::IPV4,
    &ip::IPV6,
    &meth::METH,
    &always::ALWAYS_TRUE,
    &always::ALWAYS_FALSE,
    &env::ENV,
    &acl::ACL,
];
