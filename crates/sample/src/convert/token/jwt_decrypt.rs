//! `jwt_decrypt_secret`, `jwt_decrypt_jwk` and `jwt_decrypt_cert`: the content of an encrypted JSON Web
//! Token (RFC 7516).

use super::jwe;
use super::jwk::{self, Key};
use crate::convert::prelude::*;
use crate::convert::secret::{Bytes, Text};
use std::sync::Arc;

const DECRYPT: Converter = Converter { input: Type::Bin, output: Type::Bin, ..Converter::PLAIN };

/// `jwt_decrypt_secret`
pub static JWT_DECRYPT_SECRET: Converter = Converter {
    name: "jwt_decrypt_secret",
    args: &[Arg::required("secret", ArgKind::Str)],
    sentence: "What an encrypted token holds, opened with a secret in base64 or in a variable (dir, A…KW, A…GCMKW); empty if it can't be opened.",
    examples: &[
        Example::plain(
            "str(eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.a-22og8.0Vrzihh6V27jtEWAezD1_A),jwt_decrypt_secret(AAAAAAAAAAAAAAAAAAAAAA==)",
            "hello",
        ),
        Example::plain("str(a.b.c.d.e),jwt_decrypt_secret(AAAAAAAAAAAAAAAAAAAAAA==)", ""),
    ],
    eval: Eval::Fn(|token, args, cx| {
        let secret = args.made::<Bytes>(0)?.get(cx);
        let key = secret.map(|secret| Key::Secret(secret.into_owned()));
        Some(opened(&bytes(token)?, key.as_ref()))
    }),
    check: Some(|args| Bytes::check(args, 0)),
    ..DECRYPT
};

/// `jwt_decrypt_jwk`
pub static JWT_DECRYPT_JWK: Converter = Converter {
    name: "jwt_decrypt_jwk",
    args: &[Arg::required("key", ArgKind::Str)],
    sentence: "What an encrypted token holds, opened with a JSON Web Key of the kind oct, RSA or EC, given or in a variable; empty if it can't be opened.",
    examples: &[
        Example::plain(
            "str(eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.a-22og8.0Vrzihh6V27jtEWAezD1_A),jwt_decrypt_jwk('{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAA\"}')",
            "hello",
        ),
        Example::plain("str(a.b.c.d.e),jwt_decrypt_jwk(txn.unset)", ""),
    ],
    eval: Eval::Fn(|token, args, cx| {
        let token = bytes(token)?;
        Some(match args.made::<Given>(0)? {
            Given::Key(key) => opened(&token, Some(key)),
            Given::In(text) => {
                let key = text.get(cx).and_then(|text| jwk::jwk(&text));
                opened(&token, key.as_ref())
            }
        })
    }),
    check: Some(|args| {
        check(args, |text| {
            let key = jwk::jwk(text).map(Arc::new);
            key.ok_or_else(|| "this is no JSON Web Key of the kind `oct`, `RSA` or `EC`".to_owned())
        })
    }),
    ..DECRYPT
};

/// `jwt_decrypt_cert`
pub static JWT_DECRYPT_CERT: Converter = Converter {
    name: "jwt_decrypt_cert",
    args: &[Arg::required("certificate", ArgKind::Str)],
    sentence: "What an encrypted token holds, opened with the private key of a PEM file (RSA, ECDH-ES), whose name may be in a variable; empty if it can't be opened.",
    examples: &[Example::plain("str(a.b.c.d.e),jwt_decrypt_cert(txn.unset)", "")],
    eval: Eval::Fn(|token, args, cx| {
        let token = bytes(token)?;
        Some(match args.made::<Given>(0)? {
            Given::Key(key) => opened(&token, Some(key)),
            Given::In(text) => {
                let key = text.get(cx).and_then(|path| jwk::known(&path));
                opened(&token, key.as_deref())
            }
        })
    }),
    check: Some(|args| check(args, jwk::load)),
    ..DECRYPT
};

/// A key, or the variable that tells it.
enum Given {
    Key(Arc<Key>),
    In(Text),
}

fn check(
    args: &mut [ArgValue],
    read: impl Fn(&[u8]) -> Result<Arc<Key>, String>,
) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let given = match Text::new(text) {
        Text::Fixed(text) => {
            Given::Key(read(&text).map_err(|message| BadArg { index: 0, message, help: None })?)
        }
        variable => Given::In(variable),
    };
    args[0] = ArgValue::Made(Box::new(given));
    Ok(())
}

/// As the manual says, what can't be opened is empty.
fn opened(token: &[u8], key: Option<&Key>) -> Sample<'static> {
    Sample::Bin(key.and_then(|key| jwe::open(token, key)).unwrap_or_default().into())
}
