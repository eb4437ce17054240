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
    iso: String,
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
    let pid = std::process::id();
    let now = Timestamp::now();
    DATES.with(|dates| {
        let mut dates = dates.borrow_mut();
        if dates.second != now.as_second() || dates.iso.is_empty() {
            dates.refresh(now);
        }
        // Writing to a vector can't fail.
        let _ = match target.format {
            LogFormat::Local | LogFormat::Rfc3164 => {
                let host = hostname.unwrap_or("");
                let space = if host.is_empty() { "" } else { " " };
                let date = &dates.rfc3164;
                write!(out, "<{priority}>{date} {host}{space}{tag}[{pid}]: ")
            }
            LogFormat::Rfc5424 => {
                let host = hostname.unwrap_or("-");
                let date = &dates.iso;
                let done = write!(out, "<{priority}>1 {date} {host} {tag} {pid} - ");
                out.extend_from_slice(if data.is_empty() { b"-" } else { data });
                out.push(b' ');
                done
            }
            LogFormat::Priority => write!(out, "<{priority}>"),
            LogFormat::Short => write!(out, "<{}>", level as u32),
            LogFormat::Timed => write!(out, "<{}>{} ", level as u32, dates.iso),
            LogFormat::Iso => write!(out, "{} ", dates.iso),
            LogFormat::Raw => Ok(()),
        };
    });
}

impl Dates {
    fn refresh(&mut self, now: Timestamp) {
        let zoned = now.to_zoned(TimeZone::system());
        self.second = now.as_second();
        self.rfc3164 = zoned.strftime("%b %e %H:%M:%S").to_string();
        self.iso = zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    }
}
