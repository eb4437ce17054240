//! `Socket:getpeername` and `Socket:getsockname`

use super::this;
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};
use moongate_net::{Peer, Stream};
use std::io;

/// `Socket:getpeername`
pub(super) struct GetPeerName;

impl Function for GetPeerName {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "getpeername",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "string?, integer?",
        sentence: "The other end as `address:port`, and its port; nil if the socket isn't connected.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        name(call, Stream::peer_addr)
    }
}

/// `Socket:getsockname`
pub(super) struct GetSockName;

impl Function for GetSockName {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "getsockname",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "string?, integer?",
        sentence: "This end as `address:port`, and its port; nil if the socket isn't connected.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        name(call, Stream::local_addr)
    }
}

fn name(call: &Call<'_>, of: impl Fn(&Stream) -> io::Result<Peer>) -> Result<Done, Fault> {
    let socket = this(call)?;
    let found = socket.stream()?.and_then(|stream| of(&stream).ok());
    match found {
        Some(peer) => {
            call.push_bytes(peer.to_string().as_bytes());
            if let Peer::Inet(addr) = peer {
                call.push_integer(addr.port().into());
                return Ok(Done::Values(2));
            }
        }
        None => call.push_nil(),
    }
    Ok(Done::Values(1))
}
