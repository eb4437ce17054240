//! `TXN:set_loglevel`: the level of the request's log line.

use crate::declaration::{Contexts, Declaration, param};
use crate::log::level;
use crate::raw::{Call, Done, Fault, Function};

/// `TXN:set_loglevel`
pub(super) struct SetLoglevel;

impl Function for SetLoglevel {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "set_loglevel",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("level", "integer")],
        returns: "",
        sentence: "Sets the level of the request's log line, or with `core.silent` leaves it out.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let number = call.int(2)?;
        let wanted = match number {
            -1 => None,
            _ => Some(level(number).ok_or(Fault::Argument(2, "a level from 0 to 7, or -1"))?),
        };
        call.lent()?.edit()?.log_level = Some(wanted);
        Ok(Done::Values(0))
    }
}
