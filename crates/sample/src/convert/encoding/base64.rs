//! `base64`, `b64dec` and their variants for URLs (RFC 4648).

use crate::convert::prelude::*;
use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{
    GeneralPurpose, GeneralPurposeConfig, STANDARD, URL_SAFE_NO_PAD,
};

/// For URLs: padding may be there or not, and bits beyond the last byte aren't looked at.
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// `base64`
pub static BASE64: Converter = Converter {
    name: "base64",
    input: Type::Bin,
    sentence: "The bytes in base64.",
    examples: &[
        Example::plain("str(hello),base64", "aGVsbG8="),
        Example::plain("bin(ff00),base64", "/wA="),
    ],
    eval: Eval::Fn(|value, _, _| Some(Sample::string(STANDARD.encode(bytes(value)?)))),
    ..Converter::PLAIN
};

/// `b64dec`
pub static B64DEC: Converter = Converter {
    name: "b64dec",
    output: Type::Bin,
    sentence: "The bytes that this base64 stands for; no value if it isn't base64.",
    examples: &[
        Example::plain("str(aGVsbG8=),b64dec", "hello"),
        Example::absent("", "str(aGVsbG8),b64dec"),
        Example::absent("", "str('!!!!'),b64dec"),
    ],
    eval: Eval::Fn(|value, _, _| decoded(&STANDARD, value)),
    ..Converter::PLAIN
};

/// `ub64enc`
pub static UB64ENC: Converter = Converter {
    name: "ub64enc",
    input: Type::Bin,
    sentence: "The bytes in base64 for URLs, without padding.",
    examples: &[Example::plain("bin(fffe),ub64enc", "__4"), Example::plain("str(),ub64enc", "")],
    eval: Eval::Fn(|value, _, _| Some(Sample::string(URL_SAFE_NO_PAD.encode(bytes(value)?)))),
    ..Converter::PLAIN
};

/// `ub64dec`
pub static UB64DEC: Converter = Converter {
    name: "ub64dec",
    output: Type::Bin,
    sentence: "The bytes that this base64 for URLs stands for.",
    examples: &[
        Example::plain("str(__4),ub64dec,hex", "FFFE"),
        Example::plain("str(42),ub64dec,hex", "E3"),
        Example::absent("", "str(a+b/),ub64dec"),
    ],
    eval: Eval::Fn(|value, _, _| decoded(&URL_SAFE, value)),
    ..Converter::PLAIN
};

fn decoded<'a>(engine: &GeneralPurpose, value: Sample<'a>) -> Option<Sample<'a>> {
    engine.decode(bytes(value)?).ok().map(|bytes| Sample::Bin(bytes.into()))
}
