//! Actions that set variables.

use super::ActionSpec;
use super::prelude::*;
use moongate_state::{VarRef, VarScope};

mod do_resolve;
mod set_var;
mod unset_var;

/// All of them.
pub(super) static ALL: &[&ActionSpec] =
    &[&do_resolve::DO_RESOLVE, &set_var::SET_VAR, &set_var::SET_VAR_FMT, &unset_var::UNSET_VAR];

/// Reads a variable's name, and checks that its scope lives as long as the rule set's facts.
fn variable(cx: &ParseCx<'_, '_>, word: &Word<'_>) -> Result<VarRef, Diagnostic> {
    let Some(var) = VarRef::parse(word.str()).map(VarRef::used) else {
        return Err(Diagnostic::alert(
            word.span(),
            format!("`{}` isn't a variable's name", word.str()),
        )
        .label("letters, digits, `_` and `.` behind a scope")
        .help("a variable is written with its scope, as in `txn.name`; the scopes are proc, sess, txn, req and res"));
    };
    let early = matches!(cx.ruleset, Ruleset::TcpConnection | Ruleset::TcpSession);
    if early && !matches!(var.scope, VarScope::Proc | VarScope::Sess) {
        return Err(Diagnostic::alert(
            word.span(),
            "there is no request here to keep a variable for",
        )
        .help("before a request comes, variables have the scope `sess` or `proc`"));
    }
    Ok(var)
}
