//! `filter.wake_time`: when the running filter is called again at the latest.

use crate::declaration::{Context, Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use std::time::Duration;

/// The longest time: a month.
const LONGEST_MS: u64 = 31 * 86_400_000;

/// `filter.wake_time`
pub(super) struct WakeTime;

impl Function for WakeTime {
    const DECLARATION: Declaration = Declaration {
        class: "filter",
        name: "wake_time",
        aliases: &[],
        contexts: Contexts::of(&[Context::Filter]),
        params: &[param("milliseconds", "integer")],
        returns: "",
        sentence: "Has the filter called again after that time at the latest.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        // Called with a colon, the table itself is the first argument.
        let at = if call.table(1).is_some() { 2 } else { 1 };
        let ms = u64::try_from(call.int(at)?).map_err(|_| Fault::Argument(at, "milliseconds"))?;
        let time = Duration::from_millis(ms.min(LONGEST_MS));
        if let Some(state) = call.running()?.filter() {
            state.wake = Some(time);
        }
        Ok(Done::Values(0))
    }
}
