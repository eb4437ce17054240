use super::*;
use crate::addr::Want;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream as Client};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream as UnixClient;

fn run<F: std::future::Future<Output = ()> + 'static>(future: F) {
    crate::worker::runtime().unwrap().block_on(future);
}

fn address(text: &str) -> Address {
    Address::parse(text, Want { zero: true, ..Want::SERVER }).map(|parsed| parsed.address).unwrap()
}

fn loopback() -> Address {
    address("127.0.0.1")
}

/// A path that no other test has.
fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("moongate-net-{}-{name}", std::process::id()))
}

#[test]
fn accepts_and_knows_both_ends() {
    run(async {
        for text in ["127.0.0.1", "*"] {
            let listener = bind(&address(text), 0, &ListenOptions::default()).unwrap();
            let port = listener.local().port();
            let acceptor = listener.accepting().unwrap();
            assert_eq!(acceptor.try_accept().unwrap_err().kind(), io::ErrorKind::WouldBlock);
            let mut client = Client::connect(("127.0.0.1", port)).unwrap();
            let accepted = acceptor.accept().await.unwrap();
            assert_eq!(accepted.peer, Peer::Inet(client.local_addr().unwrap()));
            assert_eq!(accepted.local_addr().unwrap(), Peer::Inet(client.peer_addr().unwrap()));
            assert_eq!(accepted.local.is_some(), text != "*");
            let stream = accepted.into_stream().unwrap();
            assert!(SockRef::from(&stream).tcp_nodelay().unwrap(), "inherited from the listener");
            stream.write_now(&[io::IoSlice::new(b"hi")]).unwrap();
            let mut buf = [0; 2];
            client.read_exact(&mut buf).unwrap();
            client.write_all(b"yo").unwrap();
            assert_eq!(stream.read_now(&mut buf).unwrap(), 2);
        }
    });
}

#[test]
fn address_in_use() {
    let first = bind(&loopback(), 0, &ListenOptions::default()).unwrap();
    let port = first.local().port();
    let error = bind(&loopback(), port, &ListenOptions::default()).unwrap_err();
    let expected = format!("cannot bind socket (Address already in use) [127.0.0.1:{port}]");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn shared_ports_and_clones() {
    run(async {
        let options = ListenOptions { reuse_port: true, ..ListenOptions::default() };
        let first = bind(&loopback(), 0, &options).unwrap();
        let second = bind(&loopback(), first.local().port(), &options).unwrap();
        assert_eq!(first.local(), second.local());
        drop(first);
        let port = second.local().port();
        let clone = second.try_clone().unwrap();
        drop(second);
        let _client = Client::connect(("127.0.0.1", port)).unwrap();
        clone.accepting().unwrap().accept().await.unwrap();
    });
}

#[test]
fn ipv6() {
    let options = ListenOptions { v4v6: true, ..ListenOptions::default() };
    let Ok(listener) = bind(&Address::Inet(Host::Any6), 0, &options) else {
        return; // No IPv6 here.
    };
    assert!(Client::connect(("127.0.0.1", listener.local().port())).is_ok());
    let options = ListenOptions { v6only: true, ..ListenOptions::default() };
    let listener = bind(&Address::Inet(Host::Any6), 0, &options).unwrap();
    assert!(Client::connect(("127.0.0.1", listener.local().port())).is_err());
}

#[test]
fn the_opening_packet_is_kept() {
    run(async {
        for (mode, first) in [(0, None), (1, Some(0x45)), (2, Some(0))] {
            let options = ListenOptions { save_syn: mode, ..ListenOptions::default() };
            let listener = bind(&loopback(), 0, &options).unwrap();
            let port = listener.local().port();
            let acceptor = listener.accepting().unwrap();
            let _client = Client::connect(("127.0.0.1", port)).unwrap();
            let stream = acceptor.accept().await.unwrap().into_stream().unwrap();
            let packet = crate::saved_syn(stream.as_fd().as_raw_fd()).unwrap();
            // The IP header's version and length; a made-up Ethernet header begins with zeros.
            assert_eq!(packet.first().copied(), first, "{packet:x?}");
        }
    });
}

#[test]
fn all_options() {
    let options = ListenOptions {
        tfo: true,
        mss: Some(1000),
        defer_accept: true,
        save_syn: 2,
        user_timeout: Some(Duration::from_secs(5)),
        keepalive: Some(KeepAlive::default()),
        ..ListenOptions::default()
    };
    let listener = bind(&loopback(), 0, &options).unwrap();
    assert!(SockRef::from(&listener).keepalive().unwrap());
    let options = ListenOptions { interface: Some("no-such-if".into()), ..Default::default() };
    let error = bind(&loopback(), 0, &options).unwrap_err().to_string();
    assert!(error.starts_with("cannot bind listener to device ("), "{error}");
}

#[test]
fn inherited_descriptors() {
    run(async {
        let outside = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let fd = Address::Fd(outside.as_raw_fd());
        let listener = bind(&fd, 0, &ListenOptions::default()).unwrap();
        let again = bind(&fd, 0, &ListenOptions::default()).unwrap();
        assert_eq!(listener.local(), Peer::Inet(outside.local_addr().unwrap()));
        let acceptor = listener.accepting().unwrap();
        let client = Client::connect(outside.local_addr().unwrap()).unwrap();
        let accepted = acceptor.accept().await.unwrap();
        assert_eq!(accepted.peer, Peer::Inet(client.local_addr().unwrap()));
        drop(again);

        let path = scratch("inherited");
        let outside = std::os::unix::net::UnixListener::bind(&path).unwrap();
        let fd = Address::Fd(outside.as_raw_fd());
        let acceptor = bind(&fd, 0, &ListenOptions::default()).unwrap().accepting().unwrap();
        let _client = UnixClient::connect(&path).unwrap();
        assert_eq!(acceptor.accept().await.unwrap().peer, Peer::Unix);
        std::fs::remove_file(&path).unwrap();
    });
    let error = bind(&Address::Fd(1_000_000), 0, &ListenOptions::default()).unwrap_err();
    let expected = "cannot use inherited descriptor (Bad file number) [fd@1000000]";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn unix_sockets_replace_stale_ones() {
    run(async {
        let path = scratch("unix");
        let options = ListenOptions { mode: Some(0o600), ..ListenOptions::default() };
        let address = Address::Unix(path.clone());
        let first = bind(&address, 0, &options).unwrap();
        let second = bind(&address, 0, &options).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(second.path(), Some(&*path));
        drop(first);
        let acceptor = second.accepting().unwrap();
        let _client = UnixClient::connect(&path).unwrap();
        let accepted = acceptor.accept().await.unwrap();
        assert_eq!((accepted.peer, accepted.local_addr().unwrap()), (Peer::Unix, Peer::Unix));
        std::fs::remove_file(&path).unwrap();
    });
    let address = Address::Unix("/no/such/directory/socket".into());
    let error = bind(&address, 0, &ListenOptions::default()).unwrap_err().to_string();
    assert!(error.contains("cannot bind UNIX socket (No such file"), "{error}");
}

#[test]
fn abstract_sockets() {
    run(async {
        for padded in [true, false] {
            let name = format!("moongate-net-{}-{padded}", std::process::id());
            let address = Address::Abstract { name: name.clone(), padded };
            let listener = bind(&address, 0, &ListenOptions::default()).unwrap();
            let length = SockRef::from(&listener).local_addr().unwrap().len();
            assert_eq!(length as usize, if padded { 110 } else { 3 + name.len() });
            let acceptor = listener.accepting().unwrap();
            let dial = crate::Dial::to(crate::Target::Abstract { name, padded });
            let (_client, accepted) = tokio::join!(crate::dial(&dial), acceptor.accept());
            assert_eq!(accepted.unwrap().peer, Peer::Unix);
        }
    });
}

#[test]
fn exhaustion_is_told_apart() {
    assert!(is_exhausted(&io::Error::from_raw_os_error(libc::EMFILE)));
    assert!(!is_exhausted(&io::Error::from_raw_os_error(libc::EINVAL)));
    assert_eq!(Peer::Unix.port(), 0);
    assert_eq!(loopback(), Address::Inet(Host::Ip(IpAddr::V4(Ipv4Addr::LOCALHOST))));
}
