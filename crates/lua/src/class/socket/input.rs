//! What a socket has received and no script has asked for yet.

use std::io;

/// Bytes asked for at once, at least and at most.
const LEAST: usize = 4096;
const MOST: usize = 256 * 1024;

/// Received bytes.
#[derive(Debug, Default)]
pub(super) struct Input {
    bytes: Vec<u8>,
    start: usize,
    /// How many of the bytes have no line end among them.
    searched: usize,
}

impl Input {
    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Where the first line ends, its line feed included.
    pub(super) fn line(&mut self) -> Option<usize> {
        let bytes = &self.bytes[self.start..];
        let found = memchr::memchr(b'\n', &bytes[self.searched..]);
        let end = found.map(|at| self.searched + at + 1);
        self.searched = if end.is_some() { 0 } else { bytes.len() };
        end
    }

    /// Forgets the first bytes.
    pub(super) fn consume(&mut self, count: usize) {
        self.start += count;
        self.searched = self.searched.saturating_sub(count);
        if self.start >= self.bytes.len() {
            self.start = 0;
            self.bytes.clear();
            // A socket that waits for its next use holds little.
            self.bytes.shrink_to(LEAST);
        }
    }

    /// Has `read` add what is there, of which so many bytes are wanted; `Ok(0)` is the end.
    pub(super) fn fill(
        &mut self,
        wanted: usize,
        read: impl FnOnce(&mut Vec<u8>) -> io::Result<usize>,
    ) -> io::Result<usize> {
        if self.start > 0 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        // A long text grows in steps of its own size, so that it isn't moved often.
        let step = wanted.max(self.bytes.len()).clamp(LEAST, MOST);
        self.bytes.reserve(step);
        read(&mut self.bytes)
    }
}
