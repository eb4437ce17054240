//! Sockets and what lives beside them: addresses, listeners, dialling, streams, coarse timers,
//! buffers, log sinks, privileges and the worker threads. It knows neither HTTP nor proxies.

pub mod addr;
pub mod buffer;
pub mod cpu;
pub mod dial;
mod direct;
pub mod dns;
pub mod listen;
mod lookup;
pub mod memory;
pub mod privileges;
pub mod proxy_protocol;
pub mod sink;
mod sockopt;
pub mod splice;
pub mod stream;
pub mod timer;
pub mod tls;
pub mod turn;
pub mod worker;

pub use addr::{AddrError, Address, Host, Kind, Parsed, PortSpec, PortWant, Want};
pub use buffer::Buffer;
pub use dial::{Dial, Source, Target, dial, resolve};
pub use listen::{Accepted, Acceptor, BindError, ListenOptions, Listener, bind};
pub use lookup::lookup;
pub use sink::{Sink, SinkTarget};
pub use sockopt::{saved_syn, set_mark, set_tos};
pub use splice::Splice;
pub use stream::{KeepAlive, Peer, StdStream, Stream, TcpInfo};
pub use timer::{Deadline, Expired, Timer};
pub use worker::{Remote, Workers};
