//! The class `TXN`: a transaction as actions and fetches see it.

mod channels;
mod done;
mod get_headers;
mod index;
mod log;
mod marks;
mod priority;
mod private;
mod set_loglevel;
mod variables;

use super::{Class, Field};
use crate::declaration::LuaFn;
use crate::raw::call::{function, index as indexed};

pub(crate) use done::Ending;
pub(super) use private::{GetPriv, SetPriv};
pub(super) use variables::{GetVar, SetVar, UnsetVar};

/// The classes that share methods with `TXN`, by number.
pub(super) const OWNERS: [&str; 3] = ["TXN", "AppletHTTP", "AppletTCP"];

/// Finds methods and fields.
pub(super) const INDEX: LuaFn = indexed::<index::Index>();

/// `TXN`
pub(super) const CLASS: Class = Class {
    name: "TXN",
    sentence: "A transaction: one request and its response, or one TCP stream.",
    functions: &[
        function::<channels::ReqChannel>(),
        function::<channels::ResChannel>(),
        function::<private::GetPriv<0>>(),
        function::<private::SetPriv<0>>(),
        function::<variables::GetVar<0>>(),
        function::<variables::SetVar<0>>(),
        function::<variables::UnsetVar<0>>(),
        function::<get_headers::GetHeaders>(),
        function::<done::TxnDone>(),
        function::<super::reply::New>(),
        function::<set_loglevel::SetLoglevel>(),
        function::<marks::SetMark>(),
        function::<marks::SetTos>(),
        function::<priority::SetPriorityClass>(),
        function::<priority::SetPriorityOffset>(),
        function::<log::Log>(),
        function::<log::Deflog>(),
        function::<log::Leveled<7>>(),
        function::<log::Leveled<6>>(),
        function::<log::Leveled<4>>(),
        function::<log::Leveled<1>>(),
    ],
    fields: &[
        field("f", "Fetches", "Sample fetches by their names."),
        field("sf", "Fetches", "The same; results are texts, and empty when there is none."),
        field("c", "Converters", "Converters by their names."),
        field("sc", "Converters", "The same; results are texts, and empty when there is none."),
        field("http", "HTTP", "The message's heads; in HTTP mode only."),
        field("http_req", "HTTPMessage", "The request; in HTTP mode only."),
        field("http_res", "HTTPMessage", "The response; in HTTP mode only."),
        field("req", "Channel", "Bytes from the client to the server."),
        field("res", "Channel", "Bytes from the server to the client."),
    ],
    constants: &[],
};

const fn field(name: &'static str, kind: &'static str, sentence: &'static str) -> Field {
    Field { name, kind, sentence }
}
