//! The table `act`: what actions may return, and when they run again.

use super::{Class, Constant};
use crate::declaration::{Context, Contexts, Declaration, param};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function};
use std::time::Duration;

/// `act`
pub(super) const CLASS: Class = Class {
    name: "act",
    sentence: "What an action may return.",
    functions: &[function::<WakeTime>()],
    fields: &[],
    constants: &[
        code("CONTINUE", 0, "Go on with the next rule."),
        code("STOP", 1, "No more rules of this set."),
        code("YIELD", 2, "Run the action again when more bytes have come, or at its wake time."),
        code("ERROR", 3, "An internal fault: answered with 500."),
        code("DONE", 4, "The transaction ends here."),
        code("DENY", 5, "Refuse: 403, or 502 in a response's place."),
        code("ABORT", 6, "End the transaction without an answer."),
        code("INVALID", 7, "Refuse as malformed: 400, or 502 in a response's place."),
    ],
};

const fn code(name: &'static str, value: i64, sentence: &'static str) -> Constant {
    Constant { name, value, sentence }
}

/// `act:wake_time`
struct WakeTime;

impl Function for WakeTime {
    const DECLARATION: Declaration = Declaration::new(
        "act",
        "wake_time",
        &[param("milliseconds", "integer")],
        "",
        "An action that returns act.YIELD runs again after that time at the latest.",
    )
    .only(Contexts::of(&[Context::Action]));

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let time = u64::try_from(call.int(2)?).map_err(|_| Fault::Argument(2, "a time"))?;
        call.vm().wake_time.set(Some(Duration::from_millis(time.min(31 * 86_400_000))));
        Ok(Done::Values(0))
    }
}
