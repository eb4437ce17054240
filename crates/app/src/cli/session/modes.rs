//! `expert-mode`, `experimental-mode`: what commands that may change or harm ask for.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;

/// `expert-mode [on|off]`
pub static EXPERT: Command = Command {
    words: &["expert-mode"],
    level: CliLevel::Admin,
    usage: "expert-mode [on|off]",
    sentence: "switch the expert mode of this connection",
    run: |call| {
        let word = call.arg(0).to_owned();
        let shown = switch(&word, &mut call.session.expert, "expert-mode")?;
        call.out.push_str(&shown);
        Ok(())
    },
};

/// `experimental-mode [on|off]`
pub static EXPERIMENTAL: Command = Command {
    words: &["experimental-mode"],
    level: CliLevel::Admin,
    usage: "experimental-mode [on|off]",
    sentence: "switch the experimental mode of this connection",
    run: |call| {
        let word = call.arg(0).to_owned();
        let shown = switch(&word, &mut call.session.experimental, "experimental-mode")?;
        call.out.push_str(&shown);
        Ok(())
    },
};

fn switch(word: &str, mode: &mut bool, name: &str) -> Result<String, String> {
    match word {
        "on" => *mode = true,
        "off" => *mode = false,
        "" => return Ok(format!("{name} is {}\n", if *mode { "ON" } else { "OFF" })),
        _ => return Err(format!("'{name}' expects 'on' or 'off'.")),
    }
    Ok(String::new())
}
