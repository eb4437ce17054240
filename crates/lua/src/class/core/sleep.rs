//! `core.sleep` and `core.msleep`: wait while others work.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function, Wait};
use std::time::Duration;

/// The longest sleep: a month.
const LONGEST: Duration = Duration::from_secs(31 * 86_400);

/// `core.sleep`
pub(super) struct Sleep;

impl Function for Sleep {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "sleep",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("seconds", "number")],
        returns: "",
        sentence: "Waits for so many seconds; everything else goes on meanwhile.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        sleep(call, 1.0)
    }
}

/// `core.msleep`
pub(super) struct Msleep;

impl Function for Msleep {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "msleep",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("milliseconds", "number")],
        returns: "",
        sentence: "Waits for so many milliseconds; everything else goes on meanwhile.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        sleep(call, 1000.0)
    }
}

fn sleep(call: &Call<'_>, in_a_second: f64) -> Result<Done, Fault> {
    if call.progress() > 0 {
        return Ok(Done::Values(0));
    }
    let count = call.number(1).ok_or(Fault::Argument(1, "a number"))?;
    let seconds = (count / in_a_second).max(0.0);
    let time = Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST).min(LONGEST);
    call.wait(Wait::Sleep(time), 1)
}
