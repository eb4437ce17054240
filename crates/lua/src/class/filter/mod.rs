//! The table `filter`: what callbacks of filters may return, and which data they want to see.

mod data;
mod glue;
mod wake_time;

use super::{Class, Constant};
use crate::raw::call::function;

pub(crate) use glue::{CALLBACKS, Glue};

/// `filter`
pub(super) const CLASS: Class = Class {
    name: "filter",
    sentence: "What callbacks of filters return and use.",
    functions: &[
        function::<data::DataFilter<true>>(),
        function::<data::DataFilter<false>>(),
        function::<wake_time::WakeTime>(),
    ],
    fields: &[],
    constants: &[
        code("CONTINUE", 1, "Go on; what is left of the data passes."),
        code("WAIT", 0, "Wait for more data, or for the time of `wake_time`."),
        code("ERROR", -1, "The stream fails."),
        code("FLT_CFG_FL_HTX", FLT_CFG_FL_HTX, "The filter understands HTTP messages."),
    ],
};

/// The flag that a filter needs in HTTP mode.
pub(crate) const FLT_CFG_FL_HTX: i64 = 1;

const fn code(name: &'static str, value: i64, sentence: &'static str) -> Constant {
    Constant { name, value, sentence }
}
