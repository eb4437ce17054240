//! `fc_nb_streams`, `bc_glitches` and their kin: what protocols with several streams on a connection
//! tell. HTTP/1 has one, and counts no glitches.

use super::server_connected;
use crate::fetch::prelude::*;

const FRONT: Fetch = Fetch { output: Type::Sint, ..Fetch::PLAIN };
const BACK: Fetch = Fetch { scope: Scope::table("...........YYYYYYYYY.."), ..FRONT };
const ANSWERED: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\n\n";

/// `fc_nb_streams`
pub static FC_NB_STREAMS: Fetch = Fetch {
    name: "fc_nb_streams",
    sentence: "How many streams the client's connection carries now.",
    examples: &[Example::plain("fc_nb_streams", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(1))),
    ..FRONT
};

/// `fc_settings_streams_limit`
pub static FC_STREAMS_LIMIT: Fetch = Fetch {
    name: "fc_settings_streams_limit",
    scope: Scope::table(".YYYYYYYYYYYYYYYYYY..."),
    sentence: "How many streams the client's connection may carry at once: 1 with HTTP/1 and TCP.",
    examples: &[Example::plain("fc_settings_streams_limit", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(1))),
    ..FRONT
};

/// `fc_glitches`
pub static FC_GLITCHES: Fetch = Fetch {
    name: "fc_glitches",
    sentence: "How many oddities of the client's protocol were counted: none with HTTP/1 and TCP.",
    examples: &[Example::plain("fc_glitches", "0")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(0))),
    ..FRONT
};

/// `bc_nb_streams`
pub static BC_NB_STREAMS: Fetch = Fetch {
    name: "bc_nb_streams",
    sentence: "How many streams the server's connection carries now.",
    examples: &[
        Example::absent("", "bc_nb_streams"),
        Example::shows(ANSWERED, "bc_nb_streams", "1"),
    ],
    eval: Eval::Fn(|cx, _| server_connected(cx).map(|()| Sample::Sint(1))),
    ..BACK
};

/// `bc_settings_streams_limit`
pub static BC_STREAMS_LIMIT: Fetch = Fetch {
    name: "bc_settings_streams_limit",
    sentence: "How many streams the server's connection may carry at once: 1 with HTTP/1 and TCP.",
    examples: &[Example::shows(ANSWERED, "bc_settings_streams_limit", "1")],
    eval: Eval::Fn(|cx, _| server_connected(cx).map(|()| Sample::Sint(1))),
    ..BACK
};

/// `bc_glitches`
pub static BC_GLITCHES: Fetch = Fetch {
    name: "bc_glitches",
    sentence: "How many oddities of the server's protocol were counted: none with HTTP/1 and TCP.",
    examples: &[Example::shows(ANSWERED, "bc_glitches", "0")],
    eval: Eval::Fn(|cx, _| server_connected(cx).map(|()| Sample::Sint(0))),
    ..BACK
};
