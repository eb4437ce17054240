//! Lines in, words out: quotes, escapes, comments and variables as in manual 2.2 and 2.3.

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
