//! Connections that begin with a PROXY header: what both programs make of ordinary and of broken ones.

use moongate_tests::{Client, Launch, program, reference};
use std::path::Path;

const CONFIG: &str = "defaults
    timeout client 400ms
    timeout server 5s
    timeout connect 5s
frontend web
    mode http
    bind fd@${WEB} accept-proxy
    tcp-request connection set-var(sess.before) src
    tcp-request session set-var(sess.after) src
    http-request return status 200 content-type text/plain lf-string \"%[src]:%[src_port] %[dst]:%[dst_port] fc=%[fc_src] before=%[var(sess.before)] after=%[var(sess.after)] got=%[fc_rcvd_proxy] a=%[fc_pp_authority] u=%[fc_pp_unique_id] ci=%ci\"
frontend expects
    mode http
    bind fd@${EXPECTS}
    tcp-request connection expect-proxy layer4 if { src 127.0.0.0/8 }
    http-request return status 200 content-type text/plain lf-string \"%[src] got=%[fc_rcvd_proxy]\"
listen raw
    mode tcp
    bind fd@${RAW} accept-proxy
    tcp-request inspect-delay 5s
    tcp-request content accept if { req.payload(0,5) -m str hello }
    server s ${WEB_addr}
";

const GET: &[u8] = b"GET / HTTP/1.0\r\n\r\n";

/// A header of version 2 with this command, family and rest.
fn binary(what: u8, family: u8, rest: &[u8]) -> Vec<u8> {
    let length = u16::try_from(rest.len()).expect("it is short").to_be_bytes();
    [b"\r\n\r\n\0\r\nQUIT\n", &[what, family][..], &length, rest].concat()
}

fn headers() -> Vec<Vec<u8>> {
    let v4 = [192, 0, 2, 1, 198, 51, 100, 2, 0x12, 0x34, 0, 80];
    let v6 = [&[0x20, 1, 0x0d, 0xb8], &[0; 11][..], &[1], &[0x20, 1, 0x0d, 0xb8], &[0; 11], &[2]];
    let v6 = [&v6.concat()[..], &[0, 1, 0, 2]].concat();
    let with = |tlvs: &[u8]| binary(0x21, 0x11, &[&v4[..], tlvs].concat());
    let lines = [
        "PROXY TCP4 192.0.2.1 198.51.100.2 1234 80\r\n",
        "PROXY TCP6 2001:db8::1 2001:db8::2 1234 80\r\n",
        "PROXY UNKNOWN\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.2 1234\r\n",
        "PROXY TCP4 ::1 ::2 1 2\r\n",
        "PROXY UDP4 192.0.2.1 198.51.100.2 1234 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.2 1234 80\n",
        "PROXY TCP4 192.0.2",
        "PROX",
        "",
        "XROXY TCP4 192.0.2.1 198.51.100.2 1234 80\r\n",
    ];
    let mut list: Vec<Vec<u8>> = lines.iter().map(|line| line.as_bytes().to_vec()).collect();
    list.extend([
        binary(0x21, 0x11, &v4),
        binary(0x21, 0x21, &v6),
        binary(0x20, 0x11, &v4),
        binary(0x20, 0x00, &[]),
        binary(0x21, 0x00, &[]),
        binary(0x21, 0x31, &[b'/'; 216]),
        binary(0x21, 0x11, &v4[..8]),
        binary(0x31, 0x11, &v4),
        binary(0x2f, 0x11, &v4),
        with(&[2, 0, 3, b'a', b'.', b'b']),
        with(&[2, 0, 3, b'a', b'.', b'b', 5, 0, 2, b'i', b'd']),
        with(&[4, 0, 2, 0, 0, 2, 0, 1, b'x']),
        with(&[2, 0, 9, b'a']),
        with(&[3, 0, 4, 1, 2, 3, 4]),
    ]);
    list
}

/// What comes back for each header, on each of the sockets.
fn show(program: &Path) -> Vec<String> {
    let proxy = Launch::of(program, CONFIG).listen("WEB").listen("EXPECTS").listen("RAW").start();
    let mut shown = Vec::new();
    let ports = regex::Regex::new(r"127\.0\.0\.1:\d+").expect("the pattern is right");
    for header in headers() {
        for name in ["WEB", "EXPECTS"] {
            let mut client = Client::connect(proxy.addr(name));
            client.send([&header[..], GET].concat());
            client.shut();
            let text = client.to_end();
            let body = text.split_once("\r\n\r\n").map_or("closed", |(_, body)| body);
            let line = text.lines().next().unwrap_or("");
            let body = ports.replace_all(body, "here");
            shown.push(format!("{name} {}: {line} {body}", String::from_utf8_lossy(&header)));
        }
    }
    shown
}

#[test]
fn headers_are_understood_alike() {
    let (theirs, ours) = (show(&reference()), show(&program()));
    let differing = theirs.iter().zip(&ours).filter(|(theirs, ours)| theirs != ours);
    let lines: Vec<String> =
        differing.map(|(theirs, ours)| format!("HAProxy  {theirs:?}\nMoongate {ours:?}")).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// Where HAProxy differs: it closes for words behind `UNKNOWN`, which are to be ignored (PROXY protocol,
/// section 2.1), and takes the low bits of a port that is too large.
#[test]
fn what_is_unknown_is_ignored_and_no_port_is_made_up() {
    let proxy = Launch::new(CONFIG).listen("WEB").listen("EXPECTS").listen("RAW").start();
    let ask = |header: &str| {
        let mut client = Client::connect(proxy.addr("EXPECTS"));
        client.send([header.as_bytes(), GET].concat());
        client.shut();
        client.to_end()
    };
    assert!(ask("PROXY UNKNOWN 1 2 3 4\r\n").ends_with("127.0.0.1 got=1"));
    assert_eq!(ask("PROXY TCP4 192.0.2.1 198.51.100.2 99999 80\r\n"), "");
}

#[test]
fn what_comes_with_the_header_is_the_stream_s() {
    let proxy = Launch::new(CONFIG).listen("WEB").listen("EXPECTS").listen("RAW").start();
    let mut client = Client::connect(proxy.addr("RAW"));
    client.send("PROXY TCP4 192.0.2.1 198.51.100.2 1234 80\r\nhelloPROXY");
    // The server behind expects a header of its own, and closes for want of it.
    assert_eq!(client.to_end(), "");
}
