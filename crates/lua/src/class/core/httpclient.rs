//! `core.httpclient`: a client for HTTP requests.

use super::super::httpclient;
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `core.httpclient`
pub(super) struct HttpClient;

impl Function for HttpClient {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "httpclient",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "HTTPClient",
        sentence: "A client for HTTP requests to other servers.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        httpclient::push(call);
        Ok(Done::Values(1))
    }
}
