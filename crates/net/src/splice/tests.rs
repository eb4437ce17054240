use super::*;
use std::future::poll_fn;
use std::io::{Read, Write};
use std::time::Instant;

async fn pair() -> (Stream, std::net::TcpStream) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (listener.accept().await.unwrap().0.into(), client)
}

fn run<F: std::future::Future<Output = ()> + 'static>(future: F) {
    crate::worker::runtime().unwrap().block_on(future);
}

async fn relay(from: &Stream, to: &Stream) -> u64 {
    let mut splice = Splice::new();
    let mut total = 0;
    loop {
        let count = poll_fn(|cx| splice.poll_fill(cx, from, usize::MAX)).await.unwrap();
        if count == 0 {
            to.shutdown_write().unwrap();
            return total;
        }
        while splice.held() > 0 {
            total += poll_fn(|cx| splice.poll_drain(cx, to, false)).await.unwrap() as u64;
        }
    }
}

/// Sends `size` bytes through `relay` and checks what arrives.
async fn through<F, R>(size: usize, relay: F) -> std::time::Duration
where
    F: FnOnce(Stream, Stream) -> R,
    R: Future<Output = u64>,
{
    let (from, mut writer) = pair().await;
    let (to, mut reader) = pair().await;
    let writing = std::thread::spawn(move || {
        let block: Vec<u8> = (0..65536u32).map(|i| (i % 251) as u8).collect();
        let mut left = size;
        while left > 0 {
            let count = left.min(block.len());
            writer.write_all(&block[..count]).unwrap();
            left -= count;
        }
    });
    let reading = std::thread::spawn(move || {
        let mut buf = vec![0; 65536];
        let mut total = 0;
        loop {
            match reader.read(&mut buf).unwrap() {
                0 => return total,
                count => {
                    assert_eq!(buf[0], ((total % 65536) % 251) as u8);
                    total += count;
                }
            }
        }
    });
    let begin = cpu();
    assert_eq!(relay(from, to).await, size as u64);
    let cost = cpu() - begin;
    writing.join().unwrap();
    assert_eq!(reading.join().unwrap(), size);
    cost
}

/// CPU time of this thread.
fn cpu() -> std::time::Duration {
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_THREAD).unwrap();
    let time = |t: nix::sys::time::TimeVal| {
        std::time::Duration::new(t.tv_sec() as u64, t.tv_usec() as u32 * 1000)
    };
    time(usage.user_time()) + time(usage.system_time())
}

#[test]
fn moves_all_bytes_until_the_end() {
    run(async {
        for size in [0, 1, 70_000, 3_000_000] {
            through(size, |from, to| async move { relay(&from, &to).await }).await;
        }
        assert_eq!(PIPES.with(|pipes| pipes.free.borrow().len()), 1, "one pipe served all");
    });
}

#[test]
fn a_waiting_direction_holds_no_pipe() {
    run(async {
        let (from, _client) = pair().await;
        let mut splice = Splice::new();
        let cx = &mut Context::from_waker(std::task::Waker::noop());
        assert!(splice.poll_fill(cx, &from, 100).is_pending());
        assert!(splice.pipe.is_none());
    });
}

#[test]
fn a_pipe_with_bytes_is_not_used_again() {
    run(async {
        let (from, mut client) = pair().await;
        client.write_all(b"lost").unwrap();
        let before = PIPES.with(|pipes| pipes.free.borrow().len());
        let mut splice = Splice::new();
        assert_eq!(poll_fn(|cx| splice.poll_fill(cx, &from, 3)).await.unwrap(), 3);
        drop(splice);
        assert!(PIPES.with(|pipes| pipes.free.borrow().len()) <= before);
    });
}

#[test]
fn without_a_pipe_it_says_so() {
    run(async {
        set_limits(DEFAULT_SIZE, 1);
        let (from, mut client) = pair().await;
        client.write_all(b"some bytes").unwrap();
        let (mut one, mut two) = (Splice::new(), Splice::new());
        assert_eq!(poll_fn(|cx| one.poll_fill(cx, &from, 4)).await.unwrap(), 4);
        let error = poll_fn(|cx| two.poll_fill(cx, &from, 4)).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::Unsupported);
        drop(one);
        assert_eq!(poll_fn(|cx| two.poll_fill(cx, &from, 4)).await.unwrap(), 4);
        assert_eq!(PIPES.with(|pipes| pipes.live.get()), 1);
    });
}

async fn copy(mut from: Stream, mut to: Stream, size: usize) -> u64 {
    let mut buf = vec![0; size];
    let mut total = 0;
    loop {
        let count = poll_fn(|cx| from.poll_read(cx, &mut buf)).await.unwrap();
        if count == 0 {
            to.shutdown_write().unwrap();
            return total;
        }
        let mut sent = 0;
        while sent < count {
            sent += poll_fn(|cx| to.poll_write(cx, &buf[sent..count])).await.unwrap();
        }
        total += count as u64;
    }
}

/// Not a check but a figure: `cargo test --release -p moongate-net -- --ignored --nocapture pays`.
#[test]
#[ignore = "measures"]
fn pays() {
    run(async {
        for size in [64 << 10, 1 << 20, 256 << 20] {
            let rounds = ((256 << 20) / size).min(200);
            for (name, which) in [("splice", 0), ("copy 16k", 16384), ("copy 64k", 65536)] {
                let begin = Instant::now();
                let mut cost = std::time::Duration::ZERO;
                for _ in 0..rounds {
                    cost += through(size, |from, to| async move {
                        match which {
                            0 => relay(&from, &to).await,
                            buffer => copy(from, to, buffer).await,
                        }
                    })
                    .await;
                }
                let mib = (size * rounds) as f64 / 1048576.0;
                let each = cost.as_secs_f64() * 1e6 / mib;
                println!(
                    "{size} x {rounds}: {name}: {each:.1} us of CPU for a MiB, {:?}",
                    begin.elapsed()
                );
            }
        }
    });
}
