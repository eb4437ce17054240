//! How `moongate eval` shows what it found: a line a step, with the type and the value.

use moongate_sample::acl::Outcome;
use moongate_sample::trace::Stage;
use moongate_sample::{Condition, Cx, Format, Missing, Sample, cast};
use std::fmt::Write as _;

// Writing to a String can't fail.

/// The steps of an expression.
pub(super) fn stages(stages: &[Stage<'_>], indent: &str, out: &mut String) {
    let width = stages.iter().map(|stage| stage.text.chars().count()).max().unwrap_or(0).min(40);
    for (at, stage) in stages.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let text = format!("{comma}{}", stage.text);
        let _ = write!(out, "{indent}{text:width$}  ", width = width + 1);
        match &stage.value {
            Ok(found) => {
                let _ = write!(out, "{:5} {}", found.kind().name(), value(found));
            }
            Err(Missing::Absent) => out.push_str("no value"),
            Err(Missing::NotYet) => out.push_str("not known yet"),
        }
        if let Some(taken) = stage.taken_as {
            let _ = write!(out, "    (took the value as {})", taken.name());
        }
        out.push('\n');
    }
}

/// A value as one reads it: texts in quotes, bytes in hexadecimal.
fn value(sample: &Sample<'_>) -> String {
    match sample {
        Sample::Bin(bytes) => bytes.iter().fold(String::from("0x"), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
        Sample::Str(text) | Sample::Meth(text) => quoted(text),
        Sample::Bool(value) => value.to_string(),
        other => {
            let text = cast::text(other.clone()).map(|text| text.into_owned()).unwrap_or_default();
            String::from_utf8_lossy(&text).into_owned()
        }
    }
}

fn quoted(text: &[u8]) -> String {
    let mut out = String::from("\"");
    for chunk in text.utf8_chunks() {
        let _ = write!(out, "{}", chunk.valid().escape_debug());
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push('"');
    out
}

/// A format: its expressions, and its text.
pub(super) fn format(format: &Format, cx: &Cx<'_>, out: &mut String) {
    for expr in format.exprs() {
        let _ = writeln!(out, "%[{}]", expr.source());
        stages(&expr.trace(cx), "  ", out);
    }
    let mut text = Vec::new();
    format.write(cx, &mut text);
    let _ = writeln!(out, "text   {}", quoted(&text));
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "yes",
        Outcome::Fail => "no",
        Outcome::NotYet => "not known yet",
    }
}

/// A condition: its ACLs with their tests, and what it comes to.
pub(super) fn condition(condition: &Condition, cx: &Cx<'_>, out: &mut String) {
    for (at, all) in condition.trace(cx).iter().enumerate() {
        if at > 0 {
            out.push_str("or\n");
        }
        for term in all {
            let name = if term.name.is_empty() { "{ … }" } else { term.name };
            let bang = if term.negated { "!" } else { "" };
            let turned = if term.negated { ", before `!`" } else { "" };
            let _ = writeln!(out, "{bang}{name}  {}{turned}", word(term.outcome));
            for test in &term.tests {
                stages(&test.stages, "  ", out);
                let _ = write!(out, "  -m {}  {}", test.method.name(), word(test.outcome));
                if let Some((seen, entry, how)) = &test.matched {
                    let case = if how.icase { ", ignoring case" } else { "" };
                    let (seen, pattern) = (value(seen), quoted(entry.pattern()));
                    let _ = write!(out, ": {seen} matches {pattern}{case}");
                }
                out.push('\n');
            }
        }
    }
    let (kind, holds) = (if condition.is_negated() { "unless" } else { "if" }, condition.eval(cx));
    let holds = match holds {
        Ok(true) => "holds",
        Ok(false) => "doesn't hold",
        Err(_) => "isn't known yet",
    };
    let _ = writeln!(out, "{kind}: {holds}");
}
