//! Byte buffers that hold storage only while they hold bytes.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io;
use std::task::{Context, Poll};

use crate::stream::Stream;

/// `tune.bufsize`'s default.
pub const DEFAULT_SIZE: usize = 16384;

/// How many unused storages a worker keeps. Few are in use at once: data are moved on as they come.
const KEEP: usize = 32;

/// A worker's free list of buffer storage.
struct Pool {
    size: Cell<usize>,
    free: RefCell<Vec<Box<[u8]>>>,
}

thread_local! {
    static POOL: Pool = const { Pool { size: Cell::new(DEFAULT_SIZE), free: RefCell::new(Vec::new()) } };
}

/// Sets the size of this worker's buffers (`tune.bufsize`), those in use excepted.
pub fn set_size(size: usize) {
    POOL.with(|pool| {
        pool.size.set(size.max(1024));
        pool.free.borrow_mut().clear();
    });
}

/// The size of this worker's buffers.
pub fn size() -> usize {
    POOL.with(|pool| pool.size.get())
}

/// Storages of this worker that nobody uses now.
pub fn unused() -> usize {
    POOL.with(|pool| pool.free.borrow().len())
}

fn take() -> Box<[u8]> {
    let made = |pool: &Pool| vec![0; pool.size.get()].into_boxed_slice();
    POOL.with(|pool| {
        let free = pool.free.borrow_mut().pop();
        free.unwrap_or_else(|| made(pool))
    })
}

fn give(storage: Box<[u8]>) {
    // While the thread ends, the list may be gone: then the storage just goes too.
    let _ = POOL.try_with(|pool| {
        let mut free = pool.free.borrow_mut();
        if storage.len() == pool.size.get() && free.len() < KEEP {
            free.push(storage);
        }
    });
}

/// A contiguous byte buffer: filled at the back, consumed from the front.
///
/// Without bytes it is 24 bytes and no storage: take storage with [`Buffer::spare`] right before a
/// read, and call [`Buffer::release`] when there is nothing to keep.
#[derive(Default)]
pub struct Buffer {
    storage: Box<[u8]>,
    start: u32,
    end: u32,
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buffer({} of {})", self.len(), self.storage.len())
    }
}

impl Buffer {
    /// An empty buffer without storage.
    pub fn new() -> Self {
        Self::default()
    }

    /// The bytes not consumed yet.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        &self.storage[self.start as usize..self.end as usize]
    }

    /// The bytes not consumed yet, to be changed in place.
    #[inline]
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.storage[self.start as usize..self.end as usize]
    }

    /// How many bytes there are.
    #[inline]
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// How many bytes more it can take, after compaction.
    pub fn room(&self) -> usize {
        if self.storage.is_empty() { size() } else { self.storage.len() - self.len() }
    }

    /// Whether it can take no more.
    pub fn is_full(&self) -> bool {
        !self.storage.is_empty() && self.len() == self.storage.len()
    }

    /// Forgets the first `count` bytes, or all if there are fewer.
    #[inline]
    pub fn consume(&mut self, count: usize) {
        self.start += count.min(self.len()) as u32;
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        }
    }

    /// Forgets all bytes; the storage stays.
    pub fn clear(&mut self) {
        self.start = 0;
        self.end = 0;
    }

    /// Forgets the last bytes beyond the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.end = self.start + len.min(self.len()) as u32;
    }

    /// Gives the storage back if there are no bytes.
    #[inline]
    pub fn release(&mut self) {
        if self.start == self.end && !self.storage.is_empty() {
            self.start = 0;
            self.end = 0;
            give(std::mem::take(&mut self.storage));
        }
    }

    /// The free bytes at the back, to be read into and then told with [`Buffer::filled`]; takes
    /// storage, and moves the bytes to the front when less than a quarter is left. Empty if full.
    pub fn spare(&mut self) -> &mut [u8] {
        if self.storage.is_empty() {
            self.storage = take();
        } else if self.start > 0
            && self.storage.len() - (self.end as usize) < self.storage.len() / 4
        {
            self.compact();
        }
        &mut self.storage[self.end as usize..]
    }

    /// `count` bytes of [`Buffer::spare`] have been filled.
    pub fn filled(&mut self, count: usize) {
        debug_assert!(count <= self.storage.len() - self.end as usize, "more than there was room");
        self.end += count.min(self.storage.len() - self.end as usize) as u32;
    }

    /// Moves the bytes to the front of the storage.
    pub fn compact(&mut self) {
        if self.start > 0 {
            self.storage.copy_within(self.start as usize..self.end as usize, 0);
            self.end -= self.start;
            self.start = 0;
        }
    }

    /// Makes room for at least `capacity` bytes in all, in storage of its own if `capacity` is more
    /// than a worker's buffer holds.
    pub fn reserve_total(&mut self, capacity: usize) {
        if self.storage.is_empty() && capacity <= size() {
            self.storage = take();
        } else if capacity > self.storage.len() {
            let mut storage = vec![0; capacity].into_boxed_slice();
            let len = self.len();
            storage[..len].copy_from_slice(self.bytes());
            give(std::mem::replace(&mut self.storage, storage));
            self.start = 0;
            self.end = len as u32;
        }
    }

    /// Appends what fits of `bytes`; how many did.
    pub fn push(&mut self, bytes: &[u8]) -> usize {
        if bytes.is_empty() {
            return 0;
        }
        if self.storage.is_empty() {
            self.storage = take();
        }
        if self.storage.len() - (self.end as usize) < bytes.len() {
            self.compact();
        }
        let spare = &mut self.storage[self.end as usize..];
        let count = bytes.len().min(spare.len());
        spare[..count].copy_from_slice(&bytes[..count]);
        self.end += count as u32;
        count
    }

    /// Reads once from `stream` into the free bytes; `Ok(0)` is the end, or that it was full.
    ///
    /// Storage taken for nothing is given back: a connection that waits holds none.
    pub fn poll_fill(
        &mut self,
        cx: &mut Context<'_>,
        stream: &mut Stream,
    ) -> Poll<io::Result<usize>> {
        let polled = stream.poll_read(cx, self.spare());
        match polled {
            Poll::Ready(Ok(count)) if count > 0 => self.filled(count),
            _ => self.release(),
        }
        polled
    }

    /// Writes once to `stream` from the front; how many bytes went.
    pub fn poll_drain(
        &mut self,
        cx: &mut Context<'_>,
        stream: &mut Stream,
    ) -> Poll<io::Result<usize>> {
        if self.is_empty() {
            return Poll::Ready(Ok(0));
        }
        let polled = stream.poll_write(cx, self.bytes());
        if let Poll::Ready(Ok(count)) = polled {
            self.consume(count);
        }
        polled
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if !self.storage.is_empty() {
            give(std::mem::take(&mut self.storage));
        }
    }
}

#[cfg(test)]
mod tests;
