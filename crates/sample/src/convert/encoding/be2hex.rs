//! `be2hex`, `be2dec` and `le2dec`: chunks of bytes as numbers.

use super::hex::DIGITS;
use crate::convert::prelude::*;

/// `be2hex`
pub static BE2HEX: Converter = Converter {
    name: "be2hex",
    args: &[
        Arg::required("separator", ArgKind::Str),
        Arg::optional("chunk size", ArgKind::Sint),
        Arg::optional("truncate", ArgKind::Sint),
    ],
    input: Type::Bin,
    sentence: "The bytes in hexadecimal digits with a separator between chunks; `1` drops an incomplete chunk at the end.",
    examples: &[
        Example::plain("bin(01020304050607),be2hex(:,2)", "0102:0304:0506:07"),
        Example::plain("bin(01020304050607),be2hex(--,2,1)", "0102--0304--0506"),
        Example::plain("bin(0102030405060708),be2hex(,3,1)", "010203040506"),
        Example::plain("bin(0102),be2hex", "0102"),
    ],
    eval: Eval::Fn(be2hex),
    check: Some(|args| check(args, i64::MAX)),
    ..Converter::PLAIN
};

/// What `be2dec` and `le2dec` share.
const TO_DECIMAL: Converter = Converter {
    args: &[
        Arg::required("separator", ArgKind::Str),
        Arg::optional("chunk size", ArgKind::Sint),
        Arg::optional("truncate", ArgKind::Sint),
    ],
    input: Type::Bin,
    check: Some(|args| match args.get(1) {
        Some(ArgValue::Absent) => {
            Err(refuse(1, "the argument <chunk size> is missing", "write a number from 1 to 8"))
        }
        _ => check(args, 8),
    }),
    ..Converter::PLAIN
};

/// `be2dec`
pub static BE2DEC: Converter = Converter {
    name: "be2dec",
    sentence: "Big-endian chunks of bytes as decimal numbers; `1` drops an incomplete chunk at the end.",
    examples: &[
        Example::plain("bin(01020304050607),be2dec(:,2)", "258:772:1286:7"),
        Example::plain("bin(7f000001),be2dec(.,1)", "127.0.0.1"),
        Example::plain("bin(01020304050607),be2dec(,2,1)", "2587721286"),
    ],
    eval: Eval::Fn(|value, args, _| decimal(value, args, |n, byte, _| n << 8 | byte)),
    ..TO_DECIMAL
};

/// `le2dec`
pub static LE2DEC: Converter = Converter {
    name: "le2dec",
    sentence: "Little-endian chunks of bytes as decimal numbers; `1` drops an incomplete chunk at the end.",
    examples: &[
        Example::plain("bin(01020304050607),le2dec(:,2)", "513:1027:1541:7"),
        Example::plain("bin(ffffffffffffffff),le2dec(-,8)", "18446744073709551615"),
    ],
    eval: Eval::Fn(|value, args, _| decimal(value, args, |n, byte, at| n | byte << (8 * at))),
    ..TO_DECIMAL
};

fn check(args: &mut [ArgValue], most: i64) -> Result<(), BadArg> {
    if let Some(ArgValue::Sint(truncate)) = args.get(2)
        && !(0..=1).contains(truncate)
    {
        return Err(refuse(2, "neither 0 nor 1", "write `1` to drop an incomplete chunk"));
    }
    match args.get(1) {
        Some(ArgValue::Absent) if matches!(&args[0], ArgValue::Str(text) if !text.is_empty()) => {
            let help = "write how many bytes stand between separators, as in `be2hex(:,2)`";
            Err(refuse(1, "the argument <chunk size> is missing", help))
        }
        Some(ArgValue::Sint(size)) if !(1..=most).contains(size) => {
            Err(refuse(1, "not a chunk size", format!("write a number from 1 to {}", most.min(8))))
        }
        _ => Ok(()),
    }
}

/// The chunks with what stands between them.
fn join(
    bytes: &[u8],
    args: &Args,
    size: usize,
    mut write: impl FnMut(&[u8], &mut Vec<u8>),
) -> Vec<u8> {
    let truncates = args.sint(2).unwrap_or(0) != 0;
    let mut out = Vec::new();
    for (at, chunk) in bytes.chunks(size).enumerate() {
        if truncates && chunk.len() < size {
            break;
        }
        if at > 0 {
            out.extend_from_slice(args.str(0));
        }
        write(chunk, &mut out);
    }
    out
}

fn be2hex<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let bytes = bytes(value)?;
    let size = args.sint(1).and_then(|size| usize::try_from(size).ok()).unwrap_or(1).max(1);
    Some(Sample::string(join(&bytes, args, size, |chunk, out| {
        for byte in chunk {
            out.push(DIGITS[usize::from(byte >> 4)]);
            out.push(DIGITS[usize::from(byte & 15)]);
        }
    })))
}

fn decimal<'a>(
    value: Sample<'a>,
    args: &Args,
    add: fn(u64, u64, usize) -> u64,
) -> Option<Sample<'a>> {
    let bytes = bytes(value)?;
    let size = args.sint(1).and_then(|size| usize::try_from(size).ok())?.clamp(1, 8);
    Some(Sample::string(join(&bytes, args, size, |chunk, out| {
        let number = chunk.iter().enumerate();
        let number = number.fold(0, |n, (at, byte)| add(n, u64::from(*byte), at));
        out.extend_from_slice(number.to_string().as_bytes());
    })))
}
