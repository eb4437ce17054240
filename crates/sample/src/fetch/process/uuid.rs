//! `uuid`: a universally unique identifier (RFC 9562).

use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;
use crate::fetch::random;
use std::time::{SystemTime, UNIX_EPOCH};

/// The declaration.
pub static UUID: Fetch = Fetch {
    name: "uuid",
    args: &[Arg::optional("version", ArgKind::Sint)],
    scope: Scope::ANYWHERE,
    sentence: "A new UUID: version 4 (random), or 7 (sorted by time); not for secrets.",
    examples: &[
        Example::plain("uuid,length", "36"),
        Example::plain("uuid(7),field(3,-),bytes(0,1)", "7"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Fetch::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args.first() {
        Some(ArgValue::Sint(version)) if !matches!(version, 4 | 7) => Err(BadArg {
            index: 0,
            message: format!("there is no version {version} of UUIDs here"),
            help: Some("write `uuid(4)` or `uuid(7)`".into()),
        }),
        _ => Ok(()),
    }
}

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let (mut high, mut low) = (random::next(), random::next());
    let version = if args.sint(0) == Some(7) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        high = (now.as_millis() as u64) << 16 | high & 0xffff;
        7
    } else {
        4
    };
    high = high & !0xf000 | version << 12;
    low = low & !(0b11 << 62) | 0b10 << 62;
    let text = format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    );
    Ok(Sample::string(text))
}
