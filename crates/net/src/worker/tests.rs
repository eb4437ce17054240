use super::*;
use crate::{Dial, ListenOptions, Stream, Target, Timer};
use std::future::poll_fn;
use std::sync::mpsc::channel;
use std::time::Duration;

#[test]
fn jobs_run_on_their_worker_in_order() {
    let workers = Workers::start(3, |_| async {}).unwrap();
    let (sender, receiver) = channel();
    for remote in workers.remotes() {
        for turn in 0..2 {
            let sender = sender.clone();
            assert!(remote.spawn(move || sender.send((index(), turn)).unwrap()));
        }
    }
    let mut seen: Vec<_> = receiver.iter().take(6).collect();
    seen.sort_unstable();
    let expected: Vec<_> = (0..3).flat_map(|i| [(Some(i), 0), (Some(i), 1)]).collect();
    assert_eq!(seen, expected);
    assert_eq!(index(), None);
    let turns: Vec<_> = (0..4).map(|_| workers.next().index()).collect();
    assert_eq!(turns, [0, 1, 2, 0]);
    let remote = workers.remotes()[0].clone();
    workers.stop();
    workers.join();
    assert!(!remote.spawn(|| {}));
}

#[test]
fn a_panic_costs_itself_only() {
    let workers = Workers::start(1, |_| async {}).unwrap();
    let (sender, receiver) = channel();
    let remote = workers.next();
    remote.spawn(|| panic!("on purpose"));
    remote.spawn(|| drop(tokio::task::spawn_local(async { panic!("on purpose") })));
    remote.spawn(move || {
        tokio::task::spawn_local(async move {
            let timer = Timer::new();
            timer.set_after(Duration::from_millis(1));
            timer.expired().await;
            sender.send(()).unwrap();
        });
    });
    receiver.recv().unwrap();
    workers.stop();
    workers.join();
}

/// A connection accepted by one worker and served by another.
#[test]
fn sockets_move_to_a_worker() {
    let workers = Workers::start(2, |_| async {}).unwrap();
    let address = crate::Address::parse("127.0.0.1", crate::Want::HOST).unwrap().address;
    let listener = crate::bind(&address, 0, &ListenOptions::default()).unwrap();
    let target = Target::Inet(listener.local().inet().unwrap());
    let server = workers.remotes()[1].clone();
    workers.remotes()[0].spawn(move || {
        tokio::task::spawn_local(async move {
            let acceptor = listener.accepting().unwrap();
            let accepted = acceptor.accept().await.unwrap();
            server.spawn(move || {
                let mut stream = accepted.into_stream().unwrap();
                tokio::task::spawn_local(async move {
                    let text = format!("worker {}", index().unwrap());
                    poll_fn(|cx| stream.poll_write(cx, text.as_bytes())).await.unwrap();
                });
            });
        });
    });
    runtime().unwrap().block_on(async move {
        let mut stream: Stream = crate::dial(&Dial::to(target)).await.unwrap();
        let mut buf = [0; 32];
        let count = poll_fn(|cx| stream.poll_read(cx, &mut buf)).await.unwrap();
        assert_eq!(&buf[..count], b"worker 1");
    });
    workers.stop();
    workers.join();
}

#[test]
fn ending_the_workers_drops_their_tasks() {
    let workers = Workers::start(1, |_| std::future::pending()).unwrap();
    let (sender, receiver) = channel::<()>();
    workers.next().spawn(move || {
        tokio::task::spawn_local(async move {
            let _held = sender;
            std::future::pending::<()>().await;
        });
    });
    workers.stop();
    workers.join();
    assert!(receiver.recv().is_err());
}
