//! Bandwidth limits: a limited stream is as slow as it should be, whole, and alone in that.

use moongate_tests::{Client, Launch, Origin, PATIENCE, exchange};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

const DEFAULTS: &str = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n";
/// The limit of a period of 200 ms.
const LIMIT: usize = 50_000;

fn listen(lines: &str, origin: &Origin) -> Launch {
    let config =
        format!("{DEFAULTS}listen l\n    bind fd@${{FE}}\n{lines}    server s {}\n", origin.addr());
    Launch::new(config).listen("FE")
}

fn body() -> String {
    "0123456789".repeat(5 * LIMIT / 10)
}

/// Five limits take four periods at least: the first is free at once.
fn check(took: Duration) {
    assert!(took >= Duration::from_millis(700), "too fast: {took:?}");
    assert!(took < Duration::from_secs(5), "too slow: {took:?}");
}

#[test]
fn answers_are_limited_where_a_rule_says_so() {
    let origin = Origin::fixed(&body());
    let lines = "    http-request set-bandwidth-limit slow limit int(50000) if { path /slow }\n\
                 \x20   http-response set-bandwidth-limit slow period 200ms if { capture.req.uri /late }\n\
                 \x20   filter bwlim-out slow default-limit 50000 default-period 200ms min-size 2896\n";
    let proxy = listen(lines, &origin).start();
    let ask = |path: &str| {
        let begin = Instant::now();
        let answer = exchange(
            proxy.addr("FE"),
            &format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
        );
        assert!(answer.contains("\r\ncontent-length: 250000\r\n"), "the length stays");
        assert!(answer.ends_with(&body()));
        begin.elapsed()
    };
    check(ask("/slow"));
    check(ask("/late"));
    // Those that no rule limits, while another one is under way.
    let mut slow = Client::connect(proxy.addr("FE"));
    slow.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
    let begin = Instant::now();
    ask("/");
    assert!(begin.elapsed() < Duration::from_millis(600), "{:?}", begin.elapsed());
    assert!(slow.response().ends_with(&body()));
    // The limit was that request's.
    let begin = Instant::now();
    assert!(slow.get("/").ends_with(&body()));
    assert!(begin.elapsed() < Duration::from_millis(600), "{:?}", begin.elapsed());
}

#[test]
fn uploads_are_limited_by_bwlim_in() {
    let (tell, told) = channel();
    let origin = Origin::new(move |mut stream| {
        let (mut all, mut room) = (Vec::new(), [0; 65536]);
        while !all.ends_with(b"789\r\n0\r\n\r\n") {
            match stream.read(&mut room) {
                Ok(count) if count > 0 => all.extend_from_slice(&room[..count]),
                _ => break,
            }
        }
        let _ = tell.send(all);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    let lines = "    filter bwlim-in up default-limit 50000 default-period 200ms\n\
                 \x20   http-request set-bandwidth-limit up\n    timeout client 300ms\n    timeout server 300ms\n";
    let proxy = listen(lines, &origin).start();
    let begin = Instant::now();
    let mut client = TcpStream::connect(proxy.addr("FE")).expect("it listens");
    client.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    let head = "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    client.write_all(head.as_bytes()).expect("it reads");
    for piece in body().as_bytes().chunks(10_000) {
        client.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).expect("it reads");
        client.write_all(piece).expect("it reads");
        client.write_all(b"\r\n").expect("it reads");
    }
    client.write_all(b"0\r\n\r\n").expect("it reads");
    let mut answer = [0; 15];
    client.read_exact(&mut answer).expect("an answer comes");
    check(begin.elapsed());
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    let got = told.recv_timeout(PATIENCE).expect("the origin got it");
    let digits = got.iter().filter(|byte| **byte == b'9').count();
    assert!(digits >= 5 * LIMIT / 10, "{digits}");
}

#[test]
fn tcp_streams_are_limited_both_ways() {
    let origin = Origin::fixed(&body());
    for rule in ["tcp-request content", "tcp-response content"] {
        let lines = format!(
            "    mode tcp\n    filter bwlim-out down default-limit 50000 default-period 200ms\n    {rule} set-bandwidth-limit down\n"
        );
        let proxy = listen(&lines, &origin).start();
        let begin = Instant::now();
        let mut client = Client::connect(proxy.addr("FE"));
        assert!(client.get("/").ends_with(&body()));
        check(begin.elapsed());
    }
}

#[test]
fn several_limits_hold_at_once() {
    let origin = Origin::fixed(&body());
    let lines = "    filter bwlim-out wide default-limit 10m default-period 1s\n\
                 \x20   filter bwlim-out down default-limit 50000 default-period 200ms\n\
                 \x20   http-request set-bandwidth-limit down\n    http-request set-bandwidth-limit wide\n";
    let proxy = listen(lines, &origin).start();
    let begin = Instant::now();
    assert!(Client::connect(proxy.addr("FE")).get("/").ends_with(&body()));
    check(begin.elapsed());
}

#[test]
fn a_long_pause_is_no_timeout() {
    let origin = Origin::fixed("0123456789");
    // Nine bytes at once, the tenth a period later.
    let lines = "    filter bwlim-out down default-limit 9 default-period 900ms\n\
                 \x20   http-request set-bandwidth-limit down\n    timeout client 200ms\n    timeout server 200ms\n";
    let proxy = listen(lines, &origin).start();
    let mut client = Client::connect(proxy.addr("FE"));
    assert!(client.get("/").ends_with("0123456789"));
}

#[test]
fn streams_of_one_key_share_a_limit() {
    let origin = Origin::fixed(&body());
    let lines = "    filter bwlim-out shared limit 50000 key req.hdr(x-k) table rates min-size 2896\n\
                 \x20   http-request set-bandwidth-limit shared if { req.hdr(x-k) -m found }\n";
    let config = format!(
        "{DEFAULTS}backend rates\n    stick-table type string size 100 expire 1m store bytes_out_rate(200ms)\nlisten l\n    bind fd@${{FE}}\n{lines}    server s {}\n",
        origin.addr()
    );
    let proxy = Launch::new(config).listen("FE").start();
    let address = proxy.addr("FE");
    let ask = move |key: &str| {
        let begin = Instant::now();
        let head = format!("GET / HTTP/1.1\r\nhost: a\r\nx-k: {key}\r\nconnection: close\r\n\r\n");
        assert!(exchange(address, &head).ends_with(&body()));
        begin.elapsed()
    };
    check(ask("alone"));
    // Two together take twice as long; one of another key doesn't care.
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let streams = [scope.spawn(|| ask("both")), scope.spawn(|| ask("both"))];
        check(ask("other"));
        for stream in streams {
            stream.join().expect("a whole answer");
        }
    });
    let took = begin.elapsed();
    assert!(took >= Duration::from_millis(1500), "too fast: {took:?}");
    assert!(took < Duration::from_secs(8), "too slow: {took:?}");
}
