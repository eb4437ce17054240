//! Socket options that neither the standard library nor socket2 wraps.

use std::io;
use std::mem::{MaybeUninit, size_of};
use std::os::fd::{AsRawFd, BorrowedFd, RawFd};

/// Sets an option whose value is a C `int`.
pub(crate) fn set_int(fd: BorrowedFd<'_>, level: i32, name: i32, value: i32) -> io::Result<()> {
    set_raw(fd.as_raw_fd(), level, name, value)
}

/// Sets the netfilter mark of what this socket sends (`set-fc-mark`); needs CAP_NET_ADMIN.
///
/// # Errors
/// The number is no socket's, or the system doesn't let it.
pub fn set_mark(fd: RawFd, mark: u32) -> io::Result<()> {
    set_raw(fd, libc::SOL_SOCKET, libc::SO_MARK, mark.cast_signed())
}

/// Sets the type of service (IPv4) or traffic class (IPv6) of what this socket sends.
///
/// # Errors
/// The number is no socket's, or the system doesn't let it.
pub fn set_tos(fd: RawFd, tos: u8, v6: bool) -> io::Result<()> {
    let (level, name) =
        if v6 { (libc::IPPROTO_IPV6, libc::IPV6_TCLASS) } else { (libc::IPPROTO_IP, libc::IP_TOS) };
    set_raw(fd, level, name, i32::from(tos))
}

fn set_raw(fd: RawFd, level: i32, name: i32, value: i32) -> io::Result<()> {
    // SAFETY: the kernel checks the number, and a wrong one is an error; the pointer is to a live
    // `c_int` and the length is its size.
    let done = unsafe {
        libc::setsockopt(
            fd,
            level,
            name,
            (&raw const value).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        )
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Reads an option whose value is a C `int`.
pub(crate) fn get_int(fd: BorrowedFd<'_>, level: i32, name: i32) -> io::Result<i32> {
    let mut value: libc::c_int = 0;
    let mut len = size_of::<libc::c_int>() as libc::socklen_t;
    // SAFETY: the descriptor is open for as long as it is borrowed; both pointers are to live values
    // and the length says how much may be written.
    let done = unsafe {
        libc::getsockopt(fd.as_raw_fd(), level, name, (&raw mut value).cast(), &raw mut len)
    };
    if done == 0 { Ok(value) } else { Err(io::Error::last_os_error()) }
}

/// From `linux/tcp.h`.
pub(crate) const TCP_SAVE_SYN: i32 = 27;
/// See `TCP_SAVE_SYN`.
const TCP_SAVED_SYN: i32 = 28;

/// The packet that opened the connection of this number, if the listener has such kept (`tcp-ss`). The
/// kernel may give it only once.
///
/// # Errors
/// The number is no socket's, or not one of TCP.
pub fn saved_syn(fd: RawFd) -> io::Result<Vec<u8>> {
    // The largest headers of Ethernet, IPv6 with extensions and TCP are far smaller.
    let mut packet = vec![0u8; 1024];
    let mut len = packet.len() as libc::socklen_t;
    // SAFETY: the kernel checks the number, and a wrong one is an error; it writes at most `len` bytes,
    // the length of the vector.
    let done = unsafe {
        libc::getsockopt(
            fd,
            libc::IPPROTO_TCP,
            TCP_SAVED_SYN,
            packet.as_mut_ptr().cast(),
            &raw mut len,
        )
    };
    if done != 0 {
        return Err(io::Error::last_os_error());
    }
    packet.truncate(len as usize);
    Ok(packet)
}

/// Reads `TCP_INFO` of whatever socket has this number.
pub(crate) fn tcp_info(fd: RawFd) -> io::Result<libc::tcp_info> {
    let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
    let mut len = size_of::<libc::tcp_info>() as libc::socklen_t;
    // SAFETY: the kernel checks the number, and a wrong one is an error; it writes at most `len`
    // bytes, the size of the structure.
    let done = unsafe {
        libc::getsockopt(
            fd,
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            info.as_mut_ptr().cast(),
            &raw mut len,
        )
    };
    if done != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: all fields are integers, zeroed before; an older kernel fills fewer of them.
    Ok(unsafe { info.assume_init() })
}
