//! `Socket:send`

use super::waiting::{Event, Waited, wait};
use super::{fail, this};
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use std::io;
use std::ops::Range;

/// `Socket:send`
pub(super) struct Send;

impl Function for Send {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "send",
        aliases: &[],
        contexts: Contexts::RUNNING,
        params: &[
            param("data", "string"),
            optional("start", "integer"),
            optional("end", "integer"),
        ],
        returns: "integer?, string?, integer?",
        sentence: "Sends a text, or the part from one place to another as string.sub has it; gives the \
                   place of the last byte sent, or nil, what went wrong, and that place.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let socket = this(call)?;
        let text = call.text(2)?;
        let range = range(text.len(), call.opt_int(3)?, call.opt_int(4)?);
        let before = call.outcome::<Waited>();
        let place = |sent: usize| (range.start + sent) as i64;
        let failed = |sent, error| {
            fail(call, error);
            call.push_integer(place(sent));
            Ok(Done::Values(3))
        };
        let Some(stream) = socket.stream()? else { return failed(0, "closed") };
        let data = &text[range.clone()];
        let mut sent = before.map_or(0, |before| before.done);
        let mut moved = false;
        loop {
            let done = match &data[sent..] {
                [] => socket.flush(&stream).map(|()| 0),
                rest => socket.write(&stream, rest),
            };
            match done {
                Ok(0) if sent == data.len() => break,
                Ok(count) => {
                    sent += count;
                    moved = true;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if before.is_some_and(|before| before.late) && !moved {
                        return failed(sent, "timeout");
                    }
                    return call.work(wait(&socket, stream, Event::Writable, before, sent));
                }
                Err(_) => return failed(sent, "closed"),
            }
        }
        call.push_integer(place(sent));
        Ok(Done::Values(1))
    }
}

/// Which bytes of `len` are meant: counted from 1, or from the end where negative (`string.sub`).
fn range(len: usize, start: Option<i64>, end: Option<i64>) -> Range<usize> {
    let len = len as i64;
    let place = |at: i64| if at < 0 { at.saturating_add(len + 1) } else { at };
    let start = (place(start.unwrap_or(1)).max(1) - 1).min(len);
    let end = place(end.unwrap_or(-1)).min(len).max(start);
    // Both are from 0 to the length.
    start as usize..end as usize
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_are_those_of_string_sub() {
        for (start, end, expected) in [
            (None, None, 0..5),
            (Some(2), None, 1..5),
            (Some(2), Some(3), 1..3),
            (Some(-2), None, 3..5),
            (Some(0), Some(-2), 0..4),
            (Some(4), Some(3), 3..3),
            (Some(9), None, 5..5),
            (Some(i64::MIN), Some(i64::MAX), 0..5),
        ] {
            assert_eq!(range(5, start, end), expected, "{start:?} {end:?}");
        }
    }
}
