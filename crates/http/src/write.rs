//! Writes heads, chunk sizes and trailers into an output buffer.

use crate::message::{Field, Head, Kind, Version};
use std::collections::HashMap;

/// What ends a chunked body without trailers.
pub const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// Appends the head with the empty line that ends it.
pub fn write_head(head: &Head, out: &mut Vec<u8>) {
    write_start(head, out);
    write_fields(head, out);
    out.extend_from_slice(b"\r\n");
}

/// Appends the start line.
fn write_start(head: &Head, out: &mut Vec<u8>) {
    out.reserve(head.arena.len() + 64);
    let version: &[u8] = match head.version {
        _ if head.proto.len > 0 => head.text(head.proto),
        Version::Http11 => b"HTTP/1.1",
        Version::Http10 | Version::V09 => b"HTTP/1.0",
    };
    if head.kind == Kind::Response {
        out.extend_from_slice(version);
        out.push(b' ');
        write_status(head.status, out);
        out.push(b' ');
        out.extend_from_slice(head.reason());
    } else {
        out.extend_from_slice(head.method());
        out.push(b' ');
        out.extend_from_slice(head.uri());
        out.push(b' ');
        out.extend_from_slice(version);
    }
    out.extend_from_slice(b"\r\n");
}

impl Head {
    /// How long the head is once written, about.
    pub fn written_len(&self) -> usize {
        let line = self.word.len as usize + self.uri.len as usize + 16;
        let length = |field: &Field| (field.name.len + field.value.len) as usize + 4;
        line + self.fields.iter().map(length).sum::<usize>()
    }

    /// Whether the head is longer than that many bytes once written.
    pub fn exceeds(&self, limit: usize) -> bool {
        // Nearly always the arena, which holds more than is written, tells.
        let line = self.word.len as usize + self.uri.len as usize + 16;
        if self.arena.len() + line + 4 * self.fields.len() <= limit {
            return false;
        }
        self.written_len() > limit
    }
}

/// Appends a status code; three digits are the rule, more only pass through a relaxed proxy.
fn write_status(status: u16, out: &mut Vec<u8>) {
    let digit = |n: u16| b'0' + (n % 10) as u8;
    if status >= 1000 {
        if status >= 10000 {
            out.push(digit(status / 10000));
        }
        out.push(digit(status / 1000));
    }
    out.extend_from_slice(&[digit(status / 100), digit(status / 10), digit(status)]);
}

/// Names of header fields in the case in which some peers need them (`h1-case-adjust`).
#[derive(Clone, Debug, Default)]
pub struct HeaderCase(HashMap<Box<[u8]>, Box<[u8]>>);

impl HeaderCase {
    /// Adds a name; false if it is there already.
    pub fn add(&mut self, lower: &[u8], cased: &[u8]) -> bool {
        self.0.insert(lower.into(), cased.into()).is_none()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name as it is written.
    fn of<'a>(&'a self, name: &'a [u8]) -> &'a [u8] {
        self.0.get(name).map_or(name, |cased| cased)
    }
}

/// As [`write_head`], with the names of some fields in another case.
pub fn write_head_cased(head: &Head, case: &HeaderCase, out: &mut Vec<u8>) {
    write_start(head, out);
    for (name, value) in head.fields() {
        write_field(case.of(name), value, out);
    }
    out.extend_from_slice(b"\r\n");
}

/// Appends the fields; those that lie one after the other in the arena go in one copy.
fn write_fields(head: &Head, out: &mut Vec<u8>) {
    let mut run = 0..0;
    for field in &head.fields {
        if field.tidy && field.name.start as usize == run.end {
            run.end = field.value.end() + 2;
            continue;
        }
        out.extend_from_slice(&head.arena[run]);
        if field.tidy {
            run = field.name.start as usize..field.value.end() + 2;
            continue;
        }
        run = 0..0;
        write_field(head.text(field.name), head.text(field.value), out);
    }
    out.extend_from_slice(&head.arena[run]);
}

fn write_field(name: &[u8], value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(name);
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

/// Appends the line that begins a chunk of `len` bytes; CRLF must follow the chunk.
pub fn write_chunk_size(len: usize, out: &mut Vec<u8>) {
    let mut digits = [0; 2 * size_of::<usize>()];
    let mut start = digits.len();
    let mut left = len;
    loop {
        start -= 1;
        digits[start] = b"0123456789ABCDEF"[left & 15];
        left >>= 4;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
    out.extend_from_slice(b"\r\n");
}

/// Appends what ends a chunked body that has trailers: the last chunk, the fields, the empty line.
pub fn write_trailers<'a>(
    trailers: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"0\r\n");
    for (name, value) in trailers {
        write_field(name, value, out);
    }
    out.extend_from_slice(b"\r\n");
}
