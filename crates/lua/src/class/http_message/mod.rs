//! The class `HTTPMessage`: one message with its head and, in filters, its body.

mod body;
mod head;
mod index;

use super::channel::{edit, forward, measure, read, send};
use super::{Class, Field};
use crate::declaration::LuaFn;
use crate::raw::call::{function, index as indexed};

/// Finds methods and fields.
pub(super) const INDEX: LuaFn = indexed::<index::Index>();

/// `HTTPMessage`
pub(super) const CLASS: Class = Class {
    name: "HTTPMessage",
    sentence: "A request or a response: its head, and in filters the bytes of its body.",
    functions: &[
        function::<head::GetStline>(),
        function::<head::GetHeaders>(),
        function::<head::AddHeader>(),
        function::<head::SetHeader>(),
        function::<head::DelHeader>(),
        function::<head::RepHeader>(),
        function::<head::RepValue>(),
        function::<head::SetMethod>(),
        function::<head::SetPath>(),
        function::<head::SetQuery>(),
        function::<head::SetUri>(),
        function::<head::SetStatus>(),
        function::<read::Data<true>>(),
        function::<read::Line<true>>(),
        function::<edit::Set<true>>(),
        function::<edit::Append<true>>(),
        function::<edit::Prepend<true>>(),
        function::<edit::Insert<true>>(),
        function::<edit::Remove<true>>(),
        function::<send::Send<true>>(),
        function::<forward::Forward<true>>(),
        function::<measure::Input<true>>(),
        function::<measure::Output<true>>(),
        function::<measure::IsFull<true>>(),
        function::<measure::IsResp<true>>(),
        function::<measure::MayRecv<true>>(),
        function::<body::Eom>(),
        function::<body::SetEom>(),
        function::<body::UnsetEom>(),
        function::<body::SetBodyLen>(),
    ],
    fields: &[Field {
        name: "channel",
        kind: "Channel",
        sentence: "The channel that the message passes through.",
    }],
    constants: &[],
};
