//! The table `core`, and the codes of actions (`act`).

mod done;
mod get_var;
mod log;
mod now;
mod register_action;
mod register_converters;
mod register_fetches;
mod register_init;
mod register_service;
mod register_task;
mod set_nice;
mod sleep;
mod r#yield;

use super::{Class, Constant, Field};
use crate::raw::call::function;

/// `core`
pub(super) const CLASS: Class = Class {
    name: "core",
    sentence: "Registration, waiting, logging and time.",
    functions: &[
        function::<register_action::RegisterAction>(),
        function::<register_fetches::RegisterFetches>(),
        function::<register_converters::RegisterConverters>(),
        function::<register_service::RegisterService>(),
        function::<register_init::RegisterInit>(),
        function::<register_task::RegisterTask>(),
        function::<sleep::Sleep>(),
        function::<sleep::Msleep>(),
        function::<r#yield::Yield>(),
        function::<done::CoreDone>(),
        function::<set_nice::SetNice>(),
        function::<now::Now>(),
        function::<get_var::GetVar>(),
        function::<log::Log>(),
        function::<log::Leveled<7>>(),
        function::<log::Leveled<6>>(),
        function::<log::Leveled<4>>(),
        function::<log::Leveled<1>>(),
    ],
    fields: &[Field {
        name: "thread",
        kind: "integer",
        sentence: "The worker's number from 1, or 0 in the state that all workers share.",
    }],
    constants: &[
        level("silent", -1),
        level("emerg", 0),
        level("alert", 1),
        level("crit", 2),
        level("err", 3),
        level("warning", 4),
        level("notice", 5),
        level("info", 6),
        level("debug", 7),
    ],
};

const fn level(name: &'static str, value: i64) -> Constant {
    Constant { name, value, sentence: "A level of log messages." }
}

/// `act`
pub(super) const ACT: Class = Class {
    name: "act",
    sentence: "What an action may return.",
    functions: &[],
    fields: &[],
    constants: &[
        code("CONTINUE", 0, "Go on with the next rule."),
        code("STOP", 1, "No more rules of this set."),
        code("YIELD", 2, "Run the rule again when more bytes have come."),
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
