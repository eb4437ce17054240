//! `show schema json`: the JSON schema of `show info json` and `show stat json`.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;

/// `show schema json`
pub static SCHEMA: Command = Command {
    words: &["show", "schema", "json"],
    level: CliLevel::User,
    usage: "show schema json",
    sentence: "show the schema of the JSON that `show info` and `show stat` print",
    run: |call| {
        call.line(moongate_stats::schema::schema());
        Ok(())
    },
};
