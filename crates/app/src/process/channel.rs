//! What a master and its worker process say to each other: frames of a letter, a length and a text,
//! over the socket that is the worker's standard input.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

/// Tells a process that a master started it.
pub const VARIABLE: &str = "MOONGATE_WORKER";

/// The worker serves; its text is the pid file that the configuration names.
pub const READY: u8 = b'R';

/// An answer of the runtime API.
pub const ANSWER: u8 = b'A';

/// Longer texts come from nobody who means well.
const MOST: u32 = 256 << 20;

/// Sends a frame.
///
/// # Errors
/// The system's, as when the other side has gone.
pub fn send(mut to: &UnixStream, letter: u8, text: &[u8]) -> io::Result<()> {
    let length = u32::try_from(text.len()).map_err(io::Error::other)?;
    let mut frame = vec![letter];
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(text);
    to.write_all(&frame)
}

/// Waits for a frame.
///
/// # Errors
/// The system's, as when the other side has gone.
pub fn receive(mut from: &UnixStream) -> io::Result<(u8, Vec<u8>)> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let [letter, length @ ..] = head;
    let length = u32::from_be_bytes(length);
    if length > MOST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut text = vec![0; length as usize];
    from.read_exact(&mut text)?;
    Ok((letter, text))
}

/// Whether a master started this process.
pub fn is_worker() -> bool {
    std::env::var_os(VARIABLE).is_some()
}

/// The worker's end.
///
/// # Errors
/// The system's.
pub fn to_master() -> io::Result<UnixStream> {
    Ok(std::io::stdin().as_fd().try_clone_to_owned()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames() {
        let (a, b) = UnixStream::pair().unwrap();
        send(&a, READY, b"/run/x.pid").unwrap();
        send(&a, ANSWER, b"").unwrap();
        assert_eq!(receive(&b).unwrap(), (READY, b"/run/x.pid".to_vec()));
        assert_eq!(receive(&b).unwrap(), (ANSWER, Vec::new()));
        drop(a);
        assert!(receive(&b).is_err());
    }

    #[test]
    fn huge_frames_are_refused() {
        let (mut a, b) = UnixStream::pair().unwrap();
        a.write_all(b"A\xff\xff\xff\xff").unwrap();
        assert_eq!(receive(&b).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
