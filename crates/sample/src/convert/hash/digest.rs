//! `sha1`, `sha2`, `digest` and `hmac`: cryptographic digests (FIPS 180-4, FIPS 202, RFC 1321).

use crate::convert::prelude::*;
use crate::convert::secret::Bytes;
use aws_lc_rs::digest;
use md5::{Digest as _, Md5};

const BIN: Converter = Converter { input: Type::Bin, output: Type::Bin, ..Converter::PLAIN };

/// `sha1`
pub static SHA1: Converter = Converter {
    name: "sha1",
    sentence: "The SHA-1 digest of the bytes, 20 bytes long.",
    examples: &[
        Example::plain("str(abc),sha1,hex", "A9993E364706816ABA3E25717850C26C9CD0D89D"),
        Example::plain("str(),sha1,hex", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"),
    ],
    eval: Eval::Fn(|value, _, _| {
        let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &bytes(value)?);
        Some(Sample::Bin(digest.as_ref().to_vec().into()))
    }),
    ..BIN
};

/// `sha2`
pub static SHA2: Converter = Converter {
    name: "sha2",
    args: &[Arg::optional("bits", ArgKind::Sint)],
    sentence: "The SHA-2 digest of the bytes in 224, 256 (if left out), 384 or 512 bits.",
    examples: &[
        Example::plain(
            "str(abc),sha2,hex",
            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        ),
        Example::plain(
            "str(),sha2(224),hex",
            "D14A028C2A3A2BC9476102BB288234C415A2B01F828EA62AC5B3E42F",
        ),
    ],
    eval: Eval::Fn(made),
    check: Some(check_sha2),
    ..BIN
};

/// `digest`
pub static DIGEST: Converter = Converter {
    name: "digest",
    args: &[Arg::required("algorithm", ArgKind::Str)],
    sentence: "The digest of the bytes by the algorithm of that name: md5, sha1, sha224, sha256, sha384, sha512, sha512-256 or sha3-256 to sha3-512.",
    examples: &[
        Example::plain("str(abc),digest(md5),hex", "900150983CD24FB0D6963F7D28E17F72"),
        Example::plain("str(abc),digest(SHA1),hex", "A9993E364706816ABA3E25717850C26C9CD0D89D"),
        Example::plain("str(),digest(sha3-256),bytes(0,4),hex", "A7FFC6F8"),
    ],
    eval: Eval::Fn(made),
    check: Some(check_digest),
    ..BIN
};

/// `hmac`
pub static HMAC: Converter = Converter {
    name: "hmac",
    args: &[Arg::required("algorithm", ArgKind::Str), Arg::required("key", ArgKind::Str)],
    sentence: "The authentication code of the bytes (RFC 2104) by the digest of that name and a key in base64, or in a variable as base64.",
    examples: &[
        Example::plain("str(abc),hmac(sha1,a2V5),hex", "4FD0B215276EF12F2B3E4C8ECAC2811498B656FC"),
        Example::plain("str(abc),hmac(md5,a2V5),hex", "D2FE98063F876B03193AFB49B4979591"),
        Example::absent("", "str(abc),hmac(sha256,txn.unset)"),
    ],
    eval: Eval::Fn(hmac),
    check: Some(check_hmac),
    ..BIN
};

/// A digest's algorithm.
enum Algorithm {
    Md5,
    Lc(&'static digest::Algorithm),
}

fn algorithm(name: &[u8]) -> Option<Algorithm> {
    let name = name.to_ascii_lowercase();
    Some(Algorithm::Lc(match &*name {
        b"md5" => return Some(Algorithm::Md5),
        b"sha1" | b"sha-1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        b"sha224" | b"sha2-224" | b"sha-224" => &digest::SHA224,
        b"sha256" | b"sha2-256" | b"sha-256" => &digest::SHA256,
        b"sha384" | b"sha2-384" | b"sha-384" => &digest::SHA384,
        b"sha512" | b"sha2-512" | b"sha-512" => &digest::SHA512,
        b"sha512-256" | b"sha2-512/256" | b"sha-512/256" => &digest::SHA512_256,
        b"sha3-256" => &digest::SHA3_256,
        b"sha3-384" => &digest::SHA3_384,
        b"sha3-512" => &digest::SHA3_512,
        _ => return None,
    }))
}

impl Algorithm {
    /// The digest of both parts, one behind the other.
    fn digest(&self, first: &[u8], second: &[u8]) -> Vec<u8> {
        match self {
            Algorithm::Md5 => {
                Md5::new().chain_update(first).chain_update(second).finalize().to_vec()
            }
            Algorithm::Lc(algorithm) => {
                let mut context = digest::Context::new(algorithm);
                context.update(first);
                context.update(second);
                context.finish().as_ref().to_vec()
            }
        }
    }

    /// Bytes of a block.
    fn block(&self) -> usize {
        match self {
            Algorithm::Md5 => 64,
            Algorithm::Lc(algorithm) => algorithm.block_len(),
        }
    }

    /// RFC 2104 section 2.
    fn hmac(&self, key: &[u8], text: &[u8]) -> Vec<u8> {
        let block = self.block();
        let mut key = if key.len() > block { self.digest(key, b"") } else { key.to_vec() };
        key.resize(block, 0);
        let pad = |by: u8| key.iter().map(|byte| byte ^ by).collect::<Vec<u8>>();
        self.digest(&pad(0x5c), &self.digest(&pad(0x36), text))
    }
}

fn check_digest(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(name)) = args.first() else { return Ok(()) };
    let found = algorithm(name).ok_or_else(|| {
        refuse(
            0,
            format!("there is no digest `{}`", String::from_utf8_lossy(name)),
            "write md5, sha1, sha224, sha256, sha384, sha512, sha512-256, sha3-256, sha3-384 or sha3-512",
        )
    })?;
    args[0] = ArgValue::Made(Box::new(found));
    Ok(())
}

fn check_sha2(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let bits = match args.first() {
        Some(ArgValue::Sint(bits)) => *bits,
        _ => 256,
    };
    let found = match bits {
        224 => &digest::SHA224,
        256 => &digest::SHA256,
        384 => &digest::SHA384,
        512 => &digest::SHA512,
        _ => {
            return Err(refuse(
                0,
                format!("SHA-2 has no {bits} bits"),
                "write 224, 256, 384 or 512",
            ));
        }
    };
    args[0] = ArgValue::Made(Box::new(Algorithm::Lc(found)));
    Ok(())
}

fn check_hmac(args: &mut [ArgValue]) -> Result<(), BadArg> {
    check_digest(args)?;
    Bytes::check(args, 1)
}

fn made<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let digest = args.made::<Algorithm>(0)?.digest(&bytes(value)?, b"");
    Some(Sample::Bin(digest.into()))
}

fn hmac<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let key = args.made::<Bytes>(1)?.get(cx)?;
    let code = args.made::<Algorithm>(0)?.hmac(&key, &bytes(value)?);
    Some(Sample::Bin(code.into()))
}
