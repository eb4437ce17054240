//! Dates as logs write them, in UTC and in the zone of the system.

use crate::digits;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
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
    two(date.day(), out);
    out.push(b'/');
    out.extend_from_slice(month.as_bytes());
    out.push(b'/');
    let year = date.year().unsigned_abs();
    two((year / 100 % 100) as i8, out);
    two((year % 100) as i8, out);
    for part in [date.hour(), date.minute(), date.second()] {
        out.push(b':');
        two(part, out);
    }
}

/// Two digits.
fn two(number: i8, out: &mut Vec<u8>) {
    out.extend_from_slice(&[b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]);
}

/// Appends `22/Nov/2026:09:51:01 +0000`.
pub fn clf(time: SystemTime, local: bool, out: &mut Vec<u8>) {
    let (date, offset, _) = civil(time, local);
    day_and_time(date, out);
    let minutes = offset.seconds() / 60;
    out.extend_from_slice(if minutes < 0 { b" -" } else { b" +" });
    let minutes = minutes.abs();
    two((minutes / 60) as i8, out);
    two((minutes % 60) as i8, out);
}

/// Appends `22/Nov/2026:09:51:01.089`, in the system's zone.
pub fn millis(time: SystemTime, out: &mut Vec<u8>) {
    let (date, _, millis) = civil(time, true);
    day_and_time(date, out);
    out.push(b'.');
    digits::three(millis, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn dates() {
        let time = UNIX_EPOCH + Duration::from_millis(1_234_567_890_042);
        let mut out = Vec::new();
        clf(time, false, &mut out);
        assert_eq!(out, b"13/Feb/2009:23:31:30 +0000");
        assert_eq!(unix(time), (1_234_567_890, 42));
        out.clear();
        millis(time, &mut out);
        assert!(out.ends_with(b".042") && out.len() == 24);
        out.clear();
        clf(time, true, &mut out);
        assert_eq!(out.len(), 26);
    }
}
