//! Framing of responses, what the client's side of the hop gets, and bodies that end early.
#![allow(clippy::unwrap_used)] // A test that unwraps in vain has failed.

use moongate_http::{
    Body, BodyReader, Fault, Head, Limits, Truncated, Version, prepare_response, read_response,
    response_body, write_chunk_size, write_head, write_trailers,
};

fn read(text: &str) -> Head {
    let mut head = Head::new();
    let text = format!("HTTP/1.1 {text}\r\n\r\n");
    read_response(&mut head, text.as_bytes(), &Limits::default(), &mut 0).unwrap().unwrap();
    head
}

#[test]
fn bodies_of_responses() {
    let te = "\r\nTransfer-Encoding: chunked";
    let cl = "\r\nContent-Length: 5";
    let cases = [
        ("200 OK", "GET", Ok(Body::UntilClose)),
        (&format!("200 OK{cl}"), "GET", Ok(Body::Length(5))),
        (&format!("200 OK{cl}{cl}"), "GET", Ok(Body::Length(5))),
        (&format!("200 OK{te}"), "GET", Ok(Body::Chunked)),
        (&format!("200 OK{te}{cl}"), "GET", Ok(Body::Chunked)),
        (&format!("200 OK{cl}"), "HEAD", Ok(Body::None)),
        (&format!("200 OK{te}"), "HEAD", Ok(Body::None)),
        (&format!("204 No{te}{cl}"), "GET", Ok(Body::None)),
        (&format!("304 No{cl}"), "GET", Ok(Body::None)),
        (&format!("103 Hints{cl}"), "GET", Ok(Body::None)),
        (&format!("205 Reset{cl}"), "GET", Ok(Body::Length(5))),
        (&format!("200 OK{cl}"), "CONNECT", Ok(Body::None)),
        (&format!("403 No{cl}"), "CONNECT", Ok(Body::Length(5))),
        ("200 OK\r\nContent-Length: x", "GET", Err(Fault::ContentLength)),
        ("200 OK\r\nContent-Length:", "HEAD", Err(Fault::ContentLength)),
        ("200 OK\r\nContent-Length: 5, 6", "GET", Err(Fault::LengthConflict)),
        ("200 OK\r\nTransfer-Encoding: gzip", "GET", Err(Fault::TransferEncoding)),
        ("200 OK\r\nTransfer-Encoding:", "GET", Err(Fault::TransferEncoding)),
        ("200 OK\r\nTransfer-Encoding: gzip, chunked", "GET", Err(Fault::UnknownCoding)),
        ("101 S", "GET", Err(Fault::Upgrade)),
        ("101 S\r\nUpgrade: foo", "GET", Err(Fault::Upgrade)),
        ("101 S\r\nUpgrade: foo\r\nConnection: upgrade", "GET", Ok(Body::None)),
    ];
    for (text, method, expected) in cases {
        let body = response_body(&mut read(text), method.as_bytes());
        assert_eq!(body.map_err(|m| m.fault), expected, "{method} {text:?}");
    }
}

/// Header lines of a response as the client of a version gets them, and whether it stays.
#[test]
fn responses_for_the_client() {
    let (old, new) = (Version::Http10, Version::Http11);
    let cases = [
        ("200 OK\r\nContent-Length: 2", old, false, "content-length: 2|connection: close", false),
        (
            "200 OK\r\nContent-Length: 2",
            old,
            true,
            "content-length: 2|connection: keep-alive",
            true,
        ),
        ("200 OK\r\nContent-Length: 2", new, true, "content-length: 2", true),
        ("200 OK\r\nContent-Length: 2", new, false, "content-length: 2|connection: close", false),
        ("200 OK\r\nContent-Length: 2\r\nConnection: close", new, true, "content-length: 2", true),
        (
            "200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=4\r\nContent-Length: 0",
            new,
            true,
            "keep-alive: timeout=4|content-length: 0",
            true,
        ),
        (
            "200 OK\r\nContent-Length: 2\r\nConnection: x-foo, close\r\nX-Foo: 1",
            new,
            true,
            "content-length: 2|connection: x-foo|x-foo: 1",
            true,
        ),
        ("200 OK\r\nX: y", new, true, "x: y|connection: close", false),
        ("204 No\r\nContent-Length: 2", new, true, "", true),
        ("304 No\r\nContent-Length: 2", new, true, "content-length: 2", true),
        ("103 Hints\r\nContent-Length: 2\r\nLink: x", old, false, "link: x", false),
        (
            "101 S\r\nConnection: Keep-Alive, Upgrade\r\nUpgrade: Foo\r\nContent-Length: 3",
            new,
            true,
            "connection: Upgrade|upgrade: Foo",
            true,
        ),
        (
            "200 OK\r\nTE: x\r\nTrailer: y\r\nContent-Length: 0",
            new,
            true,
            "te: x|trailer: y|content-length: 0",
            true,
        ),
    ];
    for (text, version, keep, lines, stays) in cases {
        let mut head = read(text);
        let body = response_body(&mut head, b"GET").unwrap();
        assert_eq!(prepare_response(&mut head, body, version, keep), body);
        let mut out = Vec::new();
        write_head(&head, &mut out);
        let out = String::from_utf8(out).unwrap();
        let got = out.trim_end().split("\r\n").skip(1).collect::<Vec<_>>().join("|");
        assert_eq!((got.as_str(), !head.is_last()), (lines, stays), "{text:?}");
    }
}

#[test]
fn old_responses_keep_their_version() {
    for (keep, te, line, stays) in [
        (true, false, "connection: keep-alive", true),
        (false, false, "", false),
        (true, true, "transfer-encoding: chunked", false),
    ] {
        let field = if te { "Transfer-Encoding: chunked" } else { "Content-Length: 0" };
        let text = format!("HTTP/1.0 200 OK\r\n{field}\r\n\r\n");
        let mut head = Head::new();
        read_response(&mut head, text.as_bytes(), &Limits::default(), &mut 0).unwrap();
        let body = response_body(&mut head, b"GET").unwrap();
        prepare_response(&mut head, body, Version::Http11, keep);
        let mut out = Vec::new();
        write_head(&head, &mut out);
        let out = String::from_utf8(out).unwrap();
        assert!(out.starts_with("HTTP/1.0 200") && out.contains(line), "{out}");
        assert_eq!(!head.is_last(), stays, "{out}");
    }
}

#[test]
fn a_rule_may_close() {
    let mut head = read("200 OK\r\nContent-Length: 0");
    let body = response_body(&mut head, b"GET").unwrap();
    head.set(b"Connection", b"close");
    prepare_response(&mut head, body, Version::Http11, true);
    assert!(head.is_last());
    assert_eq!(head.get_all(b"connection").collect::<Vec<_>>(), [&b"close"[..]]);
}

#[test]
fn ends_of_bodies() {
    for (body, input, end) in [
        (Body::None, &b""[..], Ok(())),
        (Body::Length(0), b"", Ok(())),
        (Body::Length(3), b"ab", Err(Truncated)),
        (Body::Length(3), b"abc", Ok(())),
        (Body::Chunked, b"3\r\nabc\r\n", Err(Truncated)),
        (Body::Chunked, b"3\r\nabc\r\n0\r\n", Err(Truncated)),
        (Body::Chunked, b"3\r\nabc\r\n0\r\n\r\n", Ok(())),
        (Body::UntilClose, b"abc", Ok(())),
    ] {
        let mut reader = BodyReader::new(body);
        let mut at = 0;
        while at < input.len() {
            at += reader.step(&input[at..]).unwrap().consumed;
        }
        assert_eq!(reader.finish_on_eof(), end, "{body:?} {input:?}");
        assert_eq!(reader.is_done(), end.is_ok());
    }
}

#[test]
fn a_reader_starts_over() {
    let mut reader = BodyReader::new(Body::Chunked);
    let input = b"0\r\nX: y\r\nContent-Length: 5\r\n\r\n";
    let mut at = 0;
    while !reader.is_done() {
        at += reader.step(&input[at..]).unwrap().consumed;
    }
    assert_eq!(reader.trailers().collect::<Vec<_>>(), [(&b"x"[..], &b"y"[..])]);
    reader.reset(Body::Length(2));
    assert!(reader.trailers().len() == 0 && !reader.is_done() && reader.left() == 2);
    assert_eq!(reader.step(b"abc").unwrap().data, 0..2);
    assert!(reader.is_done());
}

#[test]
fn limits_of_chunked_bodies() {
    let feed = |input: &[u8]| {
        let mut reader = BodyReader::new(Body::Chunked);
        let mut at = 0;
        while at < input.len() && !reader.is_done() {
            at += reader.step(&input[at..])?.consumed;
        }
        Ok(reader.is_done())
    };
    let fault = |input: &[u8]| feed(input).map_err(|m: moongate_http::Malformed| m.fault);
    let extension = [b"5;", &[b'a'; 5000][..]].concat();
    assert_eq!(fault(&extension), Err(Fault::ChunkExtension));
    let trailers = [b"0\r\nX: ", &[b'a'; 17000][..]].concat();
    assert_eq!(fault(&trailers), Err(Fault::TrailersTooLarge));
    let many = [&b"0\r\n"[..], &b"a: b\r\n".repeat(200)].concat();
    assert_eq!(fault(&many), Err(Fault::TooManyHeaders));
    assert_eq!(fault(&[b'0'; 300]), Err(Fault::ChunkSize));
    assert_eq!(fault(b"fffffffffffff\r\n"), Ok(false));
    assert_eq!(fault(b"10000000000000\r\n"), Err(Fault::ChunkSize));
}

#[test]
fn chunks_written() {
    let mut out = Vec::new();
    for len in [1, 10, 16, 255, 4096] {
        write_chunk_size(len, &mut out);
    }
    assert_eq!(out, b"1\r\nA\r\n10\r\nFF\r\n1000\r\n");
    out.clear();
    write_trailers([(&b"x"[..], &b"y"[..])], &mut out);
    assert_eq!(out, b"0\r\nx: y\r\n\r\n");
}
