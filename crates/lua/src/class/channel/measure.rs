//! `Channel:input`, `:output`, `:is_full`, `:is_resp` and `:may_recv`: facts of a channel.

use super::{OWNERS, channel, is_response};
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `Channel:input`
pub(crate) struct Input<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Input<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
pub(crate) struct Output<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Output<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
pub(crate) struct IsFull<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for IsFull<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
pub(crate) struct IsResp<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for IsResp<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
pub(crate) struct MayRecv<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for MayRecv<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
