//! `… map`, `… acl`: looks into lists of patterns and maps, and changes them. The changes last as long
//! as the process; files are never written.

use super::{Call, Command};
use moongate_conf::plan::CliLevel;
use moongate_sample::pattern::PatternRef;
use std::sync::Arc;

/// Every command of these families.
pub static ALL: &[&Command] = &[
    &command(
        &["show", "map"],
        CliLevel::User,
        "show map [<map>]",
        "list maps, or the entries of one",
        |call| show(call, true),
    ),
    &command(
        &["show", "acl"],
        CliLevel::User,
        "show acl [<acl>]",
        "list pattern lists, or the entries of one",
        |call| show(call, false),
    ),
    &command(
        &["add", "map"],
        CliLevel::Admin,
        "add map <map> [<key> <value> | <payload>]",
        "add entries to a map",
        |call| add(call, true),
    ),
    &command(
        &["add", "acl"],
        CliLevel::Admin,
        "add acl <acl> <pattern>",
        "add a pattern to a list",
        |call| add(call, false),
    ),
    &command(
        &["del", "map"],
        CliLevel::Admin,
        "del map <map> [<key>|#<ref>]",
        "remove entries from a map",
        |call| del(call, true),
    ),
    &command(
        &["del", "acl"],
        CliLevel::Admin,
        "del acl <acl> [<pattern>|#<ref>]",
        "remove patterns from a list",
        |call| del(call, false),
    ),
    &command(
        &["set", "map"],
        CliLevel::Admin,
        "set map <map> [<key>|#<ref>] <value>",
        "change the value of entries of a map",
        set,
    ),
    &command(
        &["clear", "map"],
        CliLevel::Admin,
        "clear map <map>",
        "remove all entries from a map",
        |call| clear(call, true),
    ),
    &command(
        &["clear", "acl"],
        CliLevel::Admin,
        "clear acl <acl>",
        "remove all patterns from a list",
        |call| clear(call, false),
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

/// The list that the first argument names.
fn list(call: &Call<'_>, map: bool) -> Result<Arc<PatternRef>, String> {
    let name = call.arg(0);
    let what = if map { "map" } else { "ACL" };
    if name.is_empty() {
        return Err(format!("Missing {what} identifier."));
    }
    if name.starts_with('@') {
        return Err("Versions of lists aren't supported by Moongate yet.".into());
    }
    let found = call.runtime.shared.plan.patterns.find(name);
    found.ok_or_else(|| format!("Unknown {what} identifier. Please use #<id> or <name>."))
}

/// Whether its entries have values; an empty list could be either.
fn has_values(list: &PatternRef) -> Option<bool> {
    list.entries().first().map(|entry| entry.value.is_some())
}

fn show(call: &mut Call<'_>, map: bool) -> Result<(), String> {
    if call.args.is_empty() {
        call.line("# id (file) description");
        let runtime = call.runtime;
        for list in runtime.shared.plan.patterns.all() {
            if has_values(&list).unwrap_or(map) == map {
                let (id, name, count) = (list.id, list.name.as_deref(), list.len());
                let origin = match name {
                    Some(name) => format!("pattern loaded from file '{name}'"),
                    None => "patterns of the configuration".to_owned(),
                };
                let name = name.unwrap_or_default();
                call.line(format_args!(
                    "{id} ({name}) {origin}. curr_ver=0 next_ver=0 entry_cnt={count}"
                ));
            }
        }
        return Ok(());
    }
    for entry in list(call, map)?.entries() {
        let pattern = String::from_utf8_lossy(&entry.pattern).into_owned();
        match &entry.value {
            Some(value) => {
                let value = String::from_utf8_lossy(value).into_owned();
                call.line(format_args!("{:#x} {pattern} {value}", entry.id));
            }
            None => call.line(format_args!("{:#x} {pattern}", entry.id)),
        }
    }
    Ok(())
}

fn add(call: &mut Call<'_>, map: bool) -> Result<(), String> {
    let list = list(call, map)?;
    let one = |pattern: &str, value: Option<&str>| {
        let value = value.map(str::as_bytes);
        list.add(pattern.as_bytes(), value).map_err(|error| format!("{error}."))
    };
    if let Some(payload) = call.payload {
        for line in payload.lines().filter(|line| !line.trim().is_empty()) {
            match line.trim().split_once([' ', '\t']) {
                Some((pattern, value)) if map => one(pattern, Some(value.trim()))?,
                _ if map => return Err(format!("Missing value for key '{}'.", line.trim())),
                _ => one(line.trim(), None)?,
            }
        }
        return Ok(());
    }
    match (call.args.as_slice(), map) {
        ([_, pattern, value], true) => one(pattern, Some(value)),
        ([_, pattern], false) => one(pattern, None),
        (_, true) => Err("'add map' expects three parameters (map identifier, key and value) or one parameter (map identifier) and a payload".into()),
        (_, false) => Err("'add acl' expects two parameters: ACL identifier and pattern.".into()),
    }
}

/// The number behind `#0x` or `#`.
fn reference(word: &str) -> Option<u64> {
    let text = word.strip_prefix('#')?;
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

fn del(call: &mut Call<'_>, map: bool) -> Result<(), String> {
    let list = list(call, map)?;
    let key = call.arg(1);
    if key.is_empty() {
        return Err(format!(
            "This command expects two parameters: {} identifier and key.",
            if map { "map" } else { "ACL" }
        ));
    }
    let found = match reference(key) {
        Some(id) => list.del_id(id),
        None => list.del(key.as_bytes()),
    };
    if found { Ok(()) } else { Err("Key not found.".into()) }
}

fn set(call: &mut Call<'_>) -> Result<(), String> {
    let list = list(call, true)?;
    let [_, key, value] = call.args.as_slice() else {
        return Err("'set map' expects three parameters: map identifier, key and value.".into());
    };
    let found = match reference(key) {
        Some(id) => list.set_id(id, value.as_bytes()),
        None => list.set(key.as_bytes(), value.as_bytes()),
    };
    if found { Ok(()) } else { Err("Key or pattern not found.".into()) }
}

fn clear(call: &mut Call<'_>, map: bool) -> Result<(), String> {
    list(call, map)?.clear();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(reference("#0x1f"), Some(31));
        assert_eq!(reference("#7"), Some(7));
        assert_eq!(reference("key"), None);
        assert_eq!(reference("#name"), None);
    }
}
