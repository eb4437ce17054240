//! `getline`, `receive` and `try_receive` of services.

use super::super::txn::OWNERS;
use crate::declaration::{Context, Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Wait};
use std::ffi::c_int;
use std::time::Duration;

/// Pieces of a text are joined when there are so many: a stack isn't endless.
const PIECES: c_int = 64;

/// What a reader has collected so far: the texts on the stack behind the arguments.
struct Pieces {
    first: c_int,
    len: usize,
}

impl Pieces {
    /// The number of arguments is remembered over waits, as what lies behind them is ours.
    fn of(call: &Call<'_>) -> Self {
        let args = match call.progress() {
            0 => call.len(),
            progress => progress as c_int - 1,
        };
        let first = args + 1;
        let pieces = first..=call.len();
        let len = pieces.map(|at| call.bytes(at).map_or(0, <[u8]>::len)).sum();
        Self { first, len }
    }

    fn add(&mut self, call: &Call<'_>, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        call.reserve(4);
        call.push_bytes(bytes);
        self.len += bytes.len();
        if call.len() - self.first >= PIECES {
            call.concat(self.first);
        }
    }

    fn done(&self, call: &Call<'_>) -> Done {
        call.reserve(4);
        call.concat(self.first);
        Done::Values(1)
    }

    fn wait(&self, call: &Call<'_>, time: Option<Duration>) -> Result<Done, Fault> {
        call.wait(Wait::Input(time), self.first as isize)
    }
}

/// `getline`
pub(crate) struct GetLine<const OWNER: usize>;

impl<const OWNER: usize> Function for GetLine<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "getline",
        aliases: &[],
        contexts: Contexts::of(&[Context::Service]),
        params: &[],
        returns: "string",
        sentence: "The next line with its end, or what is left; empty at the end.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let mut pieces = Pieces::of(call);
        let mut lent = call.lent()?;
        let req = &mut lent.edit()?.req;
        let bytes = req.input.bytes();
        let end = bytes.iter().position(|&byte| byte == b'\n');
        let count = end.map_or(bytes.len(), |at| at + 1);
        pieces.add(call, &bytes[..count]);
        req.input.consume(count);
        if end.is_some() || req.eof { Ok(pieces.done(call)) } else { pieces.wait(call, None) }
    }
}

/// `receive`
pub(crate) struct Receive<const OWNER: usize>;

impl<const OWNER: usize> Function for Receive<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "receive",
        aliases: &[],
        contexts: Contexts::of(&[Context::Service]),
        params: &[optional("size", "integer"), optional("timeout", "integer")],
        returns: "string?",
        sentence: "So many bytes, or all up to the end; what has come when the milliseconds are over.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let mut pieces = Pieces::of(call);
        let given = |at| at < pieces.first && call.given(at);
        let size = if given(2) { usize::try_from(call.int(2)?).ok() } else { None };
        let time = if given(3) { u64::try_from(call.int(3)?).ok() } else { None };
        let mut lent = call.lent()?;
        let req = &mut lent.edit()?.req;
        let bytes = req.input.bytes();
        let wanted = size.map_or(bytes.len(), |size| size.saturating_sub(pieces.len));
        let count = wanted.min(bytes.len());
        pieces.add(call, &bytes[..count]);
        req.input.consume(count);
        if req.eof && req.input.is_empty() || size.is_some_and(|size| pieces.len >= size) {
            return Ok(pieces.done(call));
        }
        if call.progress() > 0 && call.vm().timed_out.take() {
            if pieces.len > 0 {
                return Ok(pieces.done(call));
            }
            call.push_nil();
            return Ok(Done::Values(1));
        }
        pieces.wait(call, time.map(Duration::from_millis))
    }
}

/// `try_receive`
pub(crate) struct TryReceive;

impl Function for TryReceive {
    const DECLARATION: Declaration = Declaration {
        class: "AppletTCP",
        name: "try_receive",
        aliases: &[],
        contexts: Contexts::of(&[Context::Service]),
        params: &[],
        returns: "string?",
        sentence: "The bytes that have come; nil if there are none yet, empty at the end.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let mut lent = call.lent()?;
        let req = &mut lent.edit()?.req;
        if req.input.is_empty() && !req.eof {
            call.push_nil();
        } else {
            call.push_bytes(req.input.bytes());
            req.input.clear();
        }
        Ok(Done::Values(1))
    }
}
