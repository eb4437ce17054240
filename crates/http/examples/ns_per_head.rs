//! Prints how long a head takes from received bytes to written bytes, with the edits of a usual hop.
//! Run it with `cargo run --release -p moongate-http --example ns_per_head`.

use std::hint::black_box;
use std::time::Instant;

use moongate_http::{
    Body, BodyReader, Head, Limits, Version, prepare_request, prepare_response, read_request,
    read_response, request_body, response_body, wants_keep_alive, write_head,
};

const CURL: &[u8] =
    b"GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n";

const BROWSER: &[u8] = b"GET /articles/2024/05/17/how-it-works?ref=front&page=2 HTTP/1.1\r\n\
Host: www.example.com\r\nConnection: keep-alive\r\nCache-Control: max-age=0\r\n\
Upgrade-Insecure-Requests: 1\r\n\
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36\r\n\
Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n\
Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB,en;q=0.9,de;q=0.8\r\n\
Referer: https://www.example.com/articles\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n\
Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; consent=yes\r\n\r\n";

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\
Date: Fri, 17 May 2024 10:00:00 GMT\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\
Last-Modified: Fri, 17 May 2024 09:00:00 GMT\r\nConnection: keep-alive\r\nETag: \"66471a2f-64\"\r\n\
Accept-Ranges: bytes\r\n\r\n";

const ROUNDS: u32 = 5_000;

/// The best of many short runs, in nanoseconds for one round: what the machine does besides shows in
/// the others.
fn measure(name: &str, mut round: impl FnMut()) {
    let mut best = f64::INFINITY;
    for _ in 0..400 {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            round();
        }
        best = best.min(start.elapsed().as_nanos() as f64 / f64::from(ROUNDS));
    }
    println!("{name:42} {best:7.1} ns");
}

fn request(name: &str, input: &'static [u8]) {
    let (limits, mut head, mut out) = (Limits::default(), Head::new(), Vec::new());
    measure(&format!("{name}: read ({} bytes)", input.len()), || {
        let read = read_request(&mut head, black_box(input), &limits, &mut 0);
        assert_eq!(black_box(read), Ok(Some(input.len())));
    });
    measure(&format!("{name}: read, edit, write"), || {
        let read = read_request(&mut head, black_box(input), &limits, &mut 0);
        assert_eq!(read, Ok(Some(input.len())));
        assert!(wants_keep_alive(&head));
        let body = request_body(&mut head);
        head.add(b"x-forwarded-for", b"192.0.2.1");
        prepare_request(&mut head, body.unwrap_or(Body::None), true);
        out.clear();
        write_head(&head, &mut out);
        black_box(&out);
    });
}

fn response() {
    let (limits, mut head, mut out) = (Limits::default(), Head::new(), Vec::new());
    measure(&format!("response: read, edit, write ({} bytes)", ANSWER.len()), || {
        let read = read_response(&mut head, black_box(ANSWER), &limits, &mut 0);
        assert_eq!(read, Ok(Some(ANSWER.len())));
        let body = response_body(&mut head, b"GET").unwrap_or(Body::None);
        prepare_response(&mut head, body, Version::Http11, true);
        out.clear();
        write_head(&head, &mut out);
        black_box(&out);
    });
}

fn chunks() {
    let input = [&b"400\r\n"[..], &[b'x'; 1024], b"\r\n0\r\n\r\n"].concat();
    let mut reader = BodyReader::new(Body::None);
    measure("one chunk of 1024 bytes and the last", || {
        reader.reset(Body::Chunked);
        let mut at = 0;
        while !reader.is_done() {
            at += reader.step(black_box(&input[at..])).map_or(0, |step| step.consumed);
        }
        assert_eq!(at, input.len());
    });
}

fn main() {
    request("curl", CURL);
    request("browser", BROWSER);
    response();
    chunks();
}
