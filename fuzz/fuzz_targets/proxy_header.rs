//! The PROXY protocol's header: no panic, and no more is taken than is there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_net::proxy_protocol;

fuzz_target!(|input: &[u8]| {
    if let Ok(Some(header)) = proxy_protocol::read(input) {
        assert!(header.length <= input.len());
    }
    let binary = [b"\r\n\r\n\0\r\nQUIT\n", input].concat();
    if let Ok(Some(header)) = proxy_protocol::read(&binary) {
        assert!(header.length <= binary.len());
    }
});
