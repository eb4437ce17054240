//! What `moongate eval` evaluates on: a transaction made of the messages that the user gave.

use super::options::Options;
use moongate_http::{Limits, Version, read_request, read_response};
use moongate_sample::{Point, Sample};
use moongate_state::{Mode, Proxy, ProxyId, Server, ServerId, Session, Txn, VarRef, World};
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

/// A transaction and its process.
pub(super) struct Given {
    pub(super) world: Arc<World>,
    pub(super) txn: Txn,
}

/// A process without a configuration: one frontend and one backend with a server.
pub(super) fn world() -> Arc<World> {
    let frontend = Proxy::new(ProxyId(0), "frontend", Mode::Http, true, false);
    let backend = Proxy::new(ProxyId(1), "backend", Mode::Http, false, true);
    backend.set_servers(vec![Server::new(ServerId(0), "server", None)]);
    Arc::new(World::new(vec![Arc::new(frontend), Arc::new(backend)]))
}

impl Given {
    /// # Errors
    /// A sentence.
    pub(super) fn read(options: &Options, world: Arc<World>) -> Result<Self, String> {
        let side = |wanted: fn(&Proxy) -> bool| {
            let found = world.proxies.iter().find(|proxy| wanted(proxy));
            found.map_or(ProxyId(0), |proxy| proxy.id)
        };
        let (frontend, backend) = (side(|proxy| proxy.frontend), side(|proxy| proxy.backend));
        let mut session = Session::new(world.clone(), frontend);
        let client = options.src.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 50000)));
        let here = options.dst.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 80)));
        session.src.set(Some(client));
        session.dst.set(Some(here));
        session.fc_src = Some(client);
        session.fc_dst = Some(here);
        session.requests.set(1);
        let mut txn = Txn::new(Rc::new(session));
        (txn.backend, txn.routed) = (backend, true);
        if let Some(request) = &options.request {
            take_request(&mut txn, request)?;
        }
        if let Some(response) = &options.response {
            take_response(&mut txn, response)?;
        }
        for (name, value) in &options.vars {
            let var = VarRef::parse(name).ok_or_else(|| {
                format!("moongate eval: `{name}` is no variable, as in `txn.name` or `req.name`")
            })?;
            // A whole number is one, as `int(5)` would give it.
            let number = value.parse().map(Sample::Sint);
            txn.set_var(var.used(), number.unwrap_or_else(|_| Sample::string(value.as_bytes())));
        }
        Ok(Self { world, txn })
    }

    /// Where in its life the transaction is.
    pub(super) fn point(&self) -> Point {
        if self.txn.response.is_empty() { Point::BeHttpRequest } else { Point::BeHttpResponse }
    }
}

/// The head with the line ends of the wire, and the body as it is. A file may have been written with
/// lines of its own system, and without the empty one behind the head.
fn wire(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let find = |part: &[u8]| text.windows(part.len()).position(|here| here == part);
    let (crlf, lf) = (find(b"\r\n\r\n"), find(b"\n\n"));
    let (head, body) = match (crlf, lf) {
        (Some(at), lf) if lf.is_none_or(|lf| at < lf) => (&text[..at], &text[at + 4..]),
        (_, Some(at)) => (&text[..at], &text[at + 2..]),
        _ => (text.trim_ascii_end(), &[][..]),
    };
    let mut out = Vec::with_capacity(head.len() + 64);
    for line in head.split(|&byte| byte == b'\n') {
        out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"\r\n");
    (out, body)
}

fn take_request(txn: &mut Txn, text: &[u8]) -> Result<(), String> {
    let (head, body) = wire(text);
    let mut place = 0;
    match read_request(&mut txn.request, &head, &Limits::default(), &mut place) {
        Ok(Some(_)) => {}
        Ok(None) => return Err("moongate eval: the request isn't complete".into()),
        Err(fault) => return Err(format!("moongate eval: the request can't be read: {fault:?}")),
    }
    txn.req.input.push(body);
    txn.req.eof = true;
    let version: &[u8] = match txn.request.version() {
        Version::Http10 => b"HTTP/1.0",
        Version::Http11 => b"HTTP/1.1",
        Version::V09 => b"HTTP/0.9",
    };
    txn.request_line = [txn.request.method(), txn.request.uri(), version].join(&b' ');
    let now = Instant::now();
    txn.times.first_byte = Some(now);
    txn.times.request = Some(now);
    Ok(())
}

fn take_response(txn: &mut Txn, text: &[u8]) -> Result<(), String> {
    let (head, body) = wire(text);
    let mut place = 0;
    match read_response(&mut txn.response, &head, &Limits::default(), &mut place) {
        Ok(Some(_)) => {}
        Ok(None) => return Err("moongate eval: the response isn't complete".into()),
        Err(fault) => return Err(format!("moongate eval: the response can't be read: {fault:?}")),
    }
    txn.res.input.push(body);
    txn.res.eof = true;
    let served = !txn.backend().servers().is_empty();
    txn.server = served.then_some(ServerId(0));
    txn.status = txn.response.status();
    txn.server_status = txn.status;
    let now = Instant::now();
    txn.times.dequeued = Some(now);
    txn.times.connected = Some(now);
    txn.times.response = Some(now);
    Ok(())
}
