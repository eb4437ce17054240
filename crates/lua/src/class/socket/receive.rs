//! `Socket:receive`

use super::input::Input;
use super::waiting::{Waited, wait};
use super::{Socket, fail, this};
use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Kind};
use std::io;

/// Reads in a row before others have their turn.
const READS: u32 = 16;

/// `Socket:receive`
pub(super) struct Receive;

impl Function for Receive {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "receive",
        aliases: &[],
        contexts: Contexts::RUNNING,
        params: &[optional("pattern", "string|integer"), optional("prefix", "string")],
        returns: "string?, string?, string?",
        sentence: "A line without its end (`*l`), all up to the end (`*a`), or so many bytes, behind the \
                   prefix; or nil, what went wrong, and what has come.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let socket = this(call)?;
        let pattern = Pattern::of(call)?;
        let prefix = if call.given(3) { call.text(3)? } else { b"" };
        let before = call.outcome::<Waited>();
        let Some(stream) = socket.stream()? else {
            fail(call, "closed");
            call.push_bytes(prefix);
            return Ok(Done::Values(3));
        };
        let late = before.is_some_and(|before| before.late);
        let mut input = socket.input.take();
        let mut reads = 0;
        let found = loop {
            if let Some(found) = pattern.find(&mut input, prefix.len(), call)? {
                break Ok(found);
            }
            // Whoever sends without an end mustn't keep others from their turn.
            let filled = match reads {
                0..READS => {
                    let wanted = pattern.wanted(&input, prefix.len());
                    socket.fill(&stream, &mut input, wanted)
                }
                _ => Err(io::ErrorKind::WouldBlock.into()),
            };
            match filled {
                Ok(0) => break Err("closed"),
                Ok(_) => reads += 1,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => break Err("closed"),
                Err(_) if late && reads == 0 => break Err("timeout"),
                Err(_) => {
                    socket.input.replace(input);
                    return call.work(wait(&socket, stream, socket.event(), before, 0));
                }
            }
        };
        Ok(answer(call, &socket, input, pattern, prefix, found))
    }
}

/// Pushes what was found, or why nothing was and what has come.
fn answer(
    call: &Call<'_>,
    socket: &Socket,
    mut input: Input,
    pattern: Pattern,
    prefix: &[u8],
    found: Result<usize, &'static str>,
) -> Done {
    call.reserve(4);
    let all = input.bytes().len();
    // The end is what `*a` waits for.
    let ended = pattern == Pattern::All && found == Err("closed") && all > 0;
    let (count, error) = match found {
        Ok(count) => (count, None),
        Err(_) if ended => (all, None),
        Err(error) => (all, Some(error)),
    };
    if let Some(error) = error {
        fail(call, error);
    }
    push(call, pattern, prefix, &input.bytes()[..count]);
    input.consume(count);
    socket.input.replace(input);
    Done::Values(if error.is_some() { 3 } else { 1 })
}

/// Pushes received bytes behind the prefix.
fn push(call: &Call<'_>, pattern: Pattern, prefix: &[u8], bytes: &[u8]) {
    let plain = pattern != Pattern::Line || memchr::memchr2(b'\r', b'\n', bytes).is_none();
    if plain && prefix.is_empty() {
        return call.push_bytes(bytes);
    }
    let mut text = Vec::with_capacity(prefix.len() + bytes.len());
    text.extend_from_slice(prefix);
    if plain {
        text.extend_from_slice(bytes);
    } else {
        text.extend(bytes.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')));
    }
    call.push_bytes(&text);
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Line,
    All,
    /// So many bytes, the prefix among them.
    Count(usize),
}

impl Pattern {
    fn of(call: &Call<'_>) -> Result<Self, Fault> {
        const EXPECTED: &str = "`*l`, `*a` or a number of bytes";
        match call.kind(2) {
            Kind::None | Kind::Nil => return Ok(Self::Line),
            Kind::Number | Kind::String => {}
            _ => return Err(Fault::Argument(2, EXPECTED)),
        }
        if let Some(count) = call.integer(2) {
            let count = usize::try_from(count);
            return count.map(Self::Count).map_err(|_| Fault::Argument(2, EXPECTED));
        }
        let text = call.text(2)?;
        match text.strip_prefix(b"*").unwrap_or(text).first() {
            Some(b'l') => Ok(Self::Line),
            Some(b'a') => Ok(Self::All),
            _ => Err(Fault::text(format!(
                "the pattern `{}` isn't known: use {EXPECTED}",
                String::from_utf8_lossy(text)
            ))),
        }
    }

    /// How many bytes of the input it takes, once they are there.
    fn find(
        self,
        input: &mut Input,
        prefix: usize,
        call: &Call<'_>,
    ) -> Result<Option<usize>, Fault> {
        let len = input.bytes().len();
        // What is kept here counts as the scripts', though it isn't theirs yet.
        let most = call.vm().limits().memory;
        if most > 0 && len > most {
            return Err(Fault::text(format!(
                "not enough memory: Lua may use {most} bytes in all (tune.lua.maxmem)"
            )));
        }
        Ok(match self {
            Self::Line => input.line(),
            Self::All => None,
            Self::Count(count) => {
                let count = count.saturating_sub(prefix);
                (len >= count).then_some(count)
            }
        })
    }

    /// How many bytes more it may take.
    fn wanted(self, input: &Input, prefix: usize) -> usize {
        match self {
            Self::Count(count) => count.saturating_sub(prefix + input.bytes().len()),
            Self::Line | Self::All => 0,
        }
    }
}
