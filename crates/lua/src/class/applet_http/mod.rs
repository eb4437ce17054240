//! The class `AppletHTTP`: the request that a service of the mode `http` answers.

mod head;
mod index;

use super::applet::{receive, send};
use super::txn::{GetPriv, GetVar, SetPriv, SetVar, UnsetVar};
use super::{Class, Field};
use crate::declaration::LuaFn;
use crate::raw::call::{function, index as indexed};

/// Finds methods and fields.
pub(super) const INDEX: LuaFn = indexed::<index::Index>();

/// `AppletHTTP`
pub(super) const CLASS: Class = Class {
    name: "AppletHTTP",
    sentence: "The request that an HTTP service answers.",
    functions: &[
        function::<head::SetStatus>(),
        function::<head::AddHeader>(),
        function::<head::StartResponse>(),
        function::<receive::GetLine<1>>(),
        function::<receive::Receive<1>>(),
        function::<send::Send<1>>(),
        function::<GetPriv<1>>(),
        function::<SetPriv<1>>(),
        function::<GetVar<1>>(),
        function::<SetVar<1>>(),
        function::<UnsetVar<1>>(),
    ],
    fields: &[
        field("method", "string", "The request's method."),
        field("version", "string", "The request's version (`HTTP/1.1`)."),
        field("path", "string", "The path of the request's target."),
        field("qs", "string", "What follows the question mark; empty if there is none."),
        field("length", "integer", "The length of the request's body, as far as it is known."),
        field(
            "headers",
            "table<string, table<integer, string>>",
            "The request's headers: for each name, in lower case, its lines from 0 on.",
        ),
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
