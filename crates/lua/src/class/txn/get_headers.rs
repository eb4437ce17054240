//! `TXN:get_headers`: the request's headers, in the older API's form.

use crate::class::http::push_headers;
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `TXN:get_headers`
pub(super) struct GetHeaders;

impl Function for GetHeaders {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "get_headers",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "table<string, table<integer, string>>",
        sentence: "The headers of the request: for each name its values, from 0 on.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        push_headers(call, &lent.txn().request);
        Ok(Done::Values(1))
    }
}
