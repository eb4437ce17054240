//! `TXN:set_priority_class` and `TXN:set_priority_offset`: the order in which requests leave the
//! queue (configuration manual, `set-priority-class`).

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

/// `TXN:set_priority_class`
pub(super) struct SetPriorityClass;

impl Function for SetPriorityClass {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "set_priority_class",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("prio", "integer")],
        returns: "",
        sentence: "Sets the class from -2047 to 2047; lower classes leave the queue first.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let class = call.int(2)?.clamp(-2047, 2047);
        call.lent()?.edit()?.priority.0 = class as i32;
        Ok(Done::Values(0))
    }
}

/// `TXN:set_priority_offset`
pub(super) struct SetPriorityOffset;

impl Function for SetPriorityOffset {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "set_priority_offset",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("prio", "integer")],
        returns: "",
        sentence: "Sets by how many milliseconds, -524287 to 524287, the request counts as come \
                   later.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let offset = call.int(2)?.clamp(-524_287, 524_287);
        call.lent()?.edit()?.priority.1 = offset as i32;
        Ok(Done::Values(0))
    }
}
