//! The live facts of a running balancer: sessions, transactions, proxies, servers, counters and
//! variables. What is one for the process is shared on purpose and cheap to touch; what belongs
//! to one connection stays on its worker and takes no lock.

#![forbid(unsafe_code)]

mod administer;
mod channel;
mod conn_error;
mod counters;
mod ending;
mod events;
mod health;
mod log_origin;
mod place;
mod proxy;
mod rate;
mod sample;
mod script_calls;
mod server;
mod session;
mod status_set;
pub mod table;
mod times;
mod txn;
mod vars;
mod world;

pub use administer::Administered;
pub use channel::Channel;
pub use conn_error::ConnError;
pub use counters::{Counter, Gauge, ProcessCounters, ProxyCounters, ServerCounters};
pub use ending::{Cause, Ending, Stage};
pub use events::{CheckFact, Events, Forced, ServerChange, ServerState, Why};
pub use health::{CheckResult, CheckStatus, Health, InitState, LastCheck, Since};
pub use log_origin::LogOrigin;
pub use moongate_net::buffer::size as buffer_size;
pub use moongate_net::{TcpInfo, cpu, turn};
pub use place::Place;
pub use proxy::{Limits, Listener, MakeId, Mode, Proxy, ProxyId};
pub use rate::Rate;
pub use sample::{Method, Sample, Type};
pub use script_calls::ScriptCalls;
pub use server::{Server, ServerId};
pub use session::{ProxyInfo, Session};
pub use status_set::StatusSet;
pub use table::{Table, TableEvent, Trackers};
pub use times::Times;
pub use txn::{BandwidthLimit, LogLevel, Txn};
pub use vars::{VarName, VarRef, VarScope, Vars};
pub use world::World;
