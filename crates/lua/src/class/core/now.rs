//! `core.now`: the time of day.

use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};
use std::time::{SystemTime, UNIX_EPOCH};

/// `core.now`
pub(super) struct Now;

impl Function for Now {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "now",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "{sec: integer, usec: integer}",
        sentence: "The time since the epoch, in seconds and microseconds.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let table = call.push_table(0, 2);
        table.set_integer("sec", now.as_secs() as i64);
        table.set_integer("usec", now.subsec_micros().into());
        Ok(Done::Values(1))
    }
}
