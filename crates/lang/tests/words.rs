//! Lines in, words out: quotes, escapes, comments and variables as in manual 2.2 and 2.3.

#![allow(clippy::unwrap_used)]

use moongate_lang::lex::{self, Scope, Text};
use moongate_lang::{Diagnostic, Env, FileId, Span, Word};

fn env() -> Env {
    let mut env = Env::new();
    env.set("A", "a b  c");
    env.set("E", "");
    env.set("L", " l m ");
    env.set("D", "$A");
    env
}

fn cut<'s>(line: &'s [u8], env: &Env) -> Result<(Vec<Word<'s>>, Span), Diagnostic> {
    let mut words = Vec::new();
    let text = Text { bytes: line, file: FileId(0), start: 0, comments: true };
    let scope = Scope { env, file: "x.cfg", line: 7, section: "web" };
    let end = lex::words(text, &scope, &mut words)?;
    Ok((words, end))
}

/// The words of a line, with `|` between them.
fn words(line: &str) -> String {
    let env = env();
    let (words, _) = cut(line.as_bytes(), &env).unwrap();
    let words: Vec<_> = words.iter().map(|word| String::from_utf8_lossy(word.bytes())).collect();
    words.join("|")
}

/// The part of the line that an error underlines, and its message.
fn error(line: &str) -> (String, String) {
    let env = env();
    let error = cut(line.as_bytes(), &env).unwrap_err();
    let span = error.span.unwrap();
    (line[span.start as usize..span.end as usize].to_owned(), error.message)
}

#[test]
fn blanks_and_comments() {
    assert_eq!(words("  bind :80\t name  x  "), "bind|:80|name|x");
    assert_eq!(words("global#this is the global section"), "global");
    assert_eq!(words("# nothing"), "");
    assert_eq!(words(""), "");
    assert_eq!(words("a\u{b}b\u{c}c"), "a|b|c");
    assert_eq!(words("mode http\r"), "mode|http");
    assert_eq!(words("mode http \r\r"), "mode|http");
}

#[test]
fn quotes() {
    assert_eq!(words(r#"a "b c" 'd e' "f"g'h'"#), "a|b c|d e|fgh");
    assert_eq!(words(r#""" x '' """#), "|x||");
    assert_eq!(words(r##""#'" '#"$A\n'"##), r##"#'|#"$A\n"##);
    assert_eq!(words(r#"log-format "%{+Q}o %t"' %s'\ %{-Q}r"#), "log-format|%{+Q}o %t %s %{-Q}r");
}

#[test]
fn escapes() {
    assert_eq!(words(r#"\#\'\"\ \\ \n\r\t\x41"#), "#'\" \\|\n\r\tA");
    assert_eq!(words(r#""\#\'\"\ \\\n\r\t\x41\$A""#), "#'\" \\\n\r\tA$A");
    // As HAProxy does: an escape that isn't one keeps its backslash.
    assert_eq!(words(r#"\q \$A "\q" a\"#), r"\q|\$A|\q|a\");
    assert_eq!(words("\"a\\\tb\""), "a\\\tb");
}

#[test]
fn variables() {
    assert_eq!(words(r#"$A ${A} '$A'"#), "$A|${A}|$A");
    assert_eq!(
        words(r#""$A" "x${A}y" "$A.z" "$A-x" "$A[*]""#),
        "a b  c|xa b  cy|a b  c.z|a b  c-x|a b  c[*]"
    );
    assert_eq!(words(r#""$NONE" "${NONE-a\ b$A}""#), r"|a\ b$A");
    assert_eq!(words(r#""${E-x}" "${NONE-}" "${D}""#), "||$A");
    assert_eq!(words(r#""${.FILE}:${.LINE} $.SECTION ${.LINE-x}""#), "x.cfg:7 web 7");
}

#[test]
fn lists() {
    assert_eq!(words(r#""${A[*]}""#), "a|b|c");
    assert_eq!(words(r#""x${A[*]}y"z"#), "xa|b|cyz");
    assert_eq!(words(r#""${NONE[*]-d e}""#), "d|e");
    assert_eq!(words(r#"s "${E[*]}" t "${NONE[*]}""#), "s|t");
    assert_eq!(words(r#""x${E[*]}" """#), "x|");
}

#[test]
fn errors_underline_the_words_at_fault() {
    for (line, part, message) in [
        (r#" a "b c"#, r#""b c"#, "unmatched quote: no \" closes it"),
        ("a 'b\r", "'b", "unmatched quote: no ' closes it"),
        (r#""a\"#, r#""a\"#, "unmatched quote: no \" closes it"),
        (r"a \x4 b", r"\x4", "truncated or invalid hexadecimal sequence"),
        (r"\xZZ", r"\x", "truncated or invalid hexadecimal sequence"),
        (r#""a\x"#, r"\x", "truncated or invalid hexadecimal sequence"),
        (r"a\x00", r"\x00", "a word can't contain a NUL"),
        (r#"a "${B" c"#, "${B", "unmatched brace in environment variable name"),
        (r#""${B-c d"#, "${B-c d", "unmatched brace in environment variable name"),
        (r#""${A B}""#, " ", "unexpected character in the name of an environment variable"),
        (r#""a$""#, "$\"", "forbidden first character in the name of an environment variable"),
        (r#""$1""#, "$1", "forbidden first character in the name of an environment variable"),
        (r#""${}""#, "${}", "forbidden first character in the name of an environment variable"),
        (r#""${.A}""#, ".A", "unknown pseudo-variable"),
        (r#""${A[1]}""#, "[1]", "truncated or invalid word expansion sequence"),
        ("a\rb", "\r", "a carriage return in the middle of the line"),
        ("a\0b", "\0", "a NUL byte in the line"),
    ] {
        assert_eq!(error(line), (part.to_owned(), message.to_owned()), "{line}");
    }
}

#[test]
fn spans_follow_quotes_escapes_and_variables() {
    let line = r#"bind "${A[*]}:8\x30" name"#;
    let env = env();
    let (words, end) = cut(line.as_bytes(), &env).unwrap();
    let source = |span: Span| &line[span.start as usize..span.end as usize];
    let last = &words[3];
    assert_eq!(*last, "c:80");
    assert_eq!(source(last.span()), r#""${A[*]}:8\x30""#.trim_start_matches('"'));
    assert_eq!(source(last.span_of(0..1)), "${A[*]}");
    assert_eq!(source(last.span_of(1..2)), ":");
    assert_eq!(source(last.span_of(2..4)), r"8\x30");
    assert_eq!(source(words[4].span_of(1..3)), "am");
    assert_eq!((end.start as usize, end.end as usize), (line.len(), line.len()));

    let line = r#"x "plain quoted""#;
    let (words, _) = cut(line.as_bytes(), &env).unwrap();
    assert_eq!(&line[2..], &line[words[1].span().start as usize..words[1].span().end as usize]);
    let inner = words[1].span_of(6..12);
    assert_eq!(&line[inner.start as usize..inner.end as usize], "quoted");
}

#[test]
fn any_bytes_make_words_or_an_error() {
    // A small generator instead of a corpus: every line of three of these pieces.
    let pieces: [&[u8]; 16] = [
        b"\"", b"'", b"\\", b"$", b"{", b"}", b"[*]", b"A", b"-", b".LINE", b" ", b"\r", b"\0",
        b"\xff", b"x4", b"#",
    ];
    let env = env();
    for at in 0..pieces.len().pow(4) {
        let line: Vec<u8> = (0..4).flat_map(|n| pieces[at >> (4 * n) & 15]).copied().collect();
        match cut(&line, &env) {
            Ok((words, end)) => {
                assert!(end.end as usize <= line.len());
                for word in words {
                    let span = word.span_of(0..word.bytes().len());
                    assert!(span.start >= word.span().start && span.end <= word.span().end);
                }
            }
            Err(error) => assert!(error.span.unwrap().end as usize <= line.len(), "{line:?}"),
        }
    }
}

#[test]
fn addresses_expand_outside_quotes() {
    let mut env = env();
    env.set("H", "127.0.0.1");
    let expand = |line: &str| {
        let (words, _) = cut(line.as_bytes(), &env)?;
        env.expand(&words[0]).map(|word| word.str().to_owned())
    };
    assert_eq!(expand("$H:80").unwrap(), "127.0.0.1:80");
    assert_eq!(expand("fd@${H}").unwrap(), "fd@127.0.0.1");
    assert_eq!(expand("${NONE}:80").unwrap(), ":80");
    assert_eq!(expand("${NONE-::1}:80").unwrap(), "::1:80");
    assert_eq!(expand(":80").unwrap(), ":80");
    let error = expand("a:${H").unwrap_err();
    assert_eq!((error.span.unwrap().start, error.span.unwrap().end), (2, 5));
}
