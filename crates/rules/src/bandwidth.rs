//! Bandwidth filters: what `set-bandwidth-limit` switches on for a stream.

use moongate_state::ProxyId;
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
    /// `default-limit`: bytes in a period.
    pub limit: u64,
    /// `default-period`
    pub period: Duration,
    /// `min-size`
    pub min_size: u64,
}
