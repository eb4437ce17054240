//! Dates as logs write them, in UTC and in the zone of the system.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use std::io::Write as _;
use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The system's zone, read once: a log line doesn't look for its file again.
static ZONE: LazyLock<TimeZone> = LazyLock::new(TimeZone::system);

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The wall clock's time at a moment of the past.
pub fn at(moment: Instant) -> SystemTime {
    let now = SystemTime::now();
    now.checked_sub(moment.elapsed()).unwrap_or(now)
}

/// Seconds and milliseconds since 1970.
pub fn unix(time: SystemTime) -> (i64, u32) {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_millis())
}

/// The system's zone.
pub fn zone() -> &'static TimeZone {
    &ZONE
}

/// A date on the calendar, and how far it is from UTC.
fn civil(time: SystemTime, local: bool) -> (DateTime, Offset, u32) {
    let (seconds, millis) = unix(time);
    let stamp = Timestamp::from_second(seconds).unwrap_or_default();
    let offset = if local { ZONE.to_offset(stamp) } else { Offset::UTC };
    (offset.to_datetime(stamp), offset, millis)
}

fn day_and_time(date: DateTime, out: &mut Vec<u8>) {
    let month = MONTHS.get(date.month() as usize - 1).unwrap_or(&"Jan");
    // Writing to a vector can't fail.
    let _ = write!(
        out,
        "{:02}/{month}/{:04}:{:02}:{:02}:{:02}",
        date.day(),
        date.year(),
        date.hour(),
        date.minute(),
        date.second()
    );
}

/// `22/Nov/2026:09:51:01 +0000`
pub fn clf(time: SystemTime, local: bool) -> Vec<u8> {
    let (date, offset, _) = civil(time, local);
    let mut out = Vec::with_capacity(26);
    day_and_time(date, &mut out);
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    let _ = write!(out, " {sign}{:02}{:02}", minutes / 60, minutes % 60);
    out
}

/// `22/Nov/2026:09:51:01.089` in the system's zone.
pub fn millis(time: SystemTime) -> Vec<u8> {
    let (date, _, millis) = civil(time, true);
    let mut out = Vec::with_capacity(24);
    day_and_time(date, &mut out);
    let _ = write!(out, ".{millis:03}");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn dates() {
        let time = UNIX_EPOCH + Duration::from_millis(1_234_567_890_042);
        assert_eq!(clf(time, false), b"13/Feb/2009:23:31:30 +0000");
        assert_eq!(unix(time), (1_234_567_890, 42));
        assert!(millis(time).ends_with(b".042"));
        assert_eq!(clf(time, true).len(), 26);
    }
}
