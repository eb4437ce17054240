//! `… map`, `… acl`: looks into lists of patterns and maps, and changes them (management manual, chapter
//! 9.3). The changes last as long as the process; files are never written.

mod change;
mod show;
mod version;

use super::{Call, Command};
use moongate_conf::plan::CliLevel;
use moongate_sample::pattern::PatternRef;
use std::sync::Arc;

/// Whether a command is about maps or about lists of patterns; both may be the same list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Map,
    Acl,
}

impl Kind {
    /// As its command is called.
    const fn word(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Acl => "acl",
        }
    }

    /// As messages call it.
    const fn noun(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Acl => "ACL",
        }
    }
}

/// Every command of these families.
pub static ALL: &[&Command] = &[
    &command(
        &["show", "map"],
        CliLevel::User,
        "show map [[@<ver>] <map>]",
        "list maps, or the entries of one",
        |call| show::show(call, Kind::Map),
    ),
    &command(
        &["show", "acl"],
        CliLevel::User,
        "show acl [[@<ver>] <acl>]",
        "list pattern lists, or the entries of one",
        |call| show::show(call, Kind::Acl),
    ),
    &command(
        &["get", "map"],
        CliLevel::User,
        "get map <map> <value>",
        "tell which keys and values of a map match a value",
        |call| show::get(call, Kind::Map),
    ),
    &command(
        &["get", "acl"],
        CliLevel::User,
        "get acl <acl> <value>",
        "tell which patterns of a list match a value",
        |call| show::get(call, Kind::Acl),
    ),
    &command(
        &["add", "map"],
        CliLevel::Admin,
        "add map [@<ver>] <map> [<key> <value> | <payload>]",
        "add entries to a map",
        |call| change::add(call, Kind::Map),
    ),
    &command(
        &["add", "acl"],
        CliLevel::Admin,
        "add acl [@<ver>] <acl> [<pattern> | <payload>]",
        "add patterns to a list",
        |call| change::add(call, Kind::Acl),
    ),
    &command(
        &["del", "map"],
        CliLevel::Admin,
        "del map <map> [<key>|#<ref>]",
        "remove entries from a map",
        |call| change::del(call, Kind::Map),
    ),
    &command(
        &["del", "acl"],
        CliLevel::Admin,
        "del acl <acl> [<pattern>|#<ref>]",
        "remove patterns from a list",
        |call| change::del(call, Kind::Acl),
    ),
    &command(
        &["set", "map"],
        CliLevel::Admin,
        "set map <map> [<key>|#<ref>] <value>",
        "change the value of entries of a map",
        change::set,
    ),
    &command(
        &["clear", "map"],
        CliLevel::Admin,
        "clear map [@<ver>] <map>",
        "remove all entries from a map",
        |call| version::clear(call, Kind::Map),
    ),
    &command(
        &["clear", "acl"],
        CliLevel::Admin,
        "clear acl [@<ver>] <acl>",
        "remove all patterns from a list",
        |call| version::clear(call, Kind::Acl),
    ),
    &command(
        &["prepare", "map"],
        CliLevel::Admin,
        "prepare map <map>",
        "begin a new version of a map",
        |call| version::prepare(call, Kind::Map),
    ),
    &command(
        &["prepare", "acl"],
        CliLevel::Admin,
        "prepare acl <acl>",
        "begin a new version of a list",
        |call| version::prepare(call, Kind::Acl),
    ),
    &command(
        &["commit", "map"],
        CliLevel::Admin,
        "commit map @<ver> <map>",
        "put a version in the place of a map's content",
        |call| version::commit(call, Kind::Map),
    ),
    &command(
        &["commit", "acl"],
        CliLevel::Admin,
        "commit acl @<ver> <acl>",
        "put a version in the place of a list's content",
        |call| version::commit(call, Kind::Acl),
    ),
];

const fn command(
    words: &'static [&'static str],
    level: CliLevel,
    usage: &'static str,
    sentence: &'static str,
    run: fn(&mut Call<'_>) -> Result<(), String>,
) -> Command {
    Command { words, level, usage, sentence, run }
}

/// The list of that name or number.
fn list(call: &Call<'_>, name: &str, kind: Kind) -> Result<Arc<PatternRef>, String> {
    let found = call.runtime.shared.plan.patterns.find(name);
    found.ok_or_else(|| format!("Unknown {} identifier. Please use #<id> or <name>.", kind.noun()))
}

/// Takes `@<version>` from the arguments, if they begin with it. Digits count up to what isn't one.
fn version(call: &mut Call<'_>) -> Option<u32> {
    let digits = call.arg(0).strip_prefix('@')?;
    let end = digits.find(|char: char| !char.is_ascii_digit()).unwrap_or(digits.len());
    let version = digits[..end].parse().unwrap_or(0);
    call.args.remove(0);
    Some(version)
}

/// The number behind `#` or `#0x`, as `show map` writes it: in hexadecimal.
fn reference(word: &str) -> Option<u64> {
    let text = word.strip_prefix('#')?;
    u64::from_str_radix(text.strip_prefix("0x").unwrap_or(text), 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(reference("#0x1f"), Some(31));
        assert_eq!(reference("#12"), Some(18));
        assert_eq!(reference("key"), None);
        assert_eq!(reference("#name"), None);
    }
}
