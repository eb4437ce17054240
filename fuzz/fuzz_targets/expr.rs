//! Expressions, ACLs and conditions: no panic when they are compiled, none when they are evaluated,
//! and every error points into the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_lang::{Diagnostic, FileId, Span, Word, Words};
use moongate_sample::{Catalogue, Compiler, Cx, NoNames, PatternStore, Point, Scope, cast, testing};

const GIVEN: &str = "POST /a/b.c?d=e HTTP/1.1\nhost: x.y\ncookie: a=b; c=d\nx: 1, \"2,3\"\ncontent-length: 4\n\nbody";

fn points_inside(error: &Diagnostic, length: usize) {
    if let Some(span) = error.span {
        assert!(span.start <= span.end && span.end as usize <= length, "{error:?}");
    }
}

fuzz_target!(|input: &[u8]| {
    // Files are named by expressions and read when these are compiled.
    if memchr::memmem::find(input, b"-f").is_some() || memchr::memmem::find(input, b"map").is_some()
        || memchr::memmem::find(input, b"jwt_").is_some()
    {
        return;
    }
    let catalogue = Catalogue::standard();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    compiler.resolve = false;
    let Ok(txn) = testing::txn(GIVEN) else { return };
    let cx = Cx::new(&txn, Point::BeHttpRequest);
    let end = Span::new(FileId(0), input.len(), input.len());
    let word = Word::plain(input, Span::new(FileId(0), 0, input.len()));
    match compiler.expr_word(&word, Scope::ANYWHERE) {
        Ok(expr) => {
            let _ = expr.eval(&cx).map(cast::text);
        }
        Err(error) => points_inside(&error, input.len()),
    }
    let mut at = 0;
    let words: Vec<Word<'_>> = input
        .split(|&byte| byte == b' ')
        .map(|part| {
            let word = Word::plain(part, Span::new(FileId(0), at, at + part.len()));
            at += part.len() + 1;
            word
        })
        .collect();
    match compiler.condition(&mut Words::new(&words, end), false, Point::BeHttpRequest) {
        Ok(condition) => {
            let _ = condition.eval(&cx);
        }
        Err(error) => points_inside(&error, input.len()),
    }
});
