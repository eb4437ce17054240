//! Ranges of a buffer's bytes as scripts give them, and edits of such ranges.

use crate::raw::{Call, Fault};
use moongate_net::Buffer;
use std::ffi::c_int;
use std::ops::Range;

/// What a script asked for: an offset and a length, both optional, at `first` and behind it.
pub(super) struct Asked {
    offset: i64,
    /// None: all there is; -1: as much as can come.
    pub(super) length: Option<i64>,
}

impl Asked {
    pub(super) fn read(call: &Call<'_>, first: c_int) -> Result<Self, Fault> {
        let offset = call.opt_int(first)?.unwrap_or(0);
        let length = call.opt_int(first + 1)?;
        if length.is_some_and(|length| length < -1) {
            return Err(Fault::Argument(first + 1, "a length, or -1"));
        }
        Ok(Self { offset, length })
    }

    /// Where the range begins: a negative offset counts from the end, at most back to the first byte.
    pub(super) fn start(&self, len: usize) -> Option<usize> {
        let len_signed = i64::try_from(len).ok()?;
        let start = if self.offset < 0 {
            len_signed.saturating_add(self.offset).max(0)
        } else {
            self.offset
        };
        usize::try_from(start).ok().filter(|start| *start <= len)
    }

    /// The range of the bytes that are there.
    pub(super) fn range(&self, len: usize) -> Result<Range<usize>, Fault> {
        let start =
            self.start(len).ok_or(Fault::text("the offset is outside of the bytes there are"))?;
        let most = len - start;
        let length = match self.length {
            None | Some(-1) => most,
            Some(length) => usize::try_from(length).unwrap_or(0).min(most),
        };
        Ok(start..start + length)
    }
}

/// Replaces a range of a buffer's bytes; false if the outcome doesn't fit.
pub(super) fn splice(buffer: &mut Buffer, range: Range<usize>, with: &[u8]) -> bool {
    let len = buffer.len();
    let removed = range.len();
    if with.len() > removed && with.len() - removed > buffer.room() {
        return false;
    }
    let rest = buffer.bytes()[range.end..len].to_vec();
    buffer.truncate(range.start);
    // The whole fits, as was checked.
    buffer.push(with);
    buffer.push(&rest);
    true
}
