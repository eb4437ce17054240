//! Arguments that are a number or the name of a variable that holds one (`add(txn.n)`).

use super::prelude::*;
use moongate_state::VarRef;

/// The declared argument.
pub(super) const VALUE: &[Arg] = &[Arg::required("value", ArgKind::Str)];

/// Reads a number (decimal, or hexadecimal behind `0x`) or a variable's name.
pub(super) fn check(args: &mut [ArgValue], at: usize) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.get(at) else { return Ok(()) };
    let text = std::str::from_utf8(text).unwrap_or_default();
    args[at] = match (text.parse(), VarRef::parse(text)) {
        (Ok(number), _) => ArgValue::Sint(number),
        (_, Some(var)) => ArgValue::Var(var),
        _ => {
            return Err(refuse(
                at,
                format!("`{text}` is neither an integer nor a variable's name"),
                "write a number, or a variable with its scope as in `txn.count`",
            ));
        }
    };
    Ok(())
}

/// The number, or what the variable holds as a number; none if it holds none.
pub(super) fn value(args: &Args, at: usize, cx: &Cx<'_>) -> Option<i64> {
    match args.0.get(at)? {
        ArgValue::Sint(number) => Some(*number),
        ArgValue::Var(var) => match crate::cast::cast(cx.txn.var(*var)?, Type::Sint)? {
            Sample::Sint(number) => Some(number),
            _ => None,
        },
        _ => None,
    }
}
