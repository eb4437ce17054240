//! What stands before a log line's text, by the target's format (configuration manual, `log`;
//! RFC 3164 and RFC 5424).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use moongate_conf::plan::{LogFormat, LogTarget};
use moongate_state::LogLevel;
use std::cell::RefCell;
use std::io::Write;

/// The date in the two forms that headers use, made once a second.
#[derive(Default)]
struct Dates {
    second: i64,
    rfc3164: String,
    /// Date and time of ISO 8601, without a fraction.
    iso: String,
    /// The time zone behind the fraction.
    zone: String,
}

thread_local! {
    static DATES: RefCell<Dates> = RefCell::default();
}

/// Appends the header; `data` is the structured data of RFC 5424 §6.3.
pub(super) fn write(
    out: &mut Vec<u8>,
    target: &LogTarget,
    level: LogLevel,
    tag: &str,
    hostname: Option<&str>,
    data: &[u8],
) {
    let priority = u32::from(target.facility) * 8 + level as u32;
    let format = match (target.format, hostname) {
        (LogFormat::Usual, None) => LogFormat::Local,
        (LogFormat::Usual, Some(_)) => LogFormat::Rfc3164,
        (format, _) => format,
    };
    // Writing to a vector can't fail.
    let _ = match format {
        LogFormat::Usual | LogFormat::Local => DATES.with(|dates| {
            let mut dates = dates.borrow_mut();
            let date = &dates.at(Timestamp::now()).rfc3164;
            write!(out, "<{priority}>{date} {tag}[{}]: ", std::process::id())
        }),
        LogFormat::Rfc3164 => DATES.with(|dates| {
            let mut dates = dates.borrow_mut();
            let date = &dates.at(Timestamp::now()).rfc3164;
            let host = hostname.unwrap_or("localhost");
            write!(out, "<{priority}>{date} {host} {tag}[{}]: ", std::process::id())
        }),
        LogFormat::Rfc5424 => {
            let _ = write!(out, "<{priority}>1 ");
            iso(out);
            let host = hostname.unwrap_or("-");
            let done = write!(out, " {host} {tag} {} - ", std::process::id());
            out.extend_from_slice(if data.is_empty() { b"-" } else { data });
            out.push(b' ');
            done
        }
        LogFormat::Priority => write!(out, "<{priority}>"),
        LogFormat::Short => write!(out, "<{}>", level as u32),
        LogFormat::Timed => {
            let done = write!(out, "<{}>", level as u32);
            iso(out);
            out.push(b' ');
            done
        }
        LogFormat::Iso => {
            iso(out);
            out.push(b' ');
            Ok(())
        }
        LogFormat::Raw => Ok(()),
    };
}

/// The time now with microseconds, as RFC 5424 §6.2.3 has it.
fn iso(out: &mut Vec<u8>) {
    let now = Timestamp::now();
    let micros = now.subsec_microsecond();
    DATES.with(|dates| {
        let mut dates = dates.borrow_mut();
        let Dates { iso, zone, .. } = dates.at(now);
        let _ = write!(out, "{iso}.{micros:06}{zone}");
    });
}

impl Dates {
    /// Those of a moment.
    fn at(&mut self, now: Timestamp) -> &Self {
        if self.second != now.as_second() || self.iso.is_empty() {
            let zoned = now.to_zoned(TimeZone::system());
            self.second = now.as_second();
            self.rfc3164 = zoned.strftime("%b %e %H:%M:%S").to_string();
            self.iso = zoned.strftime("%Y-%m-%dT%H:%M:%S").to_string();
            self.zone = zoned.strftime("%:z").to_string();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moongate_conf::plan::LogAddress;

    fn header(format: LogFormat, hostname: Option<&str>, data: &str) -> String {
        let target = LogTarget {
            to: LogAddress::Stdout,
            len: 1024,
            format,
            facility: 16,
            max_level: LogLevel::Debug,
            min_level: LogLevel::Emerg,
            sample: None,
            profile: None,
        };
        let mut out = Vec::new();
        write(&mut out, &target, LogLevel::Info, "tag", hostname, data.as_bytes());
        let text = String::from_utf8(out).unwrap();
        // Digits of dates and of the process's number.
        text.replace(|c: char| c.is_ascii_digit(), "9")
    }

    #[test]
    fn each_format_has_its_header() {
        let year = "9999-99-99T99:99:99.999999+99:99";
        let date = |text: String| {
            let (head, rest) = text.split_once('>').unwrap();
            // A day below ten has a space before it.
            format!("{head}>DATE{}", &rest[15..])
        };
        let pid = std::process::id().to_string().replace(|c: char| c.is_ascii_digit(), "9");
        let short = format!("<999>DATE tag[{pid}]: ");
        let long = format!("<999>DATE host tag[{pid}]: ");
        assert_eq!(date(header(LogFormat::Usual, None, "")), short);
        assert_eq!(date(header(LogFormat::Local, Some("host"), "")), short);
        assert_eq!(date(header(LogFormat::Usual, Some("host"), "")), long);
        assert_eq!(
            date(header(LogFormat::Rfc3164, None, "")),
            format!("<999>DATE localhost tag[{pid}]: ")
        );
        let minus = |text: String| text.replace(".999999-", ".999999+");
        assert_eq!(
            minus(header(LogFormat::Rfc5424, None, "[a b=\"c\"]")),
            format!("<999>9 {year} - tag {pid} - [a b=\"c\"] ")
        );
        assert_eq!(minus(header(LogFormat::Timed, None, "")), format!("<9>{year} "));
        assert_eq!(minus(header(LogFormat::Iso, None, "")), format!("{year} "));
        assert_eq!(header(LogFormat::Short, None, ""), "<9>");
        assert_eq!(header(LogFormat::Priority, None, ""), "<999>");
        assert_eq!(header(LogFormat::Raw, None, ""), "");
    }
}
