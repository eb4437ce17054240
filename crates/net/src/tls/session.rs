//! One side of a TLS connection over a stream that it doesn't own.

use super::words::words;
use crate::stream::Stream;
use rustls::{Connection, ProtocolVersion};
use std::cell::RefCell;
use std::future::poll_fn;
use std::io::{self, BufRead, IoSlice, Write};

/// Bytes read from the system at once: two records.
const ROOM: usize = 32 << 10;

/// Bytes encrypted at once: a record.
const PIECE: usize = 16 << 10;

thread_local! {
    /// Where what came stays until it is decrypted, which is at once.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A session. Its functions say `WouldBlock` when the stream has nothing to give or takes nothing:
/// then wait for the stream, for writing if [`Session::wants_write`], and call again.
#[derive(Debug)]
pub struct Session {
    connection: Box<Connection>,
    /// Data that came along with the handshake's end.
    early: Vec<u8>,
    end: Option<End>,
}

/// How the other side stopped sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It said so.
    Said,
    /// The stream ended without a word: what came may be cut short by anyone (RFC 8446 §6.1).
    Cut,
}

impl Session {
    /// A session at its beginning, of either side.
    pub fn new(connection: Connection) -> Self {
        Self { connection: Box::new(connection), early: Vec::new(), end: None }
    }

    /// Goes through the handshake.
    ///
    /// # Errors
    /// What went wrong, in words for users.
    pub async fn handshake(&mut self, stream: &Stream) -> io::Result<()> {
        loop {
            match self.try_handshake(stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                done => return done,
            }
            let writes = self.wants_write();
            poll_fn(|cx| match writes {
                true => stream.poll_writable(cx),
                false => stream.poll_readable(cx),
            })
            .await
            .map_err(failed)?;
        }
    }

    /// Goes on with the handshake as far as the stream allows.
    ///
    /// # Errors
    /// `WouldBlock`, or what went wrong, in words for users.
    pub fn try_handshake(&mut self, stream: &Stream) -> io::Result<()> {
        loop {
            self.flush(stream).map_err(failed)?;
            if !self.connection.is_handshaking() {
                return Ok(());
            }
            let mut early = std::mem::take(&mut self.early);
            let filled = self.fill(stream, &mut early);
            self.early = early;
            filled.map_err(failed)?;
            if self.end.is_some() && self.connection.is_handshaking() {
                let text = "the other end closed the connection during the TLS handshake";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, text));
            }
        }
    }

    /// Reads what has come behind the bytes of `out`; how much it was. `Ok(0)` is the end that the
    /// other side declared.
    ///
    /// # Errors
    /// `WouldBlock` if nothing is there; `UnexpectedEof` if the stream ended without TLS's end; what
    /// the system says, or what is wrong with the data.
    pub fn read(&mut self, stream: &Stream, out: &mut Vec<u8>) -> io::Result<usize> {
        if !self.early.is_empty() {
            let early = std::mem::take(&mut self.early);
            out.extend_from_slice(&early);
            return Ok(early.len());
        }
        let before = out.len();
        while self.end.is_none() {
            self.fill(stream, out)?;
            if out.len() > before {
                return Ok(out.len() - before);
            }
        }
        match self.end {
            Some(End::Cut) => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(0),
        }
    }

    /// Takes what it can of `bytes`, once all that it took before is with the system; the number of
    /// bytes taken. They may still wait for [`Session::flush`].
    ///
    /// # Errors
    /// `WouldBlock` if nothing was taken, or what the system says.
    pub fn write(&mut self, stream: &Stream, bytes: &[u8]) -> io::Result<usize> {
        self.flush(stream)?;
        let piece = &bytes[..bytes.len().min(PIECE)];
        let taken = self.connection.writer().write(piece)?;
        match self.flush(stream) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(taken),
            done => done.map(|()| taken),
        }
    }

    /// Hands what is encrypted to the system.
    ///
    /// # Errors
    /// `WouldBlock` if something remains, or what the system says.
    pub fn flush(&mut self, stream: &Stream) -> io::Result<()> {
        while self.connection.wants_write() {
            match self.connection.write_tls(&mut Outgoing(stream)) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => drop(done?),
            }
        }
        Ok(())
    }

    /// Whether something encrypted waits for the stream.
    pub fn wants_write(&self) -> bool {
        self.connection.wants_write()
    }

    /// Tells the other side that nothing more comes, as far as the stream takes that now.
    pub fn close(&mut self, stream: &Stream) {
        self.connection.send_close_notify();
        // Who doesn't read won't miss it.
        let _ = self.flush(stream);
    }

    /// Whether a connection between two uses is still good: no data came and no end, at most
    /// something of TLS's own (tickets for later sessions).
    pub fn is_quiet(&mut self, stream: &Stream) -> bool {
        if !self.early.is_empty() || self.end.is_some() || self.wants_write() {
            return false;
        }
        if stream.is_quiet() {
            return true;
        }
        let mut data = Vec::new();
        let read = self.read(stream, &mut data);
        matches!(read, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }

    /// The protocol that both sides agreed on (ALPN).
    pub fn alpn(&self) -> Option<&[u8]> {
        self.connection.alpn_protocol()
    }

    /// The version, as `TLSv1.3`; none before the handshake has come to it.
    pub fn version(&self) -> Option<&'static str> {
        Some(match self.connection.protocol_version()? {
            ProtocolVersion::TLSv1_2 => "TLSv1.2",
            ProtocolVersion::TLSv1_3 => "TLSv1.3",
            _ => return None,
        })
    }

    /// Reads once from the stream and decrypts; data go behind the bytes of `out`.
    fn fill(&mut self, stream: &Stream, out: &mut Vec<u8>) -> io::Result<()> {
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.clear();
            scratch.reserve_exact(ROOM);
            let count = loop {
                match stream.try_read_vec(scratch) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    done => break done?,
                }
            };
            if count == 0 {
                self.end = Some(End::Cut);
            }
            let taken = self.take(scratch, out);
            // An answer of TLS itself: an alert, for example. It isn't worth a wait.
            let _ = self.flush(stream);
            taken
        })
    }

    /// Decrypts what has come.
    fn take(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        while !bytes.is_empty() && self.end.is_none() {
            let before = bytes.len();
            self.connection.read_tls(&mut bytes)?;
            let state = self
                .connection
                .process_new_packets()
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, words(&error)))?;
            if state.plaintext_bytes_to_read() > 0 {
                self.drain(state.plaintext_bytes_to_read(), out);
            }
            if state.peer_has_closed() {
                self.end = Some(End::Said);
            } else if bytes.len() == before {
                return Err(io::Error::other("TLS takes no more"));
            }
        }
        Ok(())
    }

    fn drain(&mut self, count: usize, out: &mut Vec<u8>) {
        out.reserve(count);
        let mut reader = self.connection.reader();
        while let Ok(chunk) = reader.fill_buf() {
            let count = chunk.len();
            if count == 0 {
                break;
            }
            out.extend_from_slice(chunk);
            reader.consume(count);
        }
    }
}

/// A failure during the handshake: what the system says needs its subject.
fn failed(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::InvalidData => error,
        kind => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            io::Error::new(kind, format!("the TLS handshake failed: {text}"))
        }
    }
}

/// Where encrypted bytes go.
struct Outgoing<'s>(&'s Stream);

impl Write for Outgoing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write_first(bytes)
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self.0.write_now(slices) {
            // Asking again makes the reactor know it, too.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                self.0.try_write_vectored(slices)
            }
            done => done,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
