//! Reads numbers, times, sizes and percentages out of words (manual 2.5 and 2.6).

use crate::{Diagnostic, Word};
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::time::Duration;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `us`
    Microsecond,
    /// `ms`
    Millisecond,
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
}

impl Unit {
    const ALL: [Unit; 6] =
        [Self::Microsecond, Self::Millisecond, Self::Second, Self::Minute, Self::Hour, Self::Day];

    /// Its suffix.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Microsecond => "us",
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "m",
            Self::Hour => "h",
            Self::Day => "d",
        }
    }

    /// Its length in microseconds.
    pub fn micros(self) -> u64 {
        match self {
            Self::Microsecond => 1,
            Self::Millisecond => 1_000,
            Self::Second => 1_000_000,
            Self::Minute => 60_000_000,
            Self::Hour => 3_600_000_000,
            Self::Day => 86_400_000_000,
        }
    }
}

/// The largest number of `default` units that a time may have (HAProxy's timers are signed
/// 32-bit numbers: about 24.8 days in milliseconds).
pub const TIME_MAX: u32 = i32::MAX as u32;

/// A time; a number without a unit counts `default` units.
///
/// As in HAProxy `default` is also the grain: a finer time is rounded up to it.
pub fn time(word: &Word<'_>, default: Unit) -> Result<Duration, Diagnostic> {
    let text = word.str();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return Err(not_a(word, "a time").help(time_help(text, default)));
    }
    let unit = match &text[digits..] {
        "" => default,
        suffix => Unit::ALL.into_iter().find(|unit| unit.suffix() == suffix).ok_or_else(|| {
            Diagnostic::alert(
                word.span_of(digits..word.bytes().len()),
                format!("unexpected `{suffix}` in the time `{text}`"),
            )
            .label("not a unit")
            .help(time_help(text, default))
        })?,
    };
    let number = text[..digits].parse::<u64>().ok().map(u128::from);
    let micros = number.map(|number| number * u128::from(unit.micros()));
    let count = micros.map(|micros| micros.div_ceil(u128::from(default.micros())));
    match count.and_then(|count| u32::try_from(count).ok()).filter(|&count| count <= TIME_MAX) {
        Some(count) => Ok(Duration::from_micros(default.micros()) * count),
        None => Err(Diagnostic::alert(word.span(), format!("the time `{text}` is too long"))
            .label(format!("at most {TIME_MAX}{} can be counted", default.suffix()))
            .help(format!("write at most `{}`", longest(default)))),
    }
}

/// A time in milliseconds, the default unit and the grain of most keywords.
pub fn milliseconds(word: &Word<'_>) -> Result<Duration, Diagnostic> {
    time(word, Unit::Millisecond)
}

fn time_help(text: &str, default: Unit) -> String {
    // `1.5s` and `10sec` show what was meant; `10s` shows the form.
    let digits: String = text.chars().take_while(char::is_ascii_digit).take(9).collect();
    let number = if digits.is_empty() { "10" } else { &digits };
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    let unit = match rest.to_ascii_lowercase().as_bytes() {
        [b'u', ..] => Unit::Microsecond,
        [b'm', b's' | b'l', ..] | [b'm', b'i', b'l', ..] => Unit::Millisecond,
        [b'm', ..] => Unit::Minute,
        [b'h', ..] => Unit::Hour,
        [b'd', ..] => Unit::Day,
        _ => Unit::Second,
    };
    let names = "the units are us, ms, s, m, h and d";
    if text[digits.len()..].starts_with('.') {
        return format!("write a whole number of a smaller unit, as in `1500ms`; {names}");
    }
    format!(
        "write `{number}{}`; {names}, and a number without one counts {}",
        unit.suffix(),
        default.suffix()
    )
}

/// The longest time that can be counted in `grain`, in whole units of a larger one.
fn longest(grain: Unit) -> String {
    let micros = u128::from(TIME_MAX) * u128::from(grain.micros());
    let fits = |unit: &Unit| u128::from(unit.micros()) <= micros;
    let unit = Unit::ALL.into_iter().rev().find(fits).unwrap_or(grain);
    format!("{}{}", micros / u128::from(unit.micros()), unit.suffix())
}

/// A size in bytes, with `k`, `m` or `g` (1024 and its powers, in either case).
pub fn size(word: &Word<'_>) -> Result<u64, Diagnostic> {
    size_in(word, 0..=u64::MAX)
}

/// A size in bytes within limits.
pub fn size_in(word: &Word<'_>, limits: RangeInclusive<u64>) -> Result<u64, Diagnostic> {
    let text = word.str();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let help = "write a whole number of bytes, or of k, m or g, as in `16k`";
    if digits == 0 {
        return Err(not_a(word, "a size").help(help));
    }
    let shift = match &text[digits..] {
        "" => 0,
        "k" | "K" => 10,
        "m" | "M" => 20,
        "g" | "G" => 30,
        suffix => {
            return Err(Diagnostic::alert(
                word.span_of(digits..word.bytes().len()),
                format!("unexpected `{suffix}` in the size `{text}`"),
            )
            .label("not a unit")
            .help(help));
        }
    };
    let bytes = text[..digits].parse::<u64>().ok().and_then(|n| n.checked_mul(1 << shift));
    match bytes {
        Some(bytes) if limits.contains(&bytes) => Ok(bytes),
        _ => Err(out_of_range(word, "size", &limits)),
    }
}

/// A whole number within limits; a sign is allowed where the limits allow it.
pub fn integer<T>(word: &Word<'_>, limits: RangeInclusive<T>) -> Result<T, Diagnostic>
where
    T: Copy + PartialOrd + Display + TryFrom<i128>,
{
    let text = word.str();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a(word, "a whole number").help(format!(
            "write a number from {} to {}",
            limits.start(),
            limits.end()
        )));
    }
    let number = text.parse::<i128>().ok().and_then(|number| T::try_from(number).ok());
    match number {
        Some(number) if limits.contains(&number) => Ok(number),
        _ => Err(out_of_range(word, "number", &limits)),
    }
}

/// A percentage, `50%` or `50`, from 0 to `max`.
pub fn percent(word: &Word<'_>, max: u32) -> Result<u32, Diagnostic> {
    let text = word.str();
    let number = text.strip_suffix('%').unwrap_or(text);
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a(word, "a percentage").help("write it like `50%`"));
    }
    match number.parse::<u32>() {
        Ok(percent) if percent <= max => Ok(percent),
        _ => Err(out_of_range(word, "percentage", &(0..=max))),
    }
}

fn not_a(word: &Word<'_>, what: &str) -> Diagnostic {
    Diagnostic::alert(word.span(), format!("`{}` isn't {what}", word.str()))
        .label(format!("expected {what}"))
}

fn out_of_range<T: Display>(word: &Word<'_>, what: &str, limits: &RangeInclusive<T>) -> Diagnostic {
    Diagnostic::alert(word.span(), format!("the {what} `{}` is out of range", word.str()))
        .label(format!("has to be from {} to {}", limits.start(), limits.end()))
}
