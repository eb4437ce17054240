//! Private keys that tokens are opened with: secrets, JSON Web Keys (RFC 7517) and PEM files.

use super::jwt_query::decoded;
use super::key::block;
use super::scan;
use aws_lc_rs::agreement;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// A key.
#[derive(Debug)]
pub(super) enum Key {
    /// Bytes that both sides know.
    Secret(Vec<u8>),
    /// Of RSA, in PKCS #8.
    Rsa(Vec<u8>),
    /// Of an elliptic curve: the number alone.
    Curve { curve: Curve, secret: Vec<u8> },
}

/// Curves by their names in RFC 7518.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    const ALL: [Self; 3] = [Self::P256, Self::P384, Self::P521];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }

    pub(super) fn algorithm(self) -> &'static agreement::Algorithm {
        match self {
            Self::P256 => &agreement::ECDH_P256,
            Self::P384 => &agreement::ECDH_P384,
            Self::P521 => &agreement::ECDH_P521,
        }
    }

    /// Its identifier in DER.
    fn oid(self) -> &'static [u8] {
        match self {
            Self::P256 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
            Self::P384 => &[0x2b, 0x81, 0x04, 0x00, 0x22],
            Self::P521 => &[0x2b, 0x81, 0x04, 0x00, 0x23],
        }
    }
}

/// Reads a JSON Web Key.
pub(super) fn jwk(text: &[u8]) -> Option<Key> {
    let bytes = |name: &str| decoded(&scan::text(text, name)?);
    match scan::text(text, "kty")?.as_slice() {
        b"oct" => Some(Key::Secret(bytes("k")?)),
        b"EC" => {
            let name = scan::text(text, "crv")?;
            let curve = Curve::ALL.into_iter().find(|curve| curve.name().as_bytes() == name)?;
            Some(Key::Curve { curve, secret: bytes("d")? })
        }
        b"RSA" => {
            let mut parts = vec![der(2, &[0])];
            for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
                parts.push(number(&bytes(name)?));
            }
            Some(Key::Rsa(pkcs8(&der(0x30, &parts.concat()))))
        }
        _ => None,
    }
}

const RSA_OID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC_OID: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// An RSA key in PKCS #1 as one in PKCS #8 (RFC 5208).
fn pkcs8(pkcs1: &[u8]) -> Vec<u8> {
    let algorithm = der(0x30, &[der(6, RSA_OID), der(5, &[])].concat());
    der(0x30, &[der(2, &[0]), algorithm, der(4, pkcs1)].concat())
}

/// A value of DER behind its tag and length.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let short = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let mut made = vec![tag];
    if content.len() < 128 {
        made.push(content.len() as u8);
    } else {
        made.push(0x80 | short.len() as u8);
        made.extend_from_slice(short);
    }
    made.extend_from_slice(content);
    made
}

/// A positive number in DER.
fn number(bytes: &[u8]) -> Vec<u8> {
    let bytes = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let sign: &[u8] = if bytes.first().is_none_or(|byte| *byte >= 128) { &[0] } else { &[] };
    der(2, &[sign, bytes].concat())
}

/// The tag and content of the value that DER begins with, and what is behind it.
pub(super) fn value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [tag, length, rest @ ..] = bytes else { return None };
    let (length, rest) = match length {
        0..=127 => (usize::from(*length), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 15))?;
            (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, behind) = rest.split_at_checked(length)?;
    Some((*tag, content, behind))
}

/// Every private key that the configuration names, by its path: a path in a variable finds those.
static KEYS: LazyLock<RwLock<Keys>> = LazyLock::new(RwLock::default);

/// Keys by their paths.
type Keys = HashMap<Box<[u8]>, Arc<Key>>;

/// Reads the private key of a PEM file, or of a file beside it with `.key` at its end, and keeps it.
///
/// # Errors
/// A sentence.
pub(super) fn load(path: &[u8]) -> Result<Arc<Key>, String> {
    let name = String::from_utf8_lossy(path);
    let read = |name: &str| std::fs::read_to_string(name);
    let text =
        read(&name).map_err(|error| format!("the certificate `{name}` can't be read: {error}"))?;
    let beside = || read(&format!("{name}.key")).ok();
    let key = pem(&text).or_else(|| pem(&beside()?));
    let key = Arc::new(key.ok_or_else(|| format!("`{name}` has no private key in PEM format"))?);
    KEYS.write().insert(path.into(), key.clone());
    Ok(key)
}

/// The key of that path, if the configuration names it somewhere.
pub(super) fn known(path: &[u8]) -> Option<Arc<Key>> {
    KEYS.read().get(path).cloned()
}

/// The first private key of a text (RFC 7468).
fn pem(text: &str) -> Option<Key> {
    let block = |label: &str| block(text, label);
    if let Some(bytes) = block("RSA PRIVATE KEY") {
        return Some(Key::Rsa(pkcs8(&bytes)));
    }
    if let Some(bytes) = block("EC PRIVATE KEY") {
        return sec1(&bytes, None);
    }
    // PKCS #8: a version, the algorithm, and the key in its own form.
    let bytes = block("PRIVATE KEY")?;
    let (_, fields, _) = value(&bytes)?;
    let (_, _, rest) = value(fields)?;
    let (_, algorithm, rest) = value(rest)?;
    let (_, inner, _) = value(rest)?;
    let (_, kind, parameters) = value(algorithm)?;
    match kind {
        RSA_OID => Some(Key::Rsa(bytes.clone())),
        EC_OID => sec1(inner, value(parameters).map(|(_, oid, _)| oid)),
        _ => None,
    }
}

/// A key of an elliptic curve (RFC 5915): a version, the number, and perhaps the curve's identifier.
fn sec1(bytes: &[u8], curve: Option<&[u8]>) -> Option<Key> {
    let (_, fields, _) = value(bytes)?;
    let (_, _, rest) = value(fields)?;
    let (_, secret, rest) = value(rest)?;
    let own = value(rest).filter(|(tag, ..)| *tag == 0xa0);
    let own = own.and_then(|(_, inner, _)| value(inner)).map(|(_, oid, _)| oid);
    let oid = curve.or(own)?;
    let curve = Curve::ALL.into_iter().find(|curve| curve.oid() == oid)?;
    Some(Key::Curve { curve, secret: secret.to_vec() })
}
