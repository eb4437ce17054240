//! `moongate help`: explains a name, from its own declaration.

use super::usage;
use crate::args::FLAGS;
use crate::catalogue::{self, RULESETS};
use crate::cli;
use moongate_conf::{bind, global, option, proxy, server};
use moongate_sample::args::signature;
use moongate_sample::fetch::Example;
use moongate_sample::{convert, fetch};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Kinds of names.
const KINDS: [&str; 6] = ["keyword", "fetch", "converter", "action", "cli", "flag"];

/// `moongate help [KIND] [NAME]`
pub fn run(words: &[OsString]) -> ExitCode {
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let (kind, name) = match words.split_first() {
        None => {
            print!("{}", usage());
            return ExitCode::SUCCESS;
        }
        Some((first, [])) if KINDS.contains(&first.as_str()) => {
            println!("{}", names(first).join("\n"));
            return ExitCode::SUCCESS;
        }
        Some((first, rest)) if KINDS.contains(&first.as_str()) => {
            (Some(first.as_str()), rest.join(" "))
        }
        Some(_) => (None, words.join(" ")),
    };
    let mut text = String::new();
    for one in KINDS.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)) {
        explain(one, &name, &mut text);
    }
    if text.is_empty() {
        let known = KINDS.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one));
        let known: Vec<String> = known.flat_map(names).collect();
        let near = moongate_lang::nearest(&name, known.iter().map(String::as_str));
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        eprintln!("moongate help: nothing is called `{name}`{near}");
        return ExitCode::FAILURE;
    }
    print!("{text}");
    ExitCode::SUCCESS
}

/// All names of a kind, sorted.
fn names(kind: &str) -> Vec<String> {
    let mut list: Vec<String> = match kind {
        "keyword" => {
            let keywords = global::ALL.iter().chain(proxy::ALL).map(|keyword| keyword.name.into());
            let options = option::all().map(|option| format!("option {}", option.name));
            let binds = bind::ALL.iter().map(|option| format!("bind … {}", option.name));
            let servers = server::ALL.iter().map(|option| format!("server … {}", option.name));
            keywords.chain(options).chain(binds).chain(servers).collect()
        }
        "fetch" => {
            let all = fetch::FAMILIES.iter().flat_map(|(_, family)| family.iter());
            all.flat_map(|fetch| std::iter::once(&fetch.name).chain(fetch.aliases))
                .map(|&name| name.into())
                .collect()
        }
        "converter" => {
            let all = convert::FAMILIES.iter().flat_map(|(_, family)| family.iter());
            all.flat_map(|one| std::iter::once(&one.name).chain(one.aliases))
                .map(|&name| name.into())
                .collect()
        }
        "action" => {
            let catalogue = catalogue::assemble();
            let all = RULESETS.iter().flat_map(|(ruleset, _)| catalogue.actions(*ruleset));
            all.map(|action| action.name.trim_end_matches('(').into()).collect()
        }
        "cli" => cli::all().map(|command| command.words.join(" ")).collect(),
        _ => FLAGS.iter().map(|flag| flag.name.into()).collect(),
    };
    list.sort();
    list.dedup();
    list
}

/// Adds what is known about the name, as one of the kind.
fn explain(kind: &str, name: &str, out: &mut String) {
    match kind {
        "keyword" => keyword(name, out),
        "fetch" => {
            let all = fetch::FAMILIES.iter().flat_map(|(_, family)| family.iter());
            for one in all.filter(|one| one.name == name || one.aliases.contains(&name)) {
                let usage = format!("{}{} → {}", one.name, signature(one.args), one.output.name());
                entry(out, "fetch", &usage, one.sentence);
                also(out, one.aliases);
                let _ = writeln!(out, "  usable in {}", one.scope.names());
                examples(out, one.examples);
            }
        }
        "converter" => {
            let all = convert::FAMILIES.iter().flat_map(|(_, family)| family.iter());
            for one in all.filter(|one| one.name == name || one.aliases.contains(&name)) {
                let (input, output) = (one.input.name(), one.output.name());
                let usage = format!("{}{} : {input} → {output}", one.name, signature(one.args));
                entry(out, "converter", &usage, one.sentence);
                also(out, one.aliases);
                examples(out, one.examples);
            }
        }
        "action" => action(name, out),
        "cli" => {
            for one in cli::all().filter(|one| one.words.join(" ") == name) {
                entry(out, "runtime API", one.usage, one.sentence);
                let _ = writeln!(out, "  needs level {}", cli::level_name(one.level));
            }
        }
        _ => {
            for one in FLAGS.iter().filter(|one| one.name == name) {
                entry(out, "flag", &one.usage(), one.sentence);
            }
        }
    }
}

fn keyword(name: &str, out: &mut String) {
    let all = global::ALL.iter().chain(proxy::ALL);
    for one in all.filter(|one| one.name == name || one.aliases.contains(&name)) {
        entry(out, &format!("keyword in {}", one.sections.text()), one.usage, one.sentence);
        also(out, one.aliases);
        lines(out, one.examples);
    }
    let bare = name.strip_prefix("option ").unwrap_or(name);
    for one in option::all().filter(|one| one.name == bare) {
        entry(out, &format!("option in {}", one.sections.text()), one.usage, one.sentence);
        lines(out, one.examples);
    }
    let bare = name.strip_prefix("bind … ").unwrap_or(name);
    for one in bind::ALL.iter().filter(|one| one.name == bare) {
        entry(out, "option of `bind`", one.usage, one.sentence);
        lines(out, one.examples);
    }
    let bare = name.strip_prefix("server … ").unwrap_or(name);
    for one in server::ALL.iter().filter(|one| one.name == bare) {
        entry(out, "option of `server`", one.usage, one.sentence);
        lines(out, one.examples);
    }
}

fn action(name: &str, out: &mut String) {
    let catalogue = catalogue::assemble();
    let mut seen: Vec<&str> = Vec::new();
    for (ruleset, _) in RULESETS {
        for one in catalogue.actions(ruleset) {
            if one.name.trim_end_matches('(') != name || seen.contains(&one.sentence) {
                continue;
            }
            seen.push(one.sentence);
            let sets = RULESETS.iter().filter(|(set, _)| one.rulesets.has(*set));
            let sets: Vec<_> = sets.map(|(_, words)| format!("`{words}`")).collect();
            let usage = catalogue::action_usage(one);
            entry(out, &format!("action of {}", sets.join(", ")), &usage, one.sentence);
            for example in one.examples {
                let _ = writeln!(out, "  {}", example.line);
            }
        }
    }
}

// Writing to a String can't fail.

fn entry(out: &mut String, kind: &str, usage: &str, sentence: &str) {
    let _ = writeln!(out, "{usage}    ({kind})\n  {sentence}");
}

fn also(out: &mut String, names: &[&str]) {
    if !names.is_empty() {
        let _ = writeln!(out, "  also written {}", names.join(", "));
    }
}

fn lines(out: &mut String, examples: &[&str]) {
    for example in examples {
        let _ = writeln!(out, "    {example}");
    }
}

fn examples(out: &mut String, examples: &[Example]) {
    for example in examples {
        let gives = example.gives.map_or("nothing".into(), |text| format!("{text:?}"));
        let _ = writeln!(out, "    {}  →  {gives}", example.expr);
        for line in example.given.lines() {
            let _ = writeln!(out, "      | {line}");
        }
    }
}
