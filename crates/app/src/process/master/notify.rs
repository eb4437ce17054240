//! Tells systemd how the master fares (sd_notify(3)).

use nix::time::{ClockId, clock_gettime};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Sends a text to `$NOTIFY_SOCKET`, if there is one.
pub fn send(text: &str) {
    let Some(name) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let address = match name.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(&name),
    };
    let (Ok(address), Ok(socket)) = (address, UnixDatagram::unbound()) else { return };
    // systemd does without it as well as it can; there is nobody else to tell.
    let _ = socket.send_to_addr(text.as_bytes(), &address);
}

/// The text for the beginning of a reload, which has to carry the time.
pub fn reloading() -> String {
    let micros = clock_gettime(ClockId::CLOCK_MONOTONIC)
        .map_or(0, |now| i128::from(now.tv_sec()) * 1_000_000 + i128::from(now.tv_nsec()) / 1000);
    format!("RELOADING=1\nMONOTONIC_USEC={micros}\nSTATUS=Reloading Configuration.\n")
}
