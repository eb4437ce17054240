//! `core.wait`: waits to be woken, or for a time.

use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Wait};
use std::time::Duration;

/// `core.wait`
pub(super) struct CoreWait;

impl Function for CoreWait {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "wait",
        &[optional("milliseconds", "integer")],
        "",
        "Waits until an alarm wakes the run (Queue:alarm), at most for the given time.",
    )
    .only(Contexts::WAITING_SERVED);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        if call.progress() > 0 {
            return Ok(Done::Values(0));
        }
        let time = call.opt_int(1)?.map(|time| {
            let time = u64::try_from(time).unwrap_or(0).min(31 * 86_400_000);
            Duration::from_millis(time)
        });
        call.wait(Wait::Wake(time), 1)
    }
}
