//! TLS over a [`Stream`](crate::Stream): whom to trust, what a side of a connection agrees to, and the
//! sessions themselves. Encryption is rustls's, with aws-lc-rs below it.
//!
//! A [`Session`] does no waiting and owns no socket: it is handed the stream with each call and says
//! `WouldBlock` as the stream does. So whoever can drive a plain stream can drive one with TLS.

mod certificate;
mod client;
mod roots;
mod session;
mod verify;
mod words;

pub use client::{ClientOptions, Connector, Trust};
pub use roots::{Roots, RootsError};
pub use session::Session;

/// The one provider of cryptography.
pub(crate) fn provider() -> std::sync::Arc<rustls::crypto::CryptoProvider> {
    static PROVIDER: std::sync::LazyLock<std::sync::Arc<rustls::crypto::CryptoProvider>> =
        std::sync::LazyLock::new(|| rustls::crypto::aws_lc_rs::default_provider().into());
    PROVIDER.clone()
}

#[cfg(test)]
mod tests;
