//! The PROXY header that a connection begins with, where one is expected.

use crate::exchange::{Exchange, Failure};
use moongate_net::proxy_protocol::{self, Header, Wrong};
use moongate_state::{ConnError, ProxyInfo};

/// Reads the header and takes over what it tells; false if the connection isn't to be served.
pub(super) async fn take_header(x: &mut Exchange) -> bool {
    match read(x).await {
        Ok(header) => {
            take_over(x, header);
            true
        }
        Err(error) => {
            x.client.session.error.set(error);
            false
        }
    }
}

async fn read(x: &mut Exchange) -> Result<Header, ConnError> {
    let timeouts = x.frontend().settings.timeouts;
    x.within(timeouts.client);
    loop {
        let conn = &mut x.client.conn;
        match proxy_protocol::read(conn.input.bytes()) {
            Ok(Some(header)) => {
                conn.input.consume(header.length);
                conn.input.release();
                return Ok(header);
            }
            Ok(None) if conn.input.is_full() => return Err(ConnError::ProxyBadHeader),
            Ok(None) => {}
            Err(Wrong::NoHeader) => return Err(ConnError::ProxyNoHeader),
            Err(Wrong::BadHeader) => return Err(ConnError::ProxyBadHeader),
            Err(Wrong::BadProtocol) => return Err(ConnError::ProxyBadProtocol),
        }
        let begun = !conn.input.is_empty();
        match x.fill_client().await {
            Ok(0) if begun => return Err(ConnError::ProxyTruncated),
            Ok(0) => return Err(ConnError::ProxyEmpty),
            Ok(_) => {}
            Err(Failure::Timeout) => return Err(ConnError::ProxyTimeout),
            Err(Failure::Io) => return Err(ConnError::ProxyAborted),
        }
    }
}

/// From now on the connection is the one that the header tells of.
fn take_over(x: &mut Exchange, header: Header) {
    let session = &x.client.session;
    if let Some((from, to)) = header.ends {
        session.src.set(Some(from));
        session.dst.set(Some(to));
    }
    let _ = session.proxied.set(Box::new(ProxyInfo { tlvs: header.tlvs }));
    session.handshaken.set(Some(x.worker.now()));
}
