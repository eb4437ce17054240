//! Services: what answers in a server's place (`use-service`).

use moongate_state::Txn;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Services by their names, and whether each is one of HTTP.
pub type Services = std::collections::HashMap<String, (bool, Arc<dyn Service>)>;

/// A service by its name.
pub trait Service: Send + Sync + std::fmt::Debug {
    /// Begins to serve a transaction.
    fn start(&self, txn: &mut Txn) -> Box<dyn ServiceRun>;
}

/// One run of a service.
///
/// It reads the request's payload from `txn.req.input` (`txn.req.eof` is set behind the last
/// byte), and writes payload to `txn.res.output`. An HTTP service first puts its head into
/// `txn.response` and sets `head_ready`. The engine frames, sends and empties the buffers between
/// polls, and polls again when there is more input or more room.
pub trait ServiceRun {
    /// The service's name, for logs.
    fn name(&self) -> Option<Arc<str>> {
        None
    }

    /// Whether it is the proxy itself that answers: rules for the responses of servers don't apply then.
    fn is_own(&self) -> bool {
        false
    }

    /// Goes on until it has to wait. `Ready(true)`: done, all output is in the buffer;
    /// `Ready(false)`: failed (already logged).
    fn poll(&mut self, io: &mut ServiceIo<'_>, task: &mut Context<'_>) -> Poll<bool>;
}

/// What a service works on.
pub struct ServiceIo<'a> {
    /// The transaction.
    pub txn: &'a mut Txn,
    /// Set by an HTTP service once `txn.response` is its head.
    pub head_ready: bool,
    /// How many bytes `txn.res.output` may hold before the service should wait.
    pub room: usize,
}
