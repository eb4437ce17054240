//! Bodies of every framing: no panic, and the same payload, trailers and end however the bytes are cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_http::{Body, BodyReader, Fault, write_trailers};

/// Payload, trailers, bytes taken, and how it ended.
#[derive(Debug, PartialEq)]
struct Read {
    payload: Vec<u8>,
    trailers: Vec<u8>,
    taken: usize,
    end: Result<bool, Fault>,
}

fn read_in_steps(body: Body, input: &[u8], step: usize) -> Read {
    let mut reader = BodyReader::new(body);
    let mut read = Read { payload: Vec::new(), trailers: Vec::new(), taken: 0, end: Ok(false) };
    let mut end = 0;
    while end < input.len() && !reader.is_done() {
        end = (end + step).min(input.len());
        while read.taken < end && !reader.is_done() {
            let part = &input[read.taken..end];
            match reader.step(part) {
                Ok(step) => {
                    assert!(step.consumed > 0);
                    read.payload.extend_from_slice(&part[step.data]);
                    read.taken += step.consumed;
                }
                Err(malformed) => {
                    // Its offset is no further back than the start of the last step's input.
                    read.end = Err(malformed.fault);
                    read.taken = 0;
                    return read;
                }
            }
        }
    }
    write_trailers(reader.trailers(), &mut read.trailers);
    read.end = Ok(reader.finish_on_eof().is_ok());
    read
}

fuzz_target!(|data: &[u8]| {
    let [kind, step, input @ ..] = data else { return };
    let body = match kind % 8 {
        0 => Body::Length(u64::from(*kind)),
        1 => Body::UntilClose,
        2 => Body::None,
        _ => Body::Chunked,
    };
    let whole = read_in_steps(body, input, input.len().max(1));
    let parts = read_in_steps(body, input, usize::from(*step).max(1));
    assert_eq!(whole, parts);
});
