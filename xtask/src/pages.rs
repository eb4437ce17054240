//! Writes the reference pages, one for each kind of name, from the declarations.

use moongate::args::{Effect, FLAGS};
use moongate::catalogue::{RULESETS, action_usage, assemble};
use moongate::cli;
use moongate_conf::keyword::{Keyword, Section};
use moongate_conf::{bind, global, option, proxy, server};
use moongate_rules::Ruleset;
use moongate_sample::args::signature;
use moongate_sample::fetch::Example;
use moongate_sample::{convert, fetch};
use std::fmt::Write as _;

const HEAD: &str =
    "<!-- Written by `cargo run -p xtask -- docs` from the declarations. Don't edit. -->\n\n";

/// Every page: its path and its text.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("docs/reference/README.gen.md", index()),
        (
            "docs/reference/global.gen.md",
            keywords("Keywords of `global`", global::ALL, &[Section::Global]),
        ),
        (
            "docs/reference/proxy.gen.md",
            keywords(
                "Keywords of `defaults`, `frontend`, `listen` and `backend`",
                proxy::ALL,
                &PROXIES,
            ),
        ),
        ("docs/reference/option.gen.md", options()),
        ("docs/reference/bind.gen.md", binds()),
        ("docs/reference/server.gen.md", servers()),
        ("docs/reference/fetch.gen.md", fetches()),
        ("docs/reference/converter.gen.md", converters()),
        ("docs/reference/action.gen.md", actions()),
        ("docs/reference/cli.gen.md", commands()),
        ("docs/reference/flags.gen.md", flags()),
        ("docs/reference/lua.gen.md", lua()),
        (
            "share/lua/haproxy.gen.lua",
            moongate_lua::editor_types(&moongate_sample::Catalogue::standard()),
        ),
    ]
}

const PROXIES: [Section; 4] =
    [Section::Defaults, Section::Frontend, Section::Listen, Section::Backend];

// Writing to a String can't fail.

fn page(title: &str) -> String {
    format!("{HEAD}# {title}\n")
}

fn entry(out: &mut String, usage: &str, note: &str, sentence: &str) {
    let note = if note.is_empty() { String::new() } else { format!(" — {note}") };
    let _ = write!(out, "\n**`{}`**{note}  \n{sentence}\n", usage.replace('\n', " "));
}

fn lines(out: &mut String, examples: &[&str]) {
    if !examples.is_empty() {
        let _ = write!(out, "\n```haproxy\n{}\n```\n", examples.join("\n"));
    }
}

fn examples(out: &mut String, examples: &[Example]) {
    if examples.is_empty() {
        return;
    }
    out.push('\n');
    for example in examples {
        let gives = match example.gives {
            Some("") => "gives an empty text".to_owned(),
            Some(text) => format!("gives `{}`", text.escape_debug()),
            None => "has no value".to_owned(),
        };
        let given = match example.given {
            "" => String::new(),
            given => format!(", given `{}`", given.trim_end().escape_debug()),
        };
        let _ = writeln!(out, "- `{}` {gives}{given}", example.expr);
    }
}

fn also(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        names => format!("also `{}`", names.join("`, `")),
    }
}

fn index() -> String {
    let mut out = page("Reference");
    let fetches: usize = fetch::FAMILIES.iter().map(|(_, family)| family.len()).sum();
    let converters: usize = convert::FAMILIES.iter().map(|(_, family)| family.len()).sum();
    let catalogue = assemble();
    let actions = RULESETS.map(|(set, _)| catalogue.actions(set).count());
    let functions: usize = moongate_lua::CLASSES.iter().map(|class| class.functions.len()).sum();
    let rows = [
        ("Keywords of `global`", "global", global::ALL.len()),
        ("Keywords of proxies", "proxy", proxy::ALL.len()),
        ("`option …`", "option", option::all().count()),
        ("Options of `bind`", "bind", bind::ALL.len()),
        ("Options of `server`", "server", server::ALL.len()),
        ("Sample fetches", "fetch", fetches),
        ("Converters", "converter", converters),
        ("Actions, counted in each rule set", "action", actions.iter().sum()),
        ("Commands of the runtime API", "cli", cli::all().count()),
        (
            "Flags of the command line",
            "flags",
            FLAGS.iter().filter(|flag| !flag.is_refused()).count(),
        ),
        ("Functions of the Lua API", "lua", functions),
    ];
    out.push_str(
        "\nWhat is supported today. Everything else is refused, with a message that says so.\n\n",
    );
    out.push_str("| kind | how many |\n|---|---|\n");
    for (kind, page, count) in rows {
        let _ = writeln!(out, "| [{kind}]({page}.gen.md) | {count} |");
    }
    out
}

fn keywords(title: &str, list: &[&Keyword], sections: &[Section]) -> String {
    let mut out = page(title);
    let mut list: Vec<_> =
        list.iter().filter(|one| sections.iter().any(|at| one.sections.has(*at))).collect();
    list.sort_by_key(|one| one.name);
    for one in list {
        let mut notes = vec![format!("in {}", one.sections.text())];
        if one.negatable {
            notes.push("`no` may stand before it".into());
        }
        if !one.aliases.is_empty() {
            notes.push(also(one.aliases));
        }
        entry(&mut out, one.usage, &notes.join("; "), one.sentence);
        lines(&mut out, one.examples);
    }
    out
}

fn options() -> String {
    let mut out = page("Options of proxies");
    let mut list: Vec<_> = option::all().collect();
    list.sort_by_key(|one| one.name);
    for one in list {
        entry(&mut out, one.usage, &format!("in {}", one.sections.text()), one.sentence);
        lines(&mut out, one.examples);
    }
    out
}

fn binds() -> String {
    let mut out = page("Options of `bind` and `stats socket`");
    for one in bind::ALL {
        entry(&mut out, one.usage, "", one.sentence);
        lines(&mut out, one.examples);
    }
    out
}

fn servers() -> String {
    let mut out = page("Options of `server` and `default-server`");
    for one in server::ALL {
        let note = if one.default { "" } else { "not in `default-server`" };
        entry(&mut out, one.usage, note, one.sentence);
        lines(&mut out, one.examples);
    }
    out
}

fn fetches() -> String {
    let mut out = page("Sample fetches");
    for (family, list) in fetch::FAMILIES {
        let _ = write!(out, "\n## {family}\n");
        for one in *list {
            let usage = format!("{}{}", one.name, signature(one.args));
            let mut notes = vec![format!("gives {}", one.output.name())];
            if !one.aliases.is_empty() {
                notes.push(also(one.aliases));
            }
            entry(&mut out, &usage, &notes.join("; "), one.sentence);
            examples(&mut out, one.examples);
        }
    }
    out
}

fn converters() -> String {
    let mut out = page("Converters");
    for (family, list) in convert::FAMILIES {
        let _ = write!(out, "\n## {family}\n");
        for one in *list {
            let usage = format!("{}{}", one.name, signature(one.args));
            let mut notes = vec![format!("{} → {}", one.input.name(), one.output.name())];
            if !one.aliases.is_empty() {
                notes.push(also(one.aliases));
            }
            entry(&mut out, &usage, &notes.join("; "), one.sentence);
            examples(&mut out, one.examples);
        }
    }
    out
}

fn actions() -> String {
    let mut out = page("Actions");
    for (family, list) in moongate_rules::action::FAMILIES {
        let _ = write!(out, "\n## {family}\n");
        for one in *list {
            let used = |set: &&(Ruleset, &str)| one.rulesets.has(set.0);
            let sets: Vec<_> =
                RULESETS.iter().filter(used).map(|(_, words)| format!("`{words}`")).collect();
            entry(&mut out, &action_usage(one), &format!("in {}", sets.join(", ")), one.sentence);
            let examples: Vec<&str> = one.examples.iter().map(|example| example.line).collect();
            lines(&mut out, &examples);
        }
    }
    out
}

fn commands() -> String {
    let mut out = page("Commands of the runtime API");
    for (family, list) in cli::FAMILIES {
        let _ = write!(out, "\n## {family}\n");
        for one in *list {
            let note = format!("level {}", cli::level_name(one.level));
            entry(&mut out, one.usage, &note, &format!("{}.", capital(one.sentence)));
        }
    }
    out.push_str("\n## Not yet\n\nThese begin commands that HAProxy has and Moongate refuses:\n");
    let list: Vec<_> = cli::unsupported::list().map(|words| format!("`{words}`")).collect();
    let _ = writeln!(out, "{}.", list.join(", "));
    out
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn flags() -> String {
    let mut out = page("Flags of the command line");
    for one in FLAGS.iter().filter(|flag| !flag.is_refused()) {
        entry(&mut out, &one.usage(), "", one.sentence);
    }
    out.push_str("\n## Refused\n\nHAProxy has them; Moongate says why it hasn't.\n\n");
    for one in FLAGS {
        if let Effect::Refused(why) = one.effect {
            let _ = writeln!(out, "- `{}`: {why}", one.usage());
        }
    }
    out
}

fn lua() -> String {
    let mut out = page("The Lua API");
    for class in moongate_lua::CLASSES {
        let _ = write!(out, "\n## {}\n\n{}\n", class.name, class.sentence);
        for field in class.fields {
            let usage = format!("{}.{}", class.name, field.name);
            entry(&mut out, &usage, field.kind, field.sentence);
        }
        for constant in class.constants {
            let usage = format!("{}.{}", class.name, constant.name);
            entry(&mut out, &usage, &constant.value.to_string(), constant.sentence);
        }
        for function in class.functions {
            lua_function(&mut out, &function.declaration);
        }
    }
    out
}

fn lua_function(out: &mut String, one: &moongate_lua::Declaration) {
    let params: Vec<String> = one
        .params
        .iter()
        .map(|param| {
            let mark = if param.optional { "?" } else { "" };
            format!("{}{mark}: {}", param.name, param.kind)
        })
        .collect();
    let dot = if one.is_static() { "." } else { ":" };
    let usage = format!("{}{dot}{}({})", one.class, one.name, params.join(", "));
    let mut notes = Vec::new();
    if !one.returns.is_empty() {
        notes.push(format!("returns {}", one.returns));
    }
    if one.contexts != moongate_lua::Contexts::ANY {
        notes.push(format!("in {}", one.contexts.names().join(", ")));
    }
    if !one.aliases.is_empty() {
        notes.push(format!("also `{}`", one.aliases.join("`, `")));
    }
    entry(out, &usage, &notes.join("; "), one.sentence);
}
