//! Filters of scripts end to end: bodies of every framing and size, both directions, several filters,
//! TCP, answers of the proxy's own; and what actions do with the bytes of TCP.

use moongate_tests::{Client, Launch, Origin, PATIENCE, Proxy, under_test_is_haproxy};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

fn start(mode: &str, lines: &str) -> Proxy {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("lua/filters.lua");
    let lines = lines.lines().map(|line| format!("    {}\n", line.trim())).collect::<String>();
    Launch::new(format!(
        "global\n    tune.lua.bool-sample-conversion normal\n    lua-load \"${{SCRIPT}}\"\n\
         defaults\n    mode {mode}\n    timeout connect 5s\n    timeout client 10s\n    timeout server 10s\n\
         listen fe\n    bind fd@${{FE}}\n{lines}"
    ))
    .env("SCRIPT", scripts.display())
    .listen("FE")
    .start()
}

fn http(origin: &Origin, lines: &str) -> Proxy {
    start("http", &format!("{lines}\nserver s {}", origin.addr()))
}

/// The payload of a message, chunks joined.
fn payload(message: &str) -> String {
    let (head, body) = message.split_once("\r\n\r\n").expect("a head");
    if !head.to_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut rest, mut whole) = (body, String::new());
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).expect("a chunk's size");
        whole.push_str(&after[..size]);
        rest = after.get(size + 2..).unwrap_or_default();
    }
    whole
}

#[test]
fn filters_change_bodies_in_order() {
    let origin = Origin::fixed("body");
    let proxy = http(&origin, "filter lua.footer -a\nfilter lua.upper\nfilter lua.footer -b");
    let mut client = Client::connect(proxy.addr("FE"));
    for _ in 0..2 {
        let answer = client.get("/");
        assert!(answer.contains("\r\ncontent-length: 8\r\n"), "{answer}");
        assert_eq!(payload(&answer), "BODY-A-b");
    }
}

#[test]
fn a_sequence_leaves_filters_out() {
    let origin = Origin::fixed("body");
    let lines = "filter lua.footer a\nfilter lua.footer b\nfilter lua.upper\n\
                 filter-sequence response lua.upper,lua.footer";
    let proxy = http(&origin, lines);
    if under_test_is_haproxy() {
        return;
    }
    assert_eq!(payload(&Client::connect(proxy.addr("FE")).get("/")), "BODYa");
}

#[test]
fn large_bodies_and_chunks() {
    let large = "x".repeat(200_000);
    let chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
    let length = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{large}", large.len());
    let origin = Origin::http(move |request| match request.starts_with("GET /large ") {
        true => length.clone(),
        false => chunked.to_owned(),
    });
    let proxy = http(&origin, "filter lua.upper\nfilter lua.footer -end");
    let mut client = Client::connect(proxy.addr("FE"));
    let answer = client.get("/large");
    assert!(answer.contains("transfer-encoding: chunked"), "its length isn't known before");
    assert_eq!(payload(&answer).len(), 200_004);
    assert!(payload(&answer).ends_with("X-end"));
    assert_eq!(payload(&client.get("/chunks")), "ABCDEF-end");
}

#[test]
fn requests_are_filtered_too() {
    let origin = Origin::http(|request| {
        let body = payload(request);
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    });
    let proxy = http(&origin, "filter lua.signed +me");
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\ndata");
    assert_eq!(payload(&client.response()), "data+me");
    let large = "y".repeat(50_000);
    client.send(format!("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 50000\r\n\r\n{large}"));
    assert_eq!(payload(&client.response()), format!("{large}+me"));
    let requests = origin.requests();
    assert!(requests[0].contains("\r\ncontent-length: 7\r\n"), "{}", requests[0]);
    assert!(requests[0].contains("\r\nx-length: 4\r\n"), "{}", requests[0]);
    assert!(requests[1].contains("\r\ntransfer-encoding: chunked\r\n"));
}

#[test]
fn a_filter_waits_for_the_whole() {
    let origin = Origin::new(|mut stream| {
        let mut room = [0; 1000];
        let _ = stream.read(&mut room);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabc");
        std::thread::yield_now();
        let _ = stream.write_all(b"def");
    });
    let proxy = http(&origin, "filter lua.whole");
    assert_eq!(payload(&Client::connect(proxy.addr("FE")).get("/")), "abcdef!");
}

#[test]
fn what_comes_while_a_filter_waits_is_filtered_too() {
    let origin = Origin::new(|mut stream| {
        let mut room = [0; 1000];
        let _ = stream.read(&mut room);
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        let _ = stream.write_all(head.as_bytes());
        for _ in 0..20 {
            let _ = stream.write_all(b"3\r\nabc\r\n");
            std::thread::sleep(Duration::from_millis(1));
        }
        let _ = stream.write_all(b"0\r\n\r\n");
    });
    let proxy = http(&origin, "filter lua.slow\nfilter lua.upper");
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert_eq!(payload(&answer), "XYZ".repeat(20));
}

#[test]
fn the_end_of_a_body_may_come_behind_its_payload() {
    let origin = Origin::new(|mut stream| {
        let mut room = [0; 1000];
        let _ = stream.read(&mut room);
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n";
        let _ = stream.write_all(head.as_bytes());
        std::thread::sleep(Duration::from_millis(50));
        let _ = stream.write_all(b"0\r\n\r\n");
    });
    let proxy = http(&origin, "filter lua.footer -end\nfilter lua.footer .");
    assert_eq!(payload(&Client::connect(proxy.addr("FE")).get("/")), "abc-end.");
}

#[test]
fn a_filter_refuses() {
    let origin = Origin::fixed("body");
    let proxy = http(&origin, "filter lua.fails");
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
}

#[test]
fn answers_of_the_proxy_pass_filters() {
    let lines = "filter lua.upper\nfilter lua.footer .\n\
                 http-request return status 200 content-type text/plain string hi if { path /own }\n\
                 http-request use-service lua.pieces";
    let proxy = start("http", lines);
    let mut client = Client::connect(proxy.addr("FE"));
    let answer = client.get("/own");
    assert_eq!(payload(&answer), "HI.");
    assert!(answer.contains("content-length: 3"), "{answer}");
    let answer = client.get("/service");
    assert!(payload(&answer).starts_with("ONETWOTHREE"), "{answer}");
    assert_eq!(payload(&client.get("/own")), "HI.");
}

#[test]
fn streams_of_tcp() {
    let origin = Origin::new(|mut stream| {
        let mut room = [0; 1000];
        while let Ok(count @ 1..) = stream.read(&mut room) {
            let _ = stream.write_all(&room[..count]);
        }
    });
    let proxy = start("tcp", &format!("filter lua.lines\nserver s {}", origin.addr()));
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("one\ntw");
    assert_eq!(client.until("]"), "[one\n]");
    client.send("o\n");
    assert!(client.until("two\n]").ends_with("[two\n]"));
}

#[test]
fn commands_of_scripts() {
    if under_test_is_haproxy() {
        return;
    }
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("lua/filters.lua");
    let launch = Launch::new(
        "global\n    tune.lua.bool-sample-conversion normal\n    lua-load \"${SCRIPT}\"\n\
         \x20   stats socket \"${DIR}/sock\" level user\n\
         defaults\n    mode http\n    timeout connect 5s\n    timeout client 10s\n    timeout server 10s\n\
         frontend fe\n    bind fd@${FE}\n",
    )
    .env("SCRIPT", scripts.display())
    .listen("FE");
    let socket = launch.folder().join("sock");
    let launch = launch.env("DIR", socket.parent().expect("a folder").display());
    let _proxy = launch.start();
    let said = |line: &str| {
        let until = Instant::now() + PATIENCE;
        let mut stream = loop {
            match UnixStream::connect(&socket) {
                Ok(stream) => break stream,
                Err(error) => assert!(Instant::now() < until, "{}: {error}", socket.display()),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        writeln!(stream, "{line}").expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer in time");
        text
    };
    assert_eq!(said("show greeting to you"), "hello to you\n\n");
    assert_eq!(said("show greeting a; show greeting b"), "hello a\n\nhello b\n\n");
    assert!(said("help show gr").contains("  show greeting: greets\n"));
}

/// Answers each line with its length and then, in another piece, with the line.
fn in_pieces() -> Origin {
    Origin::new(|mut stream| {
        let mut room = [0; 1000];
        while let Ok(count @ 1..) = stream.read(&mut room) {
            let _ = stream.write_all(format!("{count}").as_bytes());
            let _ = stream.flush();
            std::thread::sleep(Duration::from_millis(20));
            let _ = stream.write_all(b"\n");
            let _ = stream.write_all(&room[..count]);
        }
    })
}

#[test]
fn actions_wait_for_lines_of_the_client() {
    let origin = in_pieces();
    let lines = format!("tcp-request content lua.tag_request\nserver s {}", origin.addr());
    let proxy = start("tcp", &lines);
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("on");
    client.send("e\ntwo");
    assert_eq!(client.until("one two"), "8\n<one two");
}

#[test]
fn actions_wait_for_lines_of_the_server() {
    let origin = in_pieces();
    let lines = format!("tcp-response content lua.tag_response\nserver s {}", origin.addr());
    let proxy = start("tcp", &lines);
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("abc\n");
    assert_eq!(client.until("abc\n"), "sent:4\nabc\n");
}
