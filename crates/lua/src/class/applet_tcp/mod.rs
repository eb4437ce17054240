//! The class `AppletTCP`: the stream that a service of the mode `tcp` answers.

mod index;

use super::applet::{receive, send};
use super::txn::{GetPriv, GetVar, SetPriv, SetVar, UnsetVar};
use super::{Class, Field};
use crate::declaration::LuaFn;
use crate::raw::call::{function, index as indexed};

/// Finds methods and fields.
pub(super) const INDEX: LuaFn = indexed::<index::Index>();

/// `AppletTCP`
pub(super) const CLASS: Class = Class {
    name: "AppletTCP",
    sentence: "The stream that a TCP service answers.",
    functions: &[
        function::<receive::GetLine<2>>(),
        function::<receive::Receive<2>>(),
        function::<receive::TryReceive>(),
        function::<send::Send<2>>(),
        function::<GetPriv<2>>(),
        function::<SetPriv<2>>(),
        function::<GetVar<2>>(),
        function::<SetVar<2>>(),
        function::<UnsetVar<2>>(),
    ],
    fields: &[
        field("f", "Fetches", "Sample fetches by their names."),
        field("sf", "Fetches", "The same; results are texts, and empty when there is none."),
        field("c", "Converters", "Converters by their names."),
        field("sc", "Converters", "The same; results are texts, and empty when there is none."),
    ],
    constants: &[],
};

const fn field(name: &'static str, kind: &'static str, sentence: &'static str) -> Field {
    Field { name, kind, sentence }
}
