//! Bandwidth filters: what `set-bandwidth-limit` switches on for a stream.

use moongate_lang::Word;
use moongate_state::table::Data;
use moongate_state::{ProxyId, Table};
use std::sync::Arc;
use std::time::Duration;

/// A line `filter bwlim-in` or `filter bwlim-out`.
#[derive(Debug)]
pub struct BandwidthFilter {
    /// The name that rules use.
    pub name: Box<str>,
    /// The proxy, and the place among its bandwidth filters.
    pub id: (ProxyId, u32),
    /// Whether it limits what goes to the client, and not what comes from it.
    pub response: bool,
    /// `default-limit` or `limit`: bytes in a period.
    pub limit: u64,
    /// `default-period`, or the period of the table.
    pub period: Duration,
    /// `min-size`
    pub min_size: u64,
    /// `key`, if streams of the same key share the limit.
    pub shared: Option<SharedLimit>,
}

/// `key` and `table` of a limit that streams share.
#[derive(Debug)]
pub struct SharedLimit {
    /// What gives the key. Each rule reads it anew: it depends on the rule what can be fetched.
    pub key: Word<'static>,
    /// Where their rate is counted.
    pub table: Arc<Table>,
    /// As what.
    pub data: Data,
}
