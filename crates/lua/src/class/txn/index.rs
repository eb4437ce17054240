//! How the fields of a `TXN` come to be: each is made when a script touches it first, and then stays
//! in the object.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_state::Mode;

/// `__index` of `TXN`
pub(super) struct Index;

impl Function for Index {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "__index",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "any",
        sentence: "Finds methods and fields.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let Some(name) = call.bytes(2) else {
            return Ok(Done::Values(0));
        };
        let Some((number, _)) = call.object(1) else {
            return Ok(Done::Values(0));
        };
        let classes = call.vm().classes();
        match name {
            b"http" | b"http_req" | b"http_res" => {
                // Only where there are heads; a stale object finds nothing either.
                let lent = call.lent()?;
                let http = lent.txn().backend().mode == Mode::Http
                    || lent.txn().frontend().mode == Mode::Http;
                if !http {
                    return Ok(Done::Values(0));
                }
                match name {
                    b"http" => classes.push_http(call, number),
                    _ => classes.push_message(call, number, name == b"http_res"),
                }
            }
            b"req" => classes.push_channel(call, number, false),
            b"res" => classes.push_channel(call, number, true),
            _ if classes.push_samples(call, number, name) => {}
            _ => return Ok(Done::Values(0)),
        }
        call.cache_field(2);
        Ok(Done::Values(1))
    }
}
