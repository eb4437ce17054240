//! What both sorts of services have: reading what the client sends, and sending.

pub(super) mod receive;
pub(super) mod send;
