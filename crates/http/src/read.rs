//! Reads message heads from received bytes, byte by byte as RFC 9112 wants them.
//!
//! Why not `httparse` here: it scans a head from its start at every call, says nothing about where
//! a fault is, and takes liberties (bare LF anywhere, lines it can't tell from folded ones) that
//! would have to be looked for in a second pass. This reader takes one pass, goes on where it
//! stopped, finds a fault at its first byte however the input is cut, and leaves the head in the
//! arena in the form in which it is written. `httparse` stays in the tests, as a second opinion.

use crate::known::Known;
use crate::message::{Field, Head, Kind, Progress, Span, Version};
use crate::scan::{find_line_mark, find_not_printable, find_token_end, is_blank, make_lower_case};
use crate::{Fault, Malformed};
use crate::{hop, start_line, target};

/// What a head may have, from the configuration.
#[derive(Copy, Clone, Debug)]
pub struct Limits {
    /// `tune.http.maxhdr`: lines at most, the start line among them.
    pub max_headers: usize,
    /// `tune.bufsize` less `tune.maxrewrite`: bytes at most, with the empty line that ends the head.
    pub max_head: usize,
    /// `option accept-unsafe-violations-in-http-request` (or `-response`).
    pub relaxed: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_headers: 101, max_head: 15360, relaxed: false }
    }
}

/// Reads a request's head from the start of `input`.
///
/// Answers how many bytes it took, empty lines before the request among them; or `None` when the
/// head is not complete: then call again with the same head, the same bytes and more after them.
/// `resume` must be 0 for a new head, which clears it, and is not the caller's to change in between.
/// Any way of cutting the input into calls gives the same result.
pub fn read_request(
    head: &mut Head,
    input: &[u8],
    limits: &Limits,
    resume: &mut usize,
) -> Result<Option<usize>, Malformed> {
    let Some(consumed) = read(head, input, limits, resume, Kind::Request)? else {
        return Ok(None);
    };
    target::settle_host(head, limits.relaxed)?;
    hop::settle(head, limits.relaxed)?;
    Ok(Some(consumed))
}

/// Reads a response's head from the start of `input`; otherwise as [`read_request`].
pub fn read_response(
    head: &mut Head,
    input: &[u8],
    limits: &Limits,
    resume: &mut usize,
) -> Result<Option<usize>, Malformed> {
    let end = read(head, input, limits, resume, Kind::Response)?;
    if end.is_some() {
        hop::settle(head, limits.relaxed)?;
    }
    Ok(end)
}

/// What a line turned out to be.
enum Line {
    /// The input ends before the line does.
    Partial,
    /// A start line or a field, and where the next line begins.
    Ends(usize),
    /// The empty line, and where the body begins.
    Empty(usize),
}

fn read(
    head: &mut Head,
    input: &[u8],
    limits: &Limits,
    resume: &mut usize,
    kind: Kind,
) -> Result<Option<usize>, Malformed> {
    if *resume == 0 {
        head.clear();
    }
    let data = &input[..input.len().min(limits.max_head)];
    let mut reader = Reader { head, data, limits, at: *resume, strict_crlf: false };
    let end = reader.run(kind)?;
    *resume = reader.at;
    if end.is_none() && input.len() >= limits.max_head {
        return Err(Malformed::new(Fault::HeadTooLarge, limits.max_head));
    }
    Ok(end)
}

/// Reads the fields of a trailer section that ends with an empty line. CRLF must end every line.
pub(crate) fn read_trailers(
    head: &mut Head,
    input: &[u8],
    limits: &Limits,
    resume: &mut usize,
) -> Result<Option<usize>, Malformed> {
    if *resume == 0 {
        head.clear();
    }
    let mut reader = Reader { head, data: input, limits, at: *resume, strict_crlf: true };
    let end = reader.fields()?;
    *resume = reader.at;
    Ok(end)
}

struct Reader<'a> {
    head: &'a mut Head,
    data: &'a [u8],
    limits: &'a Limits,
    /// How far the current line has been looked at.
    at: usize,
    strict_crlf: bool,
}

impl Reader<'_> {
    fn run(&mut self, kind: Kind) -> Result<Option<usize>, Malformed> {
        if self.head.kind == Kind::Empty {
            if !self.skip_empty_lines()? {
                return Ok(None);
            }
            let Some((text_end, next)) = self.start_line_end(kind)? else { return Ok(None) };
            let start = self.head.progress.line;
            let (line, relaxed) = (&self.data[start..text_end], self.limits.relaxed);
            match kind {
                Kind::Response => start_line::read_status(self.head, line, relaxed),
                _ => start_line::read_request(self.head, line, relaxed),
            }
            .map_err(|m| Malformed::new(m.fault, start + m.offset))?;
            self.next_line(next);
            if self.head.version == Version::V09 {
                self.mirror(0);
                return Ok(Some(next));
            }
        }
        self.fields()
    }

    fn fields(&mut self) -> Result<Option<usize>, Malformed> {
        let first_new = self.head.fields.len();
        let end = loop {
            match self.field_line()? {
                Line::Partial => break None,
                Line::Ends(next) => self.next_line(next),
                Line::Empty(next) => break Some(next),
            }
        };
        self.mirror(first_new);
        Ok(end)
    }

    /// Skips empty lines before a message (RFC 9112 §2.2). False when the input ends among them.
    fn skip_empty_lines(&mut self) -> Result<bool, Malformed> {
        let mut line = self.head.progress.line;
        while let Some(&byte) = self.data.get(line) {
            match byte {
                b'\n' => line += 1,
                b'\r' => match self.data.get(line + 1) {
                    Some(b'\n') => line += 2,
                    Some(_) => return Err(Malformed::new(Fault::BareCr, line)),
                    None => break,
                },
                _ => {
                    self.head.progress.line = line;
                    self.head.progress.skipped = line;
                    self.at = self.at.max(line);
                    return Ok(true);
                }
            }
        }
        self.head.progress.line = line;
        self.at = line;
        Ok(false)
    }

    /// Finds the end of the start line: of its text, and of the line.
    fn start_line_end(&mut self, kind: Kind) -> Result<Option<(usize, usize)>, Malformed> {
        loop {
            let found = match kind {
                Kind::Response => find_line_mark(self.data, self.at),
                _ => find_not_printable(self.data, self.at),
            };
            self.at = found;
            match self.data.get(found) {
                None => return Ok(None),
                Some(b'\n') => return Ok(Some((found, found + 1))),
                Some(b'\r') => match self.data.get(found + 1) {
                    None => return Ok(None),
                    Some(b'\n') => return Ok(Some((found, found + 2))),
                    Some(_) => return Err(Malformed::new(Fault::BareCr, found)),
                },
                Some(b'\t') => self.at = found + 1,
                Some(0x80..) if self.limits.relaxed => self.at = found + 1,
                Some(_) => return Err(Malformed::new(Fault::Character, found)),
            }
        }
    }

    /// Reads one field line, or the empty line that ends them.
    fn field_line(&mut self) -> Result<Line, Malformed> {
        let line = self.head.progress.line;
        if self.head.progress.colon == 0 {
            match self.data.get(line) {
                None => return Ok(Line::Partial),
                Some(b'\r') => {
                    return match self.data.get(line + 1) {
                        None => Ok(Line::Partial),
                        Some(b'\n') => Ok(Line::Empty(line + 2)),
                        Some(_) => Err(Malformed::new(Fault::BareCr, line)),
                    };
                }
                Some(b'\n') if self.strict_crlf => {
                    return Err(Malformed::new(Fault::BareLf, line));
                }
                Some(b'\n') => return Ok(Line::Empty(line + 1)),
                Some(&byte) if is_blank(byte) => return Err(Malformed::new(Fault::Folded, line)),
                Some(_) if self.head.fields.len() + 2 > self.limits.max_headers => {
                    return Err(Malformed::new(Fault::TooManyHeaders, line));
                }
                Some(_) => {}
            }
            if !self.field_name(line)? {
                return Ok(Line::Partial);
            }
        }
        self.field_value(line)
    }

    /// Finds the colon. False when the input ends before it.
    fn field_name(&mut self, line: usize) -> Result<bool, Malformed> {
        let at = find_token_end(self.data, self.at);
        self.at = at;
        let Some(&end) = self.data.get(at) else { return Ok(false) };
        let fault = match end {
            b':' if at > line => {
                self.head.progress.colon = at;
                self.at = at + 1;
                return Ok(true);
            }
            b' ' | b'\t' => Fault::SpaceBeforeColon,
            b'\r' | b'\n' => Fault::MissingColon,
            _ => Fault::HeaderName,
        };
        Err(Malformed::new(fault, at))
    }

    /// Finds the end of the value, over folded lines too, and stores the field.
    fn field_value(&mut self, line: usize) -> Result<Line, Malformed> {
        loop {
            let mark = find_line_mark(self.data, self.at);
            self.at = mark;
            let next = match self.data.get(mark) {
                None => return Ok(Line::Partial),
                Some(b'\n') if self.strict_crlf => {
                    return Err(Malformed::new(Fault::BareLf, mark));
                }
                Some(b'\n') => mark + 1,
                Some(b'\r') => match self.data.get(mark + 1) {
                    None => return Ok(Line::Partial),
                    Some(b'\n') => mark + 2,
                    Some(_) => return Err(Malformed::new(Fault::BareCr, mark)),
                },
                Some(_) if self.limits.relaxed => {
                    self.at = mark + 1;
                    continue;
                }
                Some(_) => return Err(Malformed::new(Fault::Character, mark)),
            };
            match self.data.get(next) {
                None => return Ok(Line::Partial),
                // RFC 9112 §5.2: a folded line is refused, or joined with spaces as here.
                Some(&byte) if is_blank(byte) && !self.strict_crlf => {
                    self.at = next;
                    self.head.progress.folded = true;
                }
                Some(_) => {
                    self.store(line, mark, next);
                    return Ok(Line::Ends(next));
                }
            }
        }
    }

    /// Stores the field of `line..end`; what it refers to is copied to the arena afterwards.
    fn store(&mut self, line: usize, end: usize, next: usize) {
        let Progress { skipped, colon, .. } = self.head.progress;
        let is_space = |&b: &u8| is_blank(b) || b == b'\r' || b == b'\n';
        let text = &self.data[colon + 1..end];
        let before = text.iter().take_while(|b| is_space(b)).count();
        let after = text[before..].iter().rev().take_while(|b| is_space(b)).count();
        let value_start = colon + 1 + before;
        let value_end = end - after;
        // Exactly one space before, and CRLF right after.
        let spaced = before == 1 && self.data[colon + 1] == b' ';
        let tidy = spaced && after == 0 && next == end + 2;
        self.head.fields.push(Field {
            name: Span::new(line - skipped, colon - skipped),
            value: Span::new(value_start - skipped, value_end - skipped),
            known: Known::Other,
            tidy,
        });
    }

    fn next_line(&mut self, next: usize) {
        self.head.progress.line = next;
        self.head.progress.colon = 0;
        self.at = next;
    }

    /// Copies the lines that are complete into the arena, which so has the same offsets as the
    /// input, and finishes the fields from `first_new` on: names in lower case, folds as spaces.
    fn mirror(&mut self, first_new: usize) {
        let head = &mut *self.head;
        let from = head.progress.skipped + head.arena.len();
        head.arena.extend_from_slice(&self.data[from..head.progress.line]);
        for field in &mut head.fields[first_new..] {
            let from_name = &mut head.arena[field.name.start as usize..];
            let len = field.name.len as usize;
            make_lower_case(from_name, len);
            field.known = Known::of(&from_name[..len]);
            head.seen |= field.known.bit();
            if head.progress.folded {
                let value = &mut head.arena[field.value.range()];
                for byte in value.iter_mut().filter(|b| matches!(b, b'\r' | b'\n')) {
                    *byte = b' ';
                }
            }
        }
    }
}
