//! Heads of requests and responses: no panic, the same result however the bytes are cut, and what is
//! written is read again as the same head.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_http::{
    Body, Head, Limits, Malformed, Version, connection, cookies, prepare_request, prepare_response,
    read_request, read_response, request_body, response_body, upgrade_token, wants_keep_alive,
    write_head,
};

type Read = fn(&mut Head, &[u8], &Limits, &mut usize) -> Result<Option<usize>, Malformed>;

/// Offers more of the input at every call, `step` bytes each time.
fn read_in_steps(
    read: Read,
    head: &mut Head,
    input: &[u8],
    limits: &Limits,
    step: usize,
) -> Result<Option<usize>, Malformed> {
    let mut resume = 0;
    let mut end = 0;
    loop {
        end = (end + step).min(input.len());
        match read(head, &input[..end], limits, &mut resume) {
            Ok(None) if end < input.len() => {}
            result => return result,
        }
    }
}

fn written(head: &Head) -> Vec<u8> {
    let mut out = Vec::new();
    write_head(head, &mut out);
    out
}

fuzz_target!(|data: &[u8]| {
    let [flags, step, input @ ..] = data else { return };
    let read: Read = if flags & 1 == 0 { read_request } else { read_response };
    let limits = Limits { relaxed: flags & 2 != 0, max_headers: 20, max_head: 1000 };
    let (mut whole, mut parts) = (Head::new(), Head::new());
    let result = read(&mut whole, input, &limits, &mut 0);
    let in_steps = read_in_steps(read, &mut parts, input, &limits, usize::from(*step).max(1));
    assert_eq!(result, in_steps);
    if !matches!(result, Ok(Some(_))) {
        return;
    }
    assert_eq!(written(&whole), written(&parts));

    let _ = (connection(&whole), upgrade_token(&whole), wants_keep_alive(&whole));
    let _ = (whole.path(), whole.pathq(), whole.query(), whole.authority());
    let _ = whole.values(b"x").count() + whole.get_all(b"cookie").flat_map(cookies).count();
    let body = if whole.is_request() {
        request_body(&mut whole).map(|body| prepare_request(&mut whole, body, flags & 4 == 0))
    } else {
        response_body(&mut whole, b"GET")
            .map(|body| prepare_response(&mut whole, body, Version::Http11, flags & 4 == 0))
    };
    let Ok(body) = body else { return };
    if limits.relaxed {
        return;
    }
    // The next hop must see one message with the same framing, and every line must end with CRLF.
    let once = written(&whole);
    let lines = once.split(|&b| b == b'\n');
    assert!(lines.clone().take(lines.count() - 1).all(|line| line.ends_with(b"\r")));
    let mut again = Head::new();
    let roomy = Limits { max_headers: 25, max_head: 4000, relaxed: false };
    assert_eq!(read(&mut again, &once, &roomy, &mut 0), Ok(Some(once.len())));
    let body_again: Body = if again.is_request() {
        request_body(&mut again)
    } else {
        response_body(&mut again, b"GET")
    }
    .expect("a forwarded head is good");
    assert_eq!(body, body_again);
});
