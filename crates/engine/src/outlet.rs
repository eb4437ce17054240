//! Bytes on their way out: a vector from the worker's free list, and how much of it is sent.

use std::cell::RefCell;

/// How many unused vectors a worker keeps, and the largest capacity of one.
const KEEP: usize = 64;
const LARGEST: usize = 65_536;

thread_local! {
    static FREE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// What is to be written to a socket. Empty, it holds no memory once released.
#[derive(Debug, Default)]
pub(crate) struct Outlet {
    bytes: Vec<u8>,
    sent: usize,
}

impl Outlet {
    /// What isn't sent yet.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.sent..]
    }

    /// How many bytes that is.
    pub fn len(&self) -> usize {
        self.bytes.len() - self.sent
    }

    /// Whether all is sent.
    pub fn is_empty(&self) -> bool {
        self.sent == self.bytes.len()
    }

    /// The vector to append to.
    pub fn tail(&mut self) -> &mut Vec<u8> {
        if self.bytes.capacity() == 0 {
            self.bytes = FREE.with(|free| free.borrow_mut().pop()).unwrap_or_default();
        }
        &mut self.bytes
    }

    /// Appends bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.tail().extend_from_slice(bytes);
    }

    /// The first `count` bytes are sent.
    pub fn consume(&mut self, count: usize) {
        self.sent += count.min(self.len());
        if self.is_empty() {
            self.clear();
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.sent = 0;
    }

    /// Gives the memory back if there is nothing left to send.
    pub fn release(&mut self) {
        if self.is_empty() && self.bytes.capacity() > 0 {
            let mut bytes = std::mem::take(&mut self.bytes);
            self.sent = 0;
            bytes.clear();
            // While the thread ends the list may be gone; then the memory just goes too.
            let _ = FREE.try_with(|free| {
                let mut free = free.borrow_mut();
                if free.len() < KEEP && bytes.capacity() <= LARGEST {
                    free.push(bytes);
                }
            });
        }
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.clear();
        self.release();
    }
}
