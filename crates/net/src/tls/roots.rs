//! Authorities whose certificates are trusted: those of the system, or of files.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where systems keep the certificates that they trust, in one file.
const SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// Trusted certificates.
pub struct Roots {
    pub(super) store: RootCertStore,
    /// The same, whole: a server may show one of them as its own.
    certificates: Vec<CertificateDer<'static>>,
}

/// Why there are no trusted certificates: a path, and what is wrong with it.
#[derive(Debug)]
pub struct RootsError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for RootsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path.display(), self.reason)
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roots").field("count", &self.certificates.len()).finish_non_exhaustive()
    }
}

impl Roots {
    /// The system's. As with OpenSSL the environment's `SSL_CERT_FILE` and `SSL_CERT_DIR` name others.
    ///
    /// # Errors
    /// There are none, or they can't be read.
    pub fn system() -> Result<Self, RootsError> {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        if let Some(path) = set("SSL_CERT_FILE") {
            return Self::open(Path::new(&path));
        }
        if let Some(path) = set("SSL_CERT_DIR") {
            return Self::open(Path::new(&path));
        }
        let found = SYSTEM.iter().map(Path::new).find(|path| path.exists());
        Self::open(found.unwrap_or(Path::new(SYSTEM[0])))
    }

    /// Those of a file, or of all files of a folder that end in `.pem`, `.crt` or `.cer`.
    ///
    /// # Errors
    /// It can't be read, or holds no certificate.
    pub fn open(path: &Path) -> Result<Self, RootsError> {
        let failed = |reason: String| RootsError { path: path.to_owned(), reason };
        let system = |error: std::io::Error| {
            let text = error.to_string();
            failed(text.split(" (os error").next().unwrap_or(&text).to_owned())
        };
        let mut roots = Self { store: RootCertStore::empty(), certificates: Vec::new() };
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(system)?;
            let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            files.retain(|file| is_listed(file));
            files.sort_unstable();
            for file in files {
                // What else lies there doesn't spoil the rest.
                if let Ok(text) = std::fs::read(&file) {
                    let _ = roots.add(&text);
                }
            }
        } else {
            let text = std::fs::read(path).map_err(system)?;
            roots.add(&text).map_err(failed)?;
        }
        if roots.certificates.is_empty() {
            return Err(failed("there is no certificate in it (PEM)".to_owned()));
        }
        Ok(roots)
    }

    fn add(&mut self, pem: &[u8]) -> Result<(), String> {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| format!("it isn't PEM: {error}"))?;
            // What can't be an authority (an old or odd one in a bundle) may still be met as it is.
            let _ = self.store.add(certificate.clone());
            self.certificates.push(certificate);
        }
        Ok(())
    }

    /// Whether a certificate itself is one of them.
    pub(super) fn has(&self, certificate: &[u8]) -> bool {
        self.certificates.iter().any(|one| one.as_ref() == certificate)
    }
}

fn is_listed(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let ending = path.extension().and_then(|ending| ending.to_str());
    !hidden && ending.is_some_and(|ending| matches!(ending, "pem" | "crt" | "cer"))
}
