//! Persistence: which server a rule or a cookie asks for, and the cookie that brings clients back
//! (configuration manual, `cookie`, `use-server`, `force-persist`, `ignore-persist`).

use super::cookie_date::Dates;
use super::stick::Stores;
use crate::balance;
use crate::exchange::Exchange;
use moongate_conf::plan::{Cookie, CookieMode, Proxy, ServerRef};
use moongate_http::{CookiePart, cookie_parts};
use moongate_net::Target;
use moongate_sample::{Cx, Point};
use moongate_state::{Server, ServerId};
use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use twox_hash::XxHash64;

/// What is known of an exchange's persistence.
#[derive(Debug, Default)]
pub(crate) struct Persistence {
    /// The server that a rule or a cookie asks for, as long as it can be reached.
    pub direct: Option<ServerId>,
    /// It is to be tried whether it is up or not, and no other one.
    pub forced: bool,
    /// Cookies don't count.
    ignored: bool,
    /// Keys that are to be stored in stick tables.
    pub stores: Stores,
    /// The dates in the cookie.
    pub(super) dates: Dates,
}

impl Persistence {
    /// `ignore-persist`
    pub(super) fn is_ignored(&self) -> bool {
        self.ignored
    }
}

impl Exchange {
    /// Before a cookie is looked for nothing is known of it; without one in the configuration there
    /// is nothing to log.
    pub fn begin_persistence(&mut self) {
        let logged = self.backend().settings.cookie.as_ref().is_some_and(|it| it.is_logged());
        self.room.txn.persistence = if logged { *b"NN" } else { *b"--" };
    }

    /// `force-persist`, `ignore-persist` and `use-server`.
    pub fn prefer_server(&mut self) {
        let worker = self.worker.clone();
        let plan = worker.plan().proxy(self.room.txn.backend);
        if plan.persist.is_empty() && plan.use_server.is_empty() {
            return;
        }
        let cx = Cx::new(&self.room.txn, Point::BeServerRule);
        let first = plan.persist.iter().find(|(_, condition)| condition.eval(&cx).unwrap_or(false));
        let (forced, ignored) = first.map_or((false, false), |(force, _)| (*force, !*force));
        let live = self.room.txn.backend();
        let direct = plan.use_server.iter().find_map(|rule| {
            if !rule.condition.as_ref().is_none_or(|c| c.eval(&cx).unwrap_or(false)) {
                return None;
            }
            let id = match &rule.target {
                ServerRef::Fixed(id) => *id,
                ServerRef::Named(format) => {
                    let mut name = Vec::new();
                    format.write(&cx, &mut name);
                    live.servers().iter().find(|s| s.name.as_bytes() == name)?.id
                }
            };
            let fits = forced || plan.settings.options.persist || balance::runs(live.server(id));
            fits.then_some(id)
        });
        self.persistence = Persistence { direct, forced, ignored, ..Persistence::default() };
    }

    /// Looks for the cookie in the request, and takes out of it what isn't for the server.
    pub fn read_cookies(&mut self) {
        let worker = self.worker.clone();
        let plan = worker.plan().proxy(self.room.txn.backend);
        let Some(cookie) = plan.settings.cookie.as_deref() else { return };
        let mut at = 0;
        while let Some((name, line)) = self.room.txn.request.field(at) {
            if name != b"cookie" || !cookie_parts(line).any(|part| is_ours(&part, cookie)) {
                at += 1;
                continue;
            }
            let line = line.to_vec();
            for value in cookie_parts(&line).filter(|part| is_ours(part, cookie)) {
                let value = value.pair.map_or(&b""[..], |(_, value)| value);
                let letter = self.take_cookie(plan, cookie, value);
                if let (Some(letter), true) = (letter, cookie.is_logged()) {
                    self.room.txn.persistence[0] = letter;
                }
            }
            match edited(&line, cookie) {
                Some(line) if line.is_empty() => self.room.txn.request.remove_at(at),
                Some(line) => {
                    self.room.txn.request.replace_value(at, &line);
                    at += 1;
                }
                None => at += 1,
            }
        }
    }

    /// Finds the server of a cookie's value; the letter for logs, if it changes.
    fn take_cookie(&mut self, plan: &Proxy, cookie: &Cookie, value: &[u8]) -> Option<u8> {
        let this = &mut self.persistence;
        let letter = self.room.txn.persistence[0];
        if this.ignored || this.direct.is_some() {
            // Another cookie of the same name, or a rule, was first.
            return (!matches!(letter, b'V' | b'D')).then_some(b'U');
        }
        let (name, dates) = match cookie.mode {
            Some(CookieMode::Prefix) => (before(value, b'~'), Dates::default()),
            _ => (before(value, b'|'), Dates::read(value)),
        };
        if let Some(letter) = dates.fault(cookie) {
            return Some(letter);
        }
        this.dates = dates;
        let live = self.worker.plan().world.proxy(plan.id);
        let mut down = false;
        let leads = |server: &&Server| value_of(plan, cookie, server).as_deref() == Some(name);
        for server in live.servers().iter().filter(|_| !name.is_empty()).filter(leads) {
            let runs = balance::runs(server);
            if runs || this.forced || plan.settings.options.persist {
                this.direct = Some(server.id);
                return Some(if runs { b'V' } else { b'D' });
            }
            down = true;
        }
        match letter {
            _ if down => Some(b'D'),
            b'D' | b'E' | b'O' => None,
            _ => Some(b'I'),
        }
    }

    /// The server that was asked for can't be reached: another one takes its place.
    pub fn give_up_direct(&mut self) {
        self.persistence.direct = None;
        let letters = &mut self.room.txn.persistence;
        if letters[0] == b'V' {
            letters[0] = b'D';
        }
    }
}

fn is_ours(part: &CookiePart<'_>, cookie: &Cookie) -> bool {
    part.pair.is_some_and(|(name, _)| name == &*cookie.name)
}

/// The value up to a delimiter.
fn before(value: &[u8], delimiter: u8) -> &[u8] {
    let end = memchr::memchr(delimiter, value).unwrap_or(value.len());
    &value[..end]
}

/// The line as the server may see it; none if that is as it came.
fn edited(line: &[u8], cookie: &Cookie) -> Option<Vec<u8>> {
    let prefixed = cookie.mode == Some(CookieMode::Prefix);
    let hidden = cookie.mode == Some(CookieMode::Insert) && cookie.indirect;
    if !prefixed && !hidden {
        return None;
    }
    let mut out = Vec::with_capacity(line.len());
    // Attributes (`$Path`, RFC 2965) belong to the cookie before them.
    let mut dropping = false;
    let mut changed = false;
    for part in cookie_parts(line) {
        let ours = is_ours(&part, cookie);
        let attribute = part.text.first() == Some(&b'$');
        dropping = hidden && (ours || (dropping && attribute));
        changed |= dropping;
        if dropping {
            continue;
        }
        if !out.is_empty() {
            out.extend_from_slice(&[part.delimiter, b' ']);
        }
        let Some((name, value)) = part.pair else {
            out.extend_from_slice(part.text);
            continue;
        };
        let cut = match memchr::memchr(b'~', value) {
            Some(at) if prefixed && ours => at + 1,
            _ => 0,
        };
        changed |= cut > 0;
        out.extend_from_slice(name);
        out.push(b'=');
        out.extend_from_slice(&value[cut..]);
    }
    changed.then_some(out)
}

/// The value that leads to a server: the one of its line, or one made of its address.
pub(super) fn value_of<'p>(
    plan: &'p Proxy,
    cookie: &Cookie,
    server: &Server,
) -> Option<Cow<'p, [u8]>> {
    if let Some(own) = &plan.servers.get(server.id.0 as usize)?.cookie {
        return Some(Cow::Borrowed(own));
    }
    if !cookie.dynamic {
        return None;
    }
    // An address may change at run time, so that this is made when it is needed.
    let Some(Target::Inet(address)) = &*server.target.read() else { return None };
    Some(Cow::Owned(dynamic(plan.settings.cookie_key.as_deref()?, *address)))
}

/// The value for an address, the same on every proxy that knows the key.
fn dynamic(key: &[u8], address: SocketAddr) -> Vec<u8> {
    let mut key = key.to_vec();
    match address.ip() {
        IpAddr::V4(ip) => key.extend_from_slice(&ip.octets()),
        IpAddr::V6(ip) => key.extend_from_slice(&ip.octets()),
    }
    key.extend_from_slice(&u32::from(address.port()).to_be_bytes());
    format!("{:016x}", XxHash64::oneshot(0, &key)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dynamic_values_are_those_of_haproxy() {
        let made = |address: &str| dynamic(b"MYKEY", address.parse().unwrap());
        assert_eq!(made("127.0.0.1:18201"), b"457af11437fe0343");
        assert_eq!(made("127.0.0.1:18202"), b"324e4bc38c293cb6");
    }

    #[test]
    fn lines_lose_what_is_not_for_the_server() {
        let cookie = |mode, indirect| Cookie {
            name: (*b"SRV").into(),
            mode: Some(mode),
            indirect,
            ..Cookie::default()
        };
        let hidden = cookie(CookieMode::Insert, true);
        let cases: [(&str, Option<&str>); 7] = [
            ("SRV=b", Some("")),
            ("x=1; SRV=b; y=2", Some("x=1; y=2")),
            ("x, SRV=b, y=1", Some("x, y=1")),
            ("x=1 ;  SRV = b ; y = 1", Some("x=1; y=1")),
            ("$Version=1; SRV=a; $Path=/; y=2", Some("$Version=1; y=2")),
            ("x=1;srv=b", None),
            ("SRV", None),
        ];
        for (line, expected) in cases {
            let got = edited(line.as_bytes(), &hidden);
            assert_eq!(got.as_deref(), expected.map(str::as_bytes), "{line}");
        }
        let prefix = cookie(CookieMode::Prefix, false);
        assert_eq!(edited(b"x=1; SRV=b~own~2", &prefix).as_deref(), Some(&b"x=1; SRV=own~2"[..]));
        assert_eq!(edited(b"x=1;SRV=b", &prefix), None);
        assert_eq!(edited(b"SRV=b", &cookie(CookieMode::Insert, false)), None);
    }
}
