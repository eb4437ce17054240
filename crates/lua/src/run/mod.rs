//! What scripts are called for: actions, fetches, converters, services and tasks.

mod action;
mod command;
mod fault;
mod fetch;
mod filter;
mod service;
pub(crate) mod subscription;
mod task;
mod tried_call;
mod waiting;

pub(crate) use action::{LuaAction, spec};
pub(crate) use command::commands;
pub(crate) use fault::Told;
pub(crate) use fetch::{LuaConverter, LuaFetch};
pub(crate) use filter::filter;
pub(crate) use service::LuaService;
pub(crate) use subscription::Subscription;
pub(crate) use task::{NewTask, tasks};
