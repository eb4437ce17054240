//! Where an HTTP/1 message ends: enough of RFC 9112 §6 for scripted clients and servers.

use crate::bytes::find;

/// What the answer belongs to, as far as its length depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A request.
    Request,
    /// An answer to anything but HEAD or CONNECT.
    Answer,
    /// An answer without a body: to HEAD, or a successful one to CONNECT.
    BareAnswer,
}

/// How far a message reaches in the bytes so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// More bytes are needed to know.
    Unknown,
    /// It is whole, and this long.
    Whole(usize),
    /// It ends with the connection.
    ToTheEnd,
}

/// Finds the end of the message that `bytes` begins with. Interim answers belong to the final one.
pub fn extent(bytes: &[u8], kind: Kind) -> Extent {
    let Some(head) = head_length(bytes) else { return Extent::Unknown };
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let status = text.split_whitespace().nth(1).and_then(|word| word.parse::<u16>().ok());
    if kind != Kind::Request {
        match status {
            Some(101) => return Extent::Whole(head),
            Some(100..200) => return beyond(bytes, head, extent(&bytes[head..], kind)),
            Some(204 | 304) => return Extent::Whole(head),
            _ if kind == Kind::BareAnswer => return Extent::Whole(head),
            _ => {}
        }
    }
    let field = |name: &str| {
        text.lines().skip(1).find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
    };
    if field("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        return beyond(bytes, head, chunked(&bytes[head..]));
    }
    match field("content-length").and_then(|value| value.trim().parse::<usize>().ok()) {
        Some(length) if bytes.len() >= head + length => Extent::Whole(head + length),
        Some(_) => Extent::Unknown,
        None if kind == Kind::Request => Extent::Whole(head),
        None => Extent::ToTheEnd,
    }
}

/// The length of a head with its empty line, if it is whole.
pub fn head_length(bytes: &[u8]) -> Option<usize> {
    find(bytes, b"\r\n\r\n").map(|at| at + 4)
}

/// The messages that `bytes` hold, reduced to what two proxies have to agree on: of an answer its status, of
/// a request its head and its payload, however that was cut into chunks. What isn't whole is left out.
pub fn essence(bytes: &[u8], kind: Kind) -> String {
    let mut out = String::new();
    let mut rest = bytes;
    while let Extent::Whole(length) = extent(rest, kind) {
        let (message, after) = rest.split_at(length);
        let head = head_length(message).unwrap_or(length);
        let text = String::from_utf8_lossy(&message[..head]).into_owned();
        if kind == Kind::Request {
            let chunks = text.contains("transfer-encoding: chunked\r\n");
            let payload = if chunks { payload(&message[head..]) } else { message[head..].to_vec() };
            out.push_str(&format!(
                "{}{}\n",
                crate::bytes::show(&message[..head]),
                crate::bytes::show(&payload)
            ));
        } else {
            out.push_str(&format!("{}\n", text.split(' ').nth(1).unwrap_or_default()));
        }
        rest = after;
    }
    out
}

/// The payload and the trailers of a whole chunked body.
fn payload(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(line) = find(body, b"\r\n") {
        let size = String::from_utf8_lossy(&body[..line]).into_owned();
        let size =
            size.split(';').next().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        body = &body[line + 2..];
        match size {
            Some(size @ 1..) if size + 2 <= body.len() => {
                out.extend_from_slice(&body[..size]);
                body = &body[size + 2..];
            }
            _ => break,
        }
    }
    out.extend_from_slice(body);
    out
}

fn beyond(bytes: &[u8], head: usize, rest: Extent) -> Extent {
    match rest {
        Extent::Whole(length) if head + length <= bytes.len() => Extent::Whole(head + length),
        Extent::Whole(_) => Extent::Unknown,
        other => other,
    }
}

fn chunked(bytes: &[u8]) -> Extent {
    let mut at = 0;
    loop {
        let Some(line) = find(&bytes[at..], b"\r\n") else { return Extent::Unknown };
        let size = String::from_utf8_lossy(&bytes[at..at + line]).into_owned();
        let size = size.split(';').next().unwrap_or_default().trim().to_owned();
        let Ok(size) = usize::from_str_radix(&size, 16) else { return Extent::ToTheEnd };
        at += line + 2;
        if size == 0 {
            // Trailers up to an empty line.
            loop {
                let Some(line) = find(&bytes[at..], b"\r\n") else { return Extent::Unknown };
                at += line + 2;
                if line == 0 {
                    return Extent::Whole(at);
                }
            }
        }
        at += size + 2;
        if at > bytes.len() {
            return Extent::Unknown;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_messages() {
        let plain = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP";
        assert_eq!(extent(plain, Kind::Answer), Extent::Whole(plain.len() - 4));
        assert_eq!(extent(&plain[..39], Kind::Answer), Extent::Unknown);
        let chunks =
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx: y\r\n\r\nmore";
        assert_eq!(extent(chunks, Kind::Answer), Extent::Whole(chunks.len() - 4));
        let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(extent(interim, Kind::Answer), Extent::Whole(interim.len()));
        assert_eq!(extent(&interim[..30], Kind::Answer), Extent::Unknown);
        assert_eq!(extent(b"HTTP/1.0 200 OK\r\n\r\nabc", Kind::Answer), Extent::ToTheEnd);
        let request = b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\nGET";
        assert!(
            essence(request, Kind::Request).ends_with("\nabc\\r\\n\n\n"),
            "{}",
            essence(request, Kind::Request)
        );
        assert_eq!(essence(&interim[25..], Kind::Answer), "204\n");
        assert_eq!(extent(b"GET / HTTP/1.1\r\n\r\n", Kind::Request), Extent::Whole(18));
    }
}
