//! Every converter and every HTTP fetch that HAProxy has, on ordinary and on hostile values: the same
//! configuration is started with both programs, and what the expressions give has to agree.
//!
//! The lists are in `tests/expressions/`; `differences.txt` there holds each difference that is meant,
//! with its reason. `SHOW=1` prints every difference, those that are meant too.

use moongate_tests::{Client, Launch, program, reference, under_test_is_haproxy};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What begins every configuration.
const TOP: &str = "global
    tune.bufsize 1000000
    tune.http.maxhdr 1000
defaults
    mode http
    timeout client 10s
    timeout server 10s
    timeout connect 5s
";

#[test]
fn converters_agree() {
    let (values, converters) = (list("values.txt"), list("converters.txt"));
    let mut config = format!("{TOP}frontend fe\n    bind fd@${{FE}}\n");
    config += "    declare capture request len 100\n    declare capture response len 100\n";
    for (name, value) in [
        ("five", "int(5)"),
        ("zero", "int(0)"),
        ("text", "str(a)"),
        ("ip", "ipv4(192.0.2.7)"),
        ("key", "str(a2V5)"),
    ] {
        let _ = writeln!(config, "    http-request set-var(txn.{name}) {value}");
    }
    for (at, value) in values.iter().enumerate() {
        let _ = writeln!(config, "    http-request set-var(txn.v{at}) {}", word(value));
    }
    config += "    use_backend b%[path,field(2,/)]\n";
    for (number, converter) in converters.iter().enumerate() {
        let _ = writeln!(config, "backend b{number}");
        let expressions: Vec<String> =
            (0..values.len()).map(|at| format!("var(txn.v{at}),{converter}")).collect();
        config += &evaluate("http-request", "req", &expressions);
    }
    config += "backend be\n    server s1 127.0.0.1:1\n    server s2 127.0.0.1:1 disabled\n";
    let ask = |program: &Path| -> BTreeMap<String, String> {
        let proxy = maps(Launch::of(program, config.as_str())).listen("FE").start();
        let mut client = Client::connect(proxy.addr("FE"));
        let mut found = BTreeMap::new();
        for (number, converter) in converters.iter().enumerate() {
            let answers = values_of(&client.get(&format!("/{number}")));
            assert_eq!(answers.len(), values.len(), "{converter}");
            for (value, answer) in values.iter().zip(answers) {
                found.insert(format!("{value},{converter}"), answer);
            }
        }
        found
    };
    agree("converter", &ask(&reference()), &ask(&program()));
}

/// The files of the maps that converters name.
fn maps(launch: Launch) -> Launch {
    let texts =
        "a A\nhello h\nexample.com dom\nExample.COM DOM\n192.168 net\nname=value nv\n/ root\n";
    // One file for each way of matching: HAProxy takes one way for all that name the same file.
    let launch = ["exact", "beg", "dir", "dom", "end", "sub", "reg"]
        .into_iter()
        .fold(launch, |launch, name| launch.file(&format!("{name}.map"), texts));
    launch
        .file("regm.map", "^(h.*)o 1-\\1\n([0-9]+) n\\0\n")
        .file("numbers.map", "a 1\nbe -5\n12 9223372036854775807\n")
        .file("addresses.map", "a 10.1.1.1\nbe ::1\n")
        .file("ints.map", "1 one\n2:9 few\n-7 minus\n42 answer\n")
        .file("ints_int.map", "1 11\n42:100 4\n")
        .file("ips.map", "192.168.0.0/16 net\n192.168.1.10 host\n::1 six\n2001:db8::/32 doc\n")
        .file("ips_int.map", "192.168.0.0/16 16\n::1 6\n")
        .file("ips_ip.map", "192.168.0.0/16 10.0.0.1\n::1 ::2\n")
}

/// Rules that keep what expressions give, and one that answers with all of it in hexadecimal. What
/// has no value is told apart from what is empty by the dot behind each value.
fn evaluate(rules: &str, scope: &str, expressions: &[String]) -> String {
    let (mut text, mut answer) = (String::new(), String::new());
    for (at, expression) in expressions.iter().enumerate() {
        let _ = writeln!(text, "    {rules} set-var({scope}.r{at}) {}", word(expression));
        let _ = write!(answer, "|%[var({scope}.r{at}),hex,concat(.)]");
    }
    let _ = writeln!(
        text,
        "    {rules} return status 200 content-type text/plain lf-string \"{answer}\""
    );
    text
}

/// The values in an answer of [`evaluate`].
fn values_of(answer: &str) -> Vec<String> {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    body.split('|').skip(1).map(str::to_owned).collect()
}

/// An expression as a word of a configuration; only `${DIR}` is replaced.
fn word(expression: &str) -> String {
    let mut text = String::from("\"");
    let mut rest = expression.chars().peekable();
    while let Some(c) = rest.next() {
        if matches!(c, '"' | '\\') || c == '$' && rest.peek() != Some(&'{') {
            text.push('\\');
        }
        text.push(c);
    }
    text + "\""
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("expressions")
}

/// The lines of a list, without comments.
fn list(name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder().join(name)).expect("the list is there");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    lines.map(str::to_owned).collect()
}

/// A difference that is meant: a pattern of expressions with `*` for anything, perhaps one of what
/// both give (`EXPRESSION => HAPROXY | MOONGATE`), and the reason.
struct Meant {
    pattern: String,
    values: String,
    reason: String,
}

/// Those of one kind: sections of the file have the kind's name in brackets.
fn meant(kind: &str) -> Vec<Meant> {
    let (mut here, mut all, mut reason) = (false, Vec::new(), String::new());
    let text = std::fs::read_to_string(folder().join("differences.txt")).expect("it is there");
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            here = name == kind;
        } else if let Some(sentence) = line.strip_prefix("# ") {
            reason = sentence.to_owned();
        } else if here {
            let (pattern, values) = line.split_once(" => ").unwrap_or((line, "*"));
            let (pattern, values) = (pattern.to_owned(), values.to_owned());
            all.push(Meant { pattern, values, reason: reason.clone() });
        }
    }
    all
}

/// Whether `pattern`, with `*` for anything, is all of `text`.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|at| rest.is_char_boundary(at) && fits(after, &rest[at..]))
        }),
    }
}

/// Every difference has to be meant, and what is meant has to be there.
fn agree(kind: &str, theirs: &BTreeMap<String, String>, ours: &BTreeMap<String, String>) {
    let meant = meant(kind);
    let mut used = vec![false; meant.len()];
    let mut wrong = String::new();
    for (expression, expected) in theirs {
        let got = &ours[expression];
        if expected == got {
            continue;
        }
        let values = format!("{} | {}", show(expected), show(got));
        let known = meant
            .iter()
            .position(|one| fits(&one.pattern, expression) && fits(&one.values, &values));
        if let Some(at) = known {
            used[at] = true;
        }
        let line =
            format!("{expression}\n    HAProxy  {}\n    Moongate {}\n", show(expected), show(got));
        match known {
            Some(at) if std::env::var_os("SHOW").is_some() => {
                println!("meant ({}): {line}", meant[at].reason);
            }
            Some(_) => {}
            None => wrong += &line,
        }
    }
    if !under_test_is_haproxy() {
        for (one, _) in meant.iter().zip(&used).filter(|(_, used)| !**used) {
            let _ = writeln!(wrong, "no longer different: {}", one.pattern);
        }
    }
    assert!(wrong.is_empty(), "{} expressions of {}:\n{wrong}", kind, theirs.len());
}

/// A value for people: its hexadecimal digits, and its text if it is one.
fn show(value: &str) -> String {
    let Some(digits) = value.strip_suffix('.') else { return "none".into() };
    let bytes: Vec<u8> = (0..digits.len() / 2)
        .filter_map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok())
        .collect();
    match std::str::from_utf8(&bytes) {
        Ok(text) if !text.chars().any(char::is_control) => format!("{text:?}"),
        _ => digits.to_owned(),
    }
}
