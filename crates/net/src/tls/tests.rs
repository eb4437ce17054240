//! Sessions of both sides over a pair of sockets; certificates are made with OpenSSL's command.

use super::verify::Verifier;
use super::*;
use crate::stream::Stream;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ServerConfig, ServerConnection};
use std::future::poll_fn;
use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

/// A certificate that signed itself for `localhost`, in a folder of its own.
struct Made(PathBuf);

impl Made {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("moongate-tls-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let made = Self(folder);
        let mut command = Command::new("openssl");
        command.args(["req", "-x509", "-days", "2", "-subj", "/CN=Test", "-nodes"]);
        command.args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
        command.args(["-addext", "subjectAltName=DNS:localhost", "-keyout"]);
        command.arg(made.0.join("key.pem")).arg("-out").arg(made.0.join("cert.pem"));
        assert!(command.output().unwrap().status.success());
        made
    }

    fn certificate(&self) -> CertificateDer<'static> {
        CertificateDer::from_pem_file(self.0.join("cert.pem")).unwrap()
    }

    fn server(&self) -> Session {
        let key = PrivateKeyDer::from_pem_file(self.0.join("key.pem")).unwrap();
        let config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate()], key)
            .unwrap();
        Session::new(ServerConnection::new(config.into()).unwrap().into())
    }

    fn roots(&self) -> Arc<Roots> {
        Arc::new(Roots::open(&self.0.join("cert.pem")).unwrap())
    }

    fn connector(&self) -> Connector {
        let trust = Trust::Authorities(self.roots());
        Connector::new(&ClientOptions { trust, alpn: Vec::new() }).unwrap()
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Both sides after a handshake.
async fn pair(made: &Made) -> [(Session, Stream); 2] {
    let (a, b) = Stream::pair().unwrap();
    let (connector, mut server) = (made.connector(), made.server());
    let (client, served) =
        tokio::join!(connector.connect(&a, Some("localhost")), server.handshake(&b));
    served.unwrap();
    [(client.unwrap(), a), (server, b)]
}

async fn read(session: &mut Session, stream: &Stream) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        match session.read(stream, &mut out) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                poll_fn(|cx| stream.poll_readable(cx)).await?;
            }
            done => return done.map(|_| out),
        }
    }
}

fn run(test: impl Future<Output = ()>) {
    crate::worker::runtime().unwrap().block_on(test);
}

#[test]
fn data_go_both_ways_and_ends_are_told_apart() {
    run(async {
        let made = Made::new("both");
        let [(mut client, a), (mut server, b)] = pair(&made).await;
        assert_eq!(client.version(), Some("TLSv1.3"));
        assert_eq!(client.alpn(), None);
        assert_eq!(client.write(&a, b"hello").unwrap(), 5);
        assert_eq!(read(&mut server, &b).await.unwrap(), b"hello");
        let long = vec![7; 100_000];
        let mut got = Vec::new();
        let mut sent = 0;
        while got.len() < long.len() {
            while sent < long.len() {
                match server.write(&b, &long[sent..]) {
                    Ok(count) => sent += count,
                    Err(error) => {
                        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
                        break;
                    }
                }
            }
            got.extend(read(&mut client, &a).await.unwrap());
            let _ = server.flush(&b);
        }
        assert_eq!(got, long);
        server.close(&b);
        assert_eq!(read(&mut client, &a).await.unwrap(), b"");
        assert_eq!(read(&mut client, &a).await.unwrap(), b"", "it stays so");
        b.shutdown_both().unwrap();

        let [(mut client, a), (mut server, b)] = pair(&made).await;
        assert_eq!(server.write(&b, b"part").unwrap(), 4);
        drop(b);
        assert_eq!(read(&mut client, &a).await.unwrap(), b"part");
        let error = read(&mut client, &a).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    });
}

#[test]
fn tickets_are_no_noise() {
    run(async {
        let made = Made::new("quiet");
        let [(mut client, a), (mut server, b)] = pair(&made).await;
        // The server's tickets may wait to be read.
        assert!(client.is_quiet(&a));
        server.write(&b, b"x").unwrap();
        poll_fn(|cx| a.poll_readable(cx)).await.unwrap();
        assert!(!client.is_quiet(&a));
        let [(mut client, a), (mut server, b)] = pair(&made).await;
        server.close(&b);
        poll_fn(|cx| a.poll_readable(cx)).await.unwrap();
        assert!(!client.is_quiet(&a));
    });
}

#[test]
fn a_certificate_that_is_trusted_for_itself_has_its_time() {
    let made = Made::new("time");
    let verifier = Verifier { trust: Trust::Authorities(made.roots()), name: true };
    let certificate = made.certificate();
    let name = |name: &'static str| ServerName::try_from(name).unwrap();
    let now = UnixTime::now().as_secs();
    let check = |of: &str, at: u64| {
        let at = UnixTime::since_unix_epoch(Duration::from_secs(at));
        let done = verifier.verify_server_cert(&certificate, &[], &name_of(of), &[], at);
        done.map(|_| ()).map_err(|error| words::words(&error))
    };
    fn name_of(name: &str) -> ServerName<'static> {
        ServerName::try_from(name.to_owned()).unwrap()
    }
    assert_eq!(check("localhost", now), Ok(()));
    let day = 86_400;
    assert_eq!(
        check("localhost", now + 3 * day).unwrap_err(),
        "the server's certificate has expired"
    );
    let early = check("localhost", now - day).unwrap_err();
    assert_eq!(early, "the server's certificate isn't valid yet");
    let wrong = check("other.example", now).unwrap_err();
    assert_eq!(wrong, "the server's certificate isn't for `other.example`, but for `localhost`");
    let nameless = Verifier { trust: Trust::Authorities(made.roots()), name: false };
    let at = UnixTime::now();
    assert!(nameless.verify_server_cert(&certificate, &[], &name("x.example"), &[], at).is_ok());
}

#[test]
fn where_certificates_come_from() {
    let made = Made::new("roots");
    assert!(made.roots().has(&made.certificate()));
    let folder = Roots::open(&made.0).unwrap();
    assert!(folder.has(&made.certificate()));
    let missing = Roots::open(&made.0.join("none.pem")).unwrap_err();
    assert_eq!(missing.reason, "No such file or directory");
    std::fs::write(made.0.join("empty.pem"), "nothing").unwrap();
    let empty = Roots::open(&made.0.join("empty.pem")).unwrap_err();
    assert_eq!(empty.reason, "there is no certificate in it (PEM)");
    std::fs::write(
        made.0.join("bad.pem"),
        "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    assert!(Roots::open(&made.0.join("bad.pem")).unwrap_err().reason.starts_with("it isn't PEM"));
}
