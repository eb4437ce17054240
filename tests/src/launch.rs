//! Prepares and starts a proxy: its configuration, its listening sockets, its environment.

use crate::proxy::Proxy;
use crate::{Folder, ports, program};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Held while sockets are inheritable, so that no other child of this process inherits them too.
static SPAWNING: Mutex<()> = Mutex::new(());

/// What a proxy is started with.
#[derive(Debug)]
pub struct Launch {
    program: PathBuf,
    folder: Folder,
    config: String,
    args: Vec<String>,
    listeners: BTreeMap<String, TcpListener>,
    env: BTreeMap<String, String>,
    descriptors: Option<u32>,
}

impl Launch {
    /// The program under test with this configuration. `fd@${NAME}` is a listening socket named with
    /// [`Launch::listen`], `${NAME}` a value given with [`Launch::env`], `${DIR}` the test's folder.
    pub fn new(config: impl Into<String>) -> Launch {
        Launch::of(&program(), config)
    }

    /// The same for a program of the caller's choice.
    pub fn of(program: &Path, config: impl Into<String>) -> Launch {
        Launch {
            program: program.to_owned(),
            folder: Folder::new(),
            config: config.into(),
            args: vec!["-db".into()],
            listeners: BTreeMap::new(),
            env: BTreeMap::new(),
            descriptors: None,
        }
    }

    /// Adds a listening socket; the variable `name` holds its descriptor, `name_addr` its address.
    pub fn listen(mut self, name: &str) -> Launch {
        let listener = ports::listener();
        let addr = listener.local_addr().expect("a listening socket has an address");
        self.env.insert(format!("{name}_addr"), addr.to_string());
        self.listeners.insert(name.to_owned(), listener);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl Display) -> Launch {
        self.env.insert(name.to_owned(), value.to_string());
        self
    }

    /// Writes a file into its folder, which `${DIR}` names.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Launch {
        self.folder.write(name, content);
        self
    }

    /// Adds an argument behind `-db -f CONFIG`.
    pub fn arg(mut self, arg: impl Display) -> Launch {
        self.args.push(arg.to_string());
        self
    }

    /// Replaces `-db`, the only argument by default.
    pub fn only_args(mut self, args: &[&str]) -> Launch {
        self.args = args.iter().map(ToString::to_string).collect();
        self
    }

    /// Limits how many descriptors it may have open.
    pub fn descriptors(mut self, most: u32) -> Launch {
        self.descriptors = Some(most);
        self
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts it. Connections may be made at once: the kernel queues them on the inherited sockets.
    pub fn start(self) -> Proxy {
        let config = self.folder.write("proxy.cfg", &self.config);
        let mut command = self.command();
        command.args(&self.args).arg("-f").arg(&config);
        command.env("DIR", self.folder.path()).envs(&self.env).current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());

        let mut addrs = BTreeMap::<String, SocketAddr>::new();
        for (name, listener) in &self.listeners {
            let addr = listener.local_addr().expect("a listening socket has an address");
            addrs.insert(name.clone(), addr);
            command.env(name, listener.as_raw_fd().to_string());
        }
        let guard = SPAWNING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for listener in self.listeners.values() {
            fcntl(listener, FcntlArg::F_SETFD(FdFlag::empty()))
                .expect("an open descriptor has flags");
        }
        let child = command.spawn();
        // Closed before the lock is given back. From now on only the proxy holds them: should it die,
        // clients are refused instead of waiting.
        drop(self.listeners);
        drop(guard);
        let child = child.unwrap_or_else(|error| {
            panic!("can't start {}: {error}; build it first (cargo build)", self.program.display())
        });
        Proxy::new(child, self.folder, addrs)
    }

    fn command(&self) -> Command {
        match self.descriptors {
            None => Command::new(&self.program),
            Some(most) => {
                let mut shell = Command::new("/bin/sh");
                shell.args(["-c", &format!("ulimit -n {most}; exec \"$0\" \"$@\"")]);
                shell.arg(&self.program);
                shell
            }
        }
    }
}
