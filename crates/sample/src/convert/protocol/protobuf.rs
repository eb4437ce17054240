//! `protobuf` and `ungrpc`: a field of a Protocol Buffers message, bare or behind gRPC's 5 bytes.

use crate::convert::prelude::*;

const TYPES: &[&str] = &[
    "int32", "int64", "uint32", "uint64", "sint32", "sint64", "bool", "enum", "fixed64",
    "sfixed64", "double", "fixed32", "sfixed32", "float",
];

const FIELD: Converter = Converter {
    args: &[Arg::required("field", ArgKind::Field), Arg::optional("type", ArgKind::OneOf(TYPES))],
    input: Type::Bin,
    output: Type::Any,
    check: Some(check),
    ..Converter::PLAIN
};

/// `protobuf`
pub static PROTOBUF: Converter = Converter {
    name: "protobuf",
    sentence: "The field at a path of numbers (`48.59.1`) of a Protocol Buffers message: its bytes, or with a type an integer.",
    examples: &[
        Example::plain("bin(0a0208050a020807),protobuf(1.1,int32)", "5"),
        Example::plain("bin(0a03616263),protobuf(1)", "abc"),
        Example::plain("bin(0803),protobuf(1,sint32)", "-2"),
        Example::plain("bin(0d010000ff),protobuf(1,sfixed32)", "-16777215"),
        Example::plain("bin(0d0000c03f),protobuf(1,float)", "1"),
        Example::absent("", "bin(0a05616263),protobuf(1)"),
        Example::absent("", "bin(08ffffffffffffffffffff01),protobuf(1,int64)"),
    ],
    eval: Eval::Fn(|value, args, _| {
        let text = bytes(value)?;
        let path = args.made::<Path>(0)?;
        sample(find(&text, &path.0)?, args.str(1))
    }),
    ..FIELD
};

/// `ungrpc`
pub static UNGRPC: Converter = Converter {
    name: "ungrpc",
    sentence: "The field at a path of numbers (`48.59.1`) of the first gRPC message that has it: its bytes, or with a type an integer.",
    examples: &[
        Example::plain("bin(00000000020801),ungrpc(1,int32)", "1"),
        Example::plain("bin(00000000020801000000000210050a),ungrpc(2,int32)", "5"),
        Example::absent("", "bin(00000000050801),ungrpc(1,int32)"),
    ],
    eval: Eval::Fn(ungrpc),
    ..FIELD
};

struct Path(Vec<u64>);

/// A field's value as it is on the wire.
#[derive(Clone, Copy)]
enum Wire<'t> {
    Varint(u64, &'t [u8]),
    Fixed64([u8; 8], &'t [u8]),
    Bytes(&'t [u8]),
    Fixed32([u8; 4], &'t [u8]),
}

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let text = String::from_utf8_lossy(text);
    let numbers = text.split('.').map(|number| number.parse::<u64>().ok().filter(|n| *n > 0));
    let path: Option<Vec<u64>> = numbers.collect();
    let path = path.ok_or_else(|| {
        refuse(
            0,
            format!("`{text}` is no field"),
            "write its number, or numbers with dots as in `48.59.1`",
        )
    })?;
    args[0] = ArgValue::Made(Box::new(Path(path)));
    Ok(())
}

fn ungrpc<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let path = args.made::<Path>(0)?;
    let mut rest = &*text;
    // A byte that says whether it is compressed, and the length (gRPC over HTTP/2).
    while let Some((head, tail)) = rest.split_first_chunk::<5>() {
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        let message = tail.get(..length)?;
        if let Some(found) = find(message, &path.0) {
            return sample(found, args.str(1));
        }
        rest = &tail[length..];
    }
    None
}

fn varint(text: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0u64;
    for (at, byte) in text.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7f).wrapping_shl(7 * at as u32);
        if byte & 0x80 == 0 {
            return Some((number, &text[at + 1..]));
        }
    }
    None
}

/// The next field's number and value.
fn field(text: &[u8]) -> Option<(u64, Wire<'_>, &[u8])> {
    let (key, rest) = varint(text)?;
    let (wire, rest) = match key & 7 {
        0 => {
            let (number, after) = varint(rest)?;
            (Wire::Varint(number, &rest[..rest.len() - after.len()]), after)
        }
        1 => {
            let (bytes, after) = rest.split_first_chunk()?;
            (Wire::Fixed64(*bytes, bytes), after)
        }
        2 => {
            let (length, rest) = varint(rest)?;
            let (bytes, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            (Wire::Bytes(bytes), after)
        }
        5 => {
            let (bytes, after) = rest.split_first_chunk()?;
            (Wire::Fixed32(*bytes, bytes), after)
        }
        _ => return None,
    };
    Some((key >> 3, wire, rest))
}

/// The first field at the path; a message without it doesn't hide the next one.
fn find<'t>(text: &'t [u8], path: &[u64]) -> Option<Wire<'t>> {
    let (first, deeper) = path.split_first()?;
    let mut rest = text;
    while !rest.is_empty() {
        let (number, wire, after) = field(rest)?;
        rest = after;
        if number != *first {
            continue;
        }
        if deeper.is_empty() {
            return Some(wire);
        }
        if let Wire::Bytes(inner) = wire
            && let Some(found) = find(inner, deeper)
        {
            return Some(found);
        }
    }
    None
}

fn sample<'a>(wire: Wire<'_>, kind: &[u8]) -> Option<Sample<'a>> {
    let number = match (wire, kind) {
        (Wire::Varint(_, raw) | Wire::Fixed64(_, raw) | Wire::Fixed32(_, raw), b"") => {
            return Some(Sample::Bin(raw.to_vec().into()));
        }
        (Wire::Bytes(raw), b"") => return Some(Sample::Bin(raw.to_vec().into())),
        (Wire::Varint(number, _), b"sint32" | b"sint64") => {
            (number >> 1) as i64 ^ -((number & 1) as i64)
        }
        (
            Wire::Varint(number, _),
            b"int32" | b"uint32" | b"int64" | b"uint64" | b"bool" | b"enum",
        ) => number as i64,
        (Wire::Fixed64(raw, _), b"fixed64" | b"sfixed64") => i64::from_le_bytes(raw),
        (Wire::Fixed64(raw, _), b"double") => f64::from_le_bytes(raw) as i64,
        (Wire::Fixed32(raw, _), b"fixed32") => u32::from_le_bytes(raw).into(),
        (Wire::Fixed32(raw, _), b"sfixed32") => i32::from_le_bytes(raw).into(),
        (Wire::Fixed32(raw, _), b"float") => f32::from_le_bytes(raw) as i64,
        _ => return None,
    };
    Some(Sample::Sint(number))
}
