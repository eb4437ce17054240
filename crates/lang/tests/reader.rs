//! Files in, the lines that conditions leave in and the findings out.

#![allow(clippy::unwrap_used)]

use moongate_lang::render::{self, Style};
use moongate_lang::{Diagnostics, Env, Facts, Line, Negation, Reader, Sources};
use std::fmt::Write;

const FACTS: Facts<'_> = Facts {
    version: "3.5-dev5",
    features: &["LUA", "THREAD"],
    enabled: &["EPOLL"],
    ssl_library: "AWS-LC",
    openssl_version: "1.1.1",
    awslc_api: Some(35),
    fips: false,
    diagnostic_mode: false,
};

/// Reads as a configuration does: `setenv` and its kin act, section keywords count.
fn read(files: &[&str], facts: &Facts<'_>) -> String {
    let mut sources = Sources::default();
    for (at, text) in files.iter().enumerate() {
        sources.add(format!("{}.cfg", at + 1), text.as_bytes().to_vec());
    }
    let (mut env, mut diagnostics) = (Env::new(), Diagnostics::default());
    let mut reader = Reader::new(&sources);
    let (mut line, mut out) = (Line::default(), String::new());
    while reader.next(&mut line, &env, facts, &mut diagnostics) {
        let words: Vec<_> = line.words.iter().map(|word| word.str()).collect();
        let mark = match line.negation {
            Some(Negation::No(_)) => "!",
            Some(Negation::Default(_)) => "~",
            None => "",
        };
        let first = if line.starts_file { "^" } else { "" };
        writeln!(out, "{first}{}: {mark}{}", line.number, words.join("|")).unwrap();
        if let Some(result) = env.run(&line.words[0], &line.words[1..]) {
            diagnostics.keep(result);
        }
        if words[0] == "frontend" || words[0] == "global" {
            reader.enter_section(words.last().unwrap());
        }
    }
    let style = Style { pid: 1, colour: false, excerpts: false };
    out.push_str(&render::text(diagnostics.iter(), &sources, &style));
    out
}

fn check(text: &str, expected: &str) {
    assert_eq!(read(&[text], &FACTS).trim_end(), expected.trim_matches('\n'));
}

#[test]
fn lines_and_prefixes() {
    check(
        "# a comment\n\nglobal\r\n  no busy-polling # x\n  default numa-cpu-mapping\n  no\n",
        "
^3: global
4: !busy-polling
5: ~numa-cpu-mapping
[ALERT]    (1) : config : parsing [1.cfg:6] : `no` needs a keyword after it",
    );
}

#[test]
fn environment_acts_while_parsing() {
    check(
        r#"global
  setenv A 1
  presetenv A 2
  presetenv B "x y"
  log "$A$B" "${.SECTION}:${.LINE}"
frontend web
  bind "${B[*]}" "${.FILE}:${.SECTION}"
  unsetenv A
  log "${A-gone}"
  resetenv A
  log "${B-gone}"
"#,
        "
^1: global
2: setenv|A|1
3: presetenv|A|2
4: presetenv|B|x y
5: log|1x y|global:5
6: frontend|web
7: bind|x|y|1.cfg:web
8: unsetenv|A
9: log|gone
10: resetenv|A
11: log|gone",
    );
}

#[test]
fn environment_keywords_are_checked() {
    check(
        "global\n setenv\n setenv a\n setenv a b c\n setenv a=b c\n unsetenv\n presetenv \"\" x\n",
        "
^1: global
2: setenv
3: setenv|a
4: setenv|a|b|c
5: setenv|a=b|c
6: unsetenv
7: presetenv||x
[ALERT]    (1) : config : parsing [1.cfg:2] : `setenv` expects a name and a value; write `setenv NAME value`; an empty value is `\"\"`
[ALERT]    (1) : config : parsing [1.cfg:3] : `setenv` expects a name and a value; write `setenv NAME value`; an empty value is `\"\"`
[ALERT]    (1) : config : parsing [1.cfg:4] : `setenv` takes one name and one value; quote a value that contains spaces
[ALERT]    (1) : config : parsing [1.cfg:5] : `a=b` isn't the name of a variable; a name isn't empty and has no `=`
[ALERT]    (1) : config : parsing [1.cfg:6] : `unsetenv` expects at least one variable; write `unsetenv NAME`
[ALERT]    (1) : config : parsing [1.cfg:7] : `` isn't the name of a variable; a name isn't empty and has no `=`",
    );
}

#[test]
fn conditional_blocks() {
    check(
        r#".if feature(LUA)
  .if feature(QUIC)
    a
  .elif version_atleast(3.5-dev5) # yes
    b
  .elif nonsense
    c
  .else
    d
  .endif # comment
  e
.else
  .if nonsense
    f
  .elif 1
    g
  .endif
  h "an unfinished quote that nobody reads
.endif
.if
  i
.else
  j
.endif
"#,
        "\n^5: b\n11: e\n23: j",
    );
}

#[test]
fn unbalanced_blocks() {
    check(
        ".else\n.endif\n.elif 1\na\n.if 1\n.else\n.else\nx\n.elif 1\ny\n.endif\nb\n.if 1\n.if 0\nc\n",
        "
^4: a
12: b
[ALERT]    (1) : config : parsing [1.cfg:1] : lone `.else` with no matching `.if`
[ALERT]    (1) : config : parsing [1.cfg:2] : lone `.endif` with no matching `.if`
[ALERT]    (1) : config : parsing [1.cfg:3] : lone `.elif` with no matching `.if`
[ALERT]    (1) : config : parsing [1.cfg:7] : `.else` after `.else`
[ALERT]    (1) : config : parsing [1.cfg:9] : `.elif` after `.else`
[ALERT]    (1) : config : parsing [1.cfg:13] : non-terminated `.if` block; end it with `.endif` in the same file
[ALERT]    (1) : config : parsing [1.cfg:14] : non-terminated `.if` block; end it with `.endif` in the same file",
    );
}

#[test]
fn one_mistake_makes_one_message() {
    check(
        ".if foo\na\n.elif 1\nb\n.else\nc\n.endif\n.if \"\nd\n.endif\n.if 0\n.elif 1x\n.else\n.endif\n.if 1\n.elif '\nd\n.endif\ne\n",
        "
^19: e
[ALERT]    (1) : config : parsing [1.cfg:1] : unknown predicate `foo`
[ALERT]    (1) : config : parsing [1.cfg:8] : unmatched quote: no \" closes it; close it with \", or write \\\" for the character itself
[ALERT]    (1) : config : parsing [1.cfg:12] : unexpected text after the condition; combine conditions with `&&` and `||`, and write no space before a parenthesis
[ALERT]    (1) : config : parsing [1.cfg:16] : unmatched quote: no ' closes it; close it with ', or write \\' for the character itself",
    );
}

#[test]
fn directives_speak() {
    let text = ".notice \"n 1\"\n.warning w\n.alert a\n.diag d\n.notice a b\n.warming x\n.endif x\n.if 1\n.else y\n.endif\n.if 0\n.alert no\n.endif\n.notice\n";
    let expected = "
[NOTICE]   (1) : config : parsing [1.cfg:1] : n 1
[WARNING]  (1) : config : parsing [1.cfg:2] : w
[ALERT]    (1) : config : parsing [1.cfg:3] : a
[ALERT]    (1) : config : parsing [1.cfg:5] : unexpected argument `b` for `.notice`; use quotes if the message should contain spaces
[ALERT]    (1) : config : parsing [1.cfg:6] : unknown directive `.warming`; did you mean `.warning`?
[ALERT]    (1) : config : parsing [1.cfg:7] : lone `.endif` with no matching `.if`
[ALERT]    (1) : config : parsing [1.cfg:9] : `.else` doesn't take an argument; start a comment with `#`
[NOTICE]   (1) : config : parsing [1.cfg:14] : ";
    check(text, expected.trim_end());
    let facts = Facts { diagnostic_mode: true, ..FACTS };
    assert!(read(&[text], &facts).contains("[NOTICE]   (1) : config : parsing [1.cfg:4] : d\n"));
}

#[test]
fn files_are_apart() {
    let out =
        read(&["frontend a\n.if 1\n", "x \"${.SECTION}|${.LINE}|${.FILE}\"\n", "", "y"], &FACTS);
    assert_eq!(
        out,
        "^1: frontend|a
^1: x||1|2.cfg
^1: y
[ALERT]    (1) : config : parsing [1.cfg:2] : non-terminated `.if` block; end it with `.endif` in the same file
[ALERT]    (1) : config : parsing [4.cfg:1] : missing line feed on the last line; end the last line with a line feed
"
    );
}

#[test]
fn long_lines_are_read() {
    let words = "word ".repeat(100_000);
    let text = format!("{words}\n\"{words}\"\n");
    let mut sources = Sources::default();
    sources.add("x", text.into_bytes());
    let mut reader = Reader::new(&sources);
    let (mut line, mut diagnostics) = (Line::default(), Diagnostics::default());
    let env = Env::new();
    assert!(reader.next(&mut line, &env, &FACTS, &mut diagnostics));
    assert_eq!(line.words.len(), 100_000);
    assert!(reader.next(&mut line, &env, &FACTS, &mut diagnostics));
    assert_eq!(line.words[0].bytes().len(), 500_000);
    assert!(!reader.next(&mut line, &env, &FACTS, &mut diagnostics));
    assert!(diagnostics.is_empty());
}
