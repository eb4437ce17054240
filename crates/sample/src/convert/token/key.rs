//! Public keys for `jwt_verify`, read while the configuration is, so that no request waits for a
//! disk.

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

/// The bytes of the first public key (RFC 7468).
fn pem(text: &str) -> Option<Vec<u8>> {
    ["PUBLIC KEY", "RSA PUBLIC KEY"].iter().find_map(|label| {
        let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
        let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
        let body: String = body.split_ascii_whitespace().collect();
        BASE64_STANDARD.decode(body).ok()
    })
}
