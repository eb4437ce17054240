//! Every declared example is read without a finding.

mod common;

use moongate_conf::keyword::Section;
use moongate_conf::reference;

/// A whole configuration with a line in a section that may have it.
fn with(line: &str, section: Section) -> String {
    let open = match section {
        Section::Global => "global\n tune.lua.bool-sample-conversion normal\n",
        Section::NamedDefaults => "defaults d\n",
        Section::Defaults => "defaults\n",
        Section::Frontend => "listen x\n",
        Section::Backend => "listen x\n",
        Section::Listen => "listen x\n",
    };
    let common = " mode http\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n";
    let inside = match section {
        Section::Global => String::new(),
        _ => {
            let own = " bind 127.0.0.1:8001\n server www 127.0.0.1:1\n";
            let defaults = matches!(section, Section::Defaults | Section::NamedDefaults);
            let own = if defaults { "" } else { own };
            let log = if line.starts_with("no log") { "" } else { " log stdout local0\n" };
            format!("{log}{common}{own}")
        }
    };
    let others = ["servers", "static", "app"];
    let others: String = others
        .iter()
        .map(|name| format!("backend {name}\n mode http\n timeout connect 1s\n timeout server 1s\n server s 127.0.0.1:1\n"))
        .collect();
    // `defaults` come last, so that they concern nothing else.
    match section {
        Section::Global => format!("{open}{inside} {line}\n{others}"),
        Section::Defaults | Section::NamedDefaults => format!("{others}{open}{inside} {line}\n"),
        _ => format!("{others}{open}{inside} {line}\n"),
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
