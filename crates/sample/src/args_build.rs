//! How one argument is read by its declared kind.

use crate::acl::AclArg;
use crate::args::RawArg;
use crate::{ArgValue, Names, Regex};
use moongate_lang::nearest;
use moongate_lang::spec::{Arg, ArgKind};
use moongate_state::VarRef;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A sentence, and perhaps what to write instead.
type Wrong = (String, Option<String>);

/// Reads one argument.
pub(crate) fn read(arg: &Arg, raw: RawArg, names: &dyn Names) -> Result<ArgValue, Wrong> {
    let bytes = match raw {
        RawArg::None if arg.optional => return Ok(ArgValue::Absent),
        RawArg::None => Vec::new(),
        RawArg::Int(n) if matches!(arg.kind, ArgKind::Sint | ArgKind::Time | ArgKind::Size) => {
            return Ok(ArgValue::Sint(n));
        }
        RawArg::Int(n) => n.to_string().into_bytes(),
        RawArg::Text(text) => text,
    };
    let wrong = |what: &str| Err((sentence(arg, what, &bytes), None));
    if matches!(arg.kind, ArgKind::Str | ArgKind::Field) {
        return Ok(ArgValue::Str(bytes.into()));
    }
    if arg.kind == ArgKind::Env {
        return Ok(names.env(&bytes).map_or(ArgValue::Absent, |value| ArgValue::Str(value.into())));
    }
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return match arg.kind {
            ArgKind::Regex => regex(bytes),
            _ => wrong("plain text"),
        };
    };
    if text.is_empty() && arg.optional && !is_name(arg.kind) {
        return Ok(match arg.kind {
            ArgKind::Regex => ArgValue::Str(bytes.into()),
            _ => ArgValue::Absent,
        });
    }
    match arg.kind {
        ArgKind::Sint => match text.parse() {
            Ok(n) => Ok(ArgValue::Sint(n)),
            Err(_) => wrong("an integer"),
        },
        ArgKind::Time => match time(text) {
            Some(ms) => Ok(ArgValue::Sint(ms)),
            None => wrong("a duration (as in `10s`, `500ms`, `1m`)"),
        },
        ArgKind::Size => match size(text) {
            Some(bytes) => Ok(ArgValue::Sint(bytes)),
            None => wrong("a size (as in `64`, `16k`, `1m`)"),
        },
        ArgKind::Ipv4 => match text.parse() {
            Ok(ip) => Ok(ArgValue::Ipv4(ip)),
            Err(_) => wrong("an IPv4 address"),
        },
        ArgKind::Ipv6 => match text.parse() {
            Ok(ip) => Ok(ArgValue::Ipv6(ip)),
            Err(_) => wrong("an IPv6 address"),
        },
        ArgKind::Mask4 => match mask4(text) {
            Some(mask) => Ok(ArgValue::Ipv4(mask)),
            None => wrong("an IPv4 mask (as in `24` or `255.255.255.0`)"),
        },
        ArgKind::Mask6 => match mask6(text) {
            Some(mask) => Ok(ArgValue::Ipv6(mask)),
            None => wrong("an IPv6 mask (as in `64` or `ffff:ffff::`)"),
        },
        ArgKind::Var => variable(text),
        ArgKind::Regex => regex(bytes),
        ArgKind::OneOf(words) if words.contains(&text) => Ok(ArgValue::Str(bytes.into())),
        ArgKind::OneOf(words) => Err(choice(arg, text, words)),
        ArgKind::Frontend => proxy(text, names, "frontend", |name| names.frontend(name)),
        ArgKind::Backend => proxy(text, names, "backend", |name| names.backend(name)),
        ArgKind::Table => table(text, names),
        ArgKind::Server => server(text, names),
        // The keyword's own check makes a view of it, by its way of matching.
        ArgKind::Map => match names.map(text) {
            Ok(list) => Ok(ArgValue::Made(Box::new(list))),
            Err(message) => Err((message, None)),
        },
        ArgKind::Userlist => match names.userlist(text) {
            Ok(list) => Ok(ArgValue::Made(Box::new(list))),
            Err(message) => Err((message, None)),
        },
        ArgKind::Acl => acl(text, names),
        ArgKind::Str | ArgKind::Field | ArgKind::Env => Ok(ArgValue::Str(bytes.into())),
    }
}

/// An ACL's name, with a `!` before it to turn it round.
fn acl(text: &str, names: &dyn Names) -> Result<ArgValue, Wrong> {
    let (negated, name) = match text.strip_prefix('!') {
        Some(name) => (true, name),
        None => (false, text),
    };
    match names.acl(name) {
        Some(acl) => Ok(ArgValue::Made(Box::new(AclArg { negated, acl }))),
        None => Err((
            format!("there is no ACL `{name}`"),
            Some("ACLs are declared before they are used, in the same section".to_owned()),
        )),
    }
}

fn sentence(arg: &Arg, what: &str, bytes: &[u8]) -> String {
    let given = String::from_utf8_lossy(bytes);
    format!("the argument <{}> has to be {what}, not `{given}`", arg.name)
}

/// An empty name means the current proxy.
fn is_name(kind: ArgKind) -> bool {
    matches!(kind, ArgKind::Frontend | ArgKind::Backend | ArgKind::Table | ArgKind::Server)
}

fn choice(arg: &Arg, text: &str, words: &[&'static str]) -> Wrong {
    let help = match nearest(text, words.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("one of: {}", words.join(", ")),
    };
    (format!("the argument <{}> can't be `{text}`", arg.name), Some(help))
}

/// The regular expression stays text: the keyword's own check compiles it, with its flags.
fn regex(bytes: Vec<u8>) -> Result<ArgValue, Wrong> {
    match Regex::new(&bytes, false) {
        Ok(_) => Ok(ArgValue::Str(bytes.into())),
        Err(error) => Err((error.to_string(), None)),
    }
}

fn variable(text: &str) -> Result<ArgValue, Wrong> {
    if let Some(var) = VarRef::parse(text).map(VarRef::used) {
        return Ok(ArgValue::Var(var));
    }
    const SCOPES: [&str; 6] = ["proc", "sess", "txn", "req", "res", "check"];
    let (scope, name) = text.split_once('.').unwrap_or(("", text));
    let known = SCOPES.contains(&scope);
    let help = if known {
        "letters, digits and `_` are allowed in a variable's name".to_owned()
    } else {
        let scope = nearest(scope, SCOPES).unwrap_or("txn");
        format!("a variable is written with its scope, as in `{scope}.{name}`")
    };
    Err((format!("`{text}` isn't a variable's name"), Some(help)))
}

fn proxy(
    text: &str,
    names: &dyn Names,
    what: &str,
    find: impl Fn(&str) -> Option<moongate_state::ProxyId>,
) -> Result<ArgValue, Wrong> {
    if text.is_empty() {
        let current = names.current().map(ArgValue::Proxy);
        return current.ok_or_else(|| (format!("the name of a {what} is missing"), None));
    }
    find(text).map(ArgValue::Proxy).ok_or_else(|| {
        let known = names.proxies();
        let near = nearest(text, known.iter().map(String::as_str));
        (format!("there is no {what} `{text}`"), near.map(|name| format!("did you mean `{name}`?")))
    })
}

/// A stick table by its proxy's name; the current proxy's own if there is none.
fn table(text: &str, names: &dyn Names) -> Result<ArgValue, Wrong> {
    let found = if text.is_empty() { names.own_table() } else { names.table(text) };
    let missing = || match text {
        "" => (
            "this proxy has no stick table".to_owned(),
            Some("name the proxy of one, or declare one here with `stick-table`".to_owned()),
        ),
        _ => {
            let known = names.tables();
            let help = match nearest(text, known.iter().map(String::as_str)) {
                Some(name) => Some(format!("did you mean `{name}`?")),
                None => Some(format!("declare it with `stick-table` in a proxy `{text}`")),
            };
            (format!("there is no stick table `{text}`"), help)
        }
    };
    found.map(|table| ArgValue::Made(Box::new(table))).ok_or_else(missing)
}

fn server(text: &str, names: &dyn Names) -> Result<ArgValue, Wrong> {
    let (backend, name) = match text.split_once('/') {
        Some((backend, name)) => match proxy(backend, names, "backend", |n| names.backend(n))? {
            ArgValue::Proxy(id) => (id, name),
            other => return Ok(other),
        },
        None => match names.current() {
            Some(id) => (id, text),
            None => {
                let help = format!("write `backend/{text}`");
                return Err(("the server's backend is missing".to_owned(), Some(help)));
            }
        },
    };
    names.server(backend, name).map(|id| ArgValue::Server(backend, id)).ok_or_else(|| {
        let known = names.servers(backend);
        let near = nearest(name, known.iter().map(String::as_str));
        (format!("there is no server `{text}`"), near.map(|name| format!("did you mean `{name}`?")))
    })
}

/// Milliseconds of a duration; a bare number is in milliseconds (manual 2.5).
pub(crate) fn time(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = text[..digits].parse().ok()?;
    match &text[digits..] {
        "" | "ms" => Some(number),
        // Rounded up: a short delay doesn't become none.
        "us" => number.checked_add(999).map(|us| us / 1000),
        "s" => number.checked_mul(1000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        "d" => number.checked_mul(86_400_000),
        _ => None,
    }
}

/// Bytes of a size (manual 2.6).
pub(crate) fn size(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = text[..digits].parse().ok()?;
    let shift = match &text[digits..] {
        "" => 0,
        "k" | "K" => 10,
        "m" | "M" => 20,
        "g" | "G" => 30,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}

fn mask4(text: &str) -> Option<Ipv4Addr> {
    if let Ok(bits) = text.parse::<u32>() {
        let mask = u32::MAX.checked_shl(32u32.checked_sub(bits)?).unwrap_or(0);
        return Some(mask.into());
    }
    text.parse().ok()
}

fn mask6(text: &str) -> Option<Ipv6Addr> {
    if let Ok(bits) = text.parse::<u32>() {
        let mask = u128::MAX.checked_shl(128u32.checked_sub(bits)?).unwrap_or(0);
        return Some(mask.into());
    }
    text.parse().ok()
}
