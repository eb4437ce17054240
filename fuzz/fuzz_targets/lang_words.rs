//! Any bytes as a configuration: words, blocks, variables, and the text of every finding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_lang::render::{self, Style};
use moongate_lang::{Diagnostics, Env, Facts, Line, Reader, Sources, units};

fuzz_target!(|data: &[u8]| {
    let mut sources = Sources::default();
    sources.add("fuzz.cfg", data.to_vec());
    let facts = Facts { version: "3.5-dev5", features: &["LUA"], ..Facts::default() };
    let (mut env, mut diagnostics) = (Env::new(), Diagnostics::default());
    env.set("A", "one two");
    let mut reader = Reader::new(&sources);
    let mut line = Line::default();
    while reader.next(&mut line, &env, &facts, &mut diagnostics) {
        assert!(!line.words.is_empty());
        let span = line.span();
        assert!(span.start <= span.end && span.end as usize <= data.len());
        for word in &line.words {
            let inner = word.span_of(0..word.bytes().len());
            assert!(inner.start >= word.span().start && inner.end <= word.span().end);
            diagnostics.keep(units::milliseconds(word));
            diagnostics.keep(units::size(word));
            diagnostics.keep(env.expand(word));
        }
        if let Some(result) = env.run(&line.words[0], &line.words[1..]) {
            diagnostics.keep(result);
        }
        reader.enter_section(line.words[0].str());
    }
    // The text of many findings says no more than that of a few.
    let first = || diagnostics.iter().take(3);
    render::text(first(), &sources, &Style::plain(1));
    render::json(first(), &sources);
});
