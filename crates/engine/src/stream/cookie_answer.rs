//! The persistence cookie in answers: what a server sets is kept, changed or dropped, and the
//! proxy sets its own (configuration manual, `cookie`, `option checkcache`).

use super::cookie::value_of;
use super::cookie_date::Dates;
use crate::exchange::{Exchange, Exit, Step, ending};
use moongate_conf::plan::{Cookie, CookieMode, Proxy};
use moongate_http::{Head, set_cookie};
use moongate_rules::errors;
use moongate_state::{Cause, LogLevel, Stage};

impl Exchange {
    /// Sets the cookie, and refuses what `option checkcache` doesn't let pass.
    pub fn write_cookies(&mut self) -> Step<()> {
        let worker = self.worker.clone();
        let plan = worker.plan().proxy(self.room.txn.backend);
        let check = plan.settings.options.checkcache;
        let cookie = plan.settings.cookie.as_deref();
        if !check && cookie.is_none() {
            return Ok(());
        }
        let txn = &self.room.txn;
        let mut cacheable = Cacheable::default();
        if check || cookie.is_some_and(|cookie| cookie.nocache) {
            cacheable = Cacheable::of(&txn.request, &txn.response);
        }
        let sets = txn.response.get(b"set-cookie").is_some();
        if let Some(cookie) = cookie
            && self.answer_cookie(plan, cookie)
            && cookie.nocache
            && cacheable.whole
        {
            self.room.txn.response.add(b"cache-control", b"private");
            cacheable = Cacheable::default();
        }
        if check && sets && cacheable.whole && cacheable.cookie {
            return Err(self.block_cookie(plan));
        }
        Ok(())
    }

    /// Keeps, changes or drops the server's cookie and sets the proxy's; whether it set one.
    fn answer_cookie(&mut self, plan: &Proxy, cookie: &Cookie) -> bool {
        let Some(id) = self.room.txn.server else { return false };
        let direct = self.persistence.direct == Some(id);
        let live = self.worker.plan().world.proxy(plan.id).server(id);
        let value = value_of(plan, cookie, live);
        let inserts = cookie.mode == Some(CookieMode::Insert);
        let drops = !cookie.preserve && (inserts || (cookie.indirect && direct));
        let txn = &mut self.room.txn;
        let mut letter = None;
        let mut at = 0;
        while let Some((name, line)) = txn.response.field(at) {
            let is_cookie = name == b"set-cookie" || name == b"set-cookie2";
            let Some((_, given)) =
                set_cookie(line).filter(|(name, _)| is_cookie && *name == &*cookie.name)
            else {
                at += 1;
                continue;
            };
            if drops {
                letter = Some(b'D');
                txn.response.remove_at(at);
                continue;
            }
            let place = given.as_ptr() as usize - line.as_ptr() as usize;
            letter = match (cookie.mode, &value) {
                (Some(mode @ (CookieMode::Rewrite | CookieMode::Prefix)), Some(value)) => {
                    let mut line = line.to_vec();
                    match mode {
                        CookieMode::Prefix => {
                            let prefix = [value, &b"~"[..]].concat();
                            line.splice(place..place, prefix);
                        }
                        _ => drop(line.splice(place..place + given.len(), value.iter().copied())),
                    }
                    txn.response.replace_value(at, &line);
                    Some(b'R')
                }
                _ => Some(b'P'),
            };
            at += 1;
        }
        let kept = cookie.preserve && letter.is_some();
        let allowed = !cookie.postonly || txn.request.method() == b"POST";
        let set = inserts && !kept && allowed && !self.persistence.is_ignored();
        let renews =
            direct && txn.persistence[0] == b'V' && self.persistence.dates.is_stale(cookie);
        let set = set && (!direct || renews);
        if set {
            // A date that lets a cookie expire isn't carried on.
            let dates = if renews { self.persistence.dates } else { Dates::default() };
            let line = made(cookie, value.as_deref(), dates);
            txn.response.add(b"set-cookie", &line);
            letter = Some(if renews { b'U' } else { b'I' });
        }
        if let (Some(letter), true) = (letter, cookie.is_logged()) {
            txn.persistence[1] = letter;
        }
        set
    }

    fn block_cookie(&mut self, plan: &Proxy) -> Exit {
        let server = self.room.txn.server().map_or("<NONE>", |server| &server.name);
        let message = format!(
            "Blocking cacheable cookie in response from instance {}, server {server}.",
            plan.state.name
        );
        crate::log::proxy(&self.worker.shared, plan.id, LogLevel::Alert, &message);
        self.room.txn.end(ending(Cause::Proxy, Stage::Header));
        Exit::Reply(errors::reply(502, &mut self.room.txn.response))
    }
}

/// The cookie as it is set; one that leads nowhere takes back what the client has.
fn made(cookie: &Cookie, value: Option<&[u8]>, dates: Dates) -> Vec<u8> {
    let mut line = [&*cookie.name, b"="].concat();
    match value {
        Some(value) => {
            line.extend_from_slice(value);
            dates.write(cookie, &mut line);
            line.extend_from_slice(b"; path=/");
        }
        None => line.extend_from_slice(b"; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/"),
    }
    line.extend_from_slice(&cookie.attributes);
    line
}

/// Whether caches may keep an answer, and its cookies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cacheable {
    whole: bool,
    cookie: bool,
}

impl Cacheable {
    /// As RFC 9111 section 3 says, for answers that say something of their age or have something to
    /// compare: as HAProxy does, others aren't taken for cacheable.
    fn of(request: &Head, answer: &Head) -> Self {
        let mut fresh = [&b"etag"[..], b"last-modified", b"expires"]
            .into_iter()
            .any(|name| answer.get(name).is_some());
        let method = matches!(request.method(), b"GET" | b"HEAD" | b"OPTIONS" | b"TRACE");
        #[rustfmt::skip]
        let status =
            matches!(answer.status(), 200 | 203 | 204 | 206 | 300 | 301 | 404 | 405 | 410 | 414 | 501);
        let mut this = Self { whole: status && method, cookie: status && method };
        let no = Self::default();
        if answer.values(b"pragma").any(|value| value.eq_ignore_ascii_case(b"no-cache")) {
            return no;
        }
        for value in answer.values(b"cache-control") {
            let value = value.to_ascii_lowercase();
            match &value[..] {
                b"public" => this = Self { whole: true, cookie: true },
                b"private" | b"no-cache" | b"no-store" | b"max-age=0" | b"s-maxage=0" => return no,
                field if field.starts_with(b"no-cache=\"set-cookie") => this.cookie = false,
                age if age.starts_with(b"max-age=") || age.starts_with(b"s-maxage=") => {
                    fresh = true
                }
                _ => {}
            }
        }
        if fresh { this } else { no }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moongate_http::Version;

    #[test]
    fn what_caches_may_keep() {
        let check = |method: &str, status, fields: &[(&str, &str)]| {
            let (mut request, mut answer) = (Head::new(), Head::new());
            request.set_request_line(method.as_bytes(), b"/", Version::Http11);
            answer.set_status_line(status, b"", Version::Http11);
            fields.iter().for_each(|(name, value)| answer.add(name.as_bytes(), value.as_bytes()));
            let cacheable = Cacheable::of(&request, &answer);
            (cacheable.whole, cacheable.cookie)
        };
        let age = ("cache-control", "max-age=5");
        assert_eq!(check("GET", 200, &[]), (false, false));
        assert_eq!(check("GET", 200, &[age]), (true, true));
        assert_eq!(check("POST", 200, &[age]), (false, false));
        assert_eq!(check("POST", 200, &[age, ("cache-control", "public")]), (true, true));
        assert_eq!(check("GET", 302, &[age]), (false, false));
        assert_eq!(check("GET", 200, &[("etag", "x")]), (true, true));
        assert_eq!(check("GET", 200, &[age, ("pragma", "no-cache")]), (false, false));
        assert_eq!(check("GET", 200, &[("cache-control", "max-age=5, Private")]), (false, false));
        let field = ("cache-control", "no-cache=\"set-cookie, x\"");
        assert_eq!(check("GET", 200, &[age, field]), (true, false));
    }
}
