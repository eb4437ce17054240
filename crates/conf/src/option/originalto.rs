//! `option originalto`: tells servers in a header which address the client connected to.

use super::forwardfor::address_header;
use super::{OptionSpec, PLAIN};

pub(super) static ORIGINALTO: OptionSpec = OptionSpec {
    name: "originalto",
    negatable: false,
    usage: "option originalto [except <network>] [header <name>]",
    sentence: "Adds the address that the client connected to to requests, in `X-Original-To` or another header.",
    examples: &["option originalto", "option originalto except 127.0.0.1 header X-Client-Dst"],
    parse: |cx, words| {
        let made = address_header(words, "originalto", b"x-original-to", false)?;
        cx.draft.settings.originalto = Some(made);
        Ok(())
    },
    ..PLAIN
};
