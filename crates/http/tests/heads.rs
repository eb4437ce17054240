//! What is refused in a head, where, and what is made of the rest.
#![allow(clippy::unwrap_used)] // A test that unwraps in vain has failed.

use moongate_http::{
    Fault, Head, Limits, Malformed, Version, connection, expects_continue, read_request,
    read_response, upgrade_token, wants_keep_alive, write_head,
};

fn request(input: &[u8]) -> Result<Head, Malformed> {
    let mut head = Head::new();
    let consumed = read_request(&mut head, input, &Limits::default(), &mut 0)?;
    assert!(consumed.is_some(), "not complete: {}", input.escape_ascii());
    Ok(head)
}

fn response(input: &[u8]) -> Result<Head, Malformed> {
    let mut head = Head::new();
    let consumed = read_response(&mut head, input, &Limits::default(), &mut 0)?;
    assert!(consumed.is_some(), "not complete: {}", input.escape_ascii());
    Ok(head)
}

fn relaxed(input: &[u8]) -> Result<Head, Malformed> {
    let mut head = Head::new();
    let limits = Limits { relaxed: true, ..Limits::default() };
    read_request(&mut head, input, &limits, &mut 0).map(|_| head)
}

fn written(head: &Head) -> String {
    let mut out = Vec::new();
    write_head(head, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn faults_and_their_places() {
    let cases: [(&[u8], Fault, usize); 30] = [
        (b"\x16\x03\x01", Fault::Character, 0),
        (b"\rG", Fault::BareCr, 0),
        (b"GET / HTTP/1.1\rX", Fault::BareCr, 14),
        (b"G(T / HTTP/1.1\r\n", Fault::Method, 1),
        (b" GET / HTTP/1.1\r\n", Fault::Method, 0),
        (b"GET\r\n", Fault::Target, 3),
        (b"GET /\r\n", Fault::Version, 5),
        (b"GET / HTTP/1.1 \r\n", Fault::Version, 6),
        (b"GET / HTTP/1.10\r\n", Fault::Version, 6),
        (b"GET / HTTP/0.9\r\n", Fault::Version, 6),
        (b"GET / RTSP/1.0\r\n", Fault::Version, 6),
        (b"GET /a b HTTP/1.1\r\n", Fault::Version, 7),
        (b"GET /\xff", Fault::Character, 5),
        (b"\r\n\r\nGET /x#y HTTP/1.1\r\n", Fault::Fragment, 10),
        (b"GET x HTTP/1.1\r\n", Fault::Target, 4),
        (b"GET * HTTP/1.1\r\n", Fault::Target, 4),
        (b"OPTIONS */x HTTP/1.1\r\n", Fault::Target, 8),
        (b"CONNECT a HTTP/1.1\r\n", Fault::Target, 8),
        (b"CONNECT a: HTTP/1.1\r\n", Fault::Target, 8),
        (b"CONNECT / HTTP/1.1\r\n", Fault::Target, 8),
        (b"CONNECT http://a:80 HTTP/1.1\r\n", Fault::Target, 8),
        (b"GET / HTTP/1.1\r\n X: y\r\n", Fault::Folded, 16),
        (b"GET / HTTP/1.1\r\nX : y\r\n", Fault::SpaceBeforeColon, 17),
        (b"GET / HTTP/1.1\r\nX y\r\n", Fault::SpaceBeforeColon, 17),
        (b"GET / HTTP/1.1\r\nXy\r\n", Fault::MissingColon, 18),
        (b"GET / HTTP/1.1\r\n: y\r\n", Fault::HeaderName, 16),
        (b"GET / HTTP/1.1\r\nX(", Fault::HeaderName, 17),
        (b"GET / HTTP/1.1\r\nX: a\0", Fault::Character, 20),
        (b"GET / HTTP/1.1\r\nX: a\rb", Fault::BareCr, 20),
        (b"GET / HTTP/1.1\r\n\rX", Fault::BareCr, 16),
    ];
    for (input, fault, offset) in cases {
        let mut head = Head::new();
        let read = read_request(&mut head, input, &Limits::default(), &mut 0);
        assert_eq!(read, Err(Malformed { fault, offset }), "{}", input.escape_ascii());
    }
}

#[test]
fn faults_of_responses() {
    let cases: [(&[u8], Fault, usize); 9] = [
        (b"HTTP/1.1 20 OK\r\n", Fault::Status, 9),
        (b"HTTP/1.1 2000 OK\r\n", Fault::Status, 9),
        (b"HTTP/1.1 099 OK\r\n", Fault::Status, 9),
        (b"HTTP/1.1 2x0 OK\r\n", Fault::Status, 9),
        (b"HTTP/1.1\r\n", Fault::Status, 8),
        (b"ICY 200 OK\r\n", Fault::Version, 0),
        (b" HTTP/1.1 200 OK\r\n", Fault::Version, 0),
        (b"HTTP/1.1 200 O\0K\r\n", Fault::Character, 14),
        (b"HTTP/1.1 200 OK\r\nX : a\r\n", Fault::SpaceBeforeColon, 18),
    ];
    for (input, fault, offset) in cases {
        let mut head = Head::new();
        let read = read_response(&mut head, input, &Limits::default(), &mut 0);
        assert_eq!(read, Err(Malformed { fault, offset }), "{}", input.escape_ascii());
    }
}

#[test]
fn a_partial_head_takes_nothing() {
    let whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let (mut head, mut resume) = (Head::new(), 0);
    for end in 0..whole.len() {
        let read = read_request(&mut head, &whole[..end], &Limits::default(), &mut resume);
        assert_eq!(read, Ok(None), "{end}");
    }
    let read = read_request(&mut head, whole, &Limits::default(), &mut resume);
    assert_eq!(read, Ok(Some(whole.len())));
    assert_eq!(written(&head), "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
}

#[test]
fn sizes() {
    let limits = Limits { max_headers: 3, max_head: 40, relaxed: false };
    let read = |input: &[u8]| read_request(&mut Head::new(), input, &limits, &mut 0);
    assert_eq!(read(b"GET / HTTP/1.1\r\na:b\r\nc:d\r\n\r\n"), Ok(Some(28)));
    let many = read(b"GET / HTTP/1.1\r\na:b\r\nc:d\r\ne:f\r\n");
    assert_eq!(many, Err(Malformed { fault: Fault::TooManyHeaders, offset: 26 }));
    let fits = [b"GET /", &[b'x'; 22][..], b" HTTP/1.1\r\n\r\n"].concat();
    assert_eq!((fits.len(), read(&fits)), (40, Ok(Some(40))));
    let large = [b"GET /", &[b'x'; 23][..], b" HTTP/1.1\r\n\r\n"].concat();
    let too_large = Err(Malformed { fault: Fault::HeadTooLarge, offset: 40 });
    assert_eq!(read(&large), too_large);
    assert_eq!(read(&large[..40]), too_large);
    assert_eq!(read(&large[..39]), Ok(None));
}

#[test]
fn responses_read() {
    let head = response(b"HTTP/1.1  200  OK  x \r\nX: y\r\n\r\n").unwrap();
    assert_eq!((head.status(), head.reason(), head.len()), (200, &b"OK  x "[..], 1));
    assert!(!head.is_request() && !head.is_empty() && head.method().is_empty());
    let head = response(b"\r\nHTTP/1.0 404\r\n\r\n").unwrap();
    assert_eq!(written(&head), "HTTP/1.0 404 \r\n\r\n");
    assert_eq!(head.version(), Version::Http10);
}

#[test]
fn versions() {
    let head = request(b"GET / HTTP/1.7\r\n\r\n").unwrap();
    assert_eq!((head.version(), head.version_digits()), (Version::Http11, (1, 7)));
    assert_eq!(written(&head), "GET / HTTP/1.1\r\n\r\n");
    let head = relaxed(b"GET /x\r\n").unwrap();
    assert_eq!((head.version(), head.len()), (Version::V09, 0));
    let mut head = relaxed(b"DESCRIBE /x RTSP/1.12\r\nX: a\0b\r\n\r\n").unwrap();
    assert_eq!(written(&head), "DESCRIBE /x RTSP/1.12\r\nx: a\0b\r\n\r\n");
    head.set_version(Version::Http10);
    assert_eq!(written(&head), "DESCRIBE /x HTTP/1.0\r\nx: a\0b\r\n\r\n");
    assert!(relaxed(b"POST /x\r\n").is_err());
}

/// Target and `Host` before, and what becomes of them; `None` where they are refused.
#[test]
fn targets_and_hosts() {
    let cases = [
        ("GET", "http://h/c", "h", Some(("http://h/c", "h"))),
        ("GET", "http://u:p@h:80/c", "h:80", Some(("http://u:p@h/c", "h"))),
        ("GET", "http://h:8080/c", "h:8080", Some(("http://h:8080/c", "h:8080"))),
        ("GET", "https://h:443/c", "h:443", Some(("https://h/c", "h"))),
        ("GET", "https://h:80/c", "h:80", Some(("https://h:80/c", "h:80"))),
        ("GET", "http://h:80/c", "h", Some(("http://h/c", "h"))),
        ("GET", "http://h/c", "h:80", Some(("http://h/c", "h:80"))),
        ("GET", "http://h:/c", "h", Some(("http://h/c", "h"))),
        ("GET", "http://h/c", "h:", Some(("http://h/c", "h:"))),
        ("GET", "http://h:80/c", "h:", Some(("http://h/c", "h"))),
        ("GET", "http://:", ":80", Some(("http:///", ""))),
        ("GET", "https://:", ":", Some(("https:///", ""))),
        ("GET", "http://h", "h", Some(("http://h/", "h"))),
        ("GET", "http://h:81", "h:81", Some(("http://h:81/", "h:81"))),
        ("GET", "http://h?a=b", "h", Some(("http://h?a=b", "h"))),
        ("GET", "http://h:80?c=d", "h:80", Some(("http://h?c=d", "h"))),
        ("GET", "http://[::1]:80/", "[::1]", Some(("http://[::1]/", "[::1]"))),
        ("GET", "http://[::1]/", "[::1]", Some(("http://[::1]/", "[::1]"))),
        ("GET", "http://h1/", "h2", None),
        ("GET", "http://h:80/", "h:81", None),
        ("GET", "http://h:8080/", "h", None),
        ("GET", "http://h/", "h:81", None),
        ("GET", "http://", "h", None),
        ("CONNECT", "h:80", "h:80", Some(("h:80", "h"))),
        ("CONNECT", "h:80", "h", Some(("h:80", "h"))),
        ("CONNECT", "h:80", "h:", Some(("h:80", "h:"))),
        ("CONNECT", "h:443", "h:443", Some(("h:443", "h"))),
        ("CONNECT", "h:8443", "h:8443", Some(("h:8443", "h:8443"))),
        ("CONNECT", "h1:80", "h2:80", None),
        ("CONNECT", "h:80", "h:443", None),
        ("CONNECT", "h:8080", "h", None),
    ];
    for (method, target, host, expected) in cases {
        let text = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let head = request(text.as_bytes());
        let got = head.as_ref().ok().map(|head| {
            let text = |bytes| std::str::from_utf8(bytes).unwrap();
            (text(head.uri()), text(head.get(b"host").unwrap()))
        });
        assert_eq!(got, expected, "{method} {target} {host}");
    }
}

#[test]
fn relaxed_targets() {
    let head = relaxed(b"GET http://h#f HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    assert_eq!(head.authority(), Some(&b"h"[..]));
    let head = relaxed(b"GET http://h/a#f HTTP/1.1\r\nHost: b\r\nHost: c\r\n\r\n").unwrap();
    assert_eq!((head.path(), head.len()), (Some(&b"/a#f"[..]), 2));
}

#[test]
fn what_the_connection_header_says() {
    let head = request(b"GET / HTTP/1.1\r\nConnection: Close, x\r\n\r\n").unwrap();
    assert!(connection(&head).close && !wants_keep_alive(&head));
    assert_eq!(head.get(b"connection"), Some(&b"x"[..]));
    let head = request(b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").unwrap();
    assert!(wants_keep_alive(&head) && head.fields().next().is_none());
    let mut head = Head::new();
    head.set_request_line(b"GET", b"/", Version::Http11);
    assert!(wants_keep_alive(&head));
    head.add(b"Connection", b"close");
    assert!(!wants_keep_alive(&head));
}

#[test]
fn upgrades() {
    let head = request(b"GET / HTTP/1.1\r\nConnection: a, Upgrade\r\nUpgrade: foo, h2c\r\n\r\n");
    assert_eq!(upgrade_token(&head.unwrap()), Some(&b"foo"[..]));
    let head = request(b"GET / HTTP/1.1\r\nUpgrade: foo\r\n\r\n");
    assert_eq!(upgrade_token(&head.unwrap()), None);
    let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (key, good) in [(key, true), ("Sec-WebSocket-Key: x\r\n", false), ("", false)] {
        let text =
            format!("GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: a, WebSocket\r\n{key}\r\n");
        assert_eq!(request(text.as_bytes()).is_ok(), good, "{key}");
        assert!(relaxed(text.as_bytes()).is_ok());
    }
    let answer = "HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: websocket\r\n";
    assert_eq!(response(format!("{answer}\r\n").as_bytes()).unwrap_err().fault, Fault::WebSocket);
    let accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
    assert!(response(format!("{answer}{accept}\r\n").as_bytes()).is_ok());
}

#[test]
fn expectations() {
    for (line, expected) in [("HTTP/1.1", true), ("HTTP/1.0", false)] {
        let head = request(format!("PUT / {line}\r\nExpect: 100-Continue\r\n\r\n").as_bytes());
        assert_eq!(expects_continue(&head.unwrap()), expected, "{line}");
    }
}
