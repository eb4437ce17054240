//! Sockets that a test binds, so that the kernel chooses the port and nobody else can take it.

use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};

const LOOPBACK: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0));

/// A listening socket on a free loopback port.
pub fn listener() -> TcpListener {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket can be made");
    socket.bind(&LOOPBACK.into()).expect("the loopback has a free port");
    socket.listen(1024).expect("a bound socket can listen");
    socket.into()
}

/// A port that refuses connections for as long as the value lives: bound, not listening.
#[derive(Debug)]
pub struct Closed(Socket);

impl Closed {
    /// Takes a port.
    pub fn new() -> Closed {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket can be made");
        socket.bind(&LOOPBACK.into()).expect("the loopback has a free port");
        Closed(socket)
    }

    /// Its address.
    pub fn addr(&self) -> SocketAddr {
        local(&self.0)
    }
}

impl Default for Closed {
    fn default() -> Closed {
        Closed::new()
    }
}

/// A port on which a connection is neither accepted nor refused: its queue of one is full.
#[derive(Debug)]
pub struct Blackhole {
    socket: Socket,
    _filling: TcpStream,
}

impl Blackhole {
    /// Takes a port and fills its queue. Linux drops further SYNs silently.
    pub fn new() -> Blackhole {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket can be made");
        socket.bind(&LOOPBACK.into()).expect("the loopback has a free port");
        socket.listen(0).expect("a bound socket can listen");
        let filling =
            TcpStream::connect(local(&socket)).expect("a queue of one takes one connection");
        Blackhole { socket, _filling: filling }
    }

    /// Its address.
    pub fn addr(&self) -> SocketAddr {
        local(&self.socket)
    }
}

impl Default for Blackhole {
    fn default() -> Blackhole {
        Blackhole::new()
    }
}

fn local(socket: &Socket) -> SocketAddr {
    let addr = socket.local_addr().expect("a bound socket has an address");
    addr.as_socket().expect("an IPv4 socket has an IPv4 address")
}
