//! `HTTP:req_set_method`, `…_path`, `…_query` and `…_uri`: edits of the request line.

use super::{check_name, head_mut};
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

/// `HTTP:req_set_method`
pub(crate) struct SetMethod;

impl Function for SetMethod {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: "req_set_method",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("method", "string")],
        returns: "boolean",
        sentence: "Changes the request's method; gives true.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let method = call.text(2)?;
        // A method is a token, as a header's name (RFC 9110 §9.1).
        check_name(method).map_err(|_| Fault::Argument(2, "a method"))?;
        head_mut(&mut call.lent()?, false)?.set_method(method);
        call.push_boolean(true);
        Ok(Done::Values(1))
    }
}

/// `HTTP:req_set_path`
pub(crate) struct SetPath;

impl Function for SetPath {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: "req_set_path",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("path", "string")],
        returns: "boolean",
        sentence: "Changes the path of the request; the query stays. Gives true.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let path = call.text(2)?;
        head_mut(&mut call.lent()?, false)?.set_path(path);
        call.push_boolean(true);
        Ok(Done::Values(1))
    }
}

/// `HTTP:req_set_query`
pub(crate) struct SetQuery;

impl Function for SetQuery {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: "req_set_query",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("query", "string")],
        returns: "boolean",
        sentence: "Changes what follows the question mark; the path stays. Gives true.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let query = call.text(2)?;
        head_mut(&mut call.lent()?, false)?.set_query(query);
        call.push_boolean(true);
        Ok(Done::Values(1))
    }
}

/// `HTTP:req_set_uri`
pub(crate) struct SetUri;

impl Function for SetUri {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: "req_set_uri",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("uri", "string")],
        returns: "boolean",
        sentence: "Changes the whole target of the request; gives true.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let uri = call.text(2)?;
        if uri.is_empty() {
            return Err(Fault::Argument(2, "a target"));
        }
        head_mut(&mut call.lent()?, false)?.set_uri(uri);
        call.push_boolean(true);
        Ok(Done::Values(1))
    }
}
