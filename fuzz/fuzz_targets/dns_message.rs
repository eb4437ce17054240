//! Answers of name servers: no panic, no endless name, and only what answers the question counts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_net::dns::{Fault, Kind, Name, Reply, decode, encode};

fuzz_target!(|data: &[u8]| {
    let [flags, length, rest @ ..] = data else { return };
    let kind = if flags & 1 == 0 { Kind::A } else { Kind::Aaaa };
    let (text, tail) = rest.split_at(usize::from(*length).min(rest.len()));
    let Some(name) = Name::parse(text) else { return };
    assert_eq!(Name::parse(name.to_string().as_bytes()), Some(name.clone()));
    let mut question = Vec::new();
    encode(&mut question, 7, &name, kind, 1232);
    assert_eq!(decode(&question, 7, &name, kind), Err(Fault::Stranger));
    // The bytes as they are, and behind the begin of an answer to that question.
    let _ = decode(tail, 7, &name, kind);
    let mut answer = question[..question.len() - 11].to_vec();
    answer[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, flags >> 1, 0, 0, 0, 0]);
    answer.extend_from_slice(tail);
    if let Ok(Reply::Addresses(list, _)) = decode(&answer, 7, &name, kind) {
        assert!(!list.is_empty() && list.len() <= usize::from(flags >> 1));
        assert!(list.iter().all(|ip| ip.is_ipv4() == (kind == Kind::A)));
    }
    assert_eq!(decode(&answer, 8, &name, kind), Err(Fault::Stranger));
});
