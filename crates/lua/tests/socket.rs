//! Sockets and requests of scripts where the order of things matters.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;

use common::{Bench, bench, cx};
use moongate_lua::CLASSES;
use moongate_rules::Verdict;
use std::future::poll_fn;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        tokio::time::timeout(Duration::from_secs(20), future).await.expect("it hangs")
    })
}

/// Starts the action `t` with the address of a server, until the server has its first byte.
async fn connected(script: &str) -> (Bench, Box<dyn moongate_rules::Pending>, TcpStream) {
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = server.local_addr().unwrap().to_string();
    let mut bench = bench(&format!(
        "core.register_action('t', {{'http-req'}}, function(txn)\n\
           local addr = '{addr}'\n{script}\nend)"
    ));
    let Verdict::Wait(mut pending) = bench.start("t") else { panic!("it waits") };
    let begun = async {
        let (mut stream, _) = server.accept().await.unwrap();
        // The first byte shows that the script knows of its connection.
        stream.read_u8().await.unwrap();
        stream
    };
    let stream = tokio::select! {
        stream = begun => stream,
        _ = poll_fn(|task| {
            let mut scratch = Vec::new();
            pending.poll(&mut cx(&mut bench.txn, &mut scratch), task)
        }) => panic!("it ends: {:?}", bench.logs()),
    };
    (bench, pending, stream)
}

#[test]
fn an_abandoned_run_lets_its_socket_go() {
    run(async {
        let script = "local s = core.tcp()\ns:connect(addr)\ns:send('x')\ns:receive()";
        let (bench, pending, mut stream) = connected(script).await;
        drop(pending);
        assert_eq!(stream.read(&mut [0; 10]).await.unwrap(), 0, "{:?}", bench.logs());
    });
}

#[test]
fn an_abandoned_request_lets_its_connection_go() {
    run(async {
        let script = "core.httpclient():get{url = 'http://' .. addr}";
        let (bench, pending, mut stream) = connected(script).await;
        drop(pending);
        let mut request = Vec::new();
        // A request that was begun ends with a reset or with the end.
        let _ = stream.read_to_end(&mut request).await;
        drop(bench);
    });
}

#[test]
fn a_socket_in_a_global_stays_open() {
    run(async {
        let script = "s = core.tcp()\ns:connect(addr)\ns:send('x')\nfor i = 1, 200 do core.tcp() end\ns:receive()";
        let (_bench, pending, mut stream) = connected(script).await;
        drop(pending);
        let mut bytes = [0; 10];
        let read = tokio::time::timeout(Duration::from_millis(1500), stream.read(&mut bytes));
        assert!(read.await.is_err(), "it was closed");
    });
}

#[test]
fn every_method_is_declared() {
    let methods = |class: &str| {
        let class = CLASSES.iter().find(|found| found.name == class).unwrap();
        let mut names: Vec<_> = class.functions.iter().map(|f| f.declaration.name).collect();
        names.sort_unstable();
        assert!(class.functions.iter().all(|f| f.declaration.sentence.ends_with('.')));
        names
    };
    let socket = [
        "close",
        "connect",
        "connect_ssl",
        "getpeername",
        "getsockname",
        "receive",
        "send",
        "setoption",
        "settimeout",
        "shutdown",
    ];
    assert_eq!(methods("Socket"), socket);
    assert_eq!(methods("HTTPClient"), ["delete", "get", "head", "post", "put"]);
}

#[test]
fn nothing_is_connected_while_the_process_starts() {
    let mut bench = bench(
        "local s = core.tcp()\nlocal _, err = pcall(s.connect, s, '127.0.0.1:1')\n\
         local h = core.httpclient()\nlocal _, herr = pcall(h.get, h, {url = 'http://127.0.0.1:1'})\n\
         core.register_action('t', {'http-req'}, function(txn) txn:set_var('txn.r', err .. herr) end)",
    );
    let text = bench.result();
    assert!(text.contains("Socket:connect: doesn't work in the body"), "{text}");
    assert!(text.contains("HTTPClient:get: doesn't work in the body"), "{text}");
}
