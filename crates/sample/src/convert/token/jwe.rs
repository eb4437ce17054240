//! Decrypts JSON Web Encryption in its compact form (RFC 7516 section 7.1): five parts with dots between.

use super::jwk::Key;
use super::jwt_query::decoded;
use super::scan;
use aws_lc_rs::aead::{self, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptingKey, DecryptionContext, PaddedBlockDecryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::key_wrap::{self, AesKek, KeyWrap};
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey,
    Pkcs1PrivateDecryptingKey, PrivateDecryptingKey,
};
use aws_lc_rs::{agreement, constant_time, digest, hmac, rand};

/// What the token holds, if the key opens it.
pub(super) fn open(token: &[u8], key: &Key) -> Option<Vec<u8>> {
    let mut parts = token.split(|byte| *byte == b'.');
    let [head, wrapped, iv, text, tag] = [(); 5].map(|()| parts.next());
    let (head, wrapped, iv, text, tag) = (head?, wrapped?, iv?, text?, tag?);
    if parts.next().is_some() {
        return None;
    }
    let header = Header(decoded(head)?);
    let method = Method::of(&header.member("enc")?)?;
    let algorithm = header.member("alg")?;
    let secret = content_key(&algorithm, &header, method, &decoded(wrapped)?, key)?;
    method.decrypt(&secret, &decoded(iv)?, decoded(text)?, &decoded(tag)?, head)
}

/// The token's header as JSON.
struct Header(Vec<u8>);

impl Header {
    /// The text of a member.
    fn member(&self, path: &str) -> Option<Vec<u8>> {
        scan::text(&self.0, path)
    }

    /// The bytes of a member in base64 for URLs.
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        decoded(&self.member(path)?)
    }
}

/// How the content is encrypted (RFC 7518 section 5).
#[derive(Clone, Copy)]
struct Method {
    name: &'static str,
    /// Bytes of the key.
    length: usize,
    gcm: bool,
}

const METHODS: [Method; 6] = [
    Method { name: "A128GCM", length: 16, gcm: true },
    Method { name: "A192GCM", length: 24, gcm: true },
    Method { name: "A256GCM", length: 32, gcm: true },
    Method { name: "A128CBC-HS256", length: 32, gcm: false },
    Method { name: "A192CBC-HS384", length: 48, gcm: false },
    Method { name: "A256CBC-HS512", length: 64, gcm: false },
];

impl Method {
    fn of(name: &[u8]) -> Option<Self> {
        METHODS.into_iter().find(|method| method.name.as_bytes() == name)
    }

    fn decrypt(
        self,
        key: &[u8],
        iv: &[u8],
        text: Vec<u8>,
        tag: &[u8],
        head: &[u8],
    ) -> Option<Vec<u8>> {
        if key.len() != self.length {
            return None;
        }
        if self.gcm { gcm(key, iv, text, tag, head) } else { cbc(key, iv, text, tag, head) }
    }
}

/// AES in Galois/counter mode.
fn gcm(key: &[u8], iv: &[u8], mut text: Vec<u8>, tag: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    let algorithm = match key.len() {
        16 => &aead::AES_128_GCM,
        24 => &aead::AES_192_GCM,
        32 => &aead::AES_256_GCM,
        _ => return None,
    };
    // A shorter tag would be easier to guess.
    if tag.len() != 16 {
        return None;
    }
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?);
    let nonce = Nonce::try_assume_unique_for_key(iv).ok()?;
    text.extend_from_slice(tag);
    let length = key.open_in_place(nonce, Aad::from(aad), &mut text).ok()?.len();
    text.truncate(length);
    Some(text)
}

/// AES in CBC mode with an HMAC (RFC 7518 section 5.2.2): the first half of the key is the HMAC's.
fn cbc(key: &[u8], iv: &[u8], mut text: Vec<u8>, tag: &[u8], head: &[u8]) -> Option<Vec<u8>> {
    let (mac_key, key) = key.split_at(key.len() / 2);
    let (mac, cipher) = match key.len() {
        16 => (hmac::HMAC_SHA256, &AES_128),
        24 => (hmac::HMAC_SHA384, &AES_192),
        _ => (hmac::HMAC_SHA512, &AES_256),
    };
    let mut signed = hmac::Context::with_key(&hmac::Key::new(mac, mac_key));
    let bits = (head.len() as u64 * 8).to_be_bytes();
    for part in [head, iv, &text, &bits] {
        signed.update(part);
    }
    let sum = signed.sign();
    let sum = sum.as_ref().get(..key.len())?;
    constant_time::verify_slices_are_equal(sum, tag).ok()?;
    let iv: [u8; 16] = iv.try_into().ok()?;
    let key = UnboundCipherKey::new(cipher, key).ok()?;
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let context = DecryptionContext::Iv128(FixedLength::from(iv));
    let length = key.decrypt(&mut text, context).ok()?.len();
    text.truncate(length);
    Some(text)
}

/// The key that the content is encrypted with (RFC 7518 section 4).
fn content_key(
    algorithm: &[u8],
    header: &Header,
    method: Method,
    wrapped: &[u8],
    key: &Key,
) -> Option<Vec<u8>> {
    match (algorithm, key) {
        (b"dir", Key::Secret(secret)) => wrapped.is_empty().then(|| secret.to_vec()),
        (b"A128KW" | b"A192KW" | b"A256KW", Key::Secret(secret)) => {
            let bytes = bits(algorithm.get(1..4)?)?;
            (secret.len() == bytes).then(|| unwrap(secret, wrapped))?
        }
        (b"A128GCMKW" | b"A192GCMKW" | b"A256GCMKW", Key::Secret(secret)) => {
            let bytes = bits(algorithm.get(1..4)?)?;
            let (iv, tag) = (header.bytes("iv")?, header.bytes("tag")?);
            (secret.len() == bytes).then(|| gcm(secret, &iv, wrapped.to_vec(), &tag, b""))?
        }
        (b"RSA1_5", Key::Rsa(key)) => pkcs1(key, wrapped, method.length),
        (b"RSA-OAEP", Key::Rsa(key)) => oaep(key, &OAEP_SHA1_MGF1SHA1, wrapped),
        (b"RSA-OAEP-256", Key::Rsa(key)) => oaep(key, &OAEP_SHA256_MGF1SHA256, wrapped),
        (b"ECDH-ES", Key::Curve { .. }) => agreed(key, header, method.name, method.length),
        (b"ECDH-ES+A128KW" | b"ECDH-ES+A192KW" | b"ECDH-ES+A256KW", Key::Curve { .. }) => {
            let name = std::str::from_utf8(algorithm).ok()?;
            let secret = agreed(key, header, name, bits(algorithm.get(9..12)?)?)?;
            unwrap(&secret, wrapped)
        }
        _ => None,
    }
}

/// Bytes of so many bits.
fn bits(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse::<usize>().ok().map(|bits| bits / 8)
}

/// AES key wrap (RFC 3394).
fn unwrap(secret: &[u8], wrapped: &[u8]) -> Option<Vec<u8>> {
    let cipher = match secret.len() {
        16 => &key_wrap::AES_128,
        24 => return unwrap_192(secret, wrapped),
        32 => &key_wrap::AES_256,
        _ => return None,
    };
    let kek = AesKek::new(cipher, secret).ok()?;
    let mut key = vec![0; wrapped.len()];
    let length = kek.unwrap(wrapped, &mut key).ok()?.len();
    key.truncate(length);
    Some(key)
}

/// The same with a key of 192 bits, which the library hasn't (RFC 3394 section 2.2.2).
fn unwrap_192(secret: &[u8], wrapped: &[u8]) -> Option<Vec<u8>> {
    let key = DecryptingKey::ecb(UnboundCipherKey::new(&AES_192, secret).ok()?).ok()?;
    let (check, rest) = wrapped.split_first_chunk::<8>()?;
    let (mut check, mut blocks) = (*check, rest.to_vec());
    if blocks.len() < 16 || blocks.len() % 8 != 0 {
        return None;
    }
    let mut step = u64::try_from(blocks.len() / 8 * 6).ok()?;
    for _ in 0..6 {
        for block in blocks.chunks_exact_mut(8).rev() {
            let mut both = [0; 16];
            both[..8].copy_from_slice(&(u64::from_be_bytes(check) ^ step).to_be_bytes());
            both[8..].copy_from_slice(block);
            key.decrypt(&mut both, DecryptionContext::None).ok()?;
            check.copy_from_slice(&both[..8]);
            block.copy_from_slice(&both[8..]);
            step -= 1;
        }
    }
    constant_time::verify_slices_are_equal(&check, &[0xa6; 8]).ok()?;
    Some(blocks)
}

/// RSAES-PKCS1-v1_5. What fails goes on with a random key, so that an answer doesn't tell whether the
/// padding was right (RFC 7516 section 11.5).
fn pkcs1(pkcs8: &[u8], wrapped: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut secret = vec![0; length];
    rand::fill(&mut secret).ok()?;
    let key = PrivateDecryptingKey::from_pkcs8(pkcs8).ok()?;
    let key = Pkcs1PrivateDecryptingKey::new(key).ok()?;
    let mut text = vec![0; key.min_output_size()];
    if let Ok(text) = key.decrypt(wrapped, &mut text)
        && text.len() == length
    {
        secret.copy_from_slice(text);
    }
    Some(secret)
}

fn oaep(
    pkcs8: &[u8],
    algorithm: &'static aws_lc_rs::rsa::OaepAlgorithm,
    wrapped: &[u8],
) -> Option<Vec<u8>> {
    let key = PrivateDecryptingKey::from_pkcs8(pkcs8).ok()?;
    let key = OaepPrivateDecryptingKey::new(key).ok()?;
    let mut text = vec![0; key.min_output_size()];
    let length = key.decrypt(algorithm, wrapped, &mut text, None).ok()?.len();
    text.truncate(length);
    Some(text)
}

/// The key that both sides agree on, by way of the token's own one (RFC 7518 section 4.6.2).
fn agreed(key: &Key, header: &Header, name: &str, length: usize) -> Option<Vec<u8>> {
    let Key::Curve { curve, secret } = key else { return None };
    if header.member("epk.crv")?.as_slice() != curve.name().as_bytes() {
        return None;
    }
    let point = [&[4][..], &header.bytes("epk.x")?, &header.bytes("epk.y")?].concat();
    let private = agreement::PrivateKey::from_private_key(curve.algorithm(), secret).ok()?;
    let peer = agreement::UnparsedPublicKey::new(curve.algorithm(), point);
    let (apu, apv) = (header.bytes("apu"), header.bytes("apv"));
    agreement::agree(&private, peer, (), |shared| {
        let mut info = Vec::new();
        let texts = [name.as_bytes(), &apu.unwrap_or_default(), &apv.unwrap_or_default()];
        for text in texts {
            info.extend_from_slice(&u32::try_from(text.len()).map_err(|_| ())?.to_be_bytes());
            info.extend_from_slice(text);
        }
        info.extend_from_slice(&u32::try_from(length * 8).map_err(|_| ())?.to_be_bytes());
        let mut made = Vec::new();
        for round in 1u32.. {
            if made.len() >= length {
                break;
            }
            let mut hash = digest::Context::new(&digest::SHA256);
            hash.update(&round.to_be_bytes());
            hash.update(shared);
            hash.update(&info);
            made.extend_from_slice(hash.finish().as_ref());
        }
        made.truncate(length);
        Ok(made)
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::token::jwk;

    /// RFC 7518 appendix C.
    #[test]
    fn both_sides_agree_on_a_key() {
        let header = Header(
            br#"{"alg":"ECDH-ES","enc":"A128GCM","apu":"QWxpY2U","apv":"Qm9i","epk":{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}"#
                .to_vec(),
        );
        let key = jwk::jwk(br#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#).unwrap();
        let made = agreed(&key, &header, "A128GCM", 16).unwrap();
        assert_eq!(Some(made), decoded(b"VqqN6vgjbSBcIijNcacQGg"));
    }

    /// RFC 3394 sections 4.1, 4.4 and 4.6: the same data under keys of each length.
    #[test]
    fn wrapped_keys() {
        let hex = |text: &str| -> Vec<u8> {
            let digits = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
            (0..text.len()).step_by(2).map(digits).collect()
        };
        let short = "00112233445566778899aabbccddeeff";
        let long = "00112233445566778899aabbccddeeff0001020304050607";
        for (length, key, wrapped) in [
            (16, short, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"),
            (24, long, "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"),
            (32, long, "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"),
        ] {
            let secret = (0..length).collect::<Vec<u8>>();
            let mut wrapped = hex(wrapped);
            assert_eq!(unwrap(&secret, &wrapped), Some(hex(key)), "{length}");
            wrapped[3] ^= 1;
            assert_eq!(unwrap(&secret, &wrapped), None, "{length}");
            assert_eq!(unwrap(&secret, &wrapped[..15]), None, "{length}");
        }
    }

    #[test]
    fn wrong_padding_isnt_told() {
        use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
        use aws_lc_rs::rsa::{KeySize, Pkcs1PublicEncryptingKey};
        let private = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
        let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&private).unwrap();
        let public = Pkcs1PublicEncryptingKey::new(private.public_key()).unwrap();
        let mut wrapped = vec![0; public.ciphertext_size()];
        public.encrypt(&[7; 32], &mut wrapped).unwrap();
        assert_eq!(pkcs1(der.as_ref(), &wrapped, 32), Some(vec![7; 32]));
        let other = pkcs1(der.as_ref(), &wrapped, 16).unwrap();
        assert_ne!(other, [7; 16]);
        wrapped[9] ^= 1;
        assert_ne!(pkcs1(der.as_ref(), &wrapped, 32).unwrap(), [7; 32]);
    }
}
