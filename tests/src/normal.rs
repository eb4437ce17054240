//! Takes out of what was seen that which no two runs share: dates, ports, process numbers, timers.

use regex::{Captures, Regex};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

/// Names for the ports and the folder of one run.
#[derive(Debug)]
pub struct Normal {
    known: Vec<(Regex, String)>,
    rules: Vec<(Regex, &'static str)>,
    timers: Regex,
    bytes: Regex,
    number: Regex,
}

impl Normal {
    /// `addrs` are the ports by name.
    pub fn new(addrs: &BTreeMap<String, SocketAddr>, folder: &Path) -> Normal {
        let mut known = Vec::new();
        for (name, addr) in addrs {
            known.push((pattern(&format!(r"\b{}\b", addr.port())), format!("<{name}>")));
        }
        known.push((pattern(&regex::escape(&folder.to_string_lossy())), "<folder>".into()));
        let rules = vec![
            (pattern(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
            (pattern(r"\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d\.\d{3}\]"), "[DATE]"),
            (pattern(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4}|\.\d{3})?"), "DATE"),
            (pattern(r"(>)[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "), "${1}DATE "),
            (pattern(r"(DATE \w+)\[\d+\]:"), "${1}[PID]:"),
            (pattern(r"(check duration: )\d+ms"), "${1}Tms"),
            // The common log format: the client's port and the milliseconds, then five timers.
            (
                pattern(r#"" \d+ \d+ ("[^"]*" "[^"]*" "[^"]*") -?\d+ -?\d+ -?\d+ -?\d+ \+?\d+ "#),
                "\" PORT MS $1 T T T T T ",
            ),
            (pattern(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
        ];
        // The timers of the tcplog, httplog and default formats stand behind `frontend backend/server`;
        // a case's own format marks them with `timers=`.
        let timers = pattern(r"(\] \S+ \S+/\S+ |timers=)([-+]?\d+(?:/[-+]?\d+)*)( |$|,)");
        // HAProxy counts the bytes of its own form of an HTTP head, Moongate those on the wire.
        let bytes = pattern(r"(\] \S+ \S+/\S+ \S+ -?\d+ \+?)\d+( )");
        Normal { known, rules, timers, bytes, number: pattern(r"(^|/|\+)\d+") }
    }

    /// What a client or a server saw.
    pub fn traffic(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (port, name) in &self.known {
            text = port.replace_all(&text, name.as_str()).into_owned();
        }
        self.rules[0].0.replace_all(&text, self.rules[0].1).into_owned()
    }

    /// A log line.
    pub fn log(&self, line: &str) -> String {
        let mut text = line.to_owned();
        for (rule, by) in &self.rules {
            text = rule.replace_all(&text, *by).into_owned();
        }
        for (port, name) in &self.known {
            text = port.replace_all(&text, name.as_str()).into_owned();
        }
        let text = self.timers.replace(&text, |found: &Captures<'_>| {
            let timers = self.number.replace_all(&found[2], "${1}T").into_owned();
            format!("{}{timers}{}", &found[1], &found[3])
        });
        self.bytes.replace(&text, "${1}BYTES${2}").into_owned()
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is written here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_line_loses_what_changes() {
        let addrs = BTreeMap::from([("FE".to_owned(), "127.0.0.1:8080".parse().unwrap())]);
        let normal = Normal::new(&addrs, Path::new("/tmp/x"));
        let line = "<134>Nov  2 09:38:51 haproxy[12]: 127.0.0.1:33000 [22/Nov/2026:09:38:51.123] fe be/s1 \
                    0/0/-1/1/+12 200 99 - - ---- 1/1/0/0/0 0/0 \"GET http://a:8080/ HTTP/1.1\"";
        let expected = "<134>DATE haproxy[PID]: 127.0.0.1:PORT [DATE] fe be/s1 T/T/-1/T/+T 200 BYTES - - ---- \
                        1/1/0/0/0 0/0 \"GET http://a:<FE>/ HTTP/1.1\"";
        assert_eq!(normal.log(line), expected);
    }
}
