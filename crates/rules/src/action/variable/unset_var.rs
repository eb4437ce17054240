//! `unset-var`: a variable removed.

use super::variable;
use crate::action::prelude::*;
use moongate_lang::arguments;
use moongate_state::VarRef;

/// The declaration.
pub static UNSET_VAR: ActionSpec = ActionSpec {
    name: "unset-var(",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "<name>)",
    sentence: "Removes a variable.",
    examples: &[ActionExample::absent("http-request unset-var(txn.x)", "", "var(txn.x)")],
    parse,
};

#[derive(Debug)]
struct UnsetVar(VarRef);

fn parse(cx: &mut ParseCx<'_, '_>, _: &mut Words<'_, '_>) -> Parsed {
    let word = cx.keyword;
    let open = memchr::memchr(b'(', word.bytes()).unwrap_or(word.bytes().len());
    match &*arguments::read(word, open)?.list {
        [name] => Ok(Box::new(UnsetVar(variable(name)?))),
        _ => Err(Diagnostic::alert(word.span(), "one variable's name is expected")
            .help("write it as in `unset-var(txn.name)`")),
    }
}

impl Action for UnsetVar {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        cx.txn.unset_var(self.0);
        Verdict::Continue
    }
}
