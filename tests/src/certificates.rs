//! Certificates for one test, made with OpenSSL's command.

use crate::Folder;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// An authority and the certificates that it signed, in a folder of their own.
#[derive(Debug)]
pub struct Certificates {
    folder: Folder,
    made: AtomicU32,
}

/// A certificate and its key, as files of PEM.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The certificate.
    pub cert: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

const KEY: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

impl Certificates {
    /// A new authority.
    pub fn new() -> Certificates {
        let folder = Folder::new();
        let home = folder.path();
        let mut command = openssl(&["req", "-x509", "-days", "2", "-subj", "/CN=Test authority"]);
        command.args(KEY).arg("-keyout").arg(home.join("ca.key"));
        run(command.arg("-out").arg(home.join("ca.pem")));
        Certificates { folder, made: AtomicU32::new(0) }
    }

    /// The authority's own certificate.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A certificate signed by the authority, for these names (`DNS:…`, `IP:…`, with commas).
    pub fn signed(&self, names: &str) -> Certificate {
        let made = self.paths("signed");
        let request = self.folder.path().join("request.pem");
        let mut command = openssl(&["req", "-subj", "/CN=Test server"]);
        run(command.args(KEY).arg("-keyout").arg(&made.key).arg("-out").arg(&request));
        let names = self.folder.write("names.ext", format!("subjectAltName={names}\n"));
        let mut command = openssl(&["x509", "-req", "-days", "2", "-CAcreateserial", "-in"]);
        command.arg(&request).arg("-CA").arg(self.authority());
        command.arg("-CAkey").arg(self.folder.path().join("ca.key")).arg("-extfile").arg(names);
        run(command.arg("-out").arg(&made.cert));
        made
    }

    /// A certificate that signed itself, for these names.
    pub fn self_signed(&self, names: &str) -> Certificate {
        let made = self.paths("self");
        let mut command =
            openssl(&["req", "-x509", "-days", "2", "-subj", "/CN=Itself", "-addext"]);
        command.arg(format!("subjectAltName={names}")).args(KEY);
        run(command.arg("-keyout").arg(&made.key).arg("-out").arg(&made.cert));
        made
    }

    fn paths(&self, name: &str) -> Certificate {
        let count = self.made.fetch_add(1, Ordering::Relaxed);
        let file = |ending: &str| self.folder.path().join(format!("{name}-{count}.{ending}"));
        Certificate { cert: file("pem"), key: file("key") }
    }
}

impl Default for Certificates {
    fn default() -> Certificates {
        Certificates::new()
    }
}

fn openssl(args: &[&str]) -> Command {
    let mut command = Command::new("openssl");
    command.args(args).stdin(Stdio::null());
    command
}

fn run(command: &mut Command) {
    let done = command.output().expect("openssl is installed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
