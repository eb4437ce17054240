//! Reading the table that describes a request.

use super::super::http::{check_name, check_value};
use super::super::socket::connect::{WANT, server_name};
use crate::host::Shared;
use crate::raw::{Call, Fault, Stack};
use moongate_net::{Address, PortSpec};
use std::ffi::c_int;
use std::sync::Weak;
use std::time::Duration;

/// A request, ready to be sent.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) address: Address,
    pub(super) port: u16,
    /// Head and body.
    pub(super) bytes: Vec<u8>,
    /// For connecting and answering together.
    pub(super) time: Option<Duration>,
    /// How large an answer's body may be.
    pub(super) most: usize,
    /// With `https`: the server's name.
    pub(super) secure: Option<String>,
    /// How often to try again to connect.
    pub(super) retries: u32,
    /// How long each time.
    pub(super) connect: Option<Duration>,
    pub(super) host: Weak<Shared>,
}

/// The largest body when scripts may use any memory.
const MOST: usize = 256 << 20;

/// The fields of the table.
#[derive(Default)]
struct Fields {
    url: Option<Vec<u8>>,
    dst: Option<String>,
    body: Option<Vec<u8>>,
    timeout: Option<i64>,
    headers: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Request {
    /// Reads the table at 2.
    pub(super) fn read(call: &Call<'_>, method: &'static str) -> Result<Self, Fault> {
        let fields = Fields::read(call)?;
        let Some(url) = &fields.url else {
            return Err(Fault::text("the request has no `url`"));
        };
        let url = Url::read(url)?;
        let (address, port) = match &fields.dst {
            Some(dst) => destination(dst, url.port)?,
            None => destination(&url.authority, url.port)?,
        };
        let time = match fields.timeout {
            Some(time) => match u64::try_from(time) {
                Ok(time @ 1..) => Some(Duration::from_millis(time)),
                _ => return Err(Fault::text("`timeout` has to be a number of milliseconds")),
            },
            None => None,
        };
        let most = match call.vm().limits().memory {
            0 => MOST,
            // Half of what is left: the script has to be able to do something with the answer.
            bytes => (bytes.saturating_sub(call.vm().used_memory()) / 2).min(MOST),
        };
        let bytes = write(method, &url, &fields);
        let secure = if url.secure { Some(fields.server_name(&url)?) } else { None };
        let host = call.vm().host.clone();
        let (retries, connect) = match host.upgrade() {
            Some(host) => host.attempts(),
            None => return Err(Fault::text("the process ends")),
        };
        Ok(Self { method, address, port, bytes, time, most, secure, retries, connect, host })
    }
}

impl Fields {
    fn read(call: &Call<'_>) -> Result<Self, Fault> {
        let table = call.table(2).ok_or(Fault::Argument(2, "a table"))?;
        call.reserve(16);
        let mut fields = Self::default();
        let mut fault = None;
        table.each(|stack, name, value| {
            if fault.is_none() {
                fault = fields.field(stack, name, value).err();
            }
        });
        fault.map_or(Ok(fields), Err)
    }

    fn field(&mut self, stack: &Stack<'_>, name: c_int, value: c_int) -> Result<(), Fault> {
        let name = stack.bytes(name).unwrap_or_default();
        let text = || {
            let text = stack.bytes(value).map(<[u8]>::to_vec);
            let name = String::from_utf8_lossy(name);
            text.ok_or_else(|| {
                let found = stack.kind_name(value);
                Fault::text(format!("`{name}` has to be a string, not {found}"))
            })
        };
        match name {
            b"url" => self.url = Some(text()?),
            b"body" => self.body = Some(text()?),
            b"dst" => {
                let dst = String::from_utf8(text()?);
                self.dst = Some(dst.map_err(|_| Fault::text("`dst` has to be plain text"))?);
            }
            b"timeout" => {
                let time = stack.number(value).map(|time| time as i64);
                let error = || Fault::text("`timeout` has to be a number of milliseconds");
                self.timeout = Some(time.ok_or_else(error)?);
            }
            b"headers" => self.headers(stack, value)?,
            other => {
                let other = String::from_utf8_lossy(other);
                return Err(Fault::text(format!(
                    "a request has no `{other}`, but url, headers, body, dst and timeout"
                )));
            }
        }
        Ok(())
    }

    fn headers(&mut self, stack: &Stack<'_>, value: c_int) -> Result<(), Fault> {
        let wrong = || Fault::text("`headers` has to be a table of tables of strings");
        let table = stack.table(value).ok_or_else(wrong)?;
        let mut fault = None;
        let mut lines: Vec<(Vec<u8>, i64, Vec<u8>)> = Vec::new();
        table.each(|stack, name, value| {
            let name = stack.bytes(name).unwrap_or_default().to_ascii_lowercase();
            let mut line = |at: i64, value: Option<&[u8]>| match value {
                Some(value) => lines.push((name.clone(), at, value.to_vec())),
                None => fault = Some(wrong()),
            };
            match stack.table(value) {
                Some(values) => values.each(|stack, at, value| {
                    line(stack.integer(at).unwrap_or(i64::MAX), stack.bytes(value));
                }),
                // One value needs no table.
                None => line(0, stack.bytes(value)),
            }
        });
        if let Some(fault) = fault {
            return Err(fault);
        }
        // A table has no order, a request should have one.
        lines.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        for (name, _, value) in lines {
            check_name(&name)?;
            check_value(&value)?;
            self.headers.push((name, value));
        }
        Ok(())
    }

    /// The name that the server has to prove: that of the request, as with HAProxy.
    fn server_name(&self, url: &Url) -> Result<String, Fault> {
        let written = self.headers.iter().find(|(name, _)| name == b"host");
        let host = written.map(|(_, value)| String::from_utf8_lossy(value));
        let host = host.as_deref().unwrap_or(&url.authority);
        let parsed = Address::parse(host, WANT).map_err(|error| Fault::text(error.message))?;
        let name = match &parsed.address {
            Address::Inet(host) => server_name(host),
            _ => None,
        };
        name.ok_or_else(|| Fault::text(format!("`{host}` can't be the name of a server")))
    }

    fn has(&self, name: &[u8]) -> bool {
        self.headers.iter().any(|(found, _)| found == name)
    }
}

/// The parts of a URL that matter.
struct Url {
    secure: bool,
    /// Host, and port if it is written.
    authority: String,
    port: u16,
    /// Path and query.
    target: Vec<u8>,
}

impl Url {
    fn read(url: &[u8]) -> Result<Self, Fault> {
        let wrong = |what: &str| {
            let url = String::from_utf8_lossy(url);
            Fault::text(format!("the url `{url}` {what}"))
        };
        // RFC 3986 §3: what isn't visible ASCII has to be percent-encoded.
        if !url.iter().all(u8::is_ascii_graphic) {
            return Err(wrong("has characters that have to be percent-encoded"));
        }
        let lower = url[..url.len().min(8)].to_ascii_lowercase();
        let (secure, start) = match &lower[..] {
            [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => (false, 7),
            b"https://" => (true, 8),
            _ => return Err(wrong("doesn't begin with http:// or https://")),
        };
        let rest = &url[start..];
        let rest = &rest[..memchr::memchr(b'#', rest).unwrap_or(rest.len())];
        let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let mut path = if target.starts_with(b"/") { Vec::new() } else { b"/".to_vec() };
        path.extend_from_slice(target);
        // Graphic ASCII, as was checked.
        let authority = String::from_utf8_lossy(authority).into_owned();
        if authority.is_empty() {
            return Err(wrong("names no host"));
        }
        if authority.contains('@') {
            return Err(wrong("has a user's name: put an Authorization header into the request"));
        }
        Ok(Self { secure, authority, port: if secure { 443 } else { 80 }, target: path })
    }
}

/// An address with its port, or that of the URL's scheme.
fn destination(text: &str, port: u16) -> Result<(Address, u16), Fault> {
    let parsed = Address::parse(text, WANT).map_err(|error| Fault::text(error.message))?;
    let port = match parsed.port {
        PortSpec::One(port) => port,
        _ => port,
    };
    Ok((parsed.address, port))
}

/// Head and body. What frames the body is set here and nowhere else.
fn write(method: &str, url: &Url, fields: &Fields) -> Vec<u8> {
    const FRAMING: [&[u8]; 4] = [b"content-length", b"transfer-encoding", b"connection", b"expect"];
    let body = fields.body.as_deref();
    let mut out = Vec::with_capacity(256 + body.map_or(0, <[u8]>::len));
    let mut line = |parts: &[&[u8]]| {
        parts.iter().for_each(|part| out.extend_from_slice(part));
        out.extend_from_slice(b"\r\n");
    };
    line(&[method.as_bytes(), b" ", &url.target, b" HTTP/1.1"]);
    let lines = fields.headers.iter();
    for (name, value) in lines.filter(|(name, _)| !FRAMING.contains(&&name[..])) {
        line(&[name, b": ", value]);
    }
    for (name, value) in [
        (&b"host"[..], url.authority.as_bytes()),
        (b"accept", b"*/*"),
        (b"user-agent", b"Moongate"),
    ] {
        if !fields.has(name) {
            line(&[name, b": ", value]);
        }
    }
    // RFC 9110 §8.6: a length of zero is told where the method expects a body.
    if body.is_some() || matches!(method, "PUT" | "POST") {
        let length = body.map_or(0, <[u8]>::len).to_string();
        line(&[b"content-length: ", length.as_bytes()]);
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body.unwrap_or_default());
    out
}
