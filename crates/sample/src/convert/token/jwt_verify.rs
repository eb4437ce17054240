//! `jwt_verify`: whether a JSON Web Token was signed with a key (RFC 7515, RFC 7518 section 3.1).

use super::key::{self, Key};
use crate::convert::prelude::*;
use crate::convert::secret::Text;
use aws_lc_rs::{hmac, signature as sig};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The declaration.
pub static JWT_VERIFY: Converter = Converter {
    name: "jwt_verify",
    args: &[Arg::required("algorithm", ArgKind::Str), Arg::required("key", ArgKind::Str)],
    input: Type::Bin,
    output: Type::Sint,
    sentence: "1 if the token's signature is right, 0 if it isn't, below 0 if that can't be told; the key is a secret (HS…) or a PEM file, it and the algorithm may be variables.",
    examples: &[
        Example::plain(
            "str(eyJhbGciOiJIUzI1NiJ9.e30.FOOB1UqKAhjxqs3lV7BidJ12zFAsIGq1erQfNyaFf80),jwt_verify(HS256,key)",
            "1",
        ),
        Example::plain("str(eyJhbGciOiJIUzI1NiJ9.e30.AAAA),jwt_verify(HS256,key)", "0"),
        Example::plain("str(e30.e30.A),jwt_verify(HS256,key)", "-3"),
        Example::plain("str(e30.e30),jwt_verify(HS256,key)", "-3"),
        Example::plain("str(e30.e30.),jwt_verify(none,'')", "1"),
        Example::plain("str(e30.e30.A),jwt_verify(none,'')", "0"),
        Example::absent("", "str(e30.e30.AAAA),jwt_verify(txn.unset,key)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

/// `jwt_verify_cert`
pub static JWT_VERIFY_CERT: Converter = Converter {
    name: "jwt_verify_cert",
    args: &[Arg::required("algorithm", ArgKind::Str), Arg::required("certificate", ArgKind::Str)],
    sentence: "As `jwt_verify`, with the public key of a certificate in a PEM file, whose name may be in a variable.",
    examples: &[
        Example::plain("str(e30.e30.AAAA),set-var(txn.c),jwt_verify_cert(RS256,txn.c)", "-5"),
        Example::plain("str(HS256),set-var(txn.a),jwt_verify_cert(txn.a,txn.a)", "-2"),
    ],
    eval: Eval::Fn(|token, args, cx| {
        let name = args.made::<Text>(0)?.get(cx)?;
        let key = args.made::<KeyArg>(1)?;
        let path = key.text.get(cx)?;
        let verdict = match how(&name) {
            Some(How::Secret(_)) => UNMANAGED_ALGORITHM,
            _ => {
                let public = key.public.clone().or_else(|| key::known_certificate(&path));
                verdict(&bytes(token)?, &name, public, b"")
            }
        };
        Some(Sample::Sint(verdict))
    }),
    check: Some(check_certificate),
    ..JWT_VERIFY
};

/// As others do, bits beyond the last byte are not looked at.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

const UNKNOWN_ALGORITHM: i64 = -1;
const UNMANAGED_ALGORITHM: i64 = -2;
const INVALID_TOKEN: i64 = -3;
const UNKNOWN_KEY: i64 = -5;

/// What to verify with.
enum How {
    None,
    Secret(hmac::Algorithm),
    Public(&'static dyn sig::VerificationAlgorithm),
    /// With the length that signatures have (RFC 7518 section 3.4).
    Curve(&'static dyn sig::VerificationAlgorithm, usize),
}

/// The key as the configuration has it.
struct KeyArg {
    text: Text,
    public: Option<Key>,
}

fn how(name: &[u8]) -> Option<How> {
    Some(match name {
        b"none" => How::None,
        b"HS256" => How::Secret(hmac::HMAC_SHA256),
        b"HS384" => How::Secret(hmac::HMAC_SHA384),
        b"HS512" => How::Secret(hmac::HMAC_SHA512),
        b"RS256" => How::Public(&sig::RSA_PKCS1_2048_8192_SHA256),
        b"RS384" => How::Public(&sig::RSA_PKCS1_2048_8192_SHA384),
        b"RS512" => How::Public(&sig::RSA_PKCS1_2048_8192_SHA512),
        b"PS256" => How::Public(&sig::RSA_PSS_2048_8192_SHA256),
        b"PS384" => How::Public(&sig::RSA_PSS_2048_8192_SHA384),
        b"PS512" => How::Public(&sig::RSA_PSS_2048_8192_SHA512),
        b"ES256" => How::Curve(&sig::ECDSA_P256_SHA256_FIXED, 64),
        b"ES384" => How::Curve(&sig::ECDSA_P384_SHA384_FIXED, 96),
        b"ES512" => How::Curve(&sig::ECDSA_P521_SHA512_FIXED, 132),
        _ => return None,
    })
}

/// A file is read now. Without a known algorithm the text may be a secret, so it need not be one.
fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let [ArgValue::Str(name), ArgValue::Str(key)] = &*args else { return Ok(()) };
    let (name, text) = (Text::new(name), Text::new(key));
    let fixed = match &name {
        Text::Fixed(name) => Some(how(name).ok_or_else(|| {
            refuse(
                0,
                format!("there is no algorithm `{}`", String::from_utf8_lossy(name)),
                "write one of HS256, RS256, ES256, PS256, the same with 384 or 512, or none",
            )
        })?),
        Text::Var(_) => None,
    };
    let public = match (&fixed, &text) {
        (Some(How::None | How::Secret(_)), _) | (_, Text::Var(_)) => None,
        (Some(How::Public(_) | How::Curve(..)), Text::Fixed(path)) => {
            Some(key::load(path).map_err(|message| BadArg { index: 1, message, help: None })?)
        }
        (None, Text::Fixed(path)) => key::load(path).ok(),
    };
    args[0] = ArgValue::Made(Box::new(name));
    args[1] = ArgValue::Made(Box::new(KeyArg { text, public }));
    Ok(())
}

fn eval<'a>(token: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let name = args.made::<Text>(0)?.get(cx)?;
    let key = args.made::<KeyArg>(1)?;
    let secret = key.text.get(cx)?;
    let public = key.public.clone().or_else(|| key::known(&secret));
    Some(Sample::Sint(verdict(&bytes(token)?, &name, public, &secret)))
}

/// A certificate is read now.
fn check_certificate(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let [ArgValue::Str(name), ArgValue::Str(path)] = &*args else { return Ok(()) };
    let (name, text) = (Text::new(name), Text::new(path));
    if let Text::Fixed(name) = &name {
        match how(name) {
            Some(How::Public(_) | How::Curve(..) | How::None) => {}
            _ => {
                let name = String::from_utf8_lossy(name);
                return Err(refuse(
                    0,
                    format!("no certificate has a key for the algorithm `{name}`"),
                    "write one of RS256, ES256, PS256, or the same with 384 or 512",
                ));
            }
        }
    }
    let public = match &text {
        Text::Var(_) => None,
        Text::Fixed(path) => {
            let key = key::load_certificate(path);
            Some(key.map_err(|message| BadArg { index: 1, message, help: None })?)
        }
    };
    args[0] = ArgValue::Made(Box::new(name));
    args[1] = ArgValue::Made(Box::new(KeyArg { text, public }));
    Ok(())
}

fn verdict(token: &[u8], name: &[u8], public: Option<Key>, secret: &[u8]) -> i64 {
    let Some(how) = how(name) else { return UNKNOWN_ALGORITHM };
    match (memchr::memchr_iter(b'.', token).count(), &how) {
        (2, _) => {}
        // What isn't signed may do without the dot before its signature.
        (1, How::None) => return 1,
        _ => return INVALID_TOKEN,
    }
    let end = memchr::memrchr(b'.', token).unwrap_or(0);
    let (signed, signature) = (&token[..end], &token[end + 1..]);
    if let How::None = how {
        return i64::from(signature.is_empty());
    }
    let Ok(signature) = BASE64.decode(signature) else { return INVALID_TOKEN };
    match how {
        _ if signature.is_empty() => INVALID_TOKEN,
        How::None => 0,
        How::Secret(algorithm) => {
            let key = hmac::Key::new(algorithm, secret);
            i64::from(hmac::verify(&key, signed, &signature).is_ok())
        }
        How::Public(algorithm) | How::Curve(algorithm, _) => {
            let Some(public) = public else { return UNKNOWN_KEY };
            if matches!(how, How::Curve(_, length) if signature.len() != length) {
                return INVALID_TOKEN;
            }
            i64::from(algorithm.verify_sig(&public, signed, &signature).is_ok())
        }
    }
}
