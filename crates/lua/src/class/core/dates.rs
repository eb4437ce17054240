//! `core.http_date` and its kin: reads dates of HTTP (RFC 9110, section 5.6.7).

use crate::declaration::{Declaration, Param, param};
use crate::raw::{Call, Done, Fault, Function};

/// The formats.
const IMF: u8 = 1;
const RFC850: u8 = 2;
const ASCTIME: u8 = 4;

const PARAMS: &[Param] = &[param("date", "string")];

/// `core.imf_date` (1), `core.rfc850_date` (2), `core.asctime_date` (4), and for all of them
/// `core.http_date` (7)
pub(super) struct HttpDate<const FORMATS: u8>;

impl<const FORMATS: u8> Function for HttpDate<FORMATS> {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        match FORMATS {
            IMF => "imf_date",
            RFC850 => "rfc850_date",
            ASCTIME => "asctime_date",
            _ => "http_date",
        },
        PARAMS,
        "integer?",
        match FORMATS {
            IMF => "Seconds since the epoch of `Sun, 06 Nov 1994 08:49:37 GMT`, or nil.",
            RFC850 => "Seconds since the epoch of `Sunday, 06-Nov-94 08:49:37 GMT`, or nil.",
            ASCTIME => "Seconds since the epoch of `Sun Nov  6 08:49:37 1994`, or nil.",
            _ => "Seconds since the epoch of a date in any of HTTP's three formats, or nil.",
        },
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = std::str::from_utf8(call.text(1)?).unwrap_or_default();
        let seconds = [(IMF, imf as fn(&str) -> _), (RFC850, rfc850), (ASCTIME, asctime)];
        let mut tried = seconds.iter().filter(|(format, _)| FORMATS & format != 0);
        match tried.find_map(|(_, read)| read(text)) {
            Some(seconds) => call.push_integer(seconds),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}

const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn short_day(text: &str) -> Option<()> {
    DAYS.iter().any(|day| day[..3] == *text).then_some(())
}

fn month(text: &str) -> Option<i64> {
    MONTHS.iter().position(|month| *month == text).map(|at| at as i64 + 1)
}

fn number(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
fn imf(text: &str) -> Option<i64> {
    let (day, rest) = text.split_once(", ")?;
    short_day(day)?;
    let mut words = rest.strip_suffix(" GMT")?.split(' ');
    let (date, name, year) = (words.next()?, words.next()?, words.next()?);
    let time = words.next()?;
    words.next().is_none().then_some(())?;
    seconds(number(year, 4)?, month(name)?, number(date, 2)?, time)
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`; years from 70 on are of the last century.
fn rfc850(text: &str) -> Option<i64> {
    let (day, rest) = text.split_once(", ")?;
    DAYS.contains(&day).then_some(())?;
    let (date, time) = rest.strip_suffix(" GMT")?.split_once(' ')?;
    let mut parts = date.split('-');
    let (date, name, year) = (parts.next()?, parts.next()?, number(parts.next()?, 2)?);
    parts.next().is_none().then_some(())?;
    let year = if year < 70 { 2000 + year } else { 1900 + year };
    seconds(year, month(name)?, number(date, 2)?, time)
}

/// `Sun Nov  6 08:49:37 1994`
fn asctime(text: &str) -> Option<i64> {
    let (day, rest) = (text.get(..3)?, text.get(3..)?.strip_prefix(' ')?);
    short_day(day)?;
    let name = rest.get(..3)?;
    let date = rest.get(3..6)?.strip_prefix(' ')?;
    let date = match date.strip_prefix(' ') {
        Some(digit) => number(digit, 1)?,
        None => number(date, 2)?,
    };
    let (time, year) = rest.get(6..)?.strip_prefix(' ')?.split_once(' ')?;
    seconds(number(year, 4)?, month(name)?, date, time)
}

/// Seconds since the epoch; none if there is no such day or time.
fn seconds(year: i64, month: i64, day: i64, time: &str) -> Option<i64> {
    let mut parts = time.split(':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let second = number(parts.next()?, 2)?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 60 || day < 1 {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day > length {
        return None;
    }
    // Days of a year that begins with March, so that the leap day is its last.
    let (march_year, march_month) =
        if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = march_year * 365 + march_year.div_euclid(4) - march_year.div_euclid(100)
        + march_year.div_euclid(400)
        + (march_month * 153 + 2) / 5
        + day
        - 719_469;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_formats() {
        const WHEN: i64 = 784_111_777;
        assert_eq!(imf("Sun, 06 Nov 1994 08:49:37 GMT"), Some(WHEN));
        assert_eq!(rfc850("Sunday, 06-Nov-94 08:49:37 GMT"), Some(WHEN));
        assert_eq!(asctime("Sun Nov  6 08:49:37 1994"), Some(WHEN));
        assert_eq!(imf("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(imf("Thu, 29 Feb 2024 12:00:00 GMT"), Some(1_709_208_000));
        assert_eq!(rfc850("Monday, 01-Jan-29 00:00:00 GMT"), Some(1_861_920_000));
        for bad in [
            "",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 30 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT ",
            "é, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!((imf(bad), rfc850(bad), asctime(bad)), (None, None, None), "{bad}");
        }
    }
}
