//! Findings in, text and JSON out.

#![allow(clippy::unwrap_used)]

use moongate_lang::render::{self, Style};
use moongate_lang::{Diagnostic, FileId, Sources, Span};

/// Where `text` stands for the first time.
fn span(sources: &Sources, text: &str) -> Span {
    for (id, source) in sources.iter() {
        let found = source.text.windows(text.len()).position(|part| part == text.as_bytes());
        if let Some(at) = found {
            return Span::new(id, at, at + text.len());
        }
    }
    panic!("{text} isn't there");
}

const CONFIG: &str = "global
    maxconn 100

defaults
\ttimeout client 10sec
    mode http
    mode htpp # typo
";

fn example() -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    sources.add("x.cfg", CONFIG.into());
    let diagnostics = vec![
        Diagnostic::alert(span(&sources, "sec"), "unexpected `sec` in the time `10sec`")
            .label("not a unit")
            .help("write `10s`"),
        Diagnostic::warning(span(&sources, "htpp"), "unknown proxy mode `htpp`")
            .did_you_mean("htpp", ["tcp", "http"])
            .related(span(&sources, "mode http"), "set here before"),
        Diagnostic::notice(None, "no place\nat all").help("none"),
    ];
    (sources, diagnostics)
}

#[test]
fn shows_the_words_at_fault() {
    let (sources, diagnostics) = example();
    assert_eq!(
        render::text(&diagnostics, &sources, &Style::plain(42)),
        "\
[ALERT]    (42) : config : parsing [x.cfg:5] : unexpected `sec` in the time `10sec`
 --> x.cfg:5:19
  |
5 |     timeout client 10sec
  |                      ^^^ not a unit
  |
  = help: write `10s`
[WARNING]  (42) : config : parsing [x.cfg:7] : unknown proxy mode `htpp`
 --> x.cfg:7:10
  |
6 |     mode http
  |     --------- set here before
7 |     mode htpp # typo
  |          ^^^^
  |
  = help: did you mean `http`?
[NOTICE]   (42) : config : no place
   | at all
   = help: none
"
    );
}

#[test]
fn one_line_each() {
    let (sources, diagnostics) = example();
    let style = Style { excerpts: false, ..Style::plain(42) };
    assert_eq!(
        render::text(&diagnostics[..2], &sources, &style),
        "\
[ALERT]    (42) : config : parsing [x.cfg:5] : unexpected `sec` in the time `10sec`; write `10s`
[WARNING]  (42) : config : parsing [x.cfg:7] : unknown proxy mode `htpp`; did you mean `http`?
"
    );
}

#[test]
fn colours_only_when_asked() {
    let (sources, diagnostics) = example();
    let style = Style { colour: true, ..Style::plain(42) };
    assert!(render::text(&diagnostics, &sources, &style).starts_with("\x1b[1;31m[ALERT]"));
    assert!(!render::text(&diagnostics, &sources, &Style::plain(42)).contains('\x1b'));
}

#[test]
fn json_has_every_part() {
    let (sources, diagnostics) = example();
    let value: serde_json::Value =
        serde_json::from_str(&render::json(&diagnostics, &sources)).unwrap();
    let expected = serde_json::json!([
        {
            "severity": "alert", "file": "x.cfg", "line": 5, "column": 19, "end_line": 5,
            "end_column": 22, "message": "unexpected `sec` in the time `10sec`",
            "label": "not a unit", "help": "write `10s`", "unsupported": null, "related": [],
        },
        {
            "severity": "warning", "file": "x.cfg", "line": 7, "column": 10, "end_line": 7,
            "end_column": 14, "message": "unknown proxy mode `htpp`", "label": null,
            "help": "did you mean `http`?", "unsupported": null,
            "related": [{
                "file": "x.cfg", "line": 6, "column": 5, "end_line": 6, "end_column": 14,
                "message": "set here before",
            }],
        },
        {
            "severity": "notice", "file": null, "line": null, "column": null, "end_line": null,
            "end_column": null, "message": "no place\nat all", "label": null, "help": "none",
            "unsupported": null, "related": [],
        },
    ]);
    assert_eq!(value, expected);
    let none = render::json(&[], &sources);
    assert_eq!(none, "[]");
}

#[test]
fn far_and_foreign_places_get_their_own_excerpt() {
    let mut sources = Sources::default();
    sources.add("a.cfg", format!("backend app\n{}backend app\n", "\n".repeat(300)).into());
    sources.add("b.cfg", b"# backend web\n".to_vec());
    let second = Span::new(FileId(0), 312, 323);
    let found = Diagnostic::alert(second, "two backends are named `app`")
        .related(span(&sources, "app"), "the first")
        .related(span(&sources, "web"), "another");
    assert_eq!(
        render::text([&found], &sources, &Style::plain(1)),
        "\
[ALERT]    (1) : config : parsing [a.cfg:302] : two backends are named `app`
   --> a.cfg:302:1
    |
302 | backend app
    | ^^^^^^^^^^^
    |
   ::: a.cfg:1:9
    |
  1 | backend app
    |         --- the first
    |
   ::: b.cfg:1:11
    |
  1 | # backend web
    |           --- another
"
    );
}

#[test]
fn a_missing_word_is_marked_after_the_line() {
    let mut sources = Sources::default();
    sources.add("a.cfg", b"global\r\n  maxconn\r\n".to_vec());
    let found = Diagnostic::alert(Span::new(FileId(0), 17, 17), "a number is missing");
    assert_eq!(
        render::text([&found], &sources, &Style::plain(1)),
        "\
[ALERT]    (1) : config : parsing [a.cfg:2] : a number is missing
 --> a.cfg:2:10
  |
2 |   maxconn
  |          ^
"
    );
}

#[test]
fn text_that_is_not_utf8_is_shown_as_far_as_it_goes() {
    let mut sources = Sources::default();
    sources.add("a.cfg", b"caf\xe9 \xc3\xa9t\xc3\xa9 \xff\xfe xyz\x1b[31m\n".to_vec());
    let found = Diagnostic::alert(span(&sources, "xyz"), "odd \x1b[31m word");
    let text = render::text([&found], &sources, &Style::plain(1));
    assert!(text.starts_with("[ALERT]    (1) : config : parsing [a.cfg:1] : odd \\u{1b}[31m word"));
    assert!(text.contains("--> a.cfg:1:13"), "{text}");
    assert!(!text.contains('\x1b'));
    assert!(render::json([&found], &sources).contains("\"column\":13"));
}

#[test]
fn any_span_is_shown_without_a_panic() {
    let mut sources = Sources::default();
    let bytes = b"a\xe9\n\n\t\xc3\xa9\xf0\x9f\x8c\x99 \xff\xff\xc3\r\n\0x".to_vec();
    let length = bytes.len();
    sources.add("a.cfg", bytes);
    sources.add("empty.cfg", Vec::new());
    for start in 0..=length + 1 {
        for end in start..=length + 1 {
            let span = Span::new(FileId(0), start, end);
            let found = Diagnostic::alert(span, "x")
                .related(Span::new(FileId(0), end, end), "y")
                .related(Span::new(FileId(1), 0, 0), "z");
            assert!(!render::text([&found], &sources, &Style::plain(1)).is_empty());
            assert!(!render::json([&found], &sources).is_empty());
        }
    }
}
