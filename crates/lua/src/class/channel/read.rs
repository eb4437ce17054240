//! `Channel:dup`, `:get`, `:getline`, `:data` and `:line`: the input as texts.

use super::buffer::Asked;
use super::{is_response, raw};
use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Wait};

/// `Channel:dup`
pub(super) struct Dup;

impl Function for Dup {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "dup",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "string?",
        sentence: "The whole input, which stays; nil when none is left to come.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        all(call, false)
    }
}

/// `Channel:get`
pub(super) struct Get;

impl Function for Get {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "get",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "string?",
        sentence: "The whole input, which is taken away; nil when none is left to come.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        all(call, true)
    }
}

fn all(call: &Call<'_>, take: bool) -> Result<Done, Fault> {
    let mut lent = call.lent()?;
    let response = is_response(call)?;
    let channel = read(&mut lent, response)?;
    if channel.input.is_empty() && channel.eof {
        call.push_nil();
        return Ok(Done::Values(1));
    }
    call.push_bytes(channel.input.bytes());
    if take {
        let channel = raw(&mut lent, response)?;
        channel.input.clear();
    }
    Ok(Done::Values(1))
}

/// The channel to be read, in fetches too.
fn read<'l>(
    lent: &'l mut crate::raw::slot::Lent<'_>,
    response: bool,
) -> Result<&'l moongate_state::Channel, Fault> {
    super::not_http(lent)?;
    Ok(super::channel(lent.txn(), response))
}

/// `Channel:getline`
pub(super) struct GetLine;

impl Function for GetLine {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
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
        let may_wait = call.may_wait();
        let channel = raw(&mut lent, is_response(call)?)?;
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
pub(super) struct Data;

impl Function for Data {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "data",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("offset", "integer"), optional("length", "integer")],
        returns: "string?",
        sentence: "So many bytes of input from an offset on, which stay; an action waits for them.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        look(call, |bytes| Some(bytes.len()), false)
    }
}

/// `Channel:line`
pub(super) struct Line;

impl Function for Line {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "line",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("offset", "integer"), optional("length", "integer")],
        returns: "string?",
        sentence: "The first line from an offset on, with its end, which stays; an action waits for it.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let end = |bytes: &[u8]| bytes.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
        look(call, end, true)
    }
}

/// Gives the bytes asked for up to where `end` says. `found_ends`: an end that was found needs no
/// more bytes.
fn look(
    call: &Call<'_>,
    end: impl Fn(&[u8]) -> Option<usize>,
    found_ends: bool,
) -> Result<Done, Fault> {
    let asked = Asked::read(call, 2)?;
    let mut lent = call.lent()?;
    let last = lent.last();
    let channel = read(&mut lent, is_response(call)?)?;
    let more = !channel.eof && !last && call.may_wait() && !channel.input.is_full();
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
