//! `help`, and what is shown for commands that nobody knows.

use super::{Command, all};
use moongate_conf::plan::CliLevel;
use std::fmt::Write as _;

/// `help [<command>]`
pub static HELP: Command = Command {
    words: &["help"],
    level: CliLevel::User,
    usage: "help [<command>]",
    sentence: "list matching or all commands",
    run: |call| {
        let (level, args) = (call.session.level, call.args.clone());
        let mut matching = list(|command| command.level <= level && starts(command, &args));
        matching.push_str(&super::script::help(call.runtime, &args));
        call.out = if matching.is_empty() {
            unknown(&args, level)
        } else {
            format!("The following commands are valid at this level:\n{matching}")
        };
        Ok(())
    },
};

/// What is said about words that are no command.
pub fn unknown(words: &[&str], level: CliLevel) -> String {
    let text = words.join(" ");
    let first = words.first().copied().unwrap_or_default();
    let usable = |command: &Command| command.level <= level;
    let mut near = list(|command| usable(command) && command.words.first() == Some(&first));
    if near.is_empty() {
        let name = moongate_lang::nearest(first, all().map(|command| command.words[0]));
        near = list(|command| usable(command) && name == Some(command.words[0]));
    }
    if near.is_empty() {
        let everything = list(usable);
        return format!(
            "Unknown command: '{text}'. Please enter one of the following commands only:\n{everything}"
        );
    }
    format!(
        "Unknown command: '{text}', but maybe one of the following ones is a better match:\n{near}"
    )
}

fn starts(command: &Command, words: &[&str]) -> bool {
    let count = words.len().min(command.words.len());
    let (last, before) = match words[..count].split_last() {
        Some((last, before)) => (*last, before),
        None => return true,
    };
    command.words.starts_with(before) && command.words[count - 1].starts_with(last)
}

fn list(wanted: impl Fn(&Command) -> bool) -> String {
    let mut out = String::new();
    for command in all().filter(|command| wanted(command)) {
        // Writing to a String can't fail.
        let _ = writeln!(out, "  {:<40}: {}", command.usage, command.sentence);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let text = unknown(&["show", "nothing"], CliLevel::Admin);
        assert!(text.starts_with("Unknown command: 'show nothing', but maybe"), "{text}");
        assert!(text.contains("  show info ") && !text.contains("set weight"), "{text}");
        let text = unknown(&["zzzzz"], CliLevel::User);
        assert!(text.contains("Unknown command") && !text.contains("set weight"), "{text}");
        assert!(unknown(&["shwo", "info"], CliLevel::User).contains("  show info "));
    }
}
