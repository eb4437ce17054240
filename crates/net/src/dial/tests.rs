use super::*;
use std::net::{Ipv4Addr, TcpListener};

fn run<F: std::future::Future<Output = ()> + 'static>(future: F) {
    crate::worker::runtime().unwrap().block_on(future);
}

fn server() -> (TcpListener, Target) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = Target::Inet(listener.local_addr().unwrap());
    (listener, target)
}

#[test]
fn connects() {
    run(async {
        let (listener, target) = server();
        let stream = dial(&Dial::to(target.clone())).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), target.peer());
        assert!(socket2::SockRef::from(&stream).tcp_nodelay().unwrap());
        listener.accept().unwrap();
    });
}

#[test]
fn refused_and_missing() {
    run(async {
        let (listener, target) = server();
        drop(listener);
        let error = dial(&Dial::to(target)).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
        let error = dial(&Dial::to(Target::Unix("/no/such/socket".into()))).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    });
}

/// The first of three neighbouring ports that were free a moment ago.
fn free_range() -> u16 {
    let free = |port: u16| TcpListener::bind(("127.0.0.3", port));
    loop {
        let first = free(0).unwrap().local_addr().unwrap().port();
        if first < 65_000 && free(first + 1).is_ok() && free(first + 2).is_ok() {
            return first;
        }
    }
}

#[test]
fn source_addresses() {
    run(async {
        let (_listener, target) = server();
        let from = SocketAddr::from((Ipv4Addr::new(127, 0, 0, 2), 0));
        let one = Dial { source: Source::Addr(from), ..Dial::to(target.clone()) };
        let stream = dial(&one).await.unwrap();
        assert_eq!(stream.local_addr().unwrap().ip(), Some(from.ip()));

        let first = free_range();
        let source = Source::Ports(Ipv4Addr::new(127, 0, 0, 3).into(), first, first + 2);
        let range = Dial { source, ..Dial::to(target) };
        let mut held = Vec::new();
        for _ in 0..3 {
            let stream = dial(&range).await.unwrap();
            let port = stream.local_addr().unwrap().port();
            assert!((first..=first + 2).contains(&port));
            held.push(stream);
        }
        assert!(dial(&range).await.is_err(), "all three are in use");
    });
}

#[test]
fn options() {
    run(async {
        let (_listener, target) = server();
        let dialled = Dial {
            tos: Some(0x10),
            keepalive: Some(KeepAlive::default()),
            user_timeout: Some(Duration::from_secs(3)),
            ..Dial::to(target)
        };
        let stream = dial(&dialled).await.unwrap();
        assert!(socket2::SockRef::from(&stream).keepalive().unwrap());
    });
}

#[test]
fn fast_open_sends_with_the_first_write() {
    run(async {
        let (listener, target) = server();
        let dialled = Dial { tfo: true, ..Dial::to(target) };
        let mut stream = dial(&dialled).await.unwrap();
        std::future::poll_fn(|cx| stream.poll_write(cx, b"early")).await.unwrap();
        let (mut accepted, _) = listener.accept().unwrap();
        let mut buf = [0; 5];
        std::io::Read::read_exact(&mut accepted, &mut buf).unwrap();
        assert_eq!(&buf, b"early");
    });
}

#[test]
fn resolves() {
    assert!(resolve("localhost").unwrap().iter().all(IpAddr::is_loopback));
    assert_eq!(resolve("127.0.0.9").unwrap(), [IpAddr::from([127, 0, 0, 9])]);
}
