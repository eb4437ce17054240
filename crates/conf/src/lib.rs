//! Configuration keywords and sections: text to syntax to plan.

#![forbid(unsafe_code)]

pub mod plan;

pub use plan::Plan;
