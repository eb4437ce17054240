//! The few facts of an X.509 certificate that webpki doesn't tell (RFC 5280 §4.1).

use std::time::Duration;

/// Facts of a certificate, as its signer wrote them; nothing here is checked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Facts<'a> {
    /// 1, 2 or 3; 1 has no extensions and so no names of hosts.
    pub(super) version: u8,
    /// The issuer's name, encoded.
    issuer: &'a [u8],
    /// The owner's name, encoded.
    subject: &'a [u8],
    /// From when to when it is good, since 1970.
    pub(super) validity: (Duration, Duration),
}

impl<'a> Facts<'a> {
    /// Reads a certificate.
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let (certificate, _) = expect(der, SEQUENCE)?;
        let (mut rest, _) = expect(certificate, SEQUENCE)?;
        let mut version = 1;
        if let Some((explicit, after)) = expect(rest, VERSION) {
            version = expect(explicit, INTEGER)?.0.last()?.checked_add(1)?;
            rest = after;
        }
        let (_serial, rest) = expect(rest, INTEGER)?;
        let (_algorithm, rest) = expect(rest, SEQUENCE)?;
        let (issuer, rest) = expect(rest, SEQUENCE)?;
        let (validity, rest) = expect(rest, SEQUENCE)?;
        let (subject, _) = expect(rest, SEQUENCE)?;
        let (from, validity) = time(validity)?;
        let (until, _) = time(validity)?;
        Some(Self { version, issuer, subject, validity: (from, until) })
    }

    /// Whether it names itself as its issuer.
    pub(super) fn is_self_signed(&self) -> bool {
        self.issuer == self.subject
    }
}

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// The content of the element at the front if it has that tag, and what follows it.
fn expect(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, content, rest) = element(der)?;
    (found == tag).then_some((content, rest))
}

/// Tag and content of the element at the front, and what follows it (X.690 §8.1).
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x83 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// A time in one of its two spellings, both in UTC and with seconds.
fn time(der: &[u8]) -> Option<(Duration, &[u8])> {
    let (tag, text, rest) = element(der)?;
    let number = |at: usize, count: usize| -> Option<u64> {
        let digits = text.get(at..at + count)?;
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0'))
        })
    };
    let (year, at) = match tag {
        // RFC 5280 §4.1.2.5.1: two digits from 50 on are of the last century.
        UTC_TIME => {
            (number(0, 2).map(|year| if year < 50 { 2000 + year } else { 1900 + year })?, 2)
        }
        GENERALIZED_TIME => (number(0, 4)?, 4),
        _ => return None,
    };
    let (month, day) = (number(at, 2)?, number(at + 2, 2)?);
    let seconds = number(at + 4, 2)? * 3600 + number(at + 6, 2)? * 60 + number(at + 8, 2)?;
    let days = days_since_1970(year, month, day)?;
    Some((Duration::from_secs(days * 86_400 + seconds), rest))
}

/// Days from 1 January 1970 to a date; what lies before is that day.
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March put the leap day at their end.
    let year = if month < 3 { year.checked_sub(1)? } else { year };
    let from_march = (month + 9) % 12;
    let in_year = (153 * from_march + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + in_year;
    // 719,468 days lie between 1 March of the year 0 and 1 January 1970.
    Some(days.saturating_sub(719_468))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(days_since_1970(1970, 1, 1), Some(0));
        assert_eq!(days_since_1970(2000, 2, 29), Some(11_016));
        assert_eq!(days_since_1970(2026, 11, 29), Some(20_786));
        assert_eq!(days_since_1970(1950, 1, 1), Some(0));
        assert_eq!(days_since_1970(2026, 13, 1), None);
    }

    #[test]
    fn times() {
        let utc = b"\x17\x0d240102030405Z";
        let generalized = b"\x18\x0f20240102030405Z";
        let expected = Duration::from_secs(1_704_164_645);
        assert_eq!(time(utc), Some((expected, &[][..])));
        assert_eq!(time(generalized), Some((expected, &[][..])));
        assert_eq!(time(b"\x17\x0d2401020304x5Z"), None);
        assert_eq!(time(b"\x17\x0524010"), None);
    }

    #[test]
    fn what_is_no_certificate_has_no_facts() {
        for der in [&b""[..], b"\x30", b"\x30\x80", b"\x30\x84\0\0\0\0", b"\x30\x03\x30\x05\x02"] {
            assert_eq!(Facts::read(der), None);
        }
    }
}
