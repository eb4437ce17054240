//! `get var`: variables of the process.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;
use moongate_state::{Sample, VarRef, VarScope};

/// `get var <name>`
pub static VAR: Command = Command {
    words: &["get", "var"],
    level: CliLevel::Operator,
    usage: "get var <name>",
    sentence: "show a variable of the process (proc.…)",
    run: |call| {
        let name = call.arg(0).to_owned();
        let var = VarRef::parse(&name).filter(|var| var.scope == VarScope::Proc);
        let Some(var) = var else { return Err("Variable not found.".into()) };
        let shared = call.runtime.shared.clone();
        let vars = shared.plan.world.vars.read();
        let value = vars.get(&var.name).ok_or("Variable not found.")?;
        let text = text(value);
        call.line(format_args!("{name}: type={} value=<{text}>", value.kind().name()));
        Ok(())
    },
};

fn text(value: &Sample<'_>) -> String {
    match value {
        Sample::Bool(value) => u8::from(*value).to_string(),
        Sample::Sint(value) => value.to_string(),
        Sample::Ipv4(value) => value.to_string(),
        Sample::Ipv6(value) => value.to_string(),
        Sample::Str(value) | Sample::Meth(value) => String::from_utf8_lossy(value).into_owned(),
        Sample::Bin(value) => value.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
