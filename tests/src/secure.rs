//! Servers that speak TLS, for tests written in Rust.

use crate::certificates::Certificate;
use crate::{Origin, PATIENCE};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::net::TcpStream;
use std::sync::Arc;

/// A client's connection with TLS.
pub type Secured = StreamOwned<ServerConnection, TcpStream>;

impl Origin {
    /// A server with this certificate whose connections are given to `serve`.
    pub fn secure(
        certificate: &Certificate,
        serve: impl Fn(Secured) + Send + Sync + 'static,
    ) -> Origin {
        let chain = CertificateDer::pem_file_iter(&certificate.cert).expect("the file is there");
        let chain = chain.collect::<Result<Vec<_>, _>>().expect("it holds certificates");
        let key = PrivateKeyDer::from_pem_file(&certificate.key).expect("the file is there");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows all versions")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("the key fits");
        let config = Arc::new(config);
        Origin::new(move |stream| {
            let connection = ServerConnection::new(config.clone()).expect("the settings are good");
            // A connection that a test forgets mustn't keep its thread.
            let _ = stream.set_read_timeout(Some(PATIENCE * 6));
            serve(StreamOwned::new(connection, stream));
        })
    }
}
