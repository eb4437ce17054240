//! The class `Reply`: an answer that a script makes up, a table with methods.

mod edit;
mod new;

use super::{Class, Field};
use crate::raw::call::function;

pub(super) use new::New;

/// `Reply`
pub(super) const CLASS: Class = Class {
    name: "Reply",
    sentence: "An answer to be given with `TXN:done`.",
    functions: &[
        function::<edit::SetStatus>(),
        function::<edit::AddHeader>(),
        function::<edit::DelHeader>(),
        function::<edit::SetBody>(),
    ],
    fields: &[
        field("status", "integer", "The status, 200 by default."),
        field("reason", "string", "The reason behind the status."),
        field("headers", "table<string, string[]>", "For each name the lines of the header."),
        field("body", "string", "The body."),
    ],
    constants: &[],
};

const fn field(name: &'static str, kind: &'static str, sentence: &'static str) -> Field {
    Field { name, kind, sentence }
}
