//! A client's connection: what stays the same for all its requests.

use crate::{ConnError, Proxy, ProxyId, Trackers, Vars, World};
use moongate_net::TcpInfo;
use std::cell::{Cell, OnceCell};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// The facts of one client's connection.
#[derive(Debug)]
pub struct Session {
    /// The process.
    pub world: Arc<World>,
    /// Where it came in.
    pub frontend: ProxyId,
    /// The address it came to, by its place in [`Proxy::listeners`].
    pub listener: u32,
    /// A number no other session has.
    pub number: u64,
    /// Accepted then.
    pub accepted: Instant,
    /// The client's address; none for unix sockets. Rules and the PROXY protocol change it.
    pub src: Cell<Option<SocketAddr>>,
    /// The address it connected to.
    pub dst: Cell<Option<SocketAddr>>,
    /// The address of the connection itself (`fc_src`), never changed.
    pub fc_src: Option<SocketAddr>,
    /// The address the connection itself went to (`fc_dst`).
    pub fc_dst: Option<SocketAddr>,
    /// `sess.` variables.
    pub vars: Vars,
    /// Entries of stick tables that rules of the connection track.
    pub trackers: Trackers,
    /// Requests begun on this connection.
    pub requests: Cell<u32>,
    /// The worker that serves it, from 0.
    pub thread: u32,
    /// The socket, for `fc_rtt` and its kin; negative when there is none.
    pub fd: Cell<i32>,
    /// What a PROXY header told, if one came.
    pub proxied: OnceCell<Box<ProxyInfo>>,
    /// A PROXY header is expected.
    pub expects_proxy: Cell<bool>,
    /// When it had come.
    pub handshaken: Cell<Option<Instant>>,
    /// Why the connection failed.
    pub error: Cell<ConnError>,
}

/// What a PROXY header told beside the addresses.
#[derive(Debug, Default)]
pub struct ProxyInfo {
    /// Its extensions in their order: type and value.
    pub tlvs: Vec<(u8, Box<[u8]>)>,
}

impl Session {
    /// A session that begins now.
    pub fn new(world: Arc<World>, frontend: ProxyId) -> Self {
        let number = world.number();
        Self {
            world,
            frontend,
            listener: 0,
            number,
            accepted: Instant::now(),
            src: Cell::new(None),
            dst: Cell::new(None),
            fc_src: None,
            fc_dst: None,
            vars: Vars::default(),
            trackers: Trackers::default(),
            requests: Cell::new(0),
            thread: 0,
            fd: Cell::new(-1),
            proxied: OnceCell::new(),
            expects_proxy: Cell::new(false),
            handshaken: Cell::new(None),
            error: Cell::new(ConnError::None),
        }
    }

    /// What the kernel knows of the client's connection; none if it isn't TCP.
    pub fn tcp_info(&self) -> Option<TcpInfo> {
        TcpInfo::of(self.fd.get()).ok()
    }

    /// The packet that opened the client's connection (`tcp-ss`); none if it wasn't kept.
    pub fn saved_syn(&self) -> Option<Vec<u8>> {
        moongate_net::saved_syn(self.fd.get()).ok().filter(|packet| !packet.is_empty())
    }

    /// Sets the netfilter mark of packets to the client; whether the system let it.
    pub fn set_mark(&self, mark: u32) -> bool {
        moongate_net::set_mark(self.fd.get(), mark).is_ok()
    }

    /// Sets the type of service of packets to the client; whether the system let it.
    pub fn set_tos(&self, tos: u8) -> bool {
        let v6 = self.fc_src.is_some_and(|src| src.is_ipv6());
        moongate_net::set_tos(self.fd.get(), tos, v6).is_ok()
    }

    /// The frontend's live side.
    pub fn frontend(&self) -> &Proxy {
        self.world.proxy(self.frontend)
    }
}
