//! Compares the declarations with a listing of HAProxy's keywords (`haproxy -dKall`): what is there, and
//! what is missing.

use moongate::catalogue::{RULESETS, assemble};
use moongate::cli;
use moongate_conf::{bind, global, option, proxy, server};
use std::collections::BTreeSet;
use std::path::Path;

/// Prints the counts of each kind, and the names that are missing.
pub fn run(file: &Path) -> Result<(), String> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}\n", file.display()))?;
    let catalogue = assemble();
    let set = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let words = global::ALL.iter().chain(proxy::ALL).map(|one| one.name.to_owned());
    let words = words.chain(option::all().map(|one| format!("option {}", one.name)));
    let words = words.chain(bind::ALL.iter().map(|one| one.name.to_owned()));
    let ours = [
        (
            "configuration keywords",
            words.chain(server::ALL.iter().map(|one| one.name.to_owned())).collect(),
        ),
        ("sample fetches", set(catalogue.samples.fetch_names().collect())),
        ("converters", set(catalogue.samples.converter_names().collect())),
        (
            "actions",
            RULESETS
                .iter()
                .flat_map(|(ruleset, words)| {
                    catalogue
                        .actions(*ruleset)
                        .map(move |one| format!("{words} {}", one.name.trim_end_matches('(')))
                })
                .collect(),
        ),
        ("commands of the runtime API", cli::all().map(|one| one.words.join(" ")).collect()),
    ];
    let theirs = read(&text);
    for ((kind, have), want) in ours.iter().zip(&theirs) {
        let found = want.intersection(have).count();
        println!("{kind}: {found} of {}", want.len());
        let missing: Vec<&str> = want.difference(have).map(String::as_str).collect();
        println!("  missing: {}\n", missing.join(", "));
    }
    Ok(())
}

/// The names of HAProxy's listing: configuration keywords, fetches, converters, actions, commands.
fn read(text: &str) -> [BTreeSet<String>; 5] {
    let mut sets: [BTreeSet<String>; 5] = Default::default();
    let mut kind = None;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("# List of ") {
            kind = place(title);
            continue;
        }
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let Some(at) = kind else { continue };
        let rule = line.trim();
        let ruled =
            |words: &str| rule.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
        // Actions stand among the keywords.
        let at = if at == 0 && RULESETS.iter().any(|(_, words)| ruled(words)) { 3 } else { at };
        if let Some(name) = name(at, line) {
            sets[at].insert(name);
        }
    }
    sets
}

fn place(title: &str) -> Option<usize> {
    let kinds = ["configuration keywords", "sample fetch", "converter", "(none)", "CLI keywords"];
    kinds.iter().position(|kind| title.contains(kind))
}

/// The name on a line of that kind.
fn name(kind: usize, line: &str) -> Option<String> {
    let text = line.trim();
    let text = match kind {
        // Names of sections stand at the margin.
        0 if !line.starts_with(char::is_whitespace) => return None,
        0 => match text.split_once(' ') {
            Some(("bind", rest)) => rest.split_whitespace().nth(1)?,
            Some(("server", rest)) => rest.split_whitespace().nth(2)?,
            _ => text.split(" <").next()?.split(" [").next()?.split(" +").next()?,
        },
        1 => text.split("] ").nth(1)?.split(['(', ':']).next()?,
        2 => text.split(['(', ':']).next()?,
        3 => text.trim_end_matches('*').trim(),
        _ if text.starts_with(['_', '@']) => return None,
        _ => text.split(" [").next()?.split(" <").next()?,
    };
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_listing() {
        let text = "# List of registered sample fetch functions:\n# | |\n[ . . Y ] req.hdr([string]): str\n\
                    # List of registered sample converter functions:\nlower: str => str\n\
                    # List of registered configuration keywords:\nglobal\n\tlua-load\n\tbind <addr> accept-proxy\n\thttp-request set-var*\n";
        let [words, fetches, converters, actions, _] = read(text);
        assert!(actions.contains("http-request set-var"));
        assert!(fetches.contains("req.hdr") && converters.contains("lower"));
        assert_eq!(words.into_iter().collect::<Vec<_>>(), ["accept-proxy", "lua-load"]);
    }
}
