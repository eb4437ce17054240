//! End-to-end tests: they start the real program on ports the kernel chose and watch it from both sides.
//!
//! `MOONGATE_BIN` names the program under test (default: the workspace's `target/debug/moongate`),
//! `HAPROXY_BIN` the one that it is compared with (default: Debian's `/usr/sbin/haproxy`).
#![forbid(unsafe_code)]

pub mod bytes;
pub mod case;
pub mod certificates;
pub mod client;
pub mod connection;
pub mod corpus;
pub mod cue;
pub mod folder;
pub mod frame;
pub mod launch;
pub mod normal;
pub mod origin;
pub mod outcome;
pub mod peer;
pub mod ports;
pub mod proxy;
pub mod secure;
pub mod stage;
pub mod step;
pub mod syslog;
pub mod trials;

pub use client::{Client, exchange};
pub use folder::Folder;
pub use launch::Launch;
pub use origin::Origin;
pub use proxy::{Proxy, Signal};
pub use syslog::Syslog;

use std::path::PathBuf;
use std::time::Duration;

/// How long anything may take before a test gives up on it. Generous: it only bounds failures.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The program under test.
pub fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("MOONGATE_BIN") {
        return PathBuf::from(named);
    }
    // A test lives in `target/debug/deps`, the program two floors up, whatever the target folder is.
    let mut path = std::env::current_exe().expect("a running test has a path");
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    path.join("moongate")
}

/// The program that it is compared with.
pub fn reference() -> PathBuf {
    std::env::var_os("HAPROXY_BIN")
        .map_or_else(|| PathBuf::from("/usr/sbin/haproxy"), PathBuf::from)
}

/// Whether the program under test is HAProxy itself, as when the tests are tried on it.
pub fn under_test_is_haproxy() -> bool {
    program().file_name().is_some_and(|name| name == "haproxy")
}
