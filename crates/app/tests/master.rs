//! The master and its workers, as systemd and tools see them.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::io::{Read, Write};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

struct Master {
    child: Child,
    folder: PathBuf,
    systemd: UnixDatagram,
}

impl Master {
    fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("moongate-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.cfg"), config(&folder)).unwrap();
        let systemd = UnixDatagram::bind(folder.join("notify")).unwrap();
        systemd.set_read_timeout(Some(PATIENCE)).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_moongate"))
            .args(["-Ws", "-f"])
            .arg(folder.join("a.cfg"))
            .arg("-p")
            .arg(folder.join("pid"))
            .arg("-S")
            .arg(format!("{},mode,600", folder.join("master").display()))
            .env("NOTIFY_SOCKET", folder.join("notify"))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, folder, systemd }
    }

    /// The next message to systemd.
    fn told(&self) -> String {
        let mut buffer = [0; 512];
        let count = self.systemd.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..count]).into_owned()
    }

    fn ask(&self, socket: &str, line: &str) -> String {
        let mut stream = UnixStream::connect(self.folder.join(socket)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        writeln!(stream, "{line}").unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn signal(&self, signal: nix::sys::signal::Signal) {
        let pid = nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap());
        nix::sys::signal::kill(pid, signal).unwrap();
    }

    fn exit_code(&mut self) -> Option<i32> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < until, "the master goes on");
            std::thread::yield_now();
        }
    }
}

impl Drop for Master {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn config(folder: &Path) -> String {
    format!("global\n    stats socket {}/worker level admin\n", folder.display())
}

fn pid_of(info: &str) -> &str {
    info.lines().find_map(|line| line.strip_prefix("Pid: ")).unwrap_or_default()
}

#[test]
fn a_master_replaces_its_worker() {
    let mut master = Master::start("replace");
    assert!(master.told().contains("READY=1"));
    let pid = std::fs::read_to_string(master.folder.join("pid")).unwrap();
    assert_eq!(pid.trim(), master.child.id().to_string());
    let first = master.ask("master", "@1 show info");
    assert_ne!(pid_of(&first), pid.trim());
    assert_eq!(pid_of(&first), pid_of(&master.ask("worker", "show info")));
    let listed = master.ask("master", "show proc");
    assert!(listed.contains(pid_of(&first)) && listed.contains("master"), "{listed}");
    assert!(master.ask("master", "reload").starts_with("Success=1\n"));
    assert!(master.told().contains("RELOADING=1"));
    assert!(master.told().contains("READY=1"));
    let second = master.ask("master", "@1 show info");
    assert_ne!(pid_of(&first), pid_of(&second));
    master.signal(nix::sys::signal::Signal::SIGINT);
    assert_eq!(master.exit_code(), Some(130));
}

#[test]
fn a_bad_configuration_leaves_the_worker() {
    let mut master = Master::start("bad");
    assert!(master.told().contains("READY=1"));
    let first = master.ask("master", "@1 show info");
    std::fs::write(master.folder.join("a.cfg"), "global\n    no such thing\n").unwrap();
    assert!(master.ask("master", "reload").starts_with("Success=0\n"));
    assert_eq!(pid_of(&first), pid_of(&master.ask("master", "@1 show info")));
    assert!(master.ask("master", "show proc").contains("[failed: 1]"));
    master.signal(nix::sys::signal::Signal::SIGUSR1);
    assert_eq!(master.exit_code(), Some(0));
}

#[test]
fn without_its_worker_the_master_ends() {
    let mut master = Master::start("dead");
    assert!(master.told().contains("READY=1"));
    let info = master.ask("master", "@1 show info");
    let pid = nix::unistd::Pid::from_raw(pid_of(&info).parse().unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGKILL).unwrap();
    assert_eq!(master.exit_code(), Some(137));
}
