//! Reads the values that many keywords share: numbers, times, addresses, users, files.

use crate::draft::{DefaultPath, Shared};
use moongate_lang::units::{self, Unit};
use moongate_lang::{Diagnostic, Env, Word, Words};
use moongate_net::addr::{AddrError, Want};
use moongate_net::{Address, Parsed, PortSpec};
use std::fmt::Display;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// A time in milliseconds.
pub fn ms(words: &mut Words<'_, '_>, what: &str) -> Result<u64, Diagnostic> {
    time(words, what, Unit::Millisecond)
}

/// A time in milliseconds; a number without a unit counts `unit`.
pub fn time(words: &mut Words<'_, '_>, what: &str, unit: Unit) -> Result<u64, Diagnostic> {
    let time = units::time(words.expect(what)?, unit)?;
    Ok(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

/// A time of which zero means "no limit".
pub fn timeout(words: &mut Words<'_, '_>, what: &str) -> Result<Option<u64>, Diagnostic> {
    Ok(Some(ms(words, what)?).filter(|&ms| ms > 0))
}

/// A whole number within limits.
pub fn integer<T>(
    words: &mut Words<'_, '_>,
    what: &str,
    limits: RangeInclusive<T>,
) -> Result<T, Diagnostic>
where
    T: Copy + PartialOrd + Display + TryFrom<i128>,
{
    units::integer(words.expect(what)?, limits)
}

/// A word as text; what isn't UTF-8 is refused.
pub fn text(words: &mut Words<'_, '_>, what: &str) -> Result<String, Diagnostic> {
    let word = words.expect(what)?;
    utf8(word).map(str::to_owned)
}

/// The text of a word; what isn't UTF-8 is refused.
pub fn utf8<'w>(word: &'w Word<'_>) -> Result<&'w str, Diagnostic> {
    std::str::from_utf8(word.bytes())
        .map_err(|_| Diagnostic::alert(word.span(), "this isn't text: it has bytes outside UTF-8"))
}

/// `on` or `off`.
pub fn on_off(words: &mut Words<'_, '_>) -> Result<bool, Diagnostic> {
    let word = words.expect("`on` or `off`")?;
    match word.str() {
        "on" => Ok(true),
        "off" => Ok(false),
        other => {
            Err(Diagnostic::alert(word.span(), format!("expected `on` or `off`, not `{other}`")))
        }
    }
}

/// One of several words, with what it stands for.
pub fn choice<T: Copy>(
    words: &mut Words<'_, '_>,
    what: &str,
    choices: &[(&'static str, T)],
) -> Result<T, Diagnostic> {
    let word = words.expect(what)?;
    let found = choices.iter().find(|(name, _)| *word == **name);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
        Diagnostic::alert(word.span(), format!("`{}` isn't {what}", word.str()))
            .help(format!("write one of {}", names.join(", ")))
    })
}

/// An address error at its place in a word.
pub fn addr_error(word: &Word<'_>, error: AddrError) -> Diagnostic {
    let span = word.span_of(error.range);
    let mut diagnostic = match error.unsupported {
        Some(what) => Diagnostic::unsupported(span, what),
        None => Diagnostic::alert(span, error.message),
    };
    diagnostic.help = error.help.map(String::into_boxed_str);
    diagnostic
}

/// One address, its variables expanded.
pub fn address(word: &Word<'_>, env: &Env, want: Want<'_>) -> Result<Parsed, Diagnostic> {
    if !word.bytes().contains(&b'$') {
        return Address::parse(utf8(word)?, want).map_err(|error| addr_error(word, error));
    }
    let expanded = env.expand(word)?;
    Address::parse(utf8(&expanded)?, want).map_err(|error| addr_error(&expanded, error))
}

/// A list of addresses, their variables expanded.
pub fn addresses(word: &Word<'_>, env: &Env, want: Want<'_>) -> Result<Vec<Parsed>, Diagnostic> {
    if !word.bytes().contains(&b'$') {
        return Address::parse_list(utf8(word)?, want).map_err(|error| addr_error(word, error));
    }
    let expanded = env.expand(word)?;
    Address::parse_list(utf8(&expanded)?, want).map_err(|error| addr_error(&expanded, error))
}

/// A `source` address: internet only, the port 0 if none is given.
pub fn source(word: &Word<'_>, env: &Env, shared: &mut Shared) -> Result<SocketAddr, Diagnostic> {
    let parsed = address(word, env, Want::SOURCE)?;
    let port = match parsed.port {
        PortSpec::None => 0,
        PortSpec::One(port) => port,
        PortSpec::Range(..) | PortSpec::Offset(_) => {
            return Err(Diagnostic::unsupported(word.span(), "a range of source ports"));
        }
    };
    match &parsed.address {
        Address::Inet(host) => match host.ip() {
            Some(ip) => Ok(SocketAddr::new(ip, port)),
            None => Ok(SocketAddr::new(first_ip(host, word, shared)?, port)),
        },
        _ => Err(Diagnostic::alert(word.span(), "a source has to be an internet address")),
    }
}

/// The first address of a name, asked for once in a run.
pub fn first_ip(
    host: &moongate_net::Host,
    word: &Word<'_>,
    shared: &mut Shared,
) -> Result<IpAddr, Diagnostic> {
    resolve(host, shared).map_err(|why| {
        Diagnostic::alert(word.span(), format!("could not resolve address '{host}'"))
            .label(why)
            .help("write an address, or a name that this machine can resolve")
    })
}

/// The first address of a name, or why there is none; asked for once in a run.
pub fn resolve(host: &moongate_net::Host, shared: &mut Shared) -> Result<IpAddr, String> {
    let key = format!("{host:?}");
    let found = shared.hosts.entry(key).or_insert_with(|| {
        host.resolve().map_err(|error| error.to_string()).and_then(|list| match list.len() {
            0 => Err("the name has no address".to_owned()),
            _ => Ok(list),
        })
    });
    found.clone().map(|list| list[0])
}

/// The number of a user.
pub fn user(words: &mut Words<'_, '_>) -> Result<u32, Diagnostic> {
    let word = words.expect("a user's name")?;
    match nix::unistd::User::from_name(utf8(word)?) {
        Ok(Some(user)) => Ok(user.uid.as_raw()),
        _ => {
            Err(Diagnostic::alert(word.span(), format!("cannot find user id for '{}'", word.str()))
                .help("write the name of a user of this machine, or `uid` and a number"))
        }
    }
}

/// The number of a group.
pub fn group(words: &mut Words<'_, '_>) -> Result<u32, Diagnostic> {
    let word = words.expect("a group's name")?;
    match nix::unistd::Group::from_name(utf8(word)?) {
        Ok(Some(group)) => Ok(group.gid.as_raw()),
        _ => Err(Diagnostic::alert(
            word.span(),
            format!("cannot find group id for '{}'", word.str()),
        )
        .help("write the name of a group of this machine, or `gid` and a number")),
    }
}

/// The mode of a file, in octal.
pub fn mode(words: &mut Words<'_, '_>) -> Result<u32, Diagnostic> {
    let word = words.expect("a mode")?;
    u32::from_str_radix(word.str(), 8).ok().filter(|mode| *mode <= 0o7777).ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("`{}` isn't the mode of a file", word.str()))
            .help("write it in octal, as in `mode 660`")
    })
}

/// The file that a name means, after `default-path`.
pub fn file(name: &str, default: &DefaultPath, shared: &Shared) -> PathBuf {
    default.folder(&shared.folder).join(name)
}

/// Why a file can't be read, in the system's words.
pub fn io_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// Whether a word that isn't a keyword looks like an address.
pub fn looks_like_address(text: &str) -> bool {
    text.starts_with(['*', ':', '/', '['])
        || text.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok())
}

/// The machine's name.
pub fn hostname() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}
