//! `lua <function>`: a script's global function as an action.

use crate::action::prelude::*;

/// The declaration.
pub static LUA: ActionSpec = ActionSpec {
    name: "lua",
    rulesets: HTTP.and(Rulesets::of(&[Ruleset::TcpContent, Ruleset::TcpResponse])),
    usage: "<function>",
    sentence: "Calls a global function of a script with the transaction.",
    examples: &[],
    parse,
};

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("a function's name")?;
    let action = cx.scripts.and_then(|scripts| scripts.global_function(word.str()));
    action.ok_or_else(|| {
        let message = format!("no script has a global function `{}`", word.str());
        Diagnostic::alert(word.span(), message)
            .help("load the script with `lua-load` in the global section, above this line")
    })
}
