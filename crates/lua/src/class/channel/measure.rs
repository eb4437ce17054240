//! `Channel:input`, `:output`, `:is_full`, `:is_resp` and `:may_recv`: facts of a channel.

use super::{channel, is_response};
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `Channel:input`
pub(super) struct Input;

impl Function for Input {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "input",
        aliases: &["get_in_len", "get_in_length"],
        contexts: Contexts::ANY,
        params: &[],
        returns: "integer",
        sentence: "How many bytes of input there are.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        call.push_integer(channel(lent.txn(), is_response(call)?).input.len() as i64);
        Ok(Done::Values(1))
    }
}

/// `Channel:output`
pub(super) struct Output;

impl Function for Output {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "output",
        aliases: &["get_out_len", "get_out_length"],
        contexts: Contexts::ANY,
        params: &[],
        returns: "integer",
        sentence: "How many bytes of output there are.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        call.push_integer(channel(lent.txn(), is_response(call)?).output.len() as i64);
        Ok(Done::Values(1))
    }
}

/// `Channel:is_full`
pub(super) struct IsFull;

impl Function for IsFull {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "is_full",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "boolean",
        sentence: "Whether no more input can come before some is taken away.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        call.push_boolean(channel(lent.txn(), is_response(call)?).input.is_full());
        Ok(Done::Values(1))
    }
}

/// `Channel:is_resp`
pub(super) struct IsResp;

impl Function for IsResp {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "is_resp",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "boolean",
        sentence: "Whether these are the bytes from the server to the client.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.push_boolean(is_response(call)?);
        Ok(Done::Values(1))
    }
}

/// `Channel:may_recv`
pub(super) struct MayRecv;

impl Function for MayRecv {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "may_recv",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "boolean",
        sentence: "Whether more input may come.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        call.push_boolean(!channel(lent.txn(), is_response(call)?).eof);
        Ok(Done::Values(1))
    }
}
