//! What the process tells of itself: the rows of its statistics, as the runtime API prints them and
//! as a page that browsers show (`stats enable`).

#![forbid(unsafe_code)]

pub mod columns;
pub mod dump;
pub mod field;
pub mod page;
pub mod row;
pub mod schema;
