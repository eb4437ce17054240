//! What `.if` may ask about the program that reads the configuration.

/// The facts behind the predicates of conditions (manual 2.4).
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'f> {
    /// The HAProxy version to compare with, as in `3.5-dev5`.
    pub version: &'f str,
    /// The names after a `+` in the feature list (`OPENSSL`, `LUA`, …).
    pub features: &'f [&'f str],
    /// The options that are on at run time (`EPOLL`, `SPLICE`, …), in upper case.
    pub enabled: &'f [&'f str],
    /// The name of the TLS library, as `haproxy -vv` shows it; empty without one.
    pub ssl_library: &'f str,
    /// The version to compare with OpenSSL's, as in `3.0.13`; empty without one.
    pub openssl_version: &'f str,
    /// The API number of AWS-LC, when that is the library.
    pub awslc_api: Option<u32>,
    /// Whether the TLS library runs in FIPS mode.
    pub fips: bool,
    /// Whether `.diag` speaks (`-dD`).
    pub diagnostic_mode: bool,
}
