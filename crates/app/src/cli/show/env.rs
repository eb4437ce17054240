//! `show env`: the variables that the configuration saw and left behind.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;

/// `show env [<name>]`
pub static ENV: Command = Command {
    words: &["show", "env"],
    level: CliLevel::Operator,
    usage: "show env [<name>]",
    sentence: "show environment variables",
    run: |call| {
        let wanted = call.args.first().copied();
        let runtime = call.runtime;
        let mut found = false;
        for (name, value) in runtime.env.iter() {
            if wanted.is_none_or(|wanted| wanted.as_bytes() == name) {
                let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
                call.line(format_args!("{name}={value}"));
                found = true;
            }
        }
        if wanted.is_some() && !found {
            return Err("Variable not found".into());
        }
        Ok(())
    },
};
