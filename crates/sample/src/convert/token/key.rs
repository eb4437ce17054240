//! Public keys for `jwt_verify`, read while the configuration is, so that no request waits for a
//! disk.

use super::jwk::value;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// A key in DER: `SubjectPublicKeyInfo` or, for RSA, `RSAPublicKey`.
pub(super) type Key = Arc<[u8]>;

/// Every key that the configuration names, by its path: a path in a variable only finds those.
static KEYS: LazyLock<RwLock<HashMap<Box<[u8]>, Key>>> = LazyLock::new(RwLock::default);

/// Reads the key of a PEM file and keeps it.
///
/// # Errors
/// A sentence.
pub(super) fn load(path: &[u8]) -> Result<Key, String> {
    let name = String::from_utf8_lossy(path);
    let text = std::fs::read_to_string(&*name)
        .map_err(|error| format!("the key `{name}` can't be read: {error}"))?;
    let key: Key = pem(&text)
        .ok_or_else(|| format!("the file `{name}` has no public key in PEM format"))?
        .into();
    KEYS.write().insert(path.into(), key.clone());
    Ok(key)
}

/// The key of that path, if the configuration names it somewhere.
pub(super) fn known(path: &[u8]) -> Option<Key> {
    KEYS.read().get(path).cloned()
}

/// Reads the public key of a certificate in a PEM file and keeps it, apart from those of [`load`].
///
/// # Errors
/// A sentence.
pub(super) fn load_certificate(path: &[u8]) -> Result<Key, String> {
    let name = String::from_utf8_lossy(path);
    let text = std::fs::read_to_string(&*name)
        .map_err(|error| format!("the certificate `{name}` can't be read: {error}"))?;
    let key: Key = block(&text, "CERTIFICATE")
        .and_then(|der| of_certificate(&der).map(<[u8]>::to_vec))
        .ok_or_else(|| format!("the file `{name}` has no certificate in PEM format"))?
        .into();
    CERTIFICATES.write().insert(path.into(), key.clone());
    Ok(key)
}

/// The public key of the certificate of that path, if the configuration names it somewhere.
pub(super) fn known_certificate(path: &[u8]) -> Option<Key> {
    CERTIFICATES.read().get(path).cloned()
}

/// As [`KEYS`], for certificates.
static CERTIFICATES: LazyLock<RwLock<HashMap<Box<[u8]>, Key>>> = LazyLock::new(RwLock::default);

/// The `SubjectPublicKeyInfo` of a certificate (RFC 5280 section 4.1).
fn of_certificate(der: &[u8]) -> Option<&[u8]> {
    let (_, certificate, _) = value(der)?;
    let (_, mut fields, _) = value(certificate)?;
    // The version stands before the others if it isn't the first one.
    if fields.first() == Some(&0xa0) {
        fields = value(fields)?.2;
    }
    // Serial number, signature, issuer, validity, subject.
    for _ in 0..5 {
        fields = value(fields)?.2;
    }
    let behind = value(fields)?.2;
    Some(&fields[..fields.len() - behind.len()])
}

/// The bytes of a PEM block (RFC 7468).
pub(super) fn block(text: &str, label: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let body: String = body.split_ascii_whitespace().collect();
    BASE64_STANDARD.decode(body).ok()
}

/// The bytes of the first public key (RFC 7468).
fn pem(text: &str) -> Option<Vec<u8>> {
    ["PUBLIC KEY", "RSA PUBLIC KEY"].iter().find_map(|label| block(text, label))
}
