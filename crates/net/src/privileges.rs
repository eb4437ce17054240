//! Descriptor limits, and giving up what the process no longer needs.

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::unistd::{self, Gid, Uid};
use std::fmt;
use std::io::{self, Read, Write};
use std::path::Path;

/// What failed, and why.
#[derive(Debug)]
pub struct PrivilegeError {
    /// What was tried, such as "chroot to '/var/empty'".
    pub what: String,
    /// The system's reason.
    pub source: io::Error,
}

impl fmt::Display for PrivilegeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}: ", self.what)?;
        match self.source.raw_os_error() {
            Some(code) => f.write_str(nix::errno::Errno::from_raw(code).desc()),
            None => self.source.fmt(f),
        }
    }
}

impl std::error::Error for PrivilegeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

fn failed<E: Into<io::Error>>(what: impl Into<String>) -> impl FnOnce(E) -> PrivilegeError {
    let what = what.into();
    move |error| PrivilegeError { what, source: error.into() }
}

/// The descriptor limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimit {
    /// In force.
    pub soft: u64,
    /// What may be asked for without privileges.
    pub hard: u64,
}

/// Reads the descriptor limit.
///
/// # Errors
/// The system's.
pub fn file_limit() -> Result<FileLimit, PrivilegeError> {
    let (soft, hard) =
        getrlimit(Resource::RLIMIT_NOFILE).map_err(failed("read the descriptor limit"))?;
    Ok(FileLimit { soft, hard })
}

/// Asks for `wanted` descriptors, raising the hard limit where that is allowed; what is in force
/// afterwards may be less when it isn't (the caller decides whether that is an error).
///
/// # Errors
/// The system's, when not even the hard limit can be had.
pub fn raise_file_limit(wanted: u64) -> Result<FileLimit, PrivilegeError> {
    let now = file_limit()?;
    if wanted <= now.soft {
        return Ok(now);
    }
    if wanted > now.hard && setrlimit(Resource::RLIMIT_NOFILE, wanted, wanted).is_ok() {
        return file_limit();
    }
    let soft = wanted.min(now.hard);
    setrlimit(Resource::RLIMIT_NOFILE, soft, now.hard)
        .map_err(failed(format!("set the descriptor limit to {soft}")))?;
    file_limit()
}

/// Sets the descriptor limit to exactly `limit` (`ulimit-n`).
///
/// # Errors
/// The system's: raising the hard limit needs privileges.
pub fn set_file_limit(limit: u64) -> Result<(), PrivilegeError> {
    let hard = file_limit()?.hard.max(limit);
    setrlimit(Resource::RLIMIT_NOFILE, limit, hard)
        .map_err(failed(format!("set the descriptor limit to {limit}")))
}

/// Makes `path` the root of what the process sees.
///
/// # Errors
/// The system's: no such directory, not root.
pub fn chroot(path: &Path) -> Result<(), PrivilegeError> {
    unistd::chroot(path).map_err(failed(format!("chroot to '{}'", path.display())))?;
    unistd::chdir("/").map_err(failed("change to the new root"))
}

/// Changes the group for good, other groups dropped first where that is allowed.
///
/// # Errors
/// The system's.
pub fn set_group(gid: u32, other_groups: &[u32]) -> Result<(), PrivilegeError> {
    let groups: Vec<Gid> = other_groups.iter().map(|gid| Gid::from_raw(*gid)).collect();
    if unistd::geteuid().is_root() {
        unistd::setgroups(&groups).map_err(failed("drop the other groups"))?;
    }
    unistd::setgid(Gid::from_raw(gid)).map_err(failed(format!("change to group {gid}")))
}

/// Changes the user for good.
///
/// # Errors
/// The system's.
pub fn set_user(uid: u32) -> Result<(), PrivilegeError> {
    unistd::setuid(Uid::from_raw(uid)).map_err(failed(format!("change to user {uid}")))
}

/// The number of a user and of its first group.
///
/// # Errors
/// `NotFound` for an unknown name.
pub fn user(name: &str) -> Result<(u32, u32), PrivilegeError> {
    match unistd::User::from_name(name).map_err(failed(format!("find user '{name}'")))? {
        Some(user) => Ok((user.uid.as_raw(), user.gid.as_raw())),
        None => Err(unknown(format!("find user '{name}'"))),
    }
}

/// The number of a group.
///
/// # Errors
/// `NotFound` for an unknown name.
pub fn group(name: &str) -> Result<u32, PrivilegeError> {
    match unistd::Group::from_name(name).map_err(failed(format!("find group '{name}'")))? {
        Some(group) => Ok(group.gid.as_raw()),
        None => Err(unknown(format!("find group '{name}'"))),
    }
}

fn unknown(what: String) -> PrivilegeError {
    PrivilegeError { what, source: io::Error::new(io::ErrorKind::NotFound, "no such name") }
}

/// Whether the process is root.
pub fn is_root() -> bool {
    unistd::geteuid().is_root()
}

/// Goes to the background: the parent process ends, this one has no terminal and `/dev/null` for its
/// three standard descriptors. Call it before any thread is started.
///
/// # Errors
/// The system's.
pub fn daemonise() -> Result<(), PrivilegeError> {
    unistd::daemon(true, false).map_err(failed("go to the background"))
}

/// A process in the background whose parent waits to hear that it is ready.
#[derive(Debug)]
pub struct Background(io::PipeWriter);

impl Background {
    /// Lets the parent process end with success. Without it the parent ends with a failure when this
    /// process does.
    pub fn ready(mut self) {
        // A parent that was killed has nobody to tell.
        let _ = self.0.write_all(b"1");
    }
}

/// Goes to the background: returns in a new process without a terminal, while this one waits until
/// the new one is ready and then ends. Call it before any thread is started.
///
/// # Errors
/// The system's.
pub fn background() -> Result<Background, PrivilegeError> {
    let (mut reader, writer) = io::pipe().map_err(failed("go to the background"))?;
    // SAFETY: the process has one thread, as the documentation asks for, so that the copy is whole.
    match unsafe { unistd::fork() }.map_err(failed("go to the background"))? {
        unistd::ForkResult::Parent { .. } => {
            drop(writer);
            let ready = reader.read(&mut [0]).is_ok_and(|count| count == 1);
            // SAFETY: it ends the process, without what the other one will do at its own end.
            unsafe { libc::_exit(i32::from(!ready)) }
        }
        unistd::ForkResult::Child => {
            unistd::setsid().map_err(failed("leave the terminal"))?;
            Ok(Background(writer))
        }
    }
}

/// Writes this process's number and a line end.
///
/// # Errors
/// The system's.
pub fn write_pid_file(path: &Path) -> Result<(), PrivilegeError> {
    std::fs::write(path, format!("{}\n", std::process::id()))
        .map_err(failed(format!("write pidfile '{}'", path.display())))
}

/// Runs `prctl(PR_SET_NO_NEW_PRIVS)`: no program started from here gains privileges.
///
/// # Errors
/// The system's.
pub fn no_new_privileges() -> Result<(), PrivilegeError> {
    // SAFETY: this option takes numbers only.
    let done = unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) };
    if done == 0 {
        return Ok(());
    }
    Err(failed("forbid new privileges")(io::Error::last_os_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        let now = file_limit().unwrap();
        assert!(now.soft > 0 && now.soft <= now.hard);
        assert_eq!(raise_file_limit(1).unwrap(), now, "never lowered");
        let raised = raise_file_limit(now.hard.min(now.soft + 1)).unwrap();
        assert!(raised.soft >= now.soft);
    }

    #[test]
    fn names() {
        assert_eq!(user("root").unwrap(), (0, 0));
        assert_eq!(group("root").unwrap(), 0);
        let error = user("no-such-user-here").unwrap_err().to_string();
        assert_eq!(error, "cannot find user 'no-such-user-here': no such name");
    }

    #[test]
    fn a_missing_root() {
        let error = chroot(Path::new("/no/such/dir")).unwrap_err().to_string();
        assert!(error.starts_with("cannot chroot to '/no/such/dir': "), "{error}");
    }

    #[test]
    fn pid_file() {
        let path = std::env::temp_dir().join(format!("moongate-net-{}.pid", std::process::id()));
        write_pid_file(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.trim().parse(), Ok(std::process::id()));
        std::fs::remove_file(&path).unwrap();
    }
}
