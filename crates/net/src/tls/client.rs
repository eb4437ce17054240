//! What this side of an outgoing connection agrees to, made once and used for all of its kind.

use super::roots::Roots;
use super::session::Session;
use super::verify::Verifier;
use super::{provider, words};
use crate::stream::Stream;
use rustls::client::Resumption;
use rustls::pki_types::{IpAddr, Ipv4Addr, ServerName};
use rustls::{ClientConfig, ClientConnection};
use std::io;
use std::sync::Arc;

/// Whose certificates are accepted.
#[derive(Clone, Debug)]
pub enum Trust {
    /// Anyone's (`verify none`): who listens to the network can be the server.
    Anyone,
    /// Those that an authority signed, or that are among the authorities themselves.
    Authorities(Arc<Roots>),
}

/// How to connect.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// Whom to believe.
    pub trust: Trust,
    /// Protocols to offer, the preferred one first (ALPN); none: the server isn't asked.
    pub alpn: Vec<Vec<u8>>,
}

/// Makes sessions with servers. Clones share what they know: sessions to resume, for example.
#[derive(Clone, Debug)]
pub struct Connector {
    named: Arc<ClientConfig>,
    /// For servers without a name.
    nameless: Arc<ClientConfig>,
}

impl Connector {
    /// A connector.
    ///
    /// # Errors
    /// The provider of cryptography lacks what TLS needs; it doesn't.
    pub fn new(options: &ClientOptions) -> io::Result<Self> {
        let config = |name: bool| -> io::Result<ClientConfig> {
            let verifier = Verifier { trust: options.trust.clone(), name };
            let mut config = ClientConfig::builder_with_provider(provider())
                .with_safe_default_protocol_versions()
                .map_err(|error| io::Error::other(words::words(&error)))?
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
                .with_no_client_auth();
            config.alpn_protocols.clone_from(&options.alpn);
            Ok(config)
        };
        let mut nameless = config(false)?;
        // Sessions are found again by name.
        nameless.resumption = Resumption::disabled();
        nameless.enable_sni = false;
        Ok(Self { named: Arc::new(config(true)?), nameless: Arc::new(nameless) })
    }

    /// Begins a session with a server of that name, which may be an IP address. The name goes to the
    /// server (SNI; addresses don't) and has to be in its certificate. Without a name only the
    /// certificate's signature counts.
    ///
    /// # Errors
    /// It is no name of a host.
    pub fn session(&self, name: Option<&str>) -> io::Result<Session> {
        let (config, name) = match name {
            Some(text) => {
                // The dot of an absolute name is no part of it here (RFC 6066 §3).
                let plain = text.strip_suffix('.').unwrap_or(text);
                let name = ServerName::try_from(plain.to_owned()).map_err(|_| {
                    let text = format!("`{text}` can't be the name of a server");
                    io::Error::new(io::ErrorKind::InvalidInput, text)
                })?;
                (&self.named, name)
            }
            None => {
                let nobody = IpAddr::V4(Ipv4Addr::from([0, 0, 0, 0]));
                (&self.nameless, ServerName::IpAddress(nobody))
            }
        };
        let connection = ClientConnection::new(config.clone(), name);
        connection
            .map(|connection| Session::new(connection.into()))
            .map_err(|error| io::Error::other(words::words(&error)))
    }

    /// Begins a session over a connected stream and waits for the end of the handshake.
    ///
    /// # Errors
    /// What went wrong, in words for users.
    pub async fn connect(&self, stream: &Stream, name: Option<&str>) -> io::Result<Session> {
        let mut session = self.session(name)?;
        session.handshake(stream).await?;
        Ok(session)
    }
}
