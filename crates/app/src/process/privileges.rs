//! Leaves the terminal, root and the file system behind: pid file, `chroot`, `group`, `user`,
//! `daemon`, in the order in which each still has what it needs.

use super::{Message, channel};
use moongate_conf::plan::Global;
use moongate_net::privileges;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// What was opened while it could be, and what is to be given up.
pub struct Privileges {
    pidfile: Option<(File, PathBuf)>,
    /// Opened before `chroot` hides it.
    null: Option<File>,
    chroot: Option<PathBuf>,
    uid: Option<u32>,
    gid: Option<u32>,
}

impl Privileges {
    /// Opens what will be needed.
    ///
    /// # Errors
    /// A pid file that can't be written.
    pub fn prepare(global: &Global) -> Result<Self, Message> {
        let pidfile = match &global.pidfile {
            // The master writes its own number.
            Some(path) if !channel::is_worker() => Some((create(path)?, path.clone())),
            _ => None,
        };
        let null = if global.daemon && !channel::is_worker() {
            let file = OpenOptions::new().read(true).write(true).open("/dev/null");
            Some(file.map_err(|error| Message::alert(format!("cannot open /dev/null: {error}")))?)
        } else {
            None
        };
        let (uid, gid) = (global.uid, global.gid);
        Ok(Self { pidfile, null, chroot: global.chroot.clone(), uid, gid })
    }

    /// Gives them up, goes to the background, and writes the pid file. The parent waits for
    /// [`Daemon::ready`].
    ///
    /// # Errors
    /// The system's refusal.
    pub fn drop(self) -> Result<Daemon, Message> {
        let alert = |error: privileges::PrivilegeError| Message::alert(error.to_string());
        if let Some(root) = &self.chroot {
            privileges::chroot(root).map_err(alert)?;
        }
        if let Some(gid) = self.gid {
            privileges::set_group(gid, &[]).map_err(alert)?;
        }
        if let Some(uid) = self.uid {
            privileges::set_user(uid).map_err(alert)?;
        }
        let background = match &self.null {
            Some(_) => Some(privileges::background().map_err(alert)?),
            None => None,
        };
        if let Some((mut file, path)) = self.pidfile {
            writeln!(file, "{}", std::process::id()).map_err(|error| {
                Message::alert(format!("cannot write pidfile '{}': {error}", path.display()))
            })?;
        }
        Ok(Daemon { background, null: self.null })
    }
}

/// A process that may be in the background.
pub struct Daemon {
    background: Option<privileges::Background>,
    null: Option<File>,
}

impl Daemon {
    /// Lets go of the terminal and of the parent: everything has started.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn ready(self) -> Result<(), Message> {
        if let Some(null) = &self.null {
            silence(null)?;
        }
        if let Some(background) = self.background {
            background.ready();
        }
        Ok(())
    }
}

/// Makes a pid file that everybody may read.
///
/// # Errors
/// The system's refusal.
pub fn create(path: &std::path::Path) -> Result<File, Message> {
    let options = OpenOptions::new().write(true).create(true).truncate(true).mode(0o644).clone();
    options.open(path).map_err(|error| {
        Message::alert(format!("Cannot create pidfile {}: {error}", path.display()))
    })
}

/// Lets the three standard descriptors lead nowhere.
///
/// # Errors
/// The system's refusal.
pub fn silence(null: &File) -> Result<(), Message> {
    let done = nix::unistd::dup2_stdin(null)
        .and_then(|()| nix::unistd::dup2_stdout(null))
        .and_then(|()| nix::unistd::dup2_stderr(null));
    done.map_err(|error| Message::alert(format!("cannot leave the terminal: {error}")))
}
