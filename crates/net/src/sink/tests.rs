use super::*;
use std::io::Read;
use std::net::UdpSocket;
use std::os::fd::AsRawFd;
use std::os::unix::net::{UnixDatagram, UnixStream};

#[test]
fn udp() {
    let receiver = UdpSocket::bind("127.0.0.1:0").unwrap();
    let sink = Sink::open(&SinkTarget::Udp(receiver.local_addr().unwrap())).unwrap();
    assert!(sink.is_datagram());
    assert!(sink.send(b"<134>one"));
    assert!(sink.send_vectored(&[IoSlice::new(b"<134>"), IoSlice::new(b"two")]));
    let mut buf = [0; 64];
    assert_eq!(receiver.recv(&mut buf).unwrap(), 8);
    assert_eq!(receiver.recv(&mut buf).unwrap(), 8);
    assert_eq!(&buf[..8], b"<134>two");
    assert_eq!((sink.sent(), sink.dropped()), (2, 0));
}

#[test]
fn unix_comes_and_goes() {
    let path = std::env::temp_dir().join(format!("moongate-net-{}-log", std::process::id()));
    let sink = Sink::open(&SinkTarget::Unix(path.clone())).unwrap();
    assert!(!sink.send(b"nobody there"));
    for _ in 0..2 {
        let receiver = UnixDatagram::bind(&path).unwrap();
        assert!(sink.send(b"here"));
        assert_eq!(receiver.recv(&mut [0; 16]).unwrap(), 4);
        std::fs::remove_file(&path).unwrap();
    }
    assert_eq!((sink.sent(), sink.dropped()), (2, 1));
}

#[test]
fn a_full_pipe_drops_and_recovers() {
    let (out, into) = nix::unistd::pipe().unwrap();
    let sink = Sink::open(&SinkTarget::Fd(into.as_raw_fd())).unwrap();
    assert!(!sink.is_datagram());
    let line = [b'x'; 1000];
    let mut count = 0;
    while sink.send(&line) {
        count += 1;
        assert!(count < 10_000, "a pipe is never that big");
    }
    assert_eq!(sink.dropped(), 1);
    let flags = nix::fcntl::fcntl(&into, nix::fcntl::FcntlArg::F_GETFL).unwrap();
    assert_eq!(flags & libc::O_NONBLOCK, 0, "the given descriptor stays as it was");
    let mut reader = std::fs::File::from(out);
    let mut buf = vec![0; count * 1000];
    reader.read_exact(&mut buf).unwrap();
    assert!(sink.send(b"again\n"));
}

#[test]
fn a_torn_line_is_ended() {
    let (out, into) = nix::unistd::pipe().unwrap();
    let sink = Sink::open(&SinkTarget::Fd(into.as_raw_fd())).unwrap();
    let big = vec![b'x'; 1 << 20];
    assert!(!sink.send(&big), "more than a pipe holds");
    let mut reader = std::fs::File::from(out);
    let mut buf = vec![0; 1 << 20];
    let got = reader.read(&mut buf).unwrap();
    assert!(got < big.len());
    // What is left of the torn line, if any.
    while sink.torn.load(Relaxed) && !sink.send(b"next\n") {
        assert!(reader.read(&mut buf).unwrap() > 0);
    }
    drop(sink);
    drop(into);
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).unwrap();
    assert!(rest.ends_with(b"\nnext\n"), "{:?}", rest.len());
}

#[test]
fn sockets_and_files_as_descriptors() {
    let (mut a, b) = UnixStream::pair().unwrap();
    let sink = Sink::open(&SinkTarget::Fd(b.as_raw_fd())).unwrap();
    assert!(sink.send(b"line\n"));
    let mut buf = [0; 5];
    a.read_exact(&mut buf).unwrap();
    drop(a);
    assert!(!sink.send(b"gone\n"));

    let path = std::env::temp_dir().join(format!("moongate-net-{}-file", std::process::id()));
    let file = std::fs::File::create(&path).unwrap();
    let sink = Sink::open(&SinkTarget::Fd(file.as_raw_fd())).unwrap();
    assert!(sink.send(b"one\n") && sink.send(b"two\n"));
    assert_eq!(std::fs::read(&path).unwrap(), b"one\ntwo\n");
    std::fs::remove_file(&path).unwrap();
    assert!(Sink::open(&SinkTarget::Fd(1_000_000)).is_err());
    assert!(Sink::open(&SinkTarget::Fd(-1)).is_err());
}

#[test]
fn standard_descriptors_open() {
    assert!(Sink::open(&SinkTarget::Stdout).is_ok());
    assert!(Sink::open(&SinkTarget::Stderr).is_ok());
}
