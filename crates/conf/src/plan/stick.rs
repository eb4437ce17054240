//! Stickiness as it was read: which keys lead to servers, and which are stored for later.

use moongate_sample::{Condition, Expr};
use moongate_state::Table;
use std::sync::Arc;

/// The `stick` lines of a proxy.
#[derive(Debug, Default)]
pub struct Sticking {
    /// `stick on`, `stick match`, `stick store-request`, in order.
    pub request: Vec<StickRule>,
    /// `stick store-response`, in order.
    pub response: Vec<StickRule>,
}

/// A `stick` line.
#[derive(Debug)]
pub struct StickRule {
    /// What gives the key.
    pub key: Expr,
    /// Where it is looked for and stored.
    pub table: Arc<Table>,
    /// When.
    pub condition: Option<Condition>,
    /// It leads to the server of the key.
    pub matches: bool,
    /// The key is stored with the server that answers.
    pub stores: bool,
}
