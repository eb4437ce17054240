//! How values are written: quotes, escapes, hexadecimal, JSON and CBOR (manual 8.2.6 and 8.6).

use super::options::{Cast, Flags, FormatOptions, MissingAs};
use crate::alias::{DateStyle, HeaderStyle, Value};
use crate::{Sample, Type, cast, date, digits};
use std::io::Write as _;
use std::net::IpAddr;

/// Writes one item.
pub(super) struct Emit<'o> {
    pub(super) flags: Flags,
    pub(super) cast: Cast,
    pub(super) options: FormatOptions,
    pub(super) out: &'o mut Vec<u8>,
}

/// Which bytes of a text are written as `#XX` in logs (manual 8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsafe {
    /// Of request lines: what can't be printed, and `"` and `#`.
    Uri,
    /// Of captured headers: also `{`, `|` and `}`.
    Header,
}

impl Unsafe {
    fn has(self, byte: u8) -> bool {
        match byte {
            b'"' | b'#' => true,
            b'{' | b'|' | b'}' => self == Unsafe::Header,
            _ => !(32..127).contains(&byte),
        }
    }
}

/// Hands on what is shown of an address: at most the 45 characters of an IPv6 one.
fn shown(ip: IpAddr, take: impl FnOnce(&[u8])) {
    match ip {
        IpAddr::V4(ip) => take(digits::ipv4(ip, &mut [0; 15])),
        IpAddr::V6(ip) => {
            let mut room = [0; 48];
            let mut rest = &mut room[..];
            let _ = write!(rest, "{ip}");
            let length = 48 - rest.len();
            take(&room[..length]);
        }
    }
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

impl Emit<'_> {
    /// Writes an alias's value.
    pub(super) fn value(&mut self, value: Value<'_>) {
        if self.flags.is_encoded() {
            return self.encoded(value);
        }
        match value {
            Value::Missing => self.text(None),
            Value::Text(text) => self.text(Some(&text)),
            Value::Uri(text) => self.unsafe_text(&text, Unsafe::Uri),
            Value::Letters(text, length) => self.out.extend_from_slice(&text[..length]),
            Value::Date(time, style) => self.date(time, style),
            Value::Retries(count, redispatched) => {
                if redispatched {
                    self.out.push(b'+');
                }
                self.number(count.into());
            }
            Value::Num(n) => self.number(n),
            Value::Partial(n) => {
                self.out.push(b'+');
                self.number(n);
            }
            Value::Hexable(n, width) if self.flags.hex => {
                let _ = write!(self.out, "{n:0width$X}");
            }
            Value::Hexable(n, _) => self.number(n),
            Value::Port(Some(port)) if self.flags.hex => {
                let _ = write!(self.out, "{port:04X}");
            }
            Value::Port(Some(port)) => self.number(port.into()),
            Value::Port(None) => self.text(None),
            Value::Addr(Some(IpAddr::V4(ip))) if self.flags.hex => {
                let _ = write!(self.out, "{:08X}", u32::from(ip));
            }
            Value::Addr(Some(IpAddr::V6(ip))) if self.flags.hex => {
                let _ = write!(self.out, "{:032X}", u128::from(ip));
            }
            Value::Addr(Some(ip)) => shown(ip, |text| self.text(Some(text))),
            Value::Addr(None) => self.text(None),
            Value::Headers(list, style) => self.headers(&list.borrow(), style),
        }
    }

    /// Writes an expression's text, or what stands for a missing one.
    pub(super) fn fetched(&mut self, text: Option<&[u8]>) {
        // Quotes are for logs: header fields get the bare text, as from HAProxy.
        if self.options.http { self.http(text.unwrap_or_default()) } else { self.text(text) }
    }

    /// Writes an expression's value.
    pub(super) fn plain(&mut self, value: Sample<'_>) {
        match value {
            Sample::Bool(v) => self.fetched(Some(if v { b"1" } else { b"0" })),
            Sample::Sint(n) => self.fetched(Some(itoa::Buffer::new().format(n).as_bytes())),
            Sample::Ipv4(ip) => shown(ip.into(), |text| self.fetched(Some(text))),
            Sample::Ipv6(ip) => shown(ip.into(), |text| self.fetched(Some(text))),
            Sample::Bin(bytes) if self.flags.bin => self.raw(&bytes),
            value => self.fetched(cast::text(value).as_deref()),
        }
    }

    fn date(&mut self, time: std::time::SystemTime, style: DateStyle) {
        match style {
            DateStyle::Utc => date::clf(time, false, self.out),
            DateStyle::Local => date::clf(time, true, self.out),
            DateStyle::Millis => date::millis(time, self.out),
            DateStyle::OnlyMillis => digits::three(date::unix(time).1, self.out),
        }
    }

    /// Writes a text, or what stands for a missing one.
    fn text(&mut self, text: Option<&[u8]>) {
        let text = text.unwrap_or_default();
        if text.is_empty() {
            if self.flags.dash {
                self.out.extend_from_slice(if self.flags.quote { b"\"\"" } else { b"-" });
            }
            return;
        }
        self.quote();
        if self.flags.escape {
            self.escaped(text);
        } else {
            self.out.extend_from_slice(text);
        }
        self.quote();
    }

    /// Writes bytes as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn quote(&mut self) {
        if self.flags.quote {
            self.out.push(b'"');
        }
    }

    /// A backslash before `"`, `\` and `]` (RFC 5424 §6.3.3).
    fn escaped(&mut self, text: &[u8]) {
        for &byte in text {
            if matches!(byte, b'"' | b'\\' | b']') {
                self.out.push(b'\\');
            }
            self.out.push(byte);
        }
    }

    /// Bytes that no field may have are written `%XX` (RFC 9110 §5.5: visible ones, space, tab and
    /// those above 127 may stand there).
    fn http(&mut self, text: &[u8]) {
        let bad = |byte: &u8| (*byte < 32 && *byte != b'\t') || *byte == 127;
        if !self.flags.escape && !text.iter().any(bad) {
            self.out.extend_from_slice(text);
            return;
        }
        for byte in text {
            if bad(byte) {
                self.out.extend_from_slice(&[
                    b'%',
                    HEX[usize::from(byte >> 4)],
                    HEX[usize::from(byte & 15)],
                ]);
            } else if self.flags.escape {
                self.escaped(std::slice::from_ref(byte));
            } else {
                self.out.push(*byte);
            }
        }
    }

    fn unsafe_text(&mut self, text: &[u8], set: Unsafe) {
        if text.is_empty() {
            return self.text(None);
        }
        self.quote();
        self.safe(text, set);
        self.quote();
    }

    fn safe(&mut self, text: &[u8], set: Unsafe) {
        for &byte in text {
            if set.has(byte) {
                self.out.extend_from_slice(&[
                    b'#',
                    HEX[usize::from(byte >> 4)],
                    HEX[usize::from(byte & 15)],
                ]);
            } else if self.flags.escape {
                self.escaped(&[byte]);
            } else {
                self.out.push(byte);
            }
        }
    }

    fn number(&mut self, n: i64) {
        digits::int(n, self.out);
    }

    /// Captured headers: `{a|b}`, or one word for each.
    fn headers(&mut self, list: &[Option<Vec<u8>>], style: HeaderStyle) {
        if list.is_empty() {
            return;
        }
        if style == HeaderStyle::Words {
            for (at, value) in list.iter().enumerate() {
                if at > 0 {
                    self.out.push(b' ');
                }
                self.unsafe_text(value.as_deref().unwrap_or_default(), Unsafe::Header);
            }
            return;
        }
        self.quote();
        self.out.push(b'{');
        for (at, value) in list.iter().enumerate() {
            if at > 0 {
                self.out.push(b'|');
            }
            self.safe(value.as_deref().unwrap_or_default(), Unsafe::Header);
        }
        self.out.push(b'}');
        self.quote();
    }

    /// Writes an alias's value as JSON or CBOR.
    fn encoded(&mut self, value: Value<'_>) {
        match value {
            Value::Retries(n, _) => self.sample(Sample::Sint(n.into())),
            Value::Num(n) | Value::Partial(n) | Value::Hexable(n, _) if !self.flags.hex => {
                self.sample(Sample::Sint(n));
            }
            Value::Port(Some(port)) if !self.flags.hex => self.sample(Sample::Sint(port.into())),
            Value::Missing | Value::Port(None) | Value::Addr(None) => self.null(),
            value => {
                let plain = Flags { hex: self.flags.hex, ..Flags::default() };
                let mut text = Vec::new();
                let options = FormatOptions { missing: MissingAs::Nothing, ..self.options };
                Emit { flags: plain, cast: Cast::None, options, out: &mut text }.value(value);
                self.sample(Sample::string(text));
            }
        }
    }

    /// Writes a value as JSON or CBOR, in the type that the item asks for.
    pub(super) fn sample(&mut self, value: Sample<'_>) {
        let to = match (self.cast, &value) {
            (Cast::Str, _) => Type::Str,
            (Cast::Sint, _) => Type::Sint,
            (Cast::Bool, _) => Type::Bool,
            (Cast::None, Sample::Bool(_)) => Type::Bool,
            (Cast::None, Sample::Sint(_)) => Type::Sint,
            (Cast::None, Sample::Bin(_)) if self.flags.bin => Type::Bin,
            (Cast::None, _) => Type::Str,
        };
        match (cast::cast(value, to), self.flags.cbor) {
            (Some(Sample::Bool(v)), false) => self.raw(if v { b"true" } else { b"false" }),
            (Some(Sample::Sint(n)), false) => self.number(n),
            (Some(Sample::Str(text) | Sample::Bin(text)), false) => json(&text, self.out),
            (Some(Sample::Bool(v)), true) => self.cbor(&[0xf4 + u8::from(v)]),
            (Some(Sample::Sint(n)), true) if n < 0 => self.cbor_head(1, n.unsigned_abs() - 1),
            (Some(Sample::Sint(n)), true) => self.cbor_head(0, n.unsigned_abs()),
            (Some(Sample::Str(text)), true) => self.cbor_text(3, &text),
            (Some(Sample::Bin(bytes)), true) => self.cbor_text(2, &bytes),
            _ => self.null(),
        }
    }

    fn null(&mut self) {
        if self.flags.cbor { self.cbor(&[0xf6]) } else { self.raw(b"null") }
    }

    /// Raw with `bin`, else in hexadecimal.
    fn cbor(&mut self, bytes: &[u8]) {
        if self.flags.bin {
            return self.raw(bytes);
        }
        for byte in bytes {
            self.out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    }

    /// A major type and its number (RFC 8949 §3).
    fn cbor_head(&mut self, major: u8, n: u64) {
        let major = major << 5;
        match (u8::try_from(n), u16::try_from(n), u32::try_from(n)) {
            (Ok(n), ..) if n < 24 => self.cbor(&[major | n]),
            (Ok(n), ..) => self.cbor(&[major | 24, n]),
            (_, Ok(n), _) => {
                let [a, b] = n.to_be_bytes();
                self.cbor(&[major | 25, a, b]);
            }
            (.., Ok(n)) => {
                self.cbor(&[major | 26]);
                self.cbor(&n.to_be_bytes());
            }
            _ => {
                self.cbor(&[major | 27]);
                self.cbor(&n.to_be_bytes());
            }
        }
    }

    fn cbor_text(&mut self, major: u8, text: &[u8]) {
        self.cbor_head(major, text.len() as u64);
        self.cbor(text);
    }
}

/// A JSON string (RFC 8259 §7); bytes that are no UTF-8 become U+FFFD.
fn json(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let decoded = String::from_utf8_lossy(text);
    for char in decoded.chars() {
        match char {
            '"' | '\\' => out.extend_from_slice(&[b'\\', char as u8]),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\0'..'\x20' | '\x7f' => {
                let _ = write!(out, "\\u{:04x}", char as u32);
            }
            _ => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

/// One JSON object or CBOR map.
pub(super) struct Document<'o> {
    flags: Flags,
    out: &'o mut Vec<u8>,
    any: bool,
}

impl<'o> Document<'o> {
    pub(super) fn begin(flags: Flags, out: &'o mut Vec<u8>) -> Self {
        let mut this = Self { flags, out, any: false };
        // A map whose length isn't told in advance (RFC 8949 §3.2.2).
        if flags.cbor {
            this.emit().cbor(&[0xbf])
        } else {
            this.out.push(b'{')
        }
        this
    }

    pub(super) fn item(&mut self, name: &str, value: impl FnOnce(&mut Vec<u8>)) {
        if self.flags.cbor {
            self.emit().cbor_text(3, name.as_bytes());
        } else {
            if self.any {
                self.out.extend_from_slice(b", ");
            }
            json(name.as_bytes(), self.out);
            self.out.extend_from_slice(b": ");
        }
        self.any = true;
        value(self.out);
    }

    pub(super) fn end(mut self) {
        if self.flags.cbor { self.emit().cbor(&[0xff]) } else { self.out.push(b'}') }
    }

    fn emit(&mut self) -> Emit<'_> {
        let options = FormatOptions::VALUE;
        Emit { flags: self.flags, cast: Cast::None, options, out: self.out }
    }
}
