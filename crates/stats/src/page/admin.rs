//! What a form of the page asks to be done to servers (`stats admin`).

use moongate_conf::Plan;
use moongate_conf::plan::Proxy;
use moongate_http::Head;
use moongate_http::uri::percent_decode;
use moongate_state::{Administered, Forced, Server, Why};
use std::sync::atomic::Ordering::Relaxed;

/// What came of it, as the address of the next page says it (`;st=`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done,
    /// Done to some of the servers.
    Partly,
    /// Nothing was to be done.
    Nothing,
    /// There is no such server, backend or action.
    Wrong,
    /// The request is larger than a buffer.
    TooLong,
    /// Its sender may not do that.
    Denied,
    /// Moongate can't do that.
    Unsupported,
}

/// Every one with its word and a sentence.
pub const STATUSES: [(Status, &str, &str); 7] = [
    (Status::Done, "DONE", "The action was done."),
    (Status::Partly, "PART", "The action was done to some of the servers, and not to the others."),
    (
        Status::Nothing,
        "NONE",
        "Nothing was changed: choose servers and an action that changes them.",
    ),
    (Status::Wrong, "ERRP", "Nothing was changed: there is no such action, backend or server."),
    (
        Status::TooLong,
        "EXCD",
        "Nothing was changed: the request was too long. Choose fewer servers.",
    ),
    (Status::Denied, "DENY", "Denied: you may not do that here."),
    (Status::Unsupported, "UNSP", "Nothing was changed: Moongate can't do that yet."),
];

impl Status {
    /// Its word.
    pub fn word(self) -> &'static str {
        STATUSES.iter().find(|(status, ..)| *status == self).map_or("", |(_, word, _)| word)
    }
}

/// The actions that a form offers.
pub const ACTIONS: [(&str, &str); 8] = [
    ("ready", "Set state to ready"),
    ("drain", "Set state to drain"),
    ("maint", "Set state to maintenance"),
    ("dhlth", "Stop health checks"),
    ("ehlth", "Let health checks run"),
    ("hrunn", "Health: up"),
    ("hnolb", "Health: up, no new clients"),
    ("hdown", "Health: down"),
];

/// Whether the request comes from a page of this very host: browsers say where a form was.
pub fn is_from_here(request: &Head) -> bool {
    let Some(origin) = request.get(b"origin").or_else(|| request.get(b"referer")) else {
        return true;
    };
    let Some(at) = origin.windows(3).position(|part| part == b"://") else { return false };
    let rest = &origin[at + 3..];
    let end = rest.iter().position(|c| *c == b'/').unwrap_or(rest.len());
    let plain = |host: &[u8]| {
        let host = host.strip_suffix(b":80").or_else(|| host.strip_suffix(b":443"));
        host.map(<[u8]>::to_ascii_lowercase)
    };
    let bare = |host: &[u8]| plain(host).unwrap_or_else(|| host.to_ascii_lowercase());
    request.get(b"host").is_some_and(|host| bare(host) == bare(&rest[..end]))
}

/// Does what a form says. `shown` tells which proxies the page shows.
pub fn apply(plan: &Plan, body: &[u8], shown: &dyn Fn(&Proxy) -> bool) -> Status {
    let (mut servers, mut backend, mut action) = (Vec::new(), None, None);
    for pair in body.split(|c| *c == b'&') {
        let at = pair.iter().position(|c| *c == b'=').unwrap_or(pair.len());
        let mut value = Vec::new();
        if !percent_decode(pair.get(at + 1..).unwrap_or_default(), true, &mut value) {
            return Status::Wrong;
        }
        let value = String::from_utf8_lossy(&value).into_owned();
        match &pair[..at] {
            b"s" => servers.push(value),
            b"b" if !value.is_empty() => backend = Some(value),
            b"action" if !value.is_empty() => action = Some(value),
            _ => {}
        }
    }
    let (Some(backend), Some(action)) = (backend, action) else { return Status::Nothing };
    let number: Option<u32> = backend.strip_prefix('#').and_then(|number| number.parse().ok());
    let found =
        plan.proxies.iter().filter(|proxy| proxy.state.backend).find(|proxy| match number {
            Some(number) => proxy.state.number == number,
            None => *proxy.state.name == *backend,
        });
    let Some(proxy) = found else { return Status::Wrong };
    if !shown(proxy) {
        return Status::Denied;
    }
    let Some(action) = Action::named(&action) else { return Status::Wrong };
    if action == Action::Shutdown {
        return Status::Unsupported;
    }
    to_all(plan, proxy, &servers, action)
}

fn to_all(plan: &Plan, proxy: &Proxy, names: &[String], action: Action) -> Status {
    let (mut done, mut unknown) = (0, false);
    for name in names {
        match proxy.state.servers().iter().find(|server| *server.name == **name) {
            Some(server) => done += usize::from(action.apply(plan, proxy, server)),
            None => unknown = true,
        }
    }
    match done {
        0 if unknown => Status::Wrong,
        0 => Status::Nothing,
        count if count == names.len() => Status::Done,
        _ => Status::Partly,
    }
}

/// What may be done to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    State(Administered),
    /// The end of maintenance.
    Enable,
    /// Whether its checks run.
    Checks(bool),
    Health(Forced),
    /// Agents, which no server has yet.
    Agent,
    Shutdown,
}

impl Action {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ready" | "start" => Self::State(Administered::Ready),
            "drain" | "stop" => Self::State(Administered::Drain),
            "maint" | "disable" => Self::State(Administered::Maintenance),
            "enable" => Self::Enable,
            "dhlth" => Self::Checks(false),
            "ehlth" => Self::Checks(true),
            "hrunn" => Self::Health(Forced::Up),
            "hnolb" => Self::Health(Forced::Stopping),
            "hdown" => Self::Health(Forced::Down),
            "dagent" | "eagent" | "arunn" | "adown" => Self::Agent,
            "shutdown" => Self::Shutdown,
            _ => return None,
        })
    }

    /// Does it; whether there was something to do.
    fn apply(self, plan: &Plan, proxy: &Proxy, server: &Server) -> bool {
        let (world, why) = (&plan.world, Why::Unsaid);
        match self {
            Self::State(state) => world.administer(proxy.id, server.id, state, why),
            Self::Enable => {
                let resting = server.maintenance.load(Relaxed);
                world.maintain(proxy.id, server.id, false, why);
                return resting;
            }
            Self::Checks(on) => {
                if server.health.checked {
                    server.health.enabled.store(on, Relaxed);
                }
                return server.health.checked;
            }
            Self::Health(forced) => return world.force_health(proxy.id, server.id, forced, why),
            Self::Agent | Self::Shutdown => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_come_from_the_same_host() {
        let from = |origin: &str, host: &str| {
            let mut head = Head::new();
            head.add(b"host", host.as_bytes());
            head.add(b"origin", origin.as_bytes());
            is_from_here(&head)
        };
        assert!(from("http://A.example:8080", "a.example:8080"));
        assert!(from("https://a.example", "a.example:443"));
        assert!(!from("http://evil.example", "a.example"));
        assert!(!from("null", "a.example"));
    }
}
