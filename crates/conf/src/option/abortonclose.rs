//! `option abortonclose`: whether a client that closed its side still waits for an answer.

use super::{OptionSpec, PLAIN};
use moongate_lang::Negation;

pub(super) static ABORTONCLOSE: OptionSpec = OptionSpec {
    name: "abortonclose",
    usage: "[no | default] option abortonclose",
    sentence: "Drops requests of clients that closed their side, unless a server works on them: that is \
               told, and decides. Backends in mode `http` do so unless it is switched off; on a \
               frontend it would only concern TLS handshakes.",
    examples: &["option abortonclose", "no option abortonclose"],
    parse: |cx, _| {
        cx.draft.abortonclose = match cx.negation {
            None => Some(true),
            Some(Negation::No(_)) => Some(false),
            Some(Negation::Default(_)) => None,
        };
        Ok(())
    },
    ..PLAIN
};
