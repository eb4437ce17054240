//! `show lua`: what the scripts' functions have cost, and the memory of their states.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;

/// `show lua`
pub static LUA: Command = Command {
    words: &["show", "lua"],
    level: CliLevel::Operator,
    usage: "show lua",
    sentence: "show what functions of scripts cost, and the memory of Lua",
    run: |call| {
        call.line("# state bytes");
        for (state, bytes) in call.runtime.scripts.memory() {
            match state {
                0 => call.line(format_args!("shared {bytes}")),
                thread => call.line(format_args!("thread-{thread} {bytes}")),
            }
        }
        call.line("# function kind state calls errors yields time_us longest_us");
        for it in call.runtime.scripts.functions() {
            let state = if it.per_thread { "thread" } else { "shared" };
            call.line(format_args!(
                "{} {} {state} {} {} {} {} {}",
                it.name,
                it.kind.replace(' ', "-"),
                it.calls,
                it.errors,
                it.yields,
                it.time.as_micros(),
                it.longest.as_micros()
            ));
        }
        Ok(())
    },
};
