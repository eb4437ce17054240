//! Every converter and every HTTP fetch that HAProxy has, on ordinary and on hostile values: the same
//! configuration is started with both programs, and what the expressions give has to agree.
//!
//! The lists are in `tests/expressions/`; `differences.txt` there holds each difference that is meant,
//! with its reason. `SHOW=1` prints every difference, those that are meant too.

use moongate_tests::{Client, Folder, Launch, Origin, program, reference, under_test_is_haproxy};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

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

#[test]
fn fetches_of_requests_agree() {
    let (fetches, requests) = (list("fetches.txt"), messages("requests.txt"));
    let mut config = format!("{TOP}frontend fe\n    bind fd@${{FE}} name here\n");
    config += "    option http-buffer-request\n    unique-id-format id-%ci\n";
    config += "    capture request header x-a len 8\n    capture request header host len 100\n";
    config += &evaluate("http-request", "req", &fetches);
    config += BACKEND;
    let ask = |program: &Path| {
        let proxy = Launch::of(program, config.as_str()).listen("FE").start();
        let mut found = BTreeMap::new();
        for (at, request) in requests.iter().enumerate() {
            let mut client = Client::connect(proxy.addr("FE"));
            client.send(request);
            client.shut();
            note(&mut found, at, &fetches, &client.to_end());
        }
        found
    };
    agree("fetch", &ask(&reference()), &ask(&program()));
}

#[test]
fn fetches_of_answers_agree() {
    let (fetches, answers) = (list("answer-fetches.txt"), messages("answers.txt"));
    let served = answers.clone();
    let origin = Origin::new(move |mut stream| {
        let mut asked = [0; 4096];
        let count = stream.read(&mut asked).unwrap_or(0);
        let digit = asked[..count].iter().find(|byte| byte.is_ascii_digit());
        let at = digit.map_or(0, |digit| usize::from(digit - b'0'));
        let _ = stream.write_all(&served[at]);
    });
    let mut config = format!("{TOP}frontend fe\n    bind fd@${{FE}}\n    default_backend be\n");
    config += "    capture response header x-a len 8\n";
    let _ = writeln!(config, "backend be\n    server s1 {}", origin.addr());
    config += &evaluate("http-response", "res", &fetches);
    let ask = |program: &Path| {
        let proxy = Launch::of(program, config.as_str()).listen("FE").start();
        let mut found = BTreeMap::new();
        for at in 0..answers.len() {
            let mut client = Client::connect(proxy.addr("FE"));
            client.send(format!("GET /{at} HTTP/1.1\r\nhost: a\r\ncookie: a=9\r\n\r\n"));
            note(&mut found, at, &fetches, &client.response());
        }
        found
    };
    agree("fetch of an answer", &ask(&reference()), &ask(&program()));
}

/// Keeps what the fetches gave on message number `at`, or the status if there was another answer.
fn note(found: &mut BTreeMap<String, String>, at: usize, fetches: &[String], answer: &str) {
    if answer.starts_with("HTTP/1.1 200") {
        for (fetch, value) in fetches.iter().zip(values_of(answer)) {
            found.insert(format!("{at}: {fetch}"), value);
        }
    } else {
        for fetch in fetches {
            found.insert(format!("{at}: {fetch}"), answer.lines().next().unwrap_or("").to_owned());
        }
    }
}

#[test]
fn arguments_are_accepted_or_refused_alike() {
    let expressions = list("arguments.txt");
    let check = |program: &Path| -> BTreeMap<String, String> {
        let folder = Folder::new();
        let verdict = |expression: &String| {
            let config = format!(
                "{TOP}frontend fe\n    bind 127.0.0.1:1\n    declare capture request len 9\n    http-request set-var(txn.r) {}\n{BACKEND}",
                word(expression)
            );
            let path = folder.write("proxy.cfg", config);
            let mut command = Command::new(program);
            let output = command.arg("-c").arg("-f").arg(path).output();
            let output = output.expect("the program can be started");
            let verdict = if output.status.success() { "accepted" } else { "refused" };
            (expression.clone(), verdict.to_owned())
        };
        expressions.iter().map(verdict).collect()
    };
    agree("argument", &check(&reference()), &check(&program()));
}

const BACKEND: &str = "backend be
    server s1 127.0.0.1:1 weight 7 maxconn 20
    server s2 127.0.0.1:1 disabled
";

/// The messages of a list, one a line.
fn messages(name: &str) -> Vec<Vec<u8>> {
    list(name).iter().map(|line| message(line)).collect()
}

fn message(line: &str) -> Vec<u8> {
    let (mut made, mut rest) = (Vec::new(), line);
    while let Some(at) = rest.find('\\') {
        made.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        let (byte, length) = match escape.as_bytes().first() {
            Some(b'r') => (b'\r', 1),
            Some(b'n') => (b'\n', 1),
            Some(b't') => (b'\t', 1),
            Some(b'x') => (u8::from_str_radix(&escape[1..3], 16).expect("two digits"), 3),
            _ => (b'\\', 1),
        };
        made.push(byte);
        rest = &escape[length..];
    }
    made.extend_from_slice(rest.as_bytes());
    let text: Vec<u8> = made;
    let end = text.windows(4).position(|part| part == b"\r\n\r\n").expect("a head ends") + 4;
    let length = (text.len() - end).to_string();
    match text.windows(4).position(|part| part == b"BODY") {
        Some(at) => [&text[..at], length.as_bytes(), &text[at + 4..]].concat(),
        None => text,
    }
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
    let Some(digits) = value.strip_suffix('.') else {
        return if value.is_empty() { "none".into() } else { value.to_owned() };
    };
    let bytes: Vec<u8> = (0..digits.len() / 2)
        .filter_map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok())
        .collect();
    match std::str::from_utf8(&bytes) {
        Ok(text) if !text.chars().any(char::is_control) => format!("{text:?}"),
        _ => digits.to_owned(),
    }
}
