//! Bodies of every framing arrive whole, whatever the receiver's pace.

use super::*;
use moongate_net::Stream;
use moongate_net::worker::runtime;
use moongate_state::{Mode, ProxyId, Session, World};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const SIZE: usize = 1 << 20;

/// A transaction, which only filters look at.
fn txn() -> Txn {
    let proxy = moongate_state::Proxy::new(ProxyId(0), "p", Mode::Http, true, true);
    let world = Arc::new(World::new(vec![Arc::new(proxy)]));
    Txn::new(Rc::new(Session::new(world, ProxyId(0))))
}

/// Pumps a body of `SIZE` bytes to a receiver that reads only when the pump can't go on.
fn pumped(framing: Body) -> Vec<u8> {
    runtime().expect("a runtime").block_on(async {
        let (mut sender, from) = Stream::pair().expect("a pair of sockets");
        let (to, mut receiver) = Stream::pair().expect("a pair of sockets");
        // So little room that the last piece has to wait too.
        nix::sys::socket::setsockopt(&to, nix::sys::socket::sockopt::SndBuf, &4096)
            .expect("a small buffer");
        let (mut from, mut to) = (Conn::new(from), Conn::new(to));
        let sending = tokio::task::spawn_local(async move {
            let body: Vec<u8> = (0..SIZE).map(|at| (at % 251) as u8).collect();
            let Stream::Unix(socket) = &mut sender else { return };
            socket.write_all(&body).await.expect("the pump reads");
        });
        let turn = tokio::sync::Notify::new();
        let pumping = async {
            let mut reader = BodyReader::new(Body::Length(SIZE as u64));
            let mut pump = Pump::new(framing);
            let mut txn = txn();
            poll_fn(|cx| {
                let polled = pump.poll(cx, &mut txn, &mut reader, &mut from, &mut to);
                turn.notify_one();
                polled
            })
            .await
            .expect("a whole body");
            drop(to);
        };
        let reading = async {
            let Stream::Unix(socket) = &mut receiver else { return Vec::new() };
            let mut all = Vec::new();
            let mut piece = vec![0; 7001];
            loop {
                turn.notified().await;
                match socket.read(&mut piece).await {
                    Ok(0) | Err(_) => return all,
                    Ok(count) => all.extend_from_slice(&piece[..count]),
                }
                turn.notify_one();
            }
        };
        let ((), all) = tokio::join!(pumping, reading);
        sending.await.expect("the sender ends");
        all
    })
}

#[test]
fn a_spliced_body_arrives_whole() {
    let all = pumped(Body::Length(SIZE as u64));
    assert_eq!(all.len(), SIZE);
    assert!(all.iter().enumerate().all(|(at, byte)| *byte == (at % 251) as u8));
}

#[test]
fn a_chunked_body_arrives_whole() {
    let all = pumped(Body::Chunked);
    let mut reader = BodyReader::new(Body::Chunked);
    let (mut rest, mut count) = (&all[..], 0);
    while !reader.is_done() && !rest.is_empty() {
        let step = reader.step(rest).expect("chunks");
        count += step.data.len();
        rest = &rest[step.consumed..];
    }
    assert!(reader.is_done() && rest.is_empty());
    assert_eq!(count, SIZE);
}

#[test]
fn trailers_are_left_out_where_they_are_not_wanted() {
    let moved = |restricted: bool| {
        runtime().expect("a runtime").block_on(async {
            let (mut sender, from) = Stream::pair().expect("a pair of sockets");
            let (to, mut receiver) = Stream::pair().expect("a pair of sockets");
            let (mut from, mut to) = (Conn::new(from), Conn::new(to));
            if let Stream::Unix(socket) = &mut sender {
                let body = b"3\r\nabc\r\n0\r\nx-late: 1\r\n\r\n";
                socket.write_all(body).await.expect("room for a small body");
            }
            let mut reader = BodyReader::new(Body::Chunked);
            let mut pump = Pump::new(Body::Chunked);
            pump.restrict(false, restricted);
            let mut txn = txn();
            poll_fn(|cx| pump.poll(cx, &mut txn, &mut reader, &mut from, &mut to))
                .await
                .expect("a whole body");
            drop(to);
            let mut all = Vec::new();
            if let Stream::Unix(socket) = &mut receiver {
                socket.read_to_end(&mut all).await.expect("what was sent");
            }
            all
        })
    };
    assert_eq!(moved(false), b"3\r\nabc\r\n0\r\nx-late: 1\r\n\r\n");
    assert_eq!(moved(true), b"3\r\nabc\r\n0\r\n\r\n");
}
