//! The class `Regex`: regular expressions as rules have them.

use super::Class;
use crate::declaration::{Declaration, optional, param};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function};
use moongate_sample::Regex;

/// `Regex`
pub(super) const CLASS: Class = Class {
    name: "Regex",
    sentence: "A regular expression.",
    functions: &[function::<New>(), function::<Exec>(), function::<Match>()],
    fields: &[],
    constants: &[],
};

/// `Regex.new`
struct New;

impl Function for New {
    const DECLARATION: Declaration = Declaration::new(
        "Regex",
        "new",
        &[param("regex", "string"), optional("case_sensitive", "boolean")],
        "boolean, Regex|string",
        "Compiles an expression: gives true and it, or false and what is wrong.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        match Regex::new(call.text(1)?, !call.boolean(2)) {
            Ok(regex) => {
                call.push_boolean(true);
                call.push_held(regex, call.vm().classes().kept.regex);
            }
            Err(error) => {
                call.push_boolean(false);
                call.push_bytes(error.to_string().as_bytes());
            }
        }
        Ok(Done::Values(2))
    }
}

/// `Regex:exec`
struct Exec;

impl Function for Exec {
    const DECLARATION: Declaration = Declaration::new(
        "Regex",
        "exec",
        &[param("str", "string")],
        "boolean",
        "Whether the expression matches somewhere in the text.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let regex = call.this::<Regex>(call.vm().classes().kept.regex)?;
        call.push_boolean(regex.is_match(call.text(2)?));
        Ok(Done::Values(1))
    }
}

/// `Regex:match`
struct Match;

impl Function for Match {
    const DECLARATION: Declaration = Declaration::new(
        "Regex",
        "match",
        &[param("str", "string")],
        "boolean, string[]",
        "Whether the expression matches, and a table of the whole match and of its groups from 1 on.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let regex = call.this::<Regex>(call.vm().classes().kept.regex)?;
        let text = call.text(2)?;
        let Some(captures) = regex.captures(text, 0) else {
            call.push_boolean(false);
            call.push_table(0, 0);
            return Ok(Done::Values(2));
        };
        call.push_boolean(true);
        let list = call.push_table(4, 0);
        // Groups behind the last one that took part are left out, as in HAProxy.
        let last = (0..captures.len()).rev().find(|group| captures.get(*group).is_some());
        for group in 0..=last.unwrap_or(0) {
            let range = captures.get(group).unwrap_or(0..0);
            list.set_item(group as i64 + 1, |stack| {
                stack.push_bytes(text.get(range).unwrap_or_default());
            });
        }
        Ok(Done::Values(2))
    }
}
