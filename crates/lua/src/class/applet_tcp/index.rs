//! How the fields of an `AppletTCP` come to be: each is made when a script touches it first.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

/// `__index` of `AppletTCP`
pub(super) struct Index;

impl Function for Index {
    const DECLARATION: Declaration = Declaration {
        class: "AppletTCP",
        name: "__index",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "any",
        sentence: "Finds methods and fields.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        if let (Some(name), Some((number, _))) = (call.bytes(2), call.object(1))
            && call.vm().classes().push_samples(call, number, name)
        {
            call.cache_field(2);
            return Ok(Done::Values(1));
        }
        Ok(Done::Values(0))
    }
}
