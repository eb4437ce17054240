//! Fetches for developers: time and internal state.

use super::Fetch;

mod cpu;
pub(super) mod htx;
mod htx_blk;
mod term_events;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &cpu::CPU_CALLS,
    &cpu::CPU_NS_AVG,
    &cpu::CPU_NS_TOT,
    &cpu::LAT_NS_AVG,
    &cpu::LAT_NS_TOT,
    &cpu::CPU_USAGE_THR,
    &cpu::CPU_USAGE_GRP,
    &cpu::CPU_USAGE_PROC,
    &term_events::TERM_EVENTS,
    &htx::DATA,
    &htx::FREE,
    &htx::FREE_DATA,
    &htx::HAS_EOM,
    &htx::NBBLKS,
    &htx::SIZE,
    &htx::USED,
    &htx::IS_HTX,
    &htx_blk::SIZE,
    &htx_blk::TYPE,
    &htx_blk::DATA,
    &htx_blk::HDRNAME,
    &htx_blk::HDRVAL,
    &htx_blk::START_LINE,
];
