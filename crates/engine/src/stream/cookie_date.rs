//! The dates in a persistence cookie: `value|last use|first use`, each the time in units of four
//! seconds, in five digits of base 64 (configuration manual, `cookie`, `maxidle`, `maxlife`).

use moongate_conf::plan::Cookie;
use std::time::{SystemTime, UNIX_EPOCH};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A date further than this in the future is a wrong one.
const AHEAD: u64 = 86_400;

/// Dates in units of four seconds; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    last: u32,
    first: u32,
}

impl Dates {
    /// Reads what stands behind a cookie's value.
    pub fn read(value: &[u8]) -> Self {
        let mut parts = value.split(|byte| *byte == b'|').skip(1);
        let mut next = || parts.next().and_then(number).unwrap_or(0);
        let last = next();
        Self { last, first: next() }
    }

    /// Why the cookie doesn't count any more, as the letter of logs.
    pub fn fault(self, cookie: &Cookie) -> Option<u8> {
        self.fault_at(cookie, seconds())
    }

    fn fault_at(self, cookie: &Cookie, now: u64) -> Option<u8> {
        let bad = |date: u32, most: Option<u32>| {
            let (date, Some(most)) = (u64::from(date) * 4, most) else { return false };
            date > 0 && (date > now + AHEAD || date + u64::from(most) < now)
        };
        if bad(self.first, cookie.maxlife) {
            return Some(b'O');
        }
        bad(self.last, cookie.maxidle).then_some(b'E')
    }

    /// Whether the client's cookie needs other dates.
    pub fn is_stale(self, cookie: &Cookie) -> bool {
        let idle = cookie.maxidle.is_some() && self.last != now();
        idle || (cookie.maxlife.is_some() && self.first == 0)
    }

    /// Appends the dates of a cookie that is set now; the first use stays.
    pub fn write(self, cookie: &Cookie, out: &mut Vec<u8>) {
        if cookie.maxidle.is_none() && cookie.maxlife.is_none() {
            return;
        }
        let now = now();
        digits(now, out);
        if cookie.maxlife.is_some() {
            digits(if self.first == 0 { now } else { self.first }, out);
        }
    }
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn now() -> u32 {
    u32::try_from((seconds() / 4) & 0x3fff_ffff).unwrap_or(0)
}

fn digits(date: u32, out: &mut Vec<u8>) {
    out.push(b'|');
    out.extend((0..5).rev().map(|place| DIGITS[(date >> (6 * place) & 63) as usize]));
}

/// Five digits.
fn number(text: &[u8]) -> Option<u32> {
    let text = text.get(..5)?;
    let digit = |byte: &u8| DIGITS.iter().position(|digit| digit == byte);
    text.iter().try_fold(0, |number, byte| Some(number << 6 | u32::try_from(digit(byte)?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_and_written() {
        let dates = Dates::read(b"a|awuHl|AAAAB");
        assert_eq!(dates, Dates { last: 1_795_917_718 / 4, first: 1 });
        assert_eq!(Dates::read(b"a|x|A-_AB"), Dates::default());
        let mut out = Vec::new();
        digits(dates.last, &mut out);
        assert_eq!(out, b"|awuHl");
    }

    #[test]
    fn old_dates_and_those_of_tomorrow_do_not_count() {
        let cookie = Cookie { maxidle: Some(600), maxlife: Some(3600), ..Cookie::default() };
        let now = 1_000_000;
        let at = |last: u32, first: u32| Dates { last: last / 4, first: first / 4 };
        assert_eq!(at(1_000_000 - 600, 1_000_000 - 3600).fault_at(&cookie, now), None);
        assert_eq!(at(1_000_000 - 604, 0).fault_at(&cookie, now), Some(b'E'));
        assert_eq!(at(1_000_000 - 604, 1_000_000 - 3604).fault_at(&cookie, now), Some(b'O'));
        assert_eq!(at(1_000_000 + 86_404, 0).fault_at(&cookie, now), Some(b'E'));
        assert_eq!(at(0, 0).fault_at(&cookie, now), None);
        assert_eq!(at(4, 4).fault_at(&Cookie::default(), now), None);
    }
}
