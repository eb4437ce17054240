//! `user`, `operator`, `show cli level`: a connection may give up what it is allowed.

use crate::cli::{Call, Command, level_name};
use moongate_conf::plan::CliLevel;

/// `user`
pub static USER: Command = Command {
    words: &["user"],
    level: CliLevel::User,
    usage: "user",
    sentence: "lower the level of this connection to user",
    run: |call| lower(call, CliLevel::User),
};

/// `operator`
pub static OPERATOR: Command = Command {
    words: &["operator"],
    level: CliLevel::Operator,
    usage: "operator",
    sentence: "lower the level of this connection to operator",
    run: |call| lower(call, CliLevel::Operator),
};

/// `show cli level`
pub static SHOW: Command = Command {
    words: &["show", "cli", "level"],
    level: CliLevel::User,
    usage: "show cli level",
    sentence: "show the level of this connection",
    run: |call| {
        let name = level_name(call.session.level);
        call.line(name);
        Ok(())
    },
};

fn lower(call: &mut Call<'_>, level: CliLevel) -> Result<(), String> {
    call.session.level = level;
    call.session.expert = false;
    call.session.experimental = false;
    Ok(())
}
