//! The table `core`.

mod address;
mod dates;
mod done;
mod get_info;
mod get_var;
mod httpclient;
mod log;
mod now;
mod patterns;
mod register_action;
mod register_cli;
mod register_converters;
mod register_fetches;
mod register_filter;
mod register_init;
mod register_service;
mod register_task;
mod set_nice;
mod sleep;
mod tcp;
mod tokenize;
mod wait;
mod r#yield;

use super::{Class, Constant, Field, concat, event, patref, queue};
use crate::raw::call::function;

pub(super) use address::ADDRESS;

/// `core`
pub(super) const CLASS: Class = Class {
    name: "core",
    sentence: "Registration, waiting, logging and time.",
    functions: &[
        function::<register_action::RegisterAction>(),
        function::<register_fetches::RegisterFetches>(),
        function::<register_converters::RegisterConverters>(),
        function::<register_service::RegisterService>(),
        function::<register_filter::RegisterFilter>(),
        function::<register_cli::RegisterCli>(),
        function::<register_init::RegisterInit>(),
        function::<register_task::RegisterTask>(),
        function::<sleep::Sleep>(),
        function::<sleep::Msleep>(),
        function::<r#yield::Yield>(),
        function::<wait::CoreWait>(),
        function::<done::CoreDone>(),
        function::<set_nice::SetNice>(),
        function::<now::Now>(),
        function::<dates::HttpDate<7>>(),
        function::<dates::HttpDate<1>>(),
        function::<dates::HttpDate<2>>(),
        function::<dates::HttpDate<4>>(),
        function::<get_var::GetVar>(),
        function::<tcp::Tcp>(),
        function::<httpclient::HttpClient>(),
        function::<get_info::GetInfo>(),
        function::<patterns::AddAcl>(),
        function::<patterns::Delete<false>>(),
        function::<patterns::SetMap>(),
        function::<patterns::Delete<true>>(),
        function::<patref::GetPatref>(),
        function::<concat::New>(),
        function::<queue::New>(),
        function::<event::EventSub>(),
        function::<tokenize::Tokenize>(),
        function::<address::ParseAddr>(),
        function::<address::MatchAddr>(),
        function::<log::Log>(),
        function::<log::Leveled<7>>(),
        function::<log::Leveled<6>>(),
        function::<log::Leveled<4>>(),
        function::<log::Leveled<1>>(),
    ],
    fields: &[
        Field {
            name: "thread",
            kind: "integer",
            sentence: "The worker's number from 1, or 0 in the state that all workers share.",
        },
        Field {
            name: "proxies",
            kind: "table<string, Proxy>",
            sentence: "All proxies by name, once the configuration is read.",
        },
        Field { name: "frontends", kind: "table<string, Proxy>", sentence: "Those that accept." },
        Field { name: "backends", kind: "table<string, Proxy>", sentence: "Those with servers." },
    ],
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
