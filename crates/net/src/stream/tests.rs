use super::*;
use crate::buffer::Buffer;
use std::future::poll_fn;
use std::task::Waker;

async fn pair() -> (Stream, Stream) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let a = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (b, _) = listener.accept().await.unwrap();
    (a.into(), b.into())
}

fn run<F: std::future::Future<Output = ()> + 'static>(future: F) {
    crate::worker::runtime().unwrap().block_on(future);
}

#[test]
fn reads_and_writes() {
    run(async {
        for (mut a, mut b) in [pair().await, Stream::pair().unwrap()] {
            let slices = [IoSlice::new(b"hello "), IoSlice::new(b"world")];
            assert_eq!(poll_fn(|cx| a.poll_write_vectored(cx, &slices)).await.unwrap(), 11);
            let mut vec = Vec::with_capacity(64);
            assert_eq!(poll_fn(|cx| b.poll_read_vec(cx, &mut vec)).await.unwrap(), 11);
            assert_eq!(vec, b"hello world");
            assert!(poll_fn(|cx| Poll::Ready(b.poll_read(cx, &mut [0; 8]).is_pending())).await);

            let mut buffer = Buffer::new();
            b.write_now(&[IoSlice::new(b"back")]).unwrap();
            poll_fn(|cx| buffer.poll_fill(cx, &mut a)).await.unwrap();
            assert_eq!(buffer.bytes(), b"back");

            a.shutdown_write().unwrap();
            assert_eq!(poll_fn(|cx| b.poll_read(cx, &mut [0; 8])).await.unwrap(), 0);
            drop(b);
            a.shutdown_write().unwrap();
        }
    });
}

#[test]
fn quiet_until_something_comes() {
    run(async {
        for (a, mut b) in [pair().await, Stream::pair().unwrap()] {
            assert!(a.is_quiet());
            assert!(a.is_quiet_now());
            poll_fn(|cx| b.poll_write(cx, b"x")).await.unwrap();
            assert!(!a.is_quiet_now(), "seen without the reactor's help");
            poll_fn(|cx| a.poll_readable(cx)).await.unwrap();
            assert!(!a.is_quiet());
            // A buffer filled exactly leaves readiness behind: the socket knows better.
            assert_eq!(a.try_read(&mut [0; 1]).unwrap(), 1);
            assert!(a.is_quiet());
            drop(b);
            poll_fn(|cx| a.poll_readable(cx)).await.unwrap();
            assert!(!a.is_quiet(), "closed");
        }
    });
}

#[test]
fn quiet_leaves_the_waker_alone() {
    run(async {
        let (mut a, mut b) = pair().await;
        let reader = tokio::task::spawn_local(async move {
            let read = poll_fn(|cx| {
                let read = a.poll_read(cx, &mut [0; 8]);
                assert!(read.is_ready() || a.is_quiet());
                read
            });
            read.await.unwrap()
        });
        tokio::task::yield_now().await;
        poll_fn(|cx| b.poll_write(cx, b"abc")).await.unwrap();
        assert_eq!(reader.await.unwrap(), 3);
    });
}

#[test]
fn moves_between_threads() {
    run(async {
        let (a, mut b) = pair().await;
        let std = a.into_std().unwrap();
        let other = std::thread::spawn(move || {
            crate::worker::runtime().unwrap().block_on(async move {
                let mut a = Stream::from_std(std).unwrap();
                poll_fn(|cx| a.poll_write(cx, b"from there")).await.unwrap();
            });
        });
        let mut buf = [0; 32];
        assert_eq!(poll_fn(|cx| b.poll_read(cx, &mut buf)).await.unwrap(), 10);
        other.join().unwrap();
    });
}

#[test]
fn options() {
    run(async {
        let (mut a, mut b) = pair().await;
        a.set_nodelay(true).unwrap();
        a.set_quickack(true).unwrap();
        a.set_tos(0x10).unwrap();
        let keepalive = KeepAlive {
            idle: Some(Duration::from_secs(30)),
            interval: Some(Duration::from_secs(5)),
            count: Some(3),
        };
        a.set_keepalive(&keepalive).unwrap();
        assert!(SockRef::from(&a).keepalive().unwrap());
        assert_eq!(SockRef::from(&a).tcp_keepalive_retries().unwrap(), 3);
        assert_eq!(a.peer_addr().unwrap(), b.local_addr().unwrap());
        poll_fn(|cx| a.poll_write(cx, b"x")).await.unwrap();
        poll_fn(|cx| b.poll_read(cx, &mut [0; 1])).await.unwrap();
        assert!(a.tcp_info().unwrap().rtt > 0);
        a.set_linger_zero().unwrap();
        drop(a);
        let read = poll_fn(|cx| b.poll_read(cx, &mut [0; 1])).await;
        assert_eq!(read.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
        let (a, _b) = Stream::pair().unwrap();
        assert_eq!(a.peer_addr().unwrap(), Peer::Unix);
        a.set_nodelay(true).unwrap();
        assert!(a.tcp_info().is_err());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(a.poll_readable(&mut cx).is_pending());
    });
}
