//! Runs the smuggling corpus through reader, framing, body reader and writer, as a proxy would.
#![allow(clippy::unwrap_used)] // A corpus that can't be read is a failed test.

use moongate_http::{
    Body, BodyReader, Head, LAST_CHUNK, Limits, Malformed, prepare_request, read_request,
    request_body, wants_keep_alive, write_chunk_size, write_head, write_trailers,
};

#[derive(Debug, Default)]
struct Case {
    name: String,
    sent: Vec<u8>,
    outcome: Outcome,
}

#[derive(Debug, Default, PartialEq)]
struct Outcome {
    forwarded: Vec<u8>,
    refused: Option<u16>,
    closes: bool,
    incomplete: bool,
}

fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        rest = &after[1..];
        out.push(match after[0] {
            b'r' => b'\r',
            b'n' => b'\n',
            b't' => b'\t',
            b'0' => 0,
            b'x' => {
                rest = &after[3..];
                u8::from_str_radix(std::str::from_utf8(&after[1..3]).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    out
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("corpus/smuggling.txt").lines() {
        let (kind, text) = line.split_at(line.len().min(1));
        let text = text.strip_prefix(' ').unwrap_or(text);
        if kind == "=" {
            cases.push(Case { name: text.to_owned(), ..Case::default() });
        }
        let Some(case) = cases.last_mut() else { continue };
        match kind {
            ">" => case.sent.extend(unescape(text)),
            "<" => case.outcome.forwarded.extend(unescape(text)),
            "!" => case.outcome.refused = Some(text.parse().unwrap()),
            "." => case.outcome.closes = true,
            "?" => case.outcome.incomplete = true,
            "" | "#" | "~" | "=" => {}
            other => panic!("{}: a line begins with {other:?}", case.name),
        }
    }
    cases
}

/// What a proxy with a kept-alive server connection makes of the bytes.
fn proxy(sent: &[u8]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut rest = sent;
    let mut head = Head::new();
    while !rest.is_empty() {
        match message(&mut head, rest, &mut outcome.forwarded) {
            Ok(Some((consumed, keep))) => {
                rest = &rest[consumed..];
                if !keep {
                    outcome.closes = true;
                    break;
                }
            }
            Ok(None) => {
                outcome.incomplete = true;
                break;
            }
            Err(malformed) => {
                outcome.refused = Some(malformed.status());
                break;
            }
        }
    }
    outcome
}

/// Forwards one message; how long it is and whether another may follow.
fn message(
    head: &mut Head,
    input: &[u8],
    forwarded: &mut Vec<u8>,
) -> Result<Option<(usize, bool)>, Malformed> {
    let Some(mut at) = read_request(head, input, &Limits::default(), &mut 0)? else {
        return Ok(None);
    };
    let body = request_body(head)?;
    let keep = wants_keep_alive(head);
    prepare_request(head, body, true);
    let mut out = Vec::new();
    write_head(head, &mut out);
    let mut reader = BodyReader::new(body);
    let mut payload = Vec::new();
    while !reader.is_done() {
        let step = reader.step(&input[at..])?;
        payload.extend_from_slice(&input[at..][step.data]);
        if step.consumed == 0 {
            return Ok(None);
        }
        at += step.consumed;
    }
    if body == Body::Chunked {
        if !payload.is_empty() {
            write_chunk_size(payload.len(), &mut out);
            payload.extend_from_slice(b"\r\n");
        }
        out.append(&mut payload);
        if reader.trailers().len() == 0 {
            out.extend_from_slice(LAST_CHUNK);
        } else {
            write_trailers(reader.trailers(), &mut out);
        }
    } else {
        out.append(&mut payload);
    }
    forwarded.append(&mut out);
    Ok(Some((at, keep)))
}

#[test]
fn every_case_has_its_outcome() {
    let cases = cases();
    assert!(cases.len() > 150, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let outcome = proxy(&case.sent);
        if outcome != case.outcome {
            let text = |o: &Outcome| {
                let bytes = o.forwarded.escape_ascii();
                format!("{bytes} refused {:?} closes {}", o.refused, o.closes)
            };
            wrong.push(format!(
                "{}\n  expected {}\n  got      {}",
                case.name,
                text(&case.outcome),
                text(&outcome)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is forwarded must be read again as the very same messages.
#[test]
fn what_is_forwarded_forwards_the_same() {
    for case in cases() {
        let once = proxy(&case.sent).forwarded;
        let twice = proxy(&once);
        assert_eq!(twice.refused, None, "{}", case.name);
        assert!(!twice.incomplete, "{}", case.name);
        if !twice.closes {
            assert_eq!(twice.forwarded, once, "{}", case.name);
        }
    }
}
