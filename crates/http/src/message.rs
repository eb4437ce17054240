//! One message head in one arena: names and values are ranges into it, and an edit appends to it.
//!
//! A field is laid out as `name: value CRLF` wherever that is possible, so that the writer copies
//! whole runs of untouched fields at once. A removed or replaced text stays in the arena until
//! [`Head::clear`]: a head lives for one message.

use crate::fields::Fields;
use crate::hop::Connection;
use crate::known::Known;
use crate::scan;
use crate::values::Values;

/// The protocol version of a message.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// HTTP/0.9: a request line without a version.
    V09,
    /// HTTP/1.0.
    Http10,
    /// HTTP/1.1, or a later minor version, which is treated alike (RFC 9110 §2.5).
    Http11,
}

/// A range of the arena.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

impl Span {
    #[inline]
    pub(crate) fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, len: (end - start) as u32 }
    }

    #[inline]
    pub(crate) fn end(self) -> usize {
        self.start as usize + self.len as usize
    }

    #[inline]
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end()
    }
}

/// One header field.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Span,
    pub(crate) value: Span,
    pub(crate) known: Known,
    /// Whether the arena holds exactly `name: value CRLF` here.
    pub(crate) tidy: bool,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Empty,
    Request,
    Response,
}

/// The start line and the header fields of one request or response.
///
/// Names are lower-case. White space around a value goes out as it was given (a received one has
/// none) and is no part of the value for those who read it. Nothing allocates once the arena
/// has grown to the size of the connection's usual messages.
#[derive(Clone, Debug)]
pub struct Head {
    pub(crate) arena: Vec<u8>,
    pub(crate) fields: Vec<Field>,
    pub(crate) kind: Kind,
    /// The method of a request, the reason of a response.
    pub(crate) word: Span,
    pub(crate) uri: Span,
    pub(crate) version: Version,
    pub(crate) digits: (u8, u8),
    /// The version's own text where it is none of the usual ones.
    pub(crate) proto: Span,
    pub(crate) status: u16,
    /// Bits of the [`Known`] names that have been added since the last clear.
    pub(crate) seen: u32,
    /// The message must be the last of its connection, whatever its headers say.
    pub(crate) last: bool,
    /// What the reader took out of `Connection`.
    pub(crate) said: Connection,
    pub(crate) progress: Progress,
}

/// How far the reader has come with a head that is not complete yet.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Progress {
    /// Where the current line begins in the input.
    pub(crate) line: usize,
    /// Where its colon is; 0 while there is none.
    pub(crate) colon: usize,
    /// How many bytes of empty lines came before the head.
    pub(crate) skipped: usize,
    /// Whether a folded line was among the fields.
    pub(crate) folded: bool,
}

impl Default for Head {
    fn default() -> Self {
        Head::new()
    }
}

impl Head {
    /// An empty head; it allocates nothing until it is filled.
    pub fn new() -> Self {
        Head {
            arena: Vec::new(),
            fields: Vec::new(),
            kind: Kind::Empty,
            word: Span::default(),
            uri: Span::default(),
            version: Version::Http11,
            digits: (1, 1),
            proto: Span::default(),
            status: 0,
            seen: 0,
            last: false,
            said: Connection::default(),
            progress: Progress::default(),
        }
    }

    /// Empties the head and keeps its memory for the next message.
    pub fn clear(&mut self) {
        self.arena.clear();
        self.fields.clear();
        self.kind = Kind::Empty;
        self.word = Span::default();
        self.uri = Span::default();
        self.version = Version::Http11;
        self.digits = (1, 1);
        self.proto = Span::default();
        self.status = 0;
        self.seen = 0;
        self.last = false;
        self.said = Connection::default();
        self.progress = Progress::default();
    }

    /// The memory that the head keeps, in bytes: for a pool that lets go of heads grown too large.
    pub fn capacity(&self) -> usize {
        self.arena.capacity() + self.fields.capacity() * size_of::<Field>()
    }

    /// Makes this the head of a request; fields stay as they are.
    pub fn set_request_line(&mut self, method: &[u8], uri: &[u8], version: Version) {
        self.kind = Kind::Request;
        self.set_method(method);
        self.set_uri(uri);
        self.set_version(version);
    }

    /// Makes this the head of a response; fields stay as they are.
    pub fn set_status_line(&mut self, status: u16, reason: &[u8], version: Version) {
        self.kind = Kind::Response;
        self.status = status;
        self.word = self.store_line(reason);
        self.set_version(version);
    }

    /// Whether there is no start line yet.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.kind == Kind::Empty
    }

    /// Whether this is the head of a request.
    #[inline]
    pub fn is_request(&self) -> bool {
        self.kind == Kind::Request
    }

    /// The request's method as received; empty in a response.
    #[inline]
    pub fn method(&self) -> &[u8] {
        if self.kind == Kind::Request { self.text(self.word) } else { b"" }
    }

    /// The request's target as it will be written; empty in a response.
    #[inline]
    pub fn uri(&self) -> &[u8] {
        self.text(self.uri)
    }

    /// The version of the message.
    #[inline]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The digits of the version as received, e.g. `(1, 1)`.
    pub fn version_digits(&self) -> (u8, u8) {
        self.digits
    }

    /// Changes the version.
    pub fn set_version(&mut self, version: Version) {
        self.version = version;
        self.proto = Span::default();
        self.digits = match version {
            Version::V09 => (0, 9),
            Version::Http10 => (1, 0),
            Version::Http11 => (1, 1),
        };
    }

    /// The status code of a response; 0 in a request.
    #[inline]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The reason phrase of a response; may be empty.
    #[inline]
    pub fn reason(&self) -> &[u8] {
        if self.kind == Kind::Response { self.text(self.word) } else { b"" }
    }

    /// Changes the method. Characters that no token may have are left out.
    pub fn set_method(&mut self, method: &[u8]) {
        let start = self.arena.len();
        self.arena.extend(method.iter().filter(|&&b| scan::TOKEN[b as usize] != 0));
        self.word = Span::new(start, self.arena.len());
    }

    /// Changes the status; the reason becomes the given one or the usual one of that status.
    pub fn set_status(&mut self, status: u16, reason: Option<&[u8]>) {
        self.status = status;
        let usual = crate::status::reason(status).as_bytes();
        self.word = self.store_line(reason.unwrap_or(usual));
    }

    /// Whether the message must be the last one of its connection for safety's sake, e.g. because
    /// both length headers were there (RFC 9112 §6.1).
    pub fn is_last(&self) -> bool {
        self.last
    }

    /// Marks the message as the last one of its connection.
    pub fn set_last(&mut self) {
        self.last = true;
    }

    /// How many header fields there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// All fields in order: name in lower case, and value.
    #[inline]
    pub fn fields(&self) -> Fields<'_> {
        Fields { arena: &self.arena, fields: self.fields.iter() }
    }

    /// The field at an index.
    pub fn field(&self, index: usize) -> Option<(&[u8], &[u8])> {
        let field = self.fields.get(index)?;
        Some((self.text(field.name), self.text(field.value)))
    }

    /// The indexes of a header's lines, for edits by index.
    pub fn positions<'a>(&'a self, name: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let fields = self.fields.iter().enumerate();
        fields.filter(move |(_, f)| self.is_named(f, name)).map(|(index, _)| index)
    }

    /// The first line of a header, whole.
    pub fn get(&self, name: &[u8]) -> Option<&[u8]> {
        let field = self.fields.iter().find(|f| self.is_named(f, name))?;
        Some(scan::trim(self.text(field.value)))
    }

    /// Every line of a header, whole, in order.
    pub fn get_all<'a>(&'a self, name: &'a [u8]) -> impl DoubleEndedIterator<Item = &'a [u8]> + 'a {
        let lines = self.fields.iter().filter(move |f| self.is_named(f, name));
        lines.map(|f| scan::trim(self.text(f.value)))
    }

    /// Every comma-delimited value of a header's lines, in order. A comma inside double quotes does
    /// not delimit, white space around a value is not part of it, an empty value counts.
    pub fn values<'a>(&'a self, name: &'a [u8]) -> Values<'a> {
        Values::new(self, name)
    }

    /// Adds a line after all others. The name is stored in lower case, with `_` for what a name may
    /// not have; in the value, NUL, CR and LF become spaces. So no edit can make a second header.
    pub fn add(&mut self, name: &[u8], value: &[u8]) {
        let start = self.arena.len();
        self.arena.extend(name.iter().map(|&b| match scan::TOKEN[b as usize] {
            0 => b'_',
            lower => lower,
        }));
        let end = self.arena.len();
        self.arena.extend_from_slice(b": ");
        let value = self.store_line(value);
        self.arena.extend_from_slice(b"\r\n");
        let known = Known::of(&self.arena[start..end]);
        self.seen |= known.bit();
        self.fields.push(Field { name: Span::new(start, end), value, known, tidy: true });
    }

    /// Removes every line of that name and adds one.
    pub fn set(&mut self, name: &[u8], value: &[u8]) {
        self.remove(name);
        self.add(name, value);
    }

    /// Removes every line of that name; says how many there were.
    pub fn remove(&mut self, name: &[u8]) -> usize {
        let before = self.fields.len();
        let arena = &self.arena;
        self.fields.retain(|f| !is_named(arena, f, name));
        before - self.fields.len()
    }

    /// Removes the line at an index; out of range it does nothing.
    pub fn remove_at(&mut self, index: usize) {
        if index < self.fields.len() {
            self.fields.remove(index);
        }
    }

    /// Gives the line at an index another value; out of range it does nothing.
    pub fn replace_value(&mut self, index: usize, value: &[u8]) {
        if index < self.fields.len() {
            let value = self.store_line(value);
            let field = &mut self.fields[index];
            field.value = value;
            field.tidy = false;
        }
    }

    /// Keeps only the lines for which `keep(name, value)` is true.
    pub fn retain(&mut self, mut keep: impl FnMut(&[u8], &[u8]) -> bool) {
        let arena = &self.arena;
        self.fields.retain(|f| keep(&arena[f.name.range()], &arena[f.value.range()]));
    }

    /// Removes every line of a known name.
    pub(crate) fn remove_known(&mut self, known: Known) {
        if self.seen & known.bit() != 0 {
            self.fields.retain(|f| f.known != known);
            self.seen &= !known.bit();
        }
    }

    /// Makes the first line of a known name have a text of the arena as its value.
    pub(crate) fn replace_known(&mut self, known: Known, value: Span) {
        if let Some(field) = self.fields.iter_mut().find(|f| f.known == known) {
            field.value = value;
            field.tidy = false;
        }
    }

    /// The lines of a known name; costs nothing when there are none.
    pub(crate) fn known(&self, known: Known) -> impl Iterator<Item = &[u8]> {
        let fields = if self.seen & known.bit() == 0 { &[][..] } else { &self.fields[..] };
        fields.iter().filter(move |f| f.known == known).map(|f| scan::trim(self.text(f.value)))
    }

    #[inline]
    pub(crate) fn text(&self, span: Span) -> &[u8] {
        &self.arena[span.range()]
    }

    /// Appends a text to the arena.
    pub(crate) fn store(&mut self, text: &[u8]) -> Span {
        let start = self.arena.len();
        self.arena.extend_from_slice(text);
        Span::new(start, self.arena.len())
    }

    /// Appends a text that must stay on its line: NUL, CR and LF become spaces.
    pub(crate) fn store_line(&mut self, text: &[u8]) -> Span {
        let span = self.store(text);
        scan::blank_line_marks(&mut self.arena[span.range()]);
        span
    }

    #[inline]
    pub(crate) fn is_named(&self, field: &Field, name: &[u8]) -> bool {
        is_named(&self.arena, field, name)
    }
}

#[inline]
fn is_named(arena: &[u8], field: &Field, name: &[u8]) -> bool {
    field.name.len as usize == name.len() && arena[field.name.range()].eq_ignore_ascii_case(name)
}
