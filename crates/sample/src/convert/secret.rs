//! Arguments that are a text or the name of a variable that holds one, such as keys.

use super::prelude::*;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use moongate_state::VarRef;

/// A text of the configuration or of a variable.
pub(super) enum Text {
    /// Always this.
    Fixed(Box<[u8]>),
    /// Whatever the variable holds.
    Var(VarRef),
}

impl Text {
    /// A variable if it is written as one with its scope.
    pub(super) fn new(text: &[u8]) -> Self {
        match std::str::from_utf8(text).ok().and_then(VarRef::parse) {
            Some(var) => Text::Var(var),
            None => Text::Fixed(text.into()),
        }
    }

    /// The text now; none if the variable holds none.
    pub(super) fn get(&self, cx: &Cx<'_>) -> Option<Cow<'_, [u8]>> {
        match self {
            Text::Fixed(text) => Some(Cow::Borrowed(text)),
            Text::Var(var) => match cx.txn.var(*var)? {
                Sample::Str(text) | Sample::Bin(text) | Sample::Meth(text) => Some(text),
                other => bytes(crate::cast::cast(other, Type::Str)?),
            },
        }
    }
}

/// Bytes that are written in base64.
pub(super) enum Bytes {
    /// Decoded when the configuration was read.
    Fixed(Box<[u8]>),
    /// Decoded from the variable each time.
    Var(VarRef),
}

impl Bytes {
    /// Reads argument `at`.
    ///
    /// # Errors
    /// A text that is neither a variable nor base64.
    pub(super) fn check(args: &mut [ArgValue], at: usize) -> Result<(), BadArg> {
        let Some(ArgValue::Str(text)) = args.get(at) else { return Ok(()) };
        let made = match Text::new(text) {
            Text::Var(var) => Bytes::Var(var),
            Text::Fixed(text) => {
                let decoded = BASE64_STANDARD.decode(&text).map_err(|error| {
                    refuse(
                        at,
                        format!("this isn't base64: {error}"),
                        "write it in base64, or a variable with its scope as in `txn.key`",
                    )
                })?;
                Bytes::Fixed(decoded.into())
            }
        };
        args[at] = ArgValue::Made(Box::new(made));
        Ok(())
    }

    /// The bytes now; none if the variable holds none or isn't base64.
    pub(super) fn get(&self, cx: &Cx<'_>) -> Option<Cow<'_, [u8]>> {
        match self {
            Bytes::Fixed(decoded) => Some(Cow::Borrowed(decoded)),
            Bytes::Var(var) => {
                let text = Text::Var(*var).get(cx)?.into_owned();
                BASE64_STANDARD.decode(text).ok().map(Cow::Owned)
            }
        }
    }
}
