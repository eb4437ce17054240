//! How the field `channel` of an `HTTPMessage` comes to be.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

/// `__index` of `HTTPMessage`
pub(super) struct Index;

impl Function for Index {
    const DECLARATION: Declaration = Declaration {
        class: "HTTPMessage",
        name: "__index",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "any",
        sentence: "Finds methods and fields.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        match (call.bytes(2), call.object(1)) {
            (Some(b"channel"), Some((number, which))) => {
                call.vm().classes().push_channel(call, number, which == 1);
                Ok(Done::Values(1))
            }
            _ => Ok(Done::Values(0)),
        }
    }
}
