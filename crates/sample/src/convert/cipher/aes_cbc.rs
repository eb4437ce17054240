//! `aes_cbc_enc` and `aes_cbc_dec`: AES in cipher block chaining with PKCS #7 padding.

use super::check_bits;
use crate::convert::prelude::*;
use crate::convert::secret::Bytes;
use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey,
    PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;

const ARGS: &[Arg] = &[
    Arg::required("bits", ArgKind::Sint),
    Arg::required("nonce", ArgKind::Str),
    Arg::required("key", ArgKind::Str),
    Arg::optional("aad", ArgKind::Str),
];

/// `aes_cbc_enc`
pub static AES_CBC_ENC: Converter = Converter {
    name: "aes_cbc_enc",
    args: ARGS,
    input: Type::Bin,
    output: Type::Bin,
    sentence: "The bytes encrypted with AES-CBC; nonce (16 bytes, zeros behind a shorter one) and key are in base64 or in variables.",
    examples: &[
        Example::plain(
            "str('Hello from HAProxy AES-CBC'),aes_cbc_enc(128,MTIzNDU2Nzg5MDEyMzQ1Ng==,Zm9vb2Zvb29mb29vb29vbw==),aes_cbc_dec(128,MTIzNDU2Nzg5MDEyMzQ1Ng==,Zm9vb2Zvb29mb29vb29vbw==)",
            "Hello from HAProxy AES-CBC",
        ),
        Example::absent("", "str(a),aes_cbc_enc(128,MTIzNDU2Nzg5MDEy,Zm9v)"),
    ],
    eval: Eval::Fn(encrypt),
    check: Some(check),
    ..Converter::PLAIN
};

/// `aes_cbc_dec`
pub static AES_CBC_DEC: Converter = Converter {
    name: "aes_cbc_dec",
    args: ARGS,
    input: Type::Bin,
    output: Type::Bin,
    sentence: "The bytes decrypted with AES-CBC; nonce (16 bytes) and key are in base64 or in variables. None if the padding isn't right.",
    examples: &[
        Example::plain(
            "str(a),aes_cbc_enc(256,MTIzNDU2Nzg5MDEyMzQ1Ng==,MTIzNDU2Nzg5MDEyMzQ1NjEyMzQ1Njc4OTAxMjM0NTY=),aes_cbc_dec(256,MTIzNDU2Nzg5MDEyMzQ1Ng==,MTIzNDU2Nzg5MDEyMzQ1NjEyMzQ1Njc4OTAxMjM0NTY=)",
            "a",
        ),
        Example::absent(
            "",
            "str(abc),aes_cbc_dec(128,MTIzNDU2Nzg5MDEyMzQ1Ng==,Zm9vb2Zvb29mb29vb29vbw==)",
        ),
    ],
    eval: Eval::Fn(decrypt),
    check: Some(check),
    ..Converter::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    check_bits(args)?;
    (1..4).try_for_each(|at| Bytes::check(args, at))
}

/// The key and the nonce; none if one isn't as long as it has to be.
fn parts(args: &Args, cx: &Cx<'_>) -> Option<(UnboundCipherKey, FixedLength<16>)> {
    let algorithm = match args.sint(0)? {
        128 => &AES_128,
        192 => &AES_192,
        _ => &AES_256,
    };
    let given = args.made::<Bytes>(1)?.get(cx)?;
    // As in HAProxy, zeros make a short nonce long enough.
    let mut nonce = [0; 16];
    nonce.get_mut(..given.len())?.copy_from_slice(&given);
    let key = UnboundCipherKey::new(algorithm, &args.made::<Bytes>(2)?.get(cx)?).ok()?;
    // This mode authenticates nothing; but data that are asked for have to be there.
    if let Some(aad) = args.made::<Bytes>(3) {
        aad.get(cx)?;
    }
    Some((key, FixedLength::from(nonce)))
}

fn encrypt<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let (key, nonce) = parts(args, cx)?;
    let mut text = bytes(value)?.into_owned();
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(key).ok()?;
    key.less_safe_encrypt(&mut text, EncryptionContext::Iv128(nonce)).ok()?;
    Some(Sample::Bin(text.into()))
}

fn decrypt<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let (key, nonce) = parts(args, cx)?;
    let mut text = bytes(value)?.into_owned();
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let length = key.decrypt(&mut text, DecryptionContext::Iv128(nonce)).ok()?.len();
    text.truncate(length);
    Some(Sample::Bin(text.into()))
}
