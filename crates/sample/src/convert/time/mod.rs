//! Converters between dates and their spellings.

use super::Converter;
use jiff::SignedDuration;
use jiff::civil::DateTime;

mod date;
mod http_date;
mod ltime;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &date::DATE,
    &http_date::HTTP_DATE,
    &ltime::LTIME,
    &ltime::MS_LTIME,
    &ltime::US_LTIME,
    &ltime::UTIME,
    &ltime::MS_UTIME,
    &ltime::US_UTIME,
];

/// How many of a unit make a second.
#[derive(Clone, Copy)]
struct Rate(i64);

impl Rate {
    const SECONDS: Self = Self(1);
    const MILLISECONDS: Self = Self(1_000);
    const MICROSECONDS: Self = Self(1_000_000);

    /// The moment so many units after 1970.
    fn moment(self, count: i64) -> Option<jiff::Timestamp> {
        let nanoseconds = count.rem_euclid(self.0) * (1_000_000_000 / self.0);
        jiff::Timestamp::new(count.div_euclid(self.0), i32::try_from(nanoseconds).ok()?).ok()
    }

    /// The same on the calendar of UTC, which goes on to the last second of the year 9999.
    fn date(self, count: i64) -> Option<DateTime> {
        let nanoseconds = count.rem_euclid(self.0) * (1_000_000_000 / self.0);
        let since = SignedDuration::new(count.div_euclid(self.0), i32::try_from(nanoseconds).ok()?);
        DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(since).ok()
    }
}
