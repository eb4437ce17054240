//! The methods of `HTTPMessage` that read and change its head. They are those of `HTTP`, for the
//! message that the object is.

use crate::class::http::{self, edit, push_headers, replace, target};
use crate::declaration::{Contexts, Declaration, Param, optional, param};
use crate::raw::{Call, Done, Fault, Function};

/// Whether the object at 1 is the response.
pub(super) fn is_response(call: &Call<'_>) -> Result<bool, Fault> {
    let object = call.object(1);
    object.map(|(_, which)| which == 1).ok_or(Fault::Argument(1, "an HTTPMessage"))
}

pub(super) const fn method(
    name: &'static str,
    params: &'static [Param],
    returns: &'static str,
    sentence: &'static str,
) -> Declaration {
    Declaration {
        class: "HTTPMessage",
        name,
        aliases: &[],
        contexts: Contexts::ANY,
        params,
        returns,
        sentence,
    }
}

/// Refuses the message that hasn't such a part.
fn only(call: &Call<'_>, response: bool) -> Result<(), Fault> {
    match (is_response(call)?, response) {
        (true, false) => Err(Fault::text("works on requests only")),
        (false, true) => Err(Fault::text("works on responses only")),
        _ => Ok(()),
    }
}

/// Declares methods: a type, a declaration, and what it does.
macro_rules! methods {
    ($($(#[$doc:meta])* $type:ident: $declaration:expr, $does:expr;)*) => {$(
        $(#[$doc])*
        pub(super) struct $type;

        impl Function for $type {
            const DECLARATION: Declaration = $declaration;

            fn call(call: &Call<'_>) -> Result<Done, Fault> {
                let does: fn(&Call<'_>) -> Result<Done, Fault> = $does;
                does(call)
            }
        }
    )*};
}

const LINE: &[Param] = &[param("name", "string"), param("value", "string")];
const REPLACE: &[Param] =
    &[param("name", "string"), param("regex", "string"), param("replace", "string")];

methods! {
    /// `HTTPMessage:get_headers`
    GetHeaders: method(
        "get_headers",
        &[],
        "table<string, table<integer, string>>",
        "All headers: for each name, in lower case, its lines from 0 on.",
    ), |call| {
        let response = is_response(call)?;
        let lent = call.lent()?;
        push_headers(call, http::head(lent.txn(), response)?);
        Ok(Done::Values(1))
    };
    /// `HTTPMessage:add_header`
    AddHeader: method("add_header", LINE, "", "Adds a header line behind the others."),
        |call| edit::add(call, is_response(call)?);
    /// `HTTPMessage:set_header`
    SetHeader: method(
        "set_header", LINE, "", "Puts one header line in the place of all lines of that name.",
    ), |call| edit::set(call, is_response(call)?);
    /// `HTTPMessage:del_header`
    DelHeader: method(
        "del_header", &[param("name", "string")], "", "Removes all header lines of that name.",
    ), |call| edit::delete(call, is_response(call)?);
    /// `HTTPMessage:rep_header`
    RepHeader: method(
        "rep_header",
        REPLACE,
        "",
        "Replaces the lines of a header that match; `\\1` and so on are what groups matched.",
    ), |call| replace::lines(call, is_response(call)?);
    /// `HTTPMessage:rep_value`
    RepValue: method(
        "rep_value", REPLACE, "", "Replaces the comma-delimited values of a header that match.",
    ), |call| replace::values(call, is_response(call)?);
    /// `HTTPMessage:set_method`
    SetMethod: method(
        "set_method", &[param("method", "string")], "", "Changes the request's method.",
    ), |call| { only(call, false)?; <target::SetMethod as Function>::call(call) };
    /// `HTTPMessage:set_path`
    SetPath: method(
        "set_path", &[param("path", "string")], "", "Changes the request's path; the query stays.",
    ), |call| { only(call, false)?; <target::SetPath as Function>::call(call) };
    /// `HTTPMessage:set_query`
    SetQuery: method(
        "set_query",
        &[param("query", "string")],
        "",
        "Changes what follows the question mark; the path stays.",
    ), |call| { only(call, false)?; <target::SetQuery as Function>::call(call) };
    /// `HTTPMessage:set_uri`
    SetUri: method(
        "set_uri", &[param("uri", "string")], "", "Changes the whole target of the request.",
    ), |call| { only(call, false)?; <target::SetUri as Function>::call(call) };
    /// `HTTPMessage:set_status`
    SetStatus: method(
        "set_status",
        &[param("status", "integer"), optional("reason", "string")],
        "",
        "Changes the status of the response, and its reason to the given or the usual one.",
    ), |call| { only(call, true)?; <edit::SetStatus as Function>::call(call) };
}

/// `HTTPMessage:get_stline`
pub(super) struct GetStline;

impl Function for GetStline {
    const DECLARATION: Declaration = method(
        "get_stline",
        &[],
        "{method: string?, uri: string?, version: string, code: string?, reason: string?}",
        "The first line of the head, in parts.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let response = is_response(call)?;
        let lent = call.lent()?;
        let head = http::head(lent.txn(), response)?;
        let table = call.push_table(0, 3);
        let (major, minor) = head.version_digits();
        table.set(b"version", |stack| {
            stack.push_bytes(format!("HTTP/{major}.{minor}").as_bytes());
        });
        if response {
            table.set(b"code", |stack| stack.push_bytes(head.status().to_string().as_bytes()));
            table.set(b"reason", |stack| stack.push_bytes(head.reason()));
        } else {
            table.set(b"method", |stack| stack.push_bytes(head.method()));
            table.set(b"uri", |stack| stack.push_bytes(head.uri()));
        }
        Ok(Done::Values(1))
    }
}
