//! Options of `bind` lines and of `stats socket` (configuration manual, chapter 5.1).

use crate::draft::{Shared, UnixBind};
use crate::keyword::Done;
use crate::plan::CliLevel;
use crate::{unsupported, values};
use moongate_lang::{Diagnostic, Word, Words};
use moongate_net::ListenOptions;
use std::sync::Arc;

mod socket;
mod stats;
mod unix;

/// An option's declaration.
#[derive(Debug)]
pub struct BindSpec {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Words as they may stand behind an address; proven by the tests.
    pub examples: &'static [&'static str],
    /// Reads what follows its name.
    pub parse: fn(&mut BindCx<'_>, &mut Words<'_, '_>) -> Done,
}

/// What options of a `bind` line set.
#[derive(Debug)]
pub struct BindCx<'a> {
    /// The socket's settings.
    pub listen: ListenOptions,
    /// `maxconn`; 0: no limit.
    pub maxconn: u64,
    /// `accept-proxy`
    pub accept_proxy: bool,
    /// `nice`
    pub nice: i32,
    /// `name`
    pub name: Option<Arc<str>>,
    /// `id`
    pub number: Option<u32>,
    /// `level`
    pub level: Option<CliLevel>,
    /// Whether the line is a `stats socket`.
    pub stats: bool,
    /// Caches.
    pub shared: &'a mut Shared,
}

impl<'a> BindCx<'a> {
    /// Begins with what `unix-bind` says.
    pub(crate) fn new(unix: &UnixBind, stats: bool, shared: &'a mut Shared) -> Self {
        let listen = ListenOptions {
            mode: unix.mode,
            uid: unix.uid,
            gid: unix.gid,
            // Zero: as the proxy says, which may come later.
            backlog: 0,
            ..ListenOptions::default()
        };
        Self {
            listen,
            maxconn: 0,
            accept_proxy: false,
            nice: 0,
            name: None,
            number: None,
            level: None,
            stats,
            shared,
        }
    }

    /// Reads options up to the line's end.
    pub(crate) fn options(&mut self, words: &mut Words<'_, '_>) -> Done {
        while let Some(word) = words.next() {
            match find(word.str()) {
                Some(spec) => (spec.parse)(self, words)?,
                None => return Err(unknown(word)),
            }
        }
        Ok(())
    }
}

/// Every option.
pub static ALL: &[&BindSpec] = &[
    &socket::ACCEPT_PROXY,
    &socket::BACKLOG,
    &socket::DEFER_ACCEPT,
    &socket::ID,
    &socket::INTERFACE,
    &socket::MAXCONN,
    &socket::MSS,
    &socket::NAME,
    &socket::NICE,
    &socket::TCP_SS,
    &socket::TCP_UT,
    &socket::TFO,
    &socket::TRANSPARENT,
    &socket::V4V6,
    &socket::V6ONLY,
    &stats::EXPOSE_FD,
    &stats::LEVEL,
    &unix::GID,
    &unix::GROUP,
    &unix::MODE,
    &unix::UID,
    &unix::USER,
];

/// The option of that name.
pub fn find(name: &str) -> Option<&'static BindSpec> {
    ALL.iter().copied().find(|spec| spec.name == name)
}

fn unknown(word: &Word<'_>) -> Diagnostic {
    let name = word.str();
    if unsupported::bind(name) {
        return Diagnostic::unsupported(word.span(), format!("`{name}` of `bind`"));
    }
    let names = ALL.iter().map(|spec| spec.name).chain(unsupported::BIND.iter().copied());
    let error = Diagnostic::alert(word.span(), format!("'bind' : unknown keyword '{name}'"));
    match values::looks_like_address(name) {
        true => error.help("addresses are separated by commas, without spaces"),
        false => error.did_you_mean(name, names),
    }
}
