//! Reading an address: prefixes, then host and port.

use super::{AddrError, Address, Family, Host, Kind, Parsed, PortSpec, PortWant, Want};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

/// The longest unix socket path: 107 bytes, less what the temporary name needs (see `listen`).
const PATH_MAX: usize = 97;
/// The longest abstract name: the address field less the leading zero byte.
const ABSTRACT_MAX: usize = 107;

/// What a prefix before `@` says.
#[derive(Clone, Copy)]
enum Form {
    Inet(Option<Family>, Option<Kind>),
    Unix,
    Abstract { padded: bool },
    Fd,
    Unsupported,
}

impl Form {
    fn kind(self, prefix: &str) -> Option<Kind> {
        match (self, prefix) {
            (Self::Inet(_, kind), _) => kind,
            (_, "uxst@") => Some(Kind::Stream),
            (_, "uxdg@") => Some(Kind::Datagram),
            _ => None,
        }
    }
}

const PREFIXES: [(&str, Form); 26] = [
    ("ip@", Form::Inet(None, None)),
    ("ipv4@", Form::Inet(Some(Family::V4), None)),
    ("ipv6@", Form::Inet(Some(Family::V6), None)),
    ("tcp@", Form::Inet(None, Some(Kind::Stream))),
    ("tcp4@", Form::Inet(Some(Family::V4), Some(Kind::Stream))),
    ("tcp6@", Form::Inet(Some(Family::V6), Some(Kind::Stream))),
    ("udp@", Form::Inet(None, Some(Kind::Datagram))),
    ("udp4@", Form::Inet(Some(Family::V4), Some(Kind::Datagram))),
    ("udp6@", Form::Inet(Some(Family::V6), Some(Kind::Datagram))),
    ("unix@", Form::Unix),
    ("uxst@", Form::Unix),
    ("uxdg@", Form::Unix),
    ("abns@", Form::Abstract { padded: true }),
    ("abnsz@", Form::Abstract { padded: false }),
    ("fd@", Form::Fd),
    ("sockpair@", Form::Unsupported),
    ("quic@", Form::Unsupported),
    ("quic4@", Form::Unsupported),
    ("quic6@", Form::Unsupported),
    ("mptcp@", Form::Unsupported),
    ("mptcp4@", Form::Unsupported),
    ("mptcp6@", Form::Unsupported),
    ("ring@", Form::Unsupported),
    ("backend@", Form::Unsupported),
    ("rhttp@", Form::Unsupported),
    ("rev@", Form::Unsupported),
];

struct Reader<'t, 'p> {
    text: &'t str,
    want: Want<'p>,
}

pub(super) fn one(text: &str, want: Want<'_>) -> Result<Parsed, AddrError> {
    let reader = Reader { text, want };
    if text.is_empty() {
        let message = "'' resolves to an empty address (environment variable missing?)";
        return Err(reader.error(0..0, message, None));
    }
    let (kind, at) = reader.transport()?;
    let rest = &text[at..];
    let found = PREFIXES.iter().find(|(prefix, _)| rest.starts_with(prefix));
    let (form, at) = match found {
        Some((prefix, Form::Unsupported)) => {
            return Err(
                reader.unsupported(0..at + prefix.len(), format!("address prefix `{prefix}`"))
            );
        }
        Some((prefix, form)) => (*form, at + prefix.len()),
        None if rest.starts_with('/') => (Form::Unix, at),
        None => (Form::Inet(None, None), at),
    };
    let prefix = found.map_or("", |(prefix, _)| *prefix);
    let kind = kind.or_else(|| form.kind(prefix)).unwrap_or(want.kind);
    if kind != want.kind && !want.other_kind {
        let name = if kind == Kind::Stream { "stream" } else { "datagram" };
        let message = format!("{name}-type address not acceptable in '{text}'");
        return Err(reader.error(0..at, message, None));
    }
    if matches!(form, Form::Fd) && !want.fd {
        let message = format!("a file descriptor is not acceptable here in '{text}'");
        return Err(reader.error(0..text.len(), message, None));
    }
    let (address, port) = match form {
        Form::Unix => (reader.unix(at)?, PortSpec::None),
        Form::Abstract { padded } => (reader.abstract_name(at, padded)?, PortSpec::None),
        Form::Fd => (reader.fd(at)?, PortSpec::None),
        Form::Inet(family, _) => reader.inet(at, family)?,
        Form::Unsupported => unreachable!("answered above"),
    };
    Ok(Parsed { address, port, kind })
}

impl Reader<'_, '_> {
    fn error(
        &self,
        range: std::ops::Range<usize>,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) -> AddrError {
        AddrError { range, message: message.into(), help: help.into(), unsupported: None }
    }

    fn unsupported(&self, range: std::ops::Range<usize>, what: String) -> AddrError {
        AddrError {
            range,
            message: format!("{what} isn't supported by Moongate yet"),
            help: None,
            unsupported: Some(what),
        }
    }

    /// `stream+`, `dgram+`, `quic+`: the kind of socket, and where the rest begins.
    fn transport(&self) -> Result<(Option<Kind>, usize), AddrError> {
        for (prefix, kind) in
            [("stream+", Some(Kind::Stream)), ("dgram+", Some(Kind::Datagram)), ("quic+", None)]
        {
            if self.text.starts_with(prefix) {
                return match kind {
                    None => {
                        Err(self.unsupported(0..prefix.len(), format!("address prefix `{prefix}`")))
                    }
                    kind => Ok((kind, prefix.len())),
                };
            }
        }
        Ok((None, 0))
    }

    fn unix(&self, at: usize) -> Result<Address, AddrError> {
        let path = &self.text[at..];
        let prefix = self.want.unix_prefix.unwrap_or_default();
        let range = at..self.text.len();
        if path.is_empty() {
            return Err(self.error(
                0..self.text.len(),
                format!("missing socket path in '{}'", self.text),
                "write `unix@/path/of/the/socket`".to_owned(),
            ));
        }
        if path.contains('\0') {
            return Err(self.error(range, "a socket path can't hold a zero byte", None));
        }
        if prefix.len() + path.len() > PATH_MAX {
            return Err(self.error(
                range,
                format!(
                    "socket path '{path}' too long (max {})",
                    PATH_MAX.saturating_sub(prefix.len())
                ),
                None,
            ));
        }
        Ok(Address::Unix(PathBuf::from(format!("{prefix}{path}"))))
    }

    fn abstract_name(&self, at: usize, padded: bool) -> Result<Address, AddrError> {
        let name = &self.text[at..];
        if name.is_empty() {
            return Err(self.error(0..at, format!("missing name in '{}'", self.text), None));
        }
        if name.len() > ABSTRACT_MAX {
            return Err(self.error(
                at..self.text.len(),
                format!("abstract socket name '{name}' too long (max {ABSTRACT_MAX})"),
                None,
            ));
        }
        Ok(Address::Abstract { name: name.to_owned(), padded })
    }

    fn fd(&self, at: usize) -> Result<Address, AddrError> {
        let digits = &self.text[at..];
        match digits.parse::<i32>() {
            Ok(fd) if fd >= 0 => Ok(Address::Fd(fd)),
            _ => Err(self.error(
                at..self.text.len(),
                format!("file descriptor '{digits}' is not a valid integer in '{}'", self.text),
                None,
            )),
        }
    }

    fn inet(&self, at: usize, family: Option<Family>) -> Result<(Address, PortSpec), AddrError> {
        let rest = &self.text[at..];
        let (host, port) = self.split(rest, at)?;
        let port = match port {
            Some(start) => self.port(start)?,
            None => PortSpec::None,
        };
        if port == PortSpec::None && self.want.port == PortWant::Required {
            return Err(self.error(
                at..self.text.len(),
                format!("missing port specification in '{}'", self.text),
                format!("write `{}:80`, for instance", rest.trim_end_matches(':')),
            ));
        }
        Ok((Address::Inet(self.host(host, family)?), port))
    }

    /// The bytes of the host, and where the port begins when there is one.
    fn split(
        &self,
        rest: &str,
        at: usize,
    ) -> Result<(std::ops::Range<usize>, Option<usize>), AddrError> {
        let end = self.text.len();
        if rest.starts_with('[') {
            let Some(close) = rest.find(']') else {
                return Err(self.error(
                    at..end,
                    format!("missing ']' in '{}'", self.text),
                    format!("write `{rest}]`"),
                ));
            };
            let after = at + close + 1;
            return match self.text.as_bytes().get(after) {
                None => Ok((at..after, None)),
                Some(b':') => Ok((at..after, Some(after + 1))),
                Some(_) => Err(self.error(
                    after..end,
                    format!("unexpected '{}' after the address", &self.text[after..]),
                    format!("write a port as `{}:80`", &self.text[at..after]),
                )),
            };
        }
        // A bare IPv6 address: what follows the last colon is the port. Where a port may be left
        // out and the part before would be no address, the whole is the address.
        match rest.rfind(':') {
            None => Ok((at..end, None)),
            Some(_) if self.want.port == PortWant::None && rest.parse::<Ipv6Addr>().is_ok() => {
                Ok((at..end, None))
            }
            Some(colon) => {
                let before = &rest[..colon];
                let whole = self.want.port != PortWant::Required
                    && before.contains(':')
                    && before.parse::<Ipv6Addr>().is_err()
                    && rest.parse::<Ipv6Addr>().is_ok();
                Ok(if whole { (at..end, None) } else { (at..at + colon, Some(at + colon + 1)) })
            }
        }
    }

    fn host(
        &self,
        range: std::ops::Range<usize>,
        family: Option<Family>,
    ) -> Result<Host, AddrError> {
        let text = &self.text[range.clone()];
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        if let Some(bare) = bare {
            return match (bare.parse::<Ipv6Addr>(), family) {
                (Ok(ip), None | Some(Family::V6)) => Ok(Host::from(IpAddr::V6(ip))),
                _ => Err(self.invalid(range, None)),
            };
        }
        match (text, family) {
            ("" | "*", None | Some(Family::V4)) => return Ok(Host::Any4),
            ("" | "*", Some(Family::V6)) => return Ok(Host::Any6),
            _ => {}
        }
        match (text.parse::<IpAddr>(), family) {
            (Ok(IpAddr::V4(_)), Some(Family::V6)) => {
                Err(self.invalid(range, Some("this is an IPv4 address: use `ipv4@`".to_owned())))
            }
            (Ok(IpAddr::V6(_)), Some(Family::V4)) => {
                Err(self.invalid(range, Some("this is an IPv6 address: use `ipv6@`".to_owned())))
            }
            (Ok(ip), _) => Ok(Host::from(ip)),
            (Err(_), family) => match old_ipv4(text) {
                Some(ip) if family != Some(Family::V6) => Ok(Host::from(IpAddr::V4(ip))),
                _ => self.name(range, family),
            },
        }
    }

    fn name(
        &self,
        range: std::ops::Range<usize>,
        family: Option<Family>,
    ) -> Result<Host, AddrError> {
        let name = &self.text[range.clone()];
        if let Some((prefix, rest)) = name.split_once('@') {
            return Err(self.error(
                range.start..range.start + prefix.len() + 1,
                format!("unknown address prefix `{prefix}@` in '{}'", self.text),
                format!("write `ipv4@{rest}`, `ipv6@{rest}`, `unix@…`, `abns@…` or `fd@…`"),
            ));
        }
        // RFC 1123 2.1, with the underscore that resolvers accept.
        let valid = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        // A host name's last label is never all digits; such a text is a mistyped address.
        let last = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
        let numeric = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
        if !valid || name.len() > 253 || numeric {
            let help = match numeric {
                true => "an IPv4 address has four numbers from 0 to 255",
                false => "write an address, or a host name of letters, digits, `-`, `_` and `.`",
            };
            return Err(self.invalid(range, Some(help.to_owned())));
        }
        Ok(Host::Name { name: name.to_owned(), family })
    }

    fn invalid(&self, range: std::ops::Range<usize>, help: Option<String>) -> AddrError {
        let host = &self.text[range.clone()];
        self.error(range, format!("invalid address: '{host}' in '{}'", self.text), help)
    }

    fn port(&self, start: usize) -> Result<PortSpec, AddrError> {
        let text = &self.text[start..];
        let range = start..self.text.len();
        if text.is_empty() {
            return Ok(PortSpec::None);
        }
        if self.want.port == PortWant::None {
            return Err(self.error(
                start - 1..self.text.len(),
                format!("port specification not permitted here in '{}'", self.text),
                format!("write `{}`", &self.text[..start - 1]),
            ));
        }
        if text.starts_with(['+', '-']) {
            if !self.want.offset {
                return Err(self.error(
                    range,
                    format!("port offset not permitted here in '{}'", self.text),
                    None,
                ));
            }
            let number = self.number(&text[1..], start + 1)?;
            return Ok(PortSpec::Offset(if text.starts_with('-') {
                -i32::from(number)
            } else {
                i32::from(number)
            }));
        }
        let Some((first, last)) = text.split_once('-') else {
            return match self.number(text, start)? {
                0 if !self.want.zero => Err(self.bad_port(text, range)),
                port => Ok(PortSpec::One(port)),
            };
        };
        if !self.want.range {
            return Err(self.error(
                range,
                format!("port range not permitted here in '{}'", self.text),
                None,
            ));
        }
        let first = self.number(first, start)?;
        let last = self.number(last, self.text.len() - last.len())?;
        if first == 0 || first > last {
            return Err(self.error(
                range,
                format!("invalid port range '{text}'"),
                (first > last && last > 0).then(|| format!("write `{last}-{first}`")),
            ));
        }
        Ok(PortSpec::Range(first, last))
    }

    fn number(&self, digits: &str, start: usize) -> Result<u16, AddrError> {
        let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u16>());
        match number {
            Some(Ok(number)) => Ok(number),
            _ => Err(self.bad_port(digits, start..start + digits.len())),
        }
    }

    fn bad_port(&self, digits: &str, range: std::ops::Range<usize>) -> AddrError {
        let help = "a port is a number from 1 to 65535".to_owned();
        self.error(range, format!("invalid port '{digits}' in '{}'", self.text), help)
    }
}

/// The old way to write IPv4 addresses, which the system's resolver takes: leading zeros are octal
/// (`010.1.1.1`), missing parts are filled (`1.2.3` is 1.2.0.3).
fn old_ipv4(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() > 4 {
        return None;
    }
    let mut address: u32 = 0;
    for (i, part) in parts.iter().enumerate() {
        let value = number(part)?;
        let last = i + 1 == parts.len();
        let bits = if last { 8 * (4 - i as u32) } else { 8 };
        if bits < 32 && value >> bits != 0 {
            return None;
        }
        address |= if last { value } else { value << (24 - 8 * i as u32) };
    }
    Some(Ipv4Addr::from(address))
}

fn number(part: &str) -> Option<u32> {
    let (digits, radix) = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
        Some(hex) => (hex, 16),
        None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
        None => (part, 10),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, radix).ok())?
}

#[cfg(test)]
mod tests;
