//! Every converter on random values with random arguments: whatever its check accepts, it can be evaluated.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_sample::args::{self, RawArg};
use moongate_sample::{Converter, Cx, NoNames, Point, Sample, cast, convert, testing};
use std::borrow::Cow;

const GIVEN: &str = "POST /a/b.c?d=e HTTP/1.1\nhost: x.y\n\nbody";

/// Those that read files, and one that prints.
const LEFT_OUT: [&str; 4] = ["jwt_verify", "jwt_verify_cert", "jwt_decrypt_cert", "debug"];

/// A value of the kind that a number says.
fn value(kind: u8, bytes: &[u8]) -> Sample<'_> {
    let number = || {
        let mut digits = [0; 8];
        let length = bytes.len().min(8);
        digits[..length].copy_from_slice(&bytes[..length]);
        i64::from_le_bytes(digits)
    };
    match kind % 8 {
        0 => Sample::Bin(Cow::Borrowed(bytes)),
        1 => Sample::Sint(number()),
        2 => Sample::Bool(!bytes.is_empty()),
        3 => Sample::Ipv4((number() as u32).into()),
        4 => Sample::Ipv6((u128::from(number() as u64) << 64 | 0xffff_0102_0304).into()),
        5 => Sample::Meth(Cow::Borrowed(bytes)),
        _ => Sample::Str(Cow::Borrowed(bytes)),
    }
}

fuzz_target!(|input: &[u8]| {
    let [which, kind, rest @ ..] = input else { return };
    let list: Vec<&Converter> =
        convert::FAMILIES.iter().flat_map(|(_, family)| *family).copied().collect();
    let converter = list[usize::from(*which) % list.len()];
    if converter.name.starts_with("map") || LEFT_OUT.contains(&converter.name) {
        return;
    }
    // The value, and behind each 0xfe an argument.
    let mut parts = rest.split(|byte| *byte == 0xfe);
    let given = parts.next().unwrap_or_default();
    let arguments: Vec<RawArg> = parts.map(|text| RawArg::Text(text.to_vec())).collect();
    let Ok(args) = args::build(converter.args, arguments, &NoNames, converter.check) else { return };
    let Ok(txn) = testing::txn(GIVEN) else { return };
    let cx = Cx::new(&txn, Point::BeHttpRequest);
    let Some(value) = cast::cast(value(*kind, given), converter.input) else { return };
    let made = match converter.eval {
        convert::Eval::Fn(eval) => eval(value, &args, &cx),
        convert::Eval::Dyn(it) => it.eval(value, &args, &cx),
    };
    let _ = made.map(cast::text);
});
