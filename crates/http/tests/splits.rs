//! However received bytes are cut into calls, the result is the same.
#![allow(clippy::unwrap_used)] // A test that unwraps in vain has failed.

use moongate_http::{
    Body, BodyReader, Head, Limits, Malformed, read_request, read_response, request_body,
    write_head,
};
use proptest::prelude::*;

type Read = fn(&mut Head, &[u8], &Limits, &mut usize) -> Result<Option<usize>, Malformed>;

/// Offers `input` up to each cut in turn, then whole.
fn read_in_parts(read: Read, limits: &Limits, input: &[u8], cuts: &[usize]) -> String {
    let mut head = Head::new();
    let mut resume = 0;
    let mut ends: Vec<_> = cuts.iter().map(|cut| cut % (input.len() + 1)).collect();
    ends.sort_unstable();
    ends.push(input.len());
    for end in ends {
        match read(&mut head, &input[..end], limits, &mut resume) {
            Ok(None) => {}
            Ok(Some(consumed)) => {
                let framing = request_body(&mut head);
                let mut out = Vec::new();
                write_head(&head, &mut out);
                return format!("{consumed} {framing:?} {}", out.escape_ascii());
            }
            Err(malformed) => return format!("{malformed:?}"),
        }
    }
    "partial".to_owned()
}

fn read_body_in_parts(body: Body, input: &[u8], cuts: &[usize]) -> String {
    let mut reader = BodyReader::new(body);
    let mut ends: Vec<_> = cuts.iter().map(|cut| cut % (input.len() + 1)).collect();
    ends.sort_unstable();
    ends.push(input.len());
    let (mut at, mut payload) = (0, Vec::new());
    for end in ends {
        while at < end && !reader.is_done() {
            match reader.step(&input[at..end]) {
                Ok(step) => {
                    payload.extend_from_slice(&input[at..end][step.data]);
                    assert!(step.consumed > 0, "no way on");
                    assert_eq!(step.done, reader.is_done());
                    at += step.consumed;
                }
                Err(malformed) => {
                    let payload = payload.escape_ascii();
                    return format!("{payload} {:?}", malformed.fault);
                }
            }
        }
    }
    let done = reader.is_done();
    let trailers: Vec<_> = reader.trailers().map(|(n, v)| [n.to_vec(), v.to_vec()]).collect();
    format!("{} {at} {done} {trailers:?}", payload.escape_ascii())
}

/// Pieces that heads are made of, good and bad ones.
fn head_bytes() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        Just("GET / HTTP/1.1"),
        Just("POST /a?b HTTP/1.0"),
        Just("GET http://a:80/x HTTP/1.1"),
        Just("HTTP/1.1 200 OK"),
        Just("HTTP/1.1 101 Switching Protocols"),
        Just("OPTIONS * HTTP/1.1"),
        Just("CONNECT a:80 HTTP/1.1"),
        Just("GET /#a HTTP/1.1"),
        Just("\u{16}\u{3}"),
    ];
    let piece = prop_oneof![
        8 => Just("Host: a\r\n".to_owned()),
        4 => Just("Content-Length: 5\r\n".to_owned()),
        4 => Just("Transfer-Encoding: chunked\r\n".to_owned()),
        4 => Just("Connection: close, X, upgrade\r\n".to_owned()),
        2 => Just("Upgrade: h2c, foo\r\n".to_owned()),
        2 => Just("X: a\r\n b\n\tc \r\n".to_owned()),
        2 => Just("X: a \n".to_owned()),
        2 => Just("X:\ta\r\n".to_owned()),
        1 => Just("Host: b\r\n".to_owned()),
        1 => Just("X : a\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\0".to_owned()),
        8 => "[a-zA-Z-]{1,12}:[ -~]{0,30}\r\n",
        1 => "[ -~\t\r\n]{0,8}",
    ];
    let pieces = proptest::collection::vec(piece, 0..12);
    (proptest::bool::weighted(0.2), line, pieces, "(\r\n){0,2}").prop_map(
        |(blank, line, pieces, end)| {
            let before = if blank { "\r\n\n" } else { "" };
            format!("{before}{line}\r\n{}{end}", pieces.concat()).into_bytes()
        },
    )
}

fn chunked_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => Just("5\r\nhello\r\n"),
        3 => Just("00a;x=y\r\n0123456789\r\n"),
        3 => Just("1 \t;\r\nx\r\n"),
        3 => Just("0\r\n\r\n"),
        2 => Just("0\r\nX: y\r\nHost: a\r\n\r\n"),
        1 => Just("0\r\nX : y\r\n\r\n"),
        1 => Just("5\nhello\r\n"),
        1 => Just("\r"),
        1 => Just("fffffffffffff\r\n"),
        1 => Just("x"),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat().into_bytes())
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        proptest::collection::vec(any::<usize>(), 0..8),
        Just((0..2000).collect::<Vec<_>>()),
    ]
}

proptest! {
    #[test]
    fn heads(input in head_bytes(), cuts in cuts(), relaxed: bool) {
        let limits = Limits { max_headers: 8, max_head: 200, relaxed };
        for read in [read_request as Read, read_response as Read] {
            let whole = read_in_parts(read, &limits, &input, &[]);
            prop_assert_eq!(&whole, &read_in_parts(read, &limits, &input, &cuts));
        }
    }

    #[test]
    fn any_bytes_as_heads(input: Vec<u8>, cuts in cuts(), relaxed: bool) {
        let limits = Limits { relaxed, ..Limits::default() };
        for read in [read_request as Read, read_response as Read] {
            let whole = read_in_parts(read, &limits, &input, &[]);
            prop_assert_eq!(&whole, &read_in_parts(read, &limits, &input, &cuts));
        }
    }

    #[test]
    fn bodies(input in chunked_bytes(), cuts in cuts(), length in 0u64..40) {
        for body in [Body::None, Body::Length(length), Body::Chunked, Body::UntilClose] {
            let whole = read_body_in_parts(body, &input, &[]);
            prop_assert_eq!(&whole, &read_body_in_parts(body, &input, &cuts));
        }
    }

    /// What is written is read again as the same head.
    #[test]
    fn round_trip(input in head_bytes()) {
        let limits = Limits::default();
        let mut head = Head::new();
        if let Ok(Some(_)) = read_request(&mut head, &input, &limits, &mut 0) {
            let mut once = Vec::new();
            write_head(&head, &mut once);
            let bare = once.iter().zip(&once[1..]).any(|(a, b)| *b == b'\n' && *a != b'\r');
            prop_assert!(!bare, "a bare LF in {}", once.escape_ascii());
            let mut again = Head::new();
            let read = read_request(&mut again, &once, &limits, &mut 0);
            prop_assert_eq!(read, Ok(Some(once.len())));
            let mut twice = Vec::new();
            write_head(&again, &mut twice);
            prop_assert_eq!(once.escape_ascii().to_string(), twice.escape_ascii().to_string());
        }
    }

    /// A head that this reader takes, httparse takes too, with the same fields.
    #[test]
    fn httparse_agrees(input in head_bytes()) {
        let mut head = Head::new();
        if let Ok(Some(_)) = read_request(&mut head, &input, &Limits::default(), &mut 0) {
            let mut written = Vec::new();
            write_head(&head, &mut written);
            let mut fields = [httparse::EMPTY_HEADER; 128];
            let mut other = httparse::Request::new(&mut fields);
            prop_assert_eq!(other.parse(&written), Ok(httparse::Status::Complete(written.len())));
            let theirs: Vec<_> = other.headers.iter().map(|f| (f.name.as_bytes(), f.value)).collect();
            prop_assert_eq!(theirs, head.fields().collect::<Vec<_>>());
            prop_assert_eq!(other.method.map(str::as_bytes), Some(head.method()));
            prop_assert_eq!(other.path.map(str::as_bytes), Some(head.uri()));
        }
    }
}
