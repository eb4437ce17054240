//! Options of `server`, `server-template` and `default-server` (configuration manual, chapter 5.2).

use crate::draft::{ServerDefaults, Shared};
use crate::keyword::Done;
use crate::{unsupported, values};
use moongate_lang::{Diagnostic, Env, Word, Words};

mod address;
mod check;
mod cookie;
mod limits;
mod observe;
mod pool;
mod resolve;
mod state;
mod stick;

/// An option's declaration.
#[derive(Debug)]
pub struct ServerSpec {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Words as they may stand behind an address; proven by the tests.
    pub examples: &'static [&'static str],
    /// Whether `default-server` may have it.
    pub default: bool,
    /// Reads what follows its name.
    pub parse: fn(&mut ServerCx<'_>, &mut Words<'_, '_>) -> Done,
}

/// What options of a `server` line set.
#[derive(Debug)]
pub struct ServerCx<'a> {
    /// The settings so far.
    pub server: ServerDefaults,
    /// The environment, for addresses.
    pub env: &'a Env,
    /// Caches.
    pub shared: &'a mut Shared,
}

/// Every option.
pub static ALL: &[&ServerSpec] = &[
    &address::INIT_ADDR,
    &address::SOURCE,
    &address::TFO,
    &address::NO_TFO,
    &check::ADDR,
    &check::CHECK,
    &check::NO_CHECK,
    &check::INTER,
    &check::FASTINTER,
    &check::DOWNINTER,
    &check::RISE,
    &check::FALL,
    &check::PORT,
    &check::INIT_STATE,
    &check::TRACK,
    &observe::OBSERVE,
    &observe::ERROR_LIMIT,
    &observe::ON_ERROR,
    &cookie::COOKIE,
    &limits::MAXCONN,
    &limits::MINCONN,
    &limits::WEIGHT,
    &pool::MAX_REUSE,
    &pool::POOL_MAX_CONN,
    &pool::POOL_PURGE_DELAY,
    &resolve::RESOLVERS,
    &resolve::RESOLVE_PREFER,
    &resolve::RESOLVE_OPTS,
    &resolve::RESOLVE_NET,
    &state::BACKUP,
    &state::NO_BACKUP,
    &state::DISABLED,
    &state::ENABLED,
    &state::ID,
    &stick::NON_STICK,
    &stick::STICK,
];

/// The option of that name.
pub fn find(name: &str) -> Option<&'static ServerSpec> {
    ALL.iter().copied().find(|spec| spec.name == name)
}

impl ServerCx<'_> {
    /// Reads options up to the line's end; `keyword` is the line's own.
    pub(crate) fn options(&mut self, words: &mut Words<'_, '_>, keyword: &str) -> Done {
        while let Some(word) = words.next() {
            let Some(spec) = find(word.str()) else { return Err(unknown(word, keyword)) };
            if keyword == "default-server" && !spec.default {
                let message = format!("'{}' isn't allowed in 'default-server'", spec.name);
                return Err(
                    Diagnostic::alert(word.span(), message).help("write it on each `server` line")
                );
            }
            (spec.parse)(self, words)?;
        }
        Ok(())
    }
}

fn unknown(word: &Word<'_>, keyword: &str) -> Diagnostic {
    let name = word.str();
    if unsupported::server(name) {
        return Diagnostic::unsupported(word.span(), format!("`{name}` of `{keyword}`"));
    }
    let names = ALL.iter().map(|spec| spec.name).chain(unsupported::SERVER.iter().copied());
    let error = Diagnostic::alert(word.span(), format!("'{keyword}' : unknown keyword '{name}'"));
    match values::looks_like_address(name) {
        true => error.help("a server has one address, right behind its name"),
        false => error.did_you_mean(name, names),
    }
}
