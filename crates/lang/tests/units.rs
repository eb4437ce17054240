//! Times, sizes, numbers and percentages.

#![allow(clippy::unwrap_used)]

use moongate_lang::units::{self, Unit};
use moongate_lang::{Diagnostic, FileId, Span, Word};
use std::time::Duration;

fn word(text: &str) -> Word<'_> {
    Word::plain(text.as_bytes(), Span::new(FileId(0), 0, text.len()))
}

/// An error as `words at fault: message: help`.
fn shown<T: std::fmt::Debug>(text: &str, result: Result<T, Diagnostic>) -> String {
    let error = result.unwrap_err();
    let span = error.span.unwrap();
    let part = &text[span.start as usize..span.end as usize];
    format!("{part}: {}: {}", error.message, error.help.or(error.label).unwrap())
}

#[test]
fn times() {
    for (text, unit, micros) in [
        ("0", Unit::Millisecond, 0),
        ("100", Unit::Millisecond, 100_000),
        ("100", Unit::Second, 100_000_000),
        ("1us", Unit::Microsecond, 1),
        ("10s", Unit::Millisecond, 10_000_000),
        ("5m", Unit::Millisecond, 300_000_000),
        ("2h", Unit::Millisecond, 7_200_000_000),
        ("24d", Unit::Millisecond, 2_073_600_000_000),
        ("2147483647", Unit::Millisecond, 2_147_483_647_000),
        // Rounded up to the grain, as HAProxy does.
        ("1us", Unit::Millisecond, 1_000),
        ("1500us", Unit::Millisecond, 2_000),
        ("1001ms", Unit::Second, 2_000_000),
        ("007", Unit::Second, 7_000_000),
    ] {
        assert_eq!(units::time(&word(text), unit), Ok(Duration::from_micros(micros)), "{text}");
    }
}

#[test]
fn times_refused() {
    const UNITS: &str = "the units are us, ms, s, m, h and d, and a number without one counts ms";
    for (text, expected) in [
        ("10sec", format!("sec: unexpected `sec` in the time `10sec`: write `10s`; {UNITS}")),
        ("5min", format!("min: unexpected `min` in the time `5min`: write `5m`; {UNITS}")),
        ("1S", format!("S: unexpected `S` in the time `1S`: write `1s`; {UNITS}")),
        ("1h5m", format!("h5m: unexpected `h5m` in the time `1h5m`: write `1h`; {UNITS}")),
        ("", format!(": `` isn't a time: write `10s`; {UNITS}")),
        ("-1", format!("-1: `-1` isn't a time: write `10s`; {UNITS}")),
        ("s", format!("s: `s` isn't a time: write `10s`; {UNITS}")),
        (
            "1.5s",
            ".5s: unexpected `.5s` in the time `1.5s`: write a whole number of a smaller unit, as \
             in `1500ms`; the units are us, ms, s, m, h and d"
                .to_owned(),
        ),
        ("25d", "25d: the time `25d` is too long: write at most `24d`".to_owned()),
        (
            "99999999999999999999",
            "99999999999999999999: the time `99999999999999999999` is too long: write at most \
             `24d`"
                .to_owned(),
        ),
    ] {
        assert_eq!(shown(text, units::milliseconds(&word(text))), expected);
    }
    assert!(units::time(&word("213503982334601d"), Unit::Day).is_err());
    assert!(units::milliseconds(&Word::plain(b"1\xff", Span::new(FileId(0), 0, 2))).is_err());
}

#[test]
fn sizes() {
    for (text, bytes) in [
        ("0", 0),
        ("16384", 16_384),
        ("16k", 16_384),
        ("16K", 16_384),
        ("1m", 1 << 20),
        ("4G", 4 << 30),
    ] {
        assert_eq!(units::size(&word(text)), Ok(bytes), "{text}");
    }
    const HELP: &str = "write a whole number of bytes, or of k, m or g, as in `16k`";
    for (text, expected) in [
        ("16kb", format!("kb: unexpected `kb` in the size `16kb`: {HELP}")),
        ("1.5k", format!(".5k: unexpected `.5k` in the size `1.5k`: {HELP}")),
        ("k", format!("k: `k` isn't a size: {HELP}")),
        (
            "99999999999g",
            format!(
                "99999999999g: the size `99999999999g` is out of range: has to be from 0 to {}",
                u64::MAX
            ),
        ),
    ] {
        assert_eq!(shown(text, units::size(&word(text))), expected);
    }
    assert!(units::size_in(&word("4g"), 0..=u64::from(u32::MAX)).is_err());
}

#[test]
fn integers_and_percentages() {
    assert_eq!(units::integer(&word("42"), 0..=100u32), Ok(42));
    assert_eq!(units::integer(&word("-5"), -10..=10i64), Ok(-5));
    assert_eq!(units::integer(&word("+5"), -10..=10i64), Ok(5));
    assert_eq!(
        shown("256", units::integer(&word("256"), 0..=255u8)),
        "256: the number `256` is out of range: has to be from 0 to 255"
    );
    assert_eq!(
        shown("x", units::integer(&word("x"), 1..=256u16)),
        "x: `x` isn't a whole number: write a number from 1 to 256"
    );
    assert!(units::integer(&word("-"), 0..=1).is_err());
    assert!(units::integer(&word("99999999999999999999999999999999999999999"), 0..=1).is_err());
    assert_eq!(units::percent(&word("50%"), 100), Ok(50));
    assert_eq!(units::percent(&word("50"), 100), Ok(50));
    assert!(units::percent(&word("101%"), 100).is_err());
    assert!(units::percent(&word("%"), 100).is_err());
}
