//! Reading and writing a stream that several owners share, without a task of one's own.

use crate::stream::Stream;
use socket2::SockRef;
use std::io::{self, IoSlice};
use tokio::io::Interest;

impl Stream {
    /// Reads what is there into the spare capacity of `vec`, which must have some; `Ok(0)` is the end.
    ///
    /// A read that leaves room has emptied the socket: the next one waits for the reactor and
    /// doesn't ask the system in vain.
    ///
    /// # Errors
    /// `WouldBlock` if nothing is there, or what the system says.
    pub fn try_read_vec(&self, vec: &mut Vec<u8>) -> io::Result<usize> {
        debug_assert!(vec.capacity() > vec.len(), "no room to read into");
        let mut read = None;
        let tried = self.try_io(Interest::READABLE, || {
            let spare = vec.spare_capacity_mut();
            let room = spare.len();
            let count = SockRef::from(self).recv(spare)?;
            read = Some(count);
            if count < room && count > 0 { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) }
        });
        match (read, tried) {
            (Some(count), _) => {
                let len = vec.len() + count;
                // SAFETY: the system filled `count` bytes of the spare capacity.
                unsafe { vec.set_len(len) };
                Ok(count)
            }
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    /// Writes what the socket takes now, whatever the reactor has seen of it so far.
    ///
    /// # Errors
    /// `WouldBlock` if it takes nothing; then the reactor knows it too.
    pub fn try_write_first(&self, bytes: &[u8]) -> io::Result<usize> {
        match self.write_now(&[IoSlice::new(bytes)]) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.try_write(bytes),
            done => done,
        }
    }

    /// Ends both directions: whoever waits for this stream sees its end. An already closed socket is
    /// no error.
    ///
    /// # Errors
    /// What the system says.
    pub fn shutdown_both(&self) -> io::Result<()> {
        match SockRef::from(self).shutdown(std::net::Shutdown::Both) {
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
            done => done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;

    #[test]
    fn a_read_that_empties_the_socket_is_the_last_one() {
        crate::worker::runtime().unwrap().block_on(async {
            let (a, b) = Stream::pair().unwrap();
            assert_eq!(a.try_write_first(b"hello").unwrap(), 5);
            poll_fn(|cx| b.poll_readable(cx)).await.unwrap();
            let mut vec = Vec::with_capacity(16);
            assert_eq!(b.try_read_vec(&mut vec).unwrap(), 5);
            assert_eq!(vec, b"hello");
            let error = b.try_read_vec(&mut vec).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
            a.shutdown_both().unwrap();
            poll_fn(|cx| b.poll_readable(cx)).await.unwrap();
            assert_eq!(b.try_read_vec(&mut vec).unwrap(), 0);
        });
    }
}
