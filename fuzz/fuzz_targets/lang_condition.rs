//! Any bytes as the condition of `-cc`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_lang::render::{self, Style};
use moongate_lang::{Env, Facts, Sources, condition};

fuzz_target!(|data: &[u8]| {
    let facts = Facts {
        version: "3.5-dev5",
        features: &["LUA"],
        openssl_version: "1.1.1",
        ..Facts::default()
    };
    let (mut sources, mut env) = (Sources::default(), Env::new());
    env.set("A", "1");
    if let Err(found) = condition::evaluate_text(data, &mut sources, &env, &facts) {
        let span = found.span.expect("a condition's finding has its place");
        assert!(span.start <= span.end && span.end as usize <= data.len());
        render::text([&found], &sources, &Style::plain(1));
    }
});
