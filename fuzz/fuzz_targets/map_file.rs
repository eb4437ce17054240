//! Files of maps and ACLs: no panic when one is read, looked into and changed, and an index finds what
//! another one that was made of the same entries finds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_sample::pattern::{How, Method};
use moongate_sample::{PatternStore, Sample};

fuzz_target!(|input: &[u8]| {
    let [kind, rest @ ..] = input else { return };
    let method = Method::ALL[usize::from(*kind) % Method::ALL.len()];
    let how = How { icase: kind & 0x80 != 0, ..method.into() };
    // A line of its own parts the file from what is looked up.
    let (text, sought) = match memchr::memmem::find(rest, b"\n--\n") {
        Some(at) => (&rest[..at], &rest[at + 4..]),
        None => (rest, rest),
    };
    let store = PatternStore::default();
    let list = store.give("virt@fuzz", text);
    let Ok(view) = list.view(how) else { return };
    // The same entries, one after the other.
    let other = store.give("virt@other", b"");
    let Ok(grown) = other.view(how) else { return };
    for entry in list.entries() {
        if other.add(entry.pattern(), entry.value()).is_err() {
            return;
        }
    }
    let values = sought.split(|&byte| byte == b'\n').take(16);
    let values: Vec<Sample<'_>> = values.map(Sample::str).collect();
    for value in &values {
        let found = view.find(value.clone()).map(|entry| entry.pattern().to_vec());
        let again = grown.find(value.clone()).map(|entry| entry.pattern().to_vec());
        assert_eq!(found, again);
        assert_eq!(view.is_match(value.clone()), found.is_some());
        let _ = list.look(value);
    }
    let entries = other.entries();
    for (at, entry) in entries.iter().enumerate().take(64) {
        match at % 3 {
            // It may have gone with another entry of the same pattern.
            0 => drop(other.del_id(entry.id())),
            1 => drop(other.set_id(entry.id(), b"x")),
            _ => {
                other.del(entry.pattern());
            }
        }
    }
    let left = other.entries();
    for value in values {
        let found = grown.find(value);
        assert!(found.is_none_or(|found| left.iter().any(|entry| *entry == found)));
    }
});
