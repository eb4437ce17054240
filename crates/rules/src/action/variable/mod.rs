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

/// Reads a variable's name.
fn variable(word: &Word<'_>) -> Result<VarRef, Diagnostic> {
    VarRef::parse(word.str()).map(VarRef::used).ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("`{}` isn't a variable's name", word.str()))
            .label("letters, digits, `_` and `.` behind a scope")
            .help("a variable is written with its scope, as in `txn.name`; the scopes are proc, sess, txn, req and res")
    })
}

/// Whether a variable lives on behind the rule set; a warning if it doesn't: before a request comes,
/// there is nothing that could keep it.
fn is_kept(cx: &mut ParseCx<'_, '_>, word: &Word<'_>, var: VarRef) -> bool {
    let early = matches!(cx.ruleset, Ruleset::TcpConnection | Ruleset::TcpSession);
    let kept = !early || matches!(var.scope, VarScope::Proc | VarScope::Sess);
    if !kept {
        cx.compiler.warnings.push(
            Diagnostic::warning(word.span(), "this variable is never set")
                .label("there is no request here to keep it for")
                .help("before a request comes, variables have the scope `sess` or `proc`"),
        );
    }
    kept
}
