//! The way of a request: accepting, rules, balancing, connecting, forwarding, logging.

#![forbid(unsafe_code)]

mod balance;
mod check;
mod conn;
mod engine;
mod exchange;
mod log;
mod outlet;
mod pool;
mod queue;
mod resolve;
mod stream;
mod throttle;
mod worker;

pub use engine::{BindFailure, Bound, Engine, bind};
pub use log::{process as log_process, proxy as log_proxy};
pub use worker::{Shared, Worker};
