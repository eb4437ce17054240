//! `Channel:dup`, `:get`, `:getline`, `:data` and `:line`: the input as texts.

use super::buffer::Asked;
use super::{OWNERS, is_response, may_wait, raw};
use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Wait};

/// `Channel:dup`
pub(crate) struct Dup<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Dup<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "dup",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "string?",
        sentence: "The whole input, which stays; nil when none is left to come.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        all::<MESSAGE>(call, false)
    }
}

/// `Channel:get`
pub(crate) struct Get<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Get<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "get",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "string?",
        sentence: "The whole input, which is taken away; nil when none is left to come.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        all::<MESSAGE>(call, true)
    }
}

fn all<const MESSAGE: bool>(call: &Call<'_>, take: bool) -> Result<Done, Fault> {
    let mut lent = call.lent()?;
    let response = is_response(call)?;
    let channel = read::<MESSAGE>(call, &mut lent, response)?;
    if channel.input.is_empty() && channel.eof {
        call.push_nil();
        return Ok(Done::Values(1));
    }
    call.push_bytes(channel.input.bytes());
    if take {
        let channel = raw::<MESSAGE>(call, &mut lent, response)?;
        channel.input.clear();
    }
    Ok(Done::Values(1))
}

/// The channel to be read, in fetches too.
fn read<'l, const MESSAGE: bool>(
    call: &Call<'_>,
    lent: &'l mut crate::raw::slot::Lent<'_>,
    response: bool,
) -> Result<&'l moongate_state::Channel, Fault> {
    super::allowed::<MESSAGE>(call, lent)?;
    Ok(super::channel(lent.txn(), response))
}

/// `Channel:getline`
pub(crate) struct GetLine<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for GetLine<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "getline",
        aliases: &["get_line"],
        contexts: Contexts::ANY,
        params: &[],
        returns: "string?",
        sentence: "The first line with its end, which is taken away; an action waits for it to come.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let mut lent = call.lent()?;
        let last = lent.last();
        let may_wait = may_wait(call);
        let channel = raw::<MESSAGE>(call, &mut lent, is_response(call)?)?;
        let bytes = channel.input.bytes();
        let end = bytes.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
        if end.is_none() && !channel.eof && !last && may_wait && !channel.input.is_full() {
            return call.wait(Wait::Input(None), 1);
        }
        if bytes.is_empty() {
            call.push_nil();
        } else {
            let end = end.unwrap_or(bytes.len());
            call.push_bytes(&bytes[..end]);
            channel.input.consume(end);
        }
        Ok(Done::Values(1))
    }
}

/// `Channel:data`
pub(crate) struct Data<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Data<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: if MESSAGE { "body" } else { "data" },
        aliases: if MESSAGE { &["data"] } else { &[] },
        contexts: Contexts::ANY,
        params: &[optional("offset", "integer"), optional("length", "integer")],
        returns: "string?",
        sentence: "So many bytes of input from an offset on, which stay; an action waits for them.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        look::<MESSAGE>(call, |bytes| Some(bytes.len()), false)
    }
}

/// `Channel:line`
pub(crate) struct Line<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Line<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "line",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("offset", "integer"), optional("length", "integer")],
        returns: "string?",
        sentence: "The first line from an offset on, with its end, which stays; an action waits for it.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let end = |bytes: &[u8]| bytes.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
        look::<MESSAGE>(call, end, true)
    }
}

/// Gives the bytes asked for up to where `end` says. `found_ends`: an end that was found needs no
/// more bytes.
fn look<const MESSAGE: bool>(
    call: &Call<'_>,
    end: impl Fn(&[u8]) -> Option<usize>,
    found_ends: bool,
) -> Result<Done, Fault> {
    let asked = Asked::read(call, 2)?;
    let mut lent = call.lent()?;
    let last = lent.last();
    let channel = read::<MESSAGE>(call, &mut lent, is_response(call)?)?;
    let more = !channel.eof && !last && may_wait(call) && !channel.input.is_full();
    let bytes = channel.input.bytes();
    let range = asked.range(bytes.len())?;
    let part = &bytes[range];
    let found = end(part);
    let short = match asked.length {
        None => bytes.is_empty(),
        Some(-1) => true,
        Some(length) => part.len() < usize::try_from(length).unwrap_or(0),
    };
    if short && more && !(found_ends && found.is_some()) {
        return call.wait(Wait::Input(None), 1);
    }
    if bytes.is_empty() && channel.eof {
        call.push_nil();
    } else {
        call.push_bytes(&part[..found.unwrap_or(part.len())]);
    }
    Ok(Done::Values(1))
}
