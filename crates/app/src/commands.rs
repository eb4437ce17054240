//! The subcommands beside HAProxy's flags: `check`, `demo`, `eval`, `help`, `lua-types`, `--help`, `--version`.

use crate::args::{FLAGS, Options};
use crate::config::Config;
use crate::{demo, version};
use moongate_lang::render::{self, Style};
use moongate_lang::{Diagnostic, Severity};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

mod eval;
mod help;

/// A subcommand with its usage and its sentence.
pub const COMMANDS: &[(&str, &str)] = &[
    ("moongate -f FILE…", "Runs a configuration."),
    (
        "moongate check FILE…",
        "Says what is wrong with a configuration; `--json` for editors, `--list-unsupported` for what keeps you from moving.",
    ),
    eval::USAGE,
    ("moongate demo", "Runs a small proxy with a script, and says what to try."),
    (
        "moongate help [keyword|fetch|converter|action|cli|flag] NAME",
        "Explains a name of the configuration.",
    ),
    ("moongate lua-types", "Prints the Lua API as types for editors (LuaLS)."),
    ("moongate --help", "Prints this."),
    ("moongate --version", "Prints the version."),
];

/// Runs a subcommand, if the first word is one.
pub fn run(words: &[OsString]) -> Option<ExitCode> {
    let rest = words.get(1..).unwrap_or_default();
    match words.first()?.to_str()? {
        "check" => Some(check(rest)),
        "demo" => Some(demo::run()),
        "eval" => Some(eval::run(rest)),
        "help" => Some(help::run(rest)),
        "lua-types" => {
            let text = moongate_lua::editor_types(&moongate_sample::Catalogue::standard());
            // Whoever reads may have had enough.
            let _ = std::io::stdout().write_all(text.as_bytes());
            Some(ExitCode::SUCCESS)
        }
        "--help" | "-h" | "-?" => {
            print!("{}", usage());
            Some(ExitCode::SUCCESS)
        }
        "--version" => {
            println!(
                "moongate {} (runs configurations of HAProxy {})",
                version::MOONGATE,
                version::HAPROXY
            );
            Some(ExitCode::SUCCESS)
        }
        _ => None,
    }
}

/// What `--help` prints.
pub fn usage() -> String {
    let mut out = String::from(
        "Moongate: a TCP and HTTP load balancer that runs HAProxy configurations and Lua scripts.\n\nUsage:\n",
    );
    // Writing to a String can't fail.
    for (usage, sentence) in COMMANDS {
        let _ = writeln!(out, "  {usage}\n      {sentence}");
    }
    out.push_str("\nFlags, as HAProxy's:\n");
    for flag in FLAGS.iter().filter(|flag| !flag.is_refused()) {
        let _ = writeln!(out, "  {:24} {}", flag.usage(), flag.sentence);
    }
    out
}

/// `moongate check FILE… [--json] [--list-unsupported]`
fn check(words: &[OsString]) -> ExitCode {
    let mut options = Options::default();
    let (mut json, mut unsupported) = (false, false);
    for word in words {
        match word.to_str() {
            Some("--json") => json = true,
            Some("--list-unsupported") => unsupported = true,
            Some(flag) if flag.starts_with("--") => {
                eprintln!(
                    "moongate check: unknown flag `{flag}`; there are --json and --list-unsupported"
                );
                return ExitCode::FAILURE;
            }
            _ => options.files.push(word.into()),
        }
    }
    if options.files.is_empty() {
        eprintln!("moongate check: name the files to check");
        return ExitCode::FAILURE;
    }
    let config = Config::read(&options);
    if json {
        let wanted = |found: &&Diagnostic| !unsupported || found.unsupported.is_some();
        let found = config.diagnostics.iter().filter(wanted);
        println!("{}", render::json(found, &config.sources));
    } else if unsupported {
        print!("{}", list_unsupported(&config));
    } else {
        let style = Style::for_stream(std::process::id(), &std::io::stdout());
        print!("{}", render::text(config.diagnostics.iter(), &config.sources, &style));
        println!("{}", verdict(&config));
    }
    if config.is_good(false) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn verdict(config: &Config) -> String {
    let count = |severity| config.diagnostics.count(severity);
    match (count(Severity::Alert), count(Severity::Warning)) {
        (0, 0) => "The configuration is good.".to_owned(),
        (0, warnings) => format!("The configuration is good; warnings: {warnings}."),
        (errors, warnings) => {
            format!("The configuration can't be used; errors: {errors}, warnings: {warnings}.")
        }
    }
}

/// What isn't supported yet: how often, and where first.
fn list_unsupported(config: &Config) -> String {
    let mut list: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for found in config.diagnostics.iter() {
        let Some(what) = &found.unsupported else { continue };
        let place = found.span.map_or_else(String::new, |span| {
            let (line, _) = config.sources.position(span);
            format!("{}:{line}", config.sources.get(span.file).name)
        });
        list.entry(what).or_insert((0, place)).0 += 1;
    }
    if list.is_empty() {
        return "Everything in this configuration is supported.\n".into();
    }
    let mut out = String::new();
    for (what, (count, first)) in list {
        let _ = writeln!(
            out,
            "{what} ({count} time{}, first at {first})",
            if count == 1 { "" } else { "s" }
        );
    }
    out
}
