//! `ltime`, `utime` and their kin: a date in a format of one's own (`strftime(3)`).

use super::Rate;
use crate::convert::prelude::*;
use jiff::fmt::strtime::{BrokenDownTime, Config};
use jiff::tz::TimeZone;

const FORMAT: Converter = Converter {
    args: &[Arg::required("format", ArgKind::Str), Arg::optional("offset", ArgKind::Sint)],
    input: Type::Sint,
    ..Converter::PLAIN
};

/// `ltime`
pub static LTIME: Converter = Converter {
    name: "ltime",
    sentence: "The date so many seconds after 1970, in local time and in this format.",
    examples: &[Example::plain("int(784111777),ltime(%M)", "49")],
    eval: Eval::Fn(|value, args, _| local(value, args, Rate::SECONDS)),
    ..FORMAT
};

/// `ms_ltime`
pub static MS_LTIME: Converter = Converter {
    name: "ms_ltime",
    sentence: "The date so many milliseconds after 1970, in local time and in this format; `%3N` gives milliseconds.",
    examples: &[Example::plain("int(784111777042),ms_ltime(%S.%3N)", "37.042")],
    eval: Eval::Fn(|value, args, _| local(value, args, Rate::MILLISECONDS)),
    ..FORMAT
};

/// `us_ltime`
pub static US_LTIME: Converter = Converter {
    name: "us_ltime",
    sentence: "The date so many microseconds after 1970, in local time and in this format; `%6N` gives microseconds.",
    examples: &[Example::plain("int(784111777000042),us_ltime(%S.%6N)", "37.000042")],
    eval: Eval::Fn(|value, args, _| local(value, args, Rate::MICROSECONDS)),
    ..FORMAT
};

/// `utime`
pub static UTIME: Converter = Converter {
    name: "utime",
    sentence: "The date so many seconds after 1970, in UTC and in this format.",
    examples: &[
        Example::plain("int(784111777),utime(%Y%m%d%H%M%S)", "19941106084937"),
        Example::plain("int(784111777),utime('%F, %j',86400)", "1994-11-07, 311"),
        Example::absent("", "int(9223372036854775807),utime(%Y)"),
    ],
    eval: Eval::Fn(|value, args, _| universal(value, args, Rate::SECONDS)),
    ..FORMAT
};

/// `ms_utime`
pub static MS_UTIME: Converter = Converter {
    name: "ms_utime",
    sentence: "The date so many milliseconds after 1970, in UTC and in this format; `%3N` gives milliseconds.",
    examples: &[
        Example::plain("int(784111777042),ms_utime('%T.%3N %z')", "08:49:37.042 +0000"),
        Example::plain("int(-1),ms_utime(%N)", "999000000"),
    ],
    eval: Eval::Fn(|value, args, _| universal(value, args, Rate::MILLISECONDS)),
    ..FORMAT
};

/// `us_utime`
pub static US_UTIME: Converter = Converter {
    name: "us_utime",
    sentence: "The date so many microseconds after 1970, in UTC and in this format; `%6N` gives microseconds.",
    examples: &[Example::plain("int(784111777000042),us_utime(%T.%6N)", "08:49:37.000042")],
    eval: Eval::Fn(|value, args, _| universal(value, args, Rate::MICROSECONDS)),
    ..FORMAT
};

fn local<'a>(value: Sample<'a>, args: &Args, rate: Rate) -> Option<Sample<'a>> {
    format(value, args, rate, TimeZone::system())
}

fn universal<'a>(value: Sample<'a>, args: &Args, rate: Rate) -> Option<Sample<'a>> {
    format(value, args, rate, TimeZone::UTC)
}

fn format<'a>(value: Sample<'a>, args: &Args, rate: Rate, zone: TimeZone) -> Option<Sample<'a>> {
    let count = number(&value)?.saturating_add(args.sint(1).unwrap_or(0));
    let date = BrokenDownTime::from(&rate.moment(count)?.to_zoned(zone));
    let format = std::str::from_utf8(args.str(0)).ok()?;
    // What strftime(3) doesn't know stays as it is written.
    let config = Config::new().lenient(true);
    date.to_string_with_config(&config, format).ok().map(Sample::string)
}
