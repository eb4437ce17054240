//! The requests that checks send.

use super::Job;
use moongate_conf::plan::CheckRequest;
use moongate_net::Target;
use std::sync::atomic::Ordering::Relaxed;

/// The method of a request that names none.
pub(crate) const METHOD: &[u8] = b"OPTIONS";

/// A request as it is sent.
pub(crate) fn write(job: &Job, request: &CheckRequest) -> Vec<u8> {
    let state = job.check().send_state.then(|| state(job));
    assemble(request, state.as_deref())
}

fn assemble(request: &CheckRequest, state: Option<&str>) -> Vec<u8> {
    let version = request.version.as_deref().unwrap_or(b"HTTP/1.0");
    let mut out = Vec::with_capacity(256 + request.body.len());
    let mut put = |parts: &[&[u8]]| parts.iter().for_each(|part| out.extend_from_slice(part));
    let method = request.method.as_deref().unwrap_or(METHOD);
    put(&[method, b" ", request.uri.as_deref().unwrap_or(b"/"), b" ", version, b"\r\n"]);
    for (name, value) in &request.headers {
        put(&[name, b": ", value, b"\r\n"]);
    }
    if let Some(state) = state {
        put(&[b"x-haproxy-server-state: ", state.as_bytes(), b"\r\n"]);
    }
    if !request.body.is_empty() {
        put(&[b"content-length: ", request.body.len().to_string().as_bytes(), b"\r\n"]);
    }
    // Versions before 1.1 close without being asked to.
    if version >= &b"HTTP/1.1"[..] && request.headers.iter().all(|(name, _)| name != b"connection")
    {
        put(&[b"connection: close\r\n"]);
    }
    put(&[b"\r\n", &request.body]);
    out
}

/// `http-check send-state`: what the process thinks of the server.
fn state(job: &Job) -> String {
    let proxy = job.worker.plan().world.proxy(job.backend);
    let server = job.live();
    let (address, port) = match &*server.target.read() {
        Some(Target::Inet(addr)) => (addr.ip().to_string(), addr.port()),
        _ => ("0.0.0.0".to_owned(), 0),
    };
    let taking = proxy.servers().iter().filter(|one| one.takes_clients());
    let total: u64 = taking.map(|one| u64::from(one.weight.load(Relaxed))).sum();
    format!(
        "{}; address={address}; port={port}; name={}/{}; node={}; weight={}/{total}; scur={}/{}; qcur={}",
        server.state_text(server),
        proxy.name,
        server.name,
        job.worker.plan().world.node,
        server.weight.load(Relaxed),
        server.counters.sessions.get(),
        proxy.be.sessions.get(),
        server.counters.queue.get(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests() {
        let plain = CheckRequest::default();
        assert_eq!(assemble(&plain, None), b"OPTIONS / HTTP/1.0\r\n\r\n");
        let full = CheckRequest {
            method: Some(b"POST".to_vec()),
            uri: Some(b"/a".to_vec()),
            version: Some(b"HTTP/1.1".to_vec()),
            headers: vec![(b"host".to_vec(), b"foo".to_vec())],
            body: b"test".to_vec(),
        };
        let wanted = "POST /a HTTP/1.1\r\nhost: foo\r\nx-haproxy-server-state: UP\r\ncontent-length: 4\r\nconnection: close\r\n\r\ntest";
        assert_eq!(String::from_utf8_lossy(&assemble(&full, Some("UP"))), wanted);
        let mut upgrade = full;
        upgrade.headers.push((b"connection".to_vec(), b"upgrade".to_vec()));
        assert!(!assemble(&upgrade, None).windows(5).any(|part| part == b"close"));
    }
}
