//! `log` lines: where log lines go, in which form, and which of them.

use crate::draft::Shared;
use crate::plan::{LogAddress, LogFormat, LogSample, LogTarget};
use crate::values;
use moongate_lang::{Diagnostic, Env, Word, Words};
use moongate_net::addr::{Kind, Want};
use moongate_net::{Address, PortSpec};
use moongate_state::LogLevel;
use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;

/// The usual port of syslog servers.
const SYSLOG: u16 = 514;

const FORMATS: [(&str, LogFormat); 8] = [
    ("local", LogFormat::Local),
    ("rfc3164", LogFormat::Rfc3164),
    ("rfc5424", LogFormat::Rfc5424),
    ("priority", LogFormat::Priority),
    ("short", LogFormat::Short),
    ("timed", LogFormat::Timed),
    ("iso", LogFormat::Iso),
    ("raw", LogFormat::Raw),
];

/// Facilities in the order of their numbers (RFC 5424 §6.2.1).
const FACILITIES: [&str; 24] = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "auth2",
    "ftp", "ntp", "audit", "alert", "cron2", "local0", "local1", "local2", "local3", "local4",
    "local5", "local6", "local7",
];

const LEVELS: [(&str, LogLevel); 8] = [
    ("emerg", LogLevel::Emerg),
    ("alert", LogLevel::Alert),
    ("crit", LogLevel::Crit),
    ("err", LogLevel::Err),
    ("warning", LogLevel::Warning),
    ("notice", LogLevel::Notice),
    ("info", LogLevel::Info),
    ("debug", LogLevel::Debug),
];

/// Reads what follows `log`.
pub(crate) fn target(
    words: &mut Words<'_, '_>,
    env: &Env,
    shared: &mut Shared,
) -> Result<LogTarget, Diagnostic> {
    let word = words.expect("where to log to")?;
    let to = address(word, env)?;
    let mut target = LogTarget {
        to,
        len: 1024,
        format: LogFormat::Usual,
        facility: 0,
        max_level: LogLevel::Debug,
        min_level: LogLevel::Emerg,
        sample: None,
        profile: None,
    };
    while let Some(word) = words.peek() {
        match word.str() {
            "len" => {
                words.next();
                target.len = values::integer(words, "a length", 80..=65535)?;
            }
            "format" => {
                words.next();
                target.format = values::choice(words, "a log format", &FORMATS)?;
            }
            "sample" => {
                words.next();
                target.sample = Some(sample(words.expect("ranges and a size")?)?);
            }
            "profile" => {
                words.next();
                let word = words.expect("the name of a `log-profile`")?;
                let place = shared.log_profile(word.str());
                shared.log_profiles[place].used.get_or_insert(word.span());
                target.profile = Some(place);
            }
            _ => break,
        }
    }
    target.facility = facility(words)?;
    if words.peek().is_some() {
        target.max_level = values::choice(words, "a log level", &LEVELS)?;
    }
    if words.peek().is_some() {
        target.min_level = values::choice(words, "a log level", &LEVELS)?;
    }
    words.finish("the levels")?;
    Ok(target)
}

fn address(word: &Word<'_>, env: &Env) -> Result<LogAddress, Diagnostic> {
    match word.str() {
        "stdout" => return Ok(LogAddress::Stdout),
        "stderr" => return Ok(LogAddress::Stderr),
        _ => {}
    }
    let parsed = values::address(word, env, Want::LOG)?;
    if parsed.kind == Kind::Stream && matches!(parsed.address, Address::Inet(_)) {
        return Err(Diagnostic::unsupported(word.span(), "logging over TCP"));
    }
    let port = match parsed.port {
        PortSpec::One(port) => port,
        _ => SYSLOG,
    };
    Ok(match parsed.address {
        Address::Fd(fd) => LogAddress::Fd(fd),
        Address::Unix(path) => LogAddress::Unix(path),
        Address::Abstract { .. } => {
            return Err(Diagnostic::unsupported(word.span(), "logging to an abstract socket"));
        }
        Address::Inet(host) => match host.resolve() {
            Ok(list) if !list.is_empty() => LogAddress::Udp(SocketAddr::new(list[0], port)),
            Ok(_) => return Err(unresolved(word, "the name has no address")),
            Err(error) => return Err(unresolved(word, &values::io_reason(&error))),
        },
    })
}

fn unresolved(word: &Word<'_>, why: &str) -> Diagnostic {
    Diagnostic::alert(word.span(), format!("could not resolve address '{}'", word.str()))
        .label(why)
        .help("write an address, `stdout`, `stderr`, or the path of a socket")
}

fn facility(words: &mut Words<'_, '_>) -> Result<u8, Diagnostic> {
    let word = words.expect("a facility")?;
    let found = FACILITIES.iter().position(|name| *word == **name);
    found.and_then(|at| u8::try_from(at).ok()).ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("unknown log facility '{}'", word.str()))
            .did_you_mean(word.str(), FACILITIES)
            .label("expected a facility such as `local0` here")
    })
}

/// `1,3-4:10`: the first, third and fourth of ten lines.
fn sample(word: &Word<'_>) -> Result<LogSample, Diagnostic> {
    let wrong = || {
        Diagnostic::alert(word.span(), format!("`{}` isn't a sample of lines", word.str()))
            .help("write `<ranges>:<size>`, as in `1,3-4:10`")
    };
    let (ranges, size) = word.str().rsplit_once(':').ok_or_else(wrong)?;
    let size: u32 = size.parse().ok().filter(|&size| size > 0).ok_or_else(wrong)?;
    let mut list = Vec::new();
    for part in ranges.split(',') {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        let low: u32 = low.parse().map_err(|_| wrong())?;
        let high: u32 = high.parse().map_err(|_| wrong())?;
        if low == 0 || high < low || high > size {
            return Err(wrong());
        }
        list.push((low, high));
    }
    list.sort_unstable();
    Ok(LogSample { ranges: list, size, lines: AtomicU64::new(0) })
}
