//! `aes_gcm_enc` and `aes_gcm_dec`: AES in Galois/counter mode (NIST SP 800-38D).

use super::check_bits;
use crate::convert::prelude::*;
use crate::convert::secret::Bytes;
use aws_lc_rs::aead::{self, Aad, LessSafeKey, Nonce, UnboundKey};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

const ARGS: &[Arg] = &[
    Arg::required("bits", ArgKind::Sint),
    Arg::required("nonce", ArgKind::Str),
    Arg::required("key", ArgKind::Str),
    Arg::required("tag", ArgKind::Str),
    Arg::optional("aad", ArgKind::Str),
];

const TAG: usize = 16;

/// `aes_gcm_enc`
pub static AES_GCM_ENC: Converter = Converter {
    name: "aes_gcm_enc",
    args: ARGS,
    input: Type::Bin,
    output: Type::Bin,
    sentence: "The bytes encrypted with AES-GCM; nonce (12 bytes), key and additional data are in base64 or in variables, and the tag goes into a variable as base64.",
    examples: &[
        Example::plain(
            "str(hello),aes_gcm_enc(128,MTIzNDU2Nzg5MDEy,Zm9vb2Zvb29mb29vb29vbw==,txn.tag),aes_gcm_dec(128,MTIzNDU2Nzg5MDEy,Zm9vb2Zvb29mb29vb29vbw==,txn.tag)",
            "hello",
        ),
        Example::absent("", "str(a),aes_gcm_enc(256,MTIzNDU2Nzg5MDEy,Zm9v,txn.tag)"),
    ],
    eval: Eval::Fn(encrypt),
    check: Some(check_enc),
    ..Converter::PLAIN
};

/// `aes_gcm_dec`
pub static AES_GCM_DEC: Converter = Converter {
    name: "aes_gcm_dec",
    args: ARGS,
    input: Type::Bin,
    output: Type::Bin,
    sentence: "The bytes decrypted with AES-GCM; nonce (12 bytes), key, tag and additional data are in base64 or in variables. None if the tag isn't right.",
    examples: &[
        Example::plain(
            "bin(),aes_gcm_dec(128,AAAAAAAAAAAAAAAA,AAAAAAAAAAAAAAAAAAAAAA==,WOL8zvp+MGE2fx1XpOdFWg==)",
            "",
        ),
        Example::absent(
            "",
            "bin(),aes_gcm_dec(128,AAAAAAAAAAAAAAAA,AAAAAAAAAAAAAAAAAAAAAA==,AAAAAAAAAAAAAAAAAAAAAA==)",
        ),
    ],
    eval: Eval::Fn(decrypt),
    check: Some(check_dec),
    ..Converter::PLAIN
};

fn check_dec(args: &mut [ArgValue]) -> Result<(), BadArg> {
    check_bits(args)?;
    (1..5).try_for_each(|at| Bytes::check(args, at))
}

fn check_enc(args: &mut [ArgValue]) -> Result<(), BadArg> {
    check_dec(args)?;
    if matches!(&args[3], ArgValue::Made(made) if matches!(made.downcast_ref(), Some(Bytes::Var(_))))
    {
        return Ok(());
    }
    Err(refuse(3, "the tag goes into a variable", "write its name with its scope, as in `txn.tag`"))
}

/// The key, the nonce and the additional data.
type Parts<'a> = (LessSafeKey, Nonce, Aad<Cow<'a, [u8]>>);

/// What the arguments give now; none if one of them isn't as long as it has to be.
fn parts<'a>(args: &'a Args, cx: &Cx<'_>) -> Option<Parts<'a>> {
    let algorithm = match args.sint(0)? {
        128 => &aead::AES_128_GCM,
        192 => &aead::AES_192_GCM,
        _ => &aead::AES_256_GCM,
    };
    let nonce = Nonce::try_assume_unique_for_key(&args.made::<Bytes>(1)?.get(cx)?).ok()?;
    let key = UnboundKey::new(algorithm, &args.made::<Bytes>(2)?.get(cx)?).ok()?;
    let aad = match args.made::<Bytes>(4) {
        Some(aad) => aad.get(cx)?,
        None => Cow::Borrowed(&b""[..]),
    };
    Some((LessSafeKey::new(key), nonce, Aad::from(aad)))
}

fn encrypt<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let (key, nonce, aad) = parts(args, cx)?;
    let mut text = bytes(value)?.into_owned();
    let tag = key.seal_in_place_separate_tag(nonce, aad, &mut text).ok()?;
    let Bytes::Var(var) = args.made::<Bytes>(3)? else { return None };
    cx.txn.set_var(*var, Sample::string(BASE64_STANDARD.encode(tag.as_ref())));
    Some(Sample::Bin(text.into()))
}

fn decrypt<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let (key, nonce, aad) = parts(args, cx)?;
    let tag = args.made::<Bytes>(3)?.get(cx)?;
    // A shorter tag would be easier to guess.
    if tag.len() != TAG {
        return None;
    }
    let mut text = bytes(value)?.into_owned();
    text.extend_from_slice(&tag);
    let length = key.open_in_place(nonce, aad, &mut text).ok()?.len();
    text.truncate(length);
    Some(Sample::Bin(text.into()))
}
