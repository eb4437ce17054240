//! `fix_is_valid` and `fix_tag_value`: messages of the Financial Information eXchange protocol
//! (FIX session layer, tag=value encoding).

use crate::convert::prelude::*;

const BIN: Converter = Converter { input: Type::Bin, output: Type::Bin, ..Converter::PLAIN };

/// `fix_is_valid`
pub static FIX_IS_VALID: Converter = Converter {
    name: "fix_is_valid",
    output: Type::Bool,
    sentence: "Whether the bytes begin with a well-formed FIX message: its first three tags, its length and its checksum are right. None while it isn't whole.",
    examples: &[
        Example::plain(
            "bin(383d4649582e342e3401393d350133353d410131303d31383001),fix_is_valid",
            "1",
        ),
        Example::plain(
            "bin(383d4649582e342e3401393d350133353d410131303d31383101),fix_is_valid",
            "0",
        ),
        Example::plain("bin(383d4649580130313d0130313d01),fix_is_valid", "0"),
        Example::absent("", "str(),fix_is_valid"),
    ],
    eval: Eval::Fn(|value, _, _| {
        let text = bytes(value)?;
        let valid = is_valid(&text).is_some();
        (valid || is_whole(&text)).then_some(Sample::Bool(valid))
    }),
    ..BIN
};

/// `fix_tag_value`
pub static FIX_TAG_VALUE: Converter = Converter {
    name: "fix_tag_value",
    args: &[Arg::required("tag", ArgKind::Str)],
    sentence: "The value of the first tag of this number, or of this name: BeginString, BodyLength, MsgType, SenderCompID, TargetCompID or CheckSum.",
    examples: &[
        Example::plain("bin(383d4649582e342e340133353d4101),fix_tag_value(MsgType)", "A"),
        Example::plain("bin(383d4649582e342e340133353d4101),fix_tag_value(8)", "FIX.4.4"),
        Example::absent("", "bin(383d4649582e342e340133353d4101),fix_tag_value(49)"),
    ],
    eval: Eval::Fn(tag_value),
    check: Some(check),
    ..BIN
};

const NAMES: [(&str, u32); 6] = [
    ("BeginString", 8),
    ("BodyLength", 9),
    ("MsgType", 35),
    ("SenderCompID", 49),
    ("TargetCompID", 56),
    ("CheckSum", 10),
];

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let text = String::from_utf8_lossy(text);
    let named =
        NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&text)).map(|(_, tag)| *tag);
    let tag = named.or_else(|| text.parse().ok().filter(|tag| *tag > 0)).ok_or_else(|| {
        refuse(
            0,
            format!("there is no tag `{text}`"),
            "write the tag's number, or MsgType and the like",
        )
    })?;
    args[0] = ArgValue::Sint(tag.into());
    Ok(())
}

/// One `tag=value`, and where the next one begins; none if it isn't one.
fn field(text: &[u8], at: usize) -> Option<(u32, &[u8], usize)> {
    let rest = text.get(at..)?;
    let end = memchr::memchr(1, rest)?;
    let equal = memchr::memchr(b'=', &rest[..end])?;
    let digits = &rest[..equal];
    let tag = std::str::from_utf8(digits).ok().filter(|_| digits.iter().all(u8::is_ascii_digit))?;
    let value = &rest[equal + 1..end];
    Some((tag.parse().ok()?, value, at + end + 1))
}

fn tag_value<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let wanted = args.sint(0)?;
    let mut at = 0;
    loop {
        let (tag, value, next) = field(&text, at)?;
        if i64::from(tag) == wanted {
            let start = next - 1 - value.len();
            return Some(Sample::Bin(part(text, start..next - 1)));
        }
        at = next;
    }
}

/// Whether as many bytes have come as the message tells, or it is broken before that.
fn is_whole(text: &[u8]) -> bool {
    let Some((_, _, at)) = field(text, 0) else {
        return text.contains(&1) && text.contains(&b'=');
    };
    let Some((_, length, body)) = field(text, at) else {
        return memchr::memchr(1, &text[at..]).is_some();
    };
    let length = std::str::from_utf8(length).ok().and_then(|length| length.parse().ok());
    // The checksum has 7 bytes.
    length.is_none_or(|length: usize| text.len() - body >= length.saturating_add(7))
}

fn is_valid(text: &[u8]) -> Option<()> {
    let (tag, version, at) = field(text, 0)?;
    let known = matches!(version, b"FIX.4.0" | b"FIX.4.1" | b"FIX.4.2" | b"FIX.4.3" | b"FIX.4.4")
        || version.starts_with(b"FIX.5.0")
        || version == b"FIXT.1.1";
    (tag == 8 && known).then_some(())?;
    let (tag, length, body) = field(text, at)?;
    let length: usize = std::str::from_utf8(length).ok()?.parse().ok()?;
    (tag == 9).then_some(())?;
    let (tag, kind, mut at) = field(text, body)?;
    (tag == 35 && !kind.is_empty()).then_some(())?;
    loop {
        let (tag, value, next) = field(text, at)?;
        (!value.is_empty()).then_some(())?;
        if tag == 10 {
            let sum = text[..at].iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
            let told = *value == *format!("{sum:03}").as_bytes();
            return (told && at - body == length).then_some(());
        }
        at = next;
    }
}
