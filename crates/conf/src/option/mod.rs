//! Options of proxies: those that are on or off in one table, the others one file each.

use crate::keyword::{Done, EarlyCx, Sections};
use crate::plan::Options;
use moongate_lang::{Negation, Words};

mod abortonclose;
pub(crate) mod forwarded;
pub(crate) mod forwardfor;
mod http_mode;
mod httpchk;
mod httplog;
mod originalto;
mod redispatch;
mod restrict_names;
mod switch;

pub use switch::SWITCHES;

/// An option's declaration.
#[derive(Debug)]
pub struct OptionSpec {
    /// The word behind `option`.
    pub name: &'static str,
    /// Where it matters.
    pub sections: Sections,
    /// Whether a proxy that lacks the capability only gets a warning and no option.
    pub lenient: bool,
    /// Whether `no` and `default` may stand before it.
    pub negatable: bool,
    /// How it is written.
    pub usage: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Lines that are proven by the tests.
    pub examples: &'static [&'static str],
    /// Reads what follows its name.
    pub parse: fn(&mut EarlyCx<'_, '_>, &mut Words<'_, '_>) -> Done,
}

/// What declarations begin with.
const PLAIN: OptionSpec = OptionSpec {
    name: "",
    sections: Sections::PROXIES,
    lenient: true,
    negatable: true,
    usage: "",
    sentence: "",
    examples: &[],
    parse: |_, _| Ok(()),
};

/// Whether an option says something about HTTP alone, as HAProxy's listing of keywords marks it.
pub fn needs_http(name: &str) -> bool {
    const OTHERS: [&str; 6] = [
        "accept-unsafe-violations-in-http-request",
        "accept-unsafe-violations-in-http-response",
        "checkcache",
        "disable-h2-upgrade",
        "idle-close-on-response",
        "prefer-last-server",
    ];
    name.starts_with("http-") || OTHERS.contains(&name)
}

/// Every option.
pub fn all() -> impl Iterator<Item = &'static OptionSpec> {
    SWITCHES.iter().chain(OTHERS)
}

/// Those that have a file of their own.
static OTHERS: [&OptionSpec; 16] = [
    &abortonclose::ABORTONCLOSE,
    &forwarded::FORWARDED,
    &forwardfor::FORWARDFOR,
    &http_mode::HTTPCLOSE,
    &http_mode::HTTP_SERVER_CLOSE,
    &http_mode::HTTP_KEEP_ALIVE,
    &httpchk::HTTPCHK,
    &httpchk::TCP_CHECK,
    &httplog::HTTPLOG,
    &httplog::HTTPSLOG,
    &httplog::TCPLOG,
    &originalto::ORIGINALTO,
    &redispatch::REDISPATCH,
    &restrict_names::RESTRICT_NAMES,
    &switch::TCPKA,
    &switch::SPLICE_AUTO,
];

/// The option of that name.
pub fn find(name: &str) -> Option<&'static OptionSpec> {
    all().find(|spec| spec.name == name)
}

/// Sets a switch as the line says: on, `no`: off, `default`: as it is without any line.
fn set(cx: &mut EarlyCx<'_, '_>, places: &[fn(&mut Options) -> &mut bool]) {
    let mut unset = Options::default();
    for place in places {
        let value = match cx.negation {
            None => true,
            Some(Negation::No(_)) => false,
            Some(Negation::Default(_)) => *place(&mut unset),
        };
        *place(&mut cx.draft.settings.options) = value;
    }
}
