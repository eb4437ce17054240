//! Every declared example is read without a finding.

mod common;

use moongate_conf::keyword::Section;
use moongate_conf::reference;

/// What the sections of the examples begin with, and backends that they may name.
const BEFORE: &str = "\
defaults
 mode http
 timeout client 1s
 timeout connect 1s
 timeout server 1s
http-errors site
 errorfile 403 /dev/null
 errorfile 404 /dev/null
backend servers
backend static
backend app
backend clients
 stick-table type string size 1k
backend rates
 stick-table type ip size 1k store bytes_out_rate(1s)
";

/// A whole configuration with a line in a section that may have it.
fn with(line: &str, section: Section) -> String {
    let log = if line.starts_with("no log") { "" } else { " log stdout local0\n" };
    // Steps of checks need the option that says what they speak.
    let option = match line.split(' ').next() {
        Some("http-check") => " option httpchk\n",
        Some("tcp-check") => " option tcp-check\n",
        _ => "",
    };
    match section {
        Section::Global => {
            format!("global\n tune.lua.bool-sample-conversion normal\n {line}\n{BEFORE}")
        }
        // At the end, where it concerns nothing else.
        Section::NamedDefaults => format!("{BEFORE}defaults d\n{log} {line}\n"),
        Section::Defaults => format!("{BEFORE}defaults\n{log} {line}\n"),
        Section::Frontend | Section::Backend | Section::Listen => format!(
            "{BEFORE}listen x\n{log} bind 127.0.0.1:8001\n server www 127.0.0.1:1\n{option} {line}\n"
        ),
    }
}

fn check(line: &str, section: Section) {
    let text = with(line, section);
    let lines = common::text(&text).lines();
    assert!(lines.is_empty(), "{text}\n{lines:#?}");
}

#[test]
fn keywords() {
    let all = [
        Section::Global,
        Section::Defaults,
        Section::NamedDefaults,
        Section::Frontend,
        Section::Backend,
        Section::Listen,
    ];
    for keyword in reference::keywords() {
        assert!(!keyword.usage.is_empty() && !keyword.sentence.is_empty(), "{}", keyword.name);
        for line in keyword.examples {
            for section in all.into_iter().filter(|section| keyword.sections.has(*section)) {
                check(line, section);
            }
        }
    }
}

#[test]
fn options() {
    for option in reference::options() {
        assert!(!option.examples.is_empty(), "{}", option.name);
        for line in option.examples {
            check(line, Section::Listen);
            check(line, Section::Defaults);
        }
    }
}

#[test]
fn timeouts() {
    for timeout in reference::timeouts().filter(|timeout| timeout.is_supported()) {
        check(&format!("timeout {} 10s", timeout.name), Section::Listen);
    }
}

#[test]
fn bind_options() {
    for option in reference::bind_options() {
        for words in option.examples.iter().filter(|words| !words.starts_with("level")) {
            check(&format!("bind [::1]:8002 {words}"), Section::Listen);
        }
    }
}

#[test]
fn server_options() {
    for option in reference::server_options() {
        for words in option.examples {
            check(&format!("server s9 127.0.0.1:8002 {words}"), Section::Listen);
            if option.default {
                check(&format!("default-server {words}"), Section::Defaults);
            }
        }
    }
}

#[test]
fn nothing_is_both_declared_and_missing() {
    use moongate_conf::unsupported;
    for keyword in reference::keywords() {
        let list = match keyword.sections.has(Section::Global) {
            true => unsupported::GLOBAL,
            false => unsupported::PROXY,
        };
        assert!(!list.contains(&keyword.name), "{}", keyword.name);
    }
    assert!(reference::options().all(|option| !unsupported::option(option.name)));
    assert!(reference::bind_options().all(|option| !unsupported::bind(option.name)));
    assert!(reference::server_options().all(|option| !unsupported::server(option.name)));
}
