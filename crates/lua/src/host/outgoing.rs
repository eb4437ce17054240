//! What scripts need for connections over TLS, made when the first one is.

use super::Shared;
use crate::settings::Outgoing;
use moongate_net::tls::{ClientOptions, Connector, Roots, Trust};
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Who connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// `Socket:connect_ssl`
    Socket,
    /// `HTTPClient`
    Request,
}

impl Side {
    /// A failed handshake, with what can be done about it.
    pub(crate) fn explain(self, error: io::Error) -> io::Error {
        let text = error.to_string();
        if !text.contains("trusted") {
            return error;
        }
        let keyword = match self {
            Side::Socket => "ssl-server-verify",
            Side::Request => "httpclient.ssl.verify",
        };
        let help = format!("name its authority in httpclient.ssl.ca-file, or set `{keyword} none`");
        io::Error::new(error.kind(), format!("{text}: {help}"))
    }
}

/// Connectors of the whole process, or why there are none.
#[derive(Debug, Default)]
pub(crate) struct Connectors {
    system: OnceLock<Result<Arc<Roots>, String>>,
    socket: OnceLock<Result<Connector, String>>,
    request: OnceLock<Result<Connector, String>>,
}

impl Connectors {
    /// The connector. The first time it may read files: don't ask under a machine's lock.
    ///
    /// # Errors
    /// There are no certificates to trust.
    pub(crate) fn of(&self, side: Side, settings: &Outgoing) -> Result<&Connector, String> {
        let (place, verify) = match side {
            Side::Socket => (&self.socket, settings.verify_sockets),
            Side::Request => (&self.request, settings.verify_requests),
        };
        let made = place.get_or_init(|| {
            let trust = match (verify, &settings.roots) {
                (false, _) => Trust::Anyone,
                (true, Some(roots)) => Trust::Authorities(roots.clone()),
                (true, None) => Trust::Authorities(self.system()?),
            };
            // Whoever serves several protocols is told which one this is; a socket speaks any.
            let alpn = match side {
                Side::Socket => Vec::new(),
                Side::Request => vec![b"http/1.1".to_vec()],
            };
            Connector::new(&ClientOptions { trust, alpn }).map_err(|error| error.to_string())
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// Makes both, so that nothing has to be read later.
    pub(crate) fn prepare(&self, settings: &Outgoing) {
        for side in [Side::Socket, Side::Request] {
            // Who needs it is told.
            let _ = self.of(side, settings);
        }
    }

    fn system(&self) -> Result<Arc<Roots>, String> {
        let read = || match Roots::system() {
            Ok(roots) => Ok(Arc::new(roots)),
            Err(error) => Err(format!(
                "there are no certificates to trust: {error}; set httpclient.ssl.ca-file"
            )),
        };
        self.system.get_or_init(read).clone()
    }
}

impl Shared {
    /// What makes sessions of TLS. The first time it may read files: don't ask under a machine's lock.
    ///
    /// # Errors
    /// There are no certificates to trust.
    pub(crate) fn connector(&self, side: Side) -> Result<Connector, String> {
        let settings = self.settings.read().outgoing.clone();
        self.connectors.of(side, &settings).cloned()
    }

    /// How often a request tries again to connect, and how long each time.
    pub(crate) fn attempts(&self) -> (u32, Option<Duration>) {
        let settings = self.settings.read();
        let connect = settings.outgoing.connect;
        (settings.outgoing.retries, (!connect.is_zero()).then_some(connect))
    }
}
