//! `HTTPClient`: requests to other servers (`core.httpclient`).

mod answer;
mod exchange;
mod link;
mod pool;
mod request;

use super::Class;
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function, Kind, Ref, Stack};
use exchange::Outcome;
use request::Request;

/// `HTTPClient`
pub(crate) const CLASS: Class = Class {
    name: "HTTPClient",
    sentence: "A client for HTTP requests to other servers; it can be used again and again.",
    functions: &[
        function::<Method<0>>(),
        function::<Method<1>>(),
        function::<Method<2>>(),
        function::<Method<3>>(),
        function::<Method<4>>(),
    ],
    fields: &[],
    constants: &[],
};

/// Names of functions and methods, and what they do.
const METHODS: [(&str, &str, &str); 5] = [
    ("get", "GET", "Sends a GET request and waits for the answer."),
    ("head", "HEAD", "Sends a HEAD request and waits for the answer."),
    ("put", "PUT", "Sends a PUT request and waits for the answer."),
    ("post", "POST", "Sends a POST request and waits for the answer."),
    ("delete", "DELETE", "Sends a DELETE request and waits for the answer."),
];

/// Makes the metatable.
pub(super) fn metatable(stack: &Stack<'_>) -> Ref {
    super::metatable(stack, &CLASS, None)
}

/// Pushes a new client.
pub(super) fn push(call: &Call<'_>) {
    call.reserve(4);
    call.push_ref(call.vm().classes().httpclient);
    let metatable = call.table(call.len());
    let table = call.push_table(0, 0);
    if let Some(metatable) = metatable {
        table.set_metatable(&metatable);
    }
}

/// `HTTPClient:get` and its kin.
struct Method<const WHICH: usize>;

impl<const WHICH: usize> Function for Method<WHICH> {
    const DECLARATION: Declaration = Declaration {
        class: "HTTPClient",
        name: METHODS[WHICH].0,
        aliases: &[],
        contexts: Contexts::RUNNING,
        params: &[param(
            "request",
            "{url: string, headers?: table<string, string[]>, body?: string, dst?: string, timeout?: integer}",
        )],
        returns: "{status: integer, reason: string, headers: table<string, string[]>, body: string, error?: string}",
        sentence: METHODS[WHICH].2,
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        if call.progress() != 0 {
            let outcome = call.outcome::<Outcome>();
            let outcome = outcome.unwrap_or_else(|| Outcome::failed("interrupted"));
            return Ok(answer::push(call, &outcome));
        }
        if call.kind(1) != Kind::Table {
            return Err(Fault::Argument(1, "the client itself (call it with a colon)"));
        }
        let request = Request::read(call, METHODS[WHICH].1)?;
        call.work(exchange::exchange(request))
    }
}
