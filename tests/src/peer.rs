//! Real servers as peers: nginx and redis from Debian, started for one test on ports of its own.

use crate::certificates::Certificate;
use crate::{Folder, PATIENCE};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server of another maker.
#[derive(Debug)]
pub struct Peer {
    child: Child,
    addr: SocketAddr,
    _folder: Folder,
}

impl Peer {
    /// nginx with these lines inside its `server` block; `None` when it isn't installed.
    pub fn nginx(server: &str) -> Option<Peer> {
        Peer::nginx_on("", server)
    }

    /// nginx with TLS and this certificate.
    pub fn nginx_tls(certificate: &Certificate, server: &str) -> Option<Peer> {
        let (cert, key) = (certificate.cert.display(), certificate.key.display());
        let server = format!(
            "ssl_certificate {cert}; ssl_certificate_key {key};\n\
             ssl_protocols TLSv1.2 TLSv1.3;\n{server}"
        );
        Peer::nginx_on(" ssl", &server)
    }

    /// OpenSSL's server, which sends each line back, reversed.
    pub fn reversing(certificate: &Certificate, more: &[&str]) -> Peer {
        let peer = Peer::start(|_, port| {
            let mut command = Command::new("openssl");
            command.args(["s_server", "-quiet", "-rev", "-cert"]).arg(&certificate.cert);
            command.arg("-key").arg(&certificate.key).arg("-port").arg(port.to_string()).args(more);
            command
        });
        peer.expect("openssl is installed")
    }

    fn nginx_on(more: &str, server: &str) -> Option<Peer> {
        Peer::start(|folder, port| {
            let home = folder.path().display();
            let config = format!(
                "daemon off; master_process off; error_log stderr; pid {home}/pid;\nevents {{}}\nhttp {{ access_log off; \
                 client_body_temp_path {home}/b; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f; \
                 uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;\nserver {{ listen 127.0.0.1:{port}{more};\n{server}\n}} }}\n"
            );
            let config = folder.write("nginx.conf", config);
            let mut command = Command::new("/usr/sbin/nginx");
            command.args(["-e", "stderr", "-c"]).arg(config);
            command
        })
    }

    /// redis without persistence; `None` when it isn't installed.
    pub fn redis() -> Option<Peer> {
        Peer::start(|folder, port| {
            let mut command = Command::new("/usr/bin/redis-server");
            command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port"]);
            command.arg(port.to_string()).arg("--dir").arg(folder.path());
            command
        })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    fn start(command: impl Fn(&Folder, u16) -> Command) -> Option<Peer> {
        // These servers can't inherit a socket, so a port is tried; another program may take it first.
        for _ in 0..5 {
            let folder = Folder::new();
            let addr = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
            let addr = addr.expect("the loopback has a free port");
            let mut command = command(&folder, addr.port());
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let child = command.spawn().ok()?;
            let mut peer = Peer { child, addr, _folder: folder };
            if peer.is_ready() {
                return Some(peer);
            }
        }
        panic!("a peer doesn't start");
    }

    fn is_ready(&mut self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until && matches!(self.child.try_wait(), Ok(None)) {
            if TcpStream::connect(self.addr).is_ok() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
