//! Log formats: no panic when one is compiled or written, and every error points into the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_lang::{FileId, Span, Word};
use moongate_sample::{
    Catalogue, Compiler, Cx, FormatOptions, NoNames, PatternStore, Point, Scope, testing,
};

const GIVEN: &str = "GET /a/b.c?d=e HTTP/1.1\nhost: x.y\nx: \"\\]\n\n----\nHTTP/1.1 200 OK\n\n";

fuzz_target!(|input: &[u8]| {
    if memchr::memmem::find(input, b"map").is_some() {
        return;
    }
    let catalogue = Catalogue::standard();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    let Ok(txn) = testing::txn(GIVEN) else { return };
    let word = Word::plain(input, Span::new(FileId(0), 0, input.len()));
    for options in [FormatOptions::LOG, FormatOptions::HTTP, FormatOptions::VALUE] {
        match compiler.format(&word, Scope::ANYWHERE, options) {
            Ok(format) => {
                let mut out = Vec::new();
                format.write(&Cx::new(&txn, Point::Log), &mut out);
                // A header field can be made of it, whatever values gave; what the configuration
                // itself says stays as it is.
                if options.http && !input.iter().any(u8::is_ascii_control) {
                    let bad = |byte: &u8| (*byte < 32 && *byte != b'\t') || *byte == 127;
                    assert!(!out.iter().any(bad), "{:?}", String::from_utf8_lossy(&out));
                }
            }
            Err(error) => {
                if let Some(span) = error.span {
                    assert!(span.start <= span.end && span.end as usize <= input.len());
                }
            }
        }
    }
});
