//! `option httpclose`, `http-server-close`, `http-keep-alive`: what happens after a response. Each
//! of them takes the place of the others.

use super::{OptionSpec, PLAIN};
use crate::keyword::{Done, EarlyCx};

pub(super) static HTTPCLOSE: OptionSpec = OptionSpec {
    name: "httpclose",
    usage: "[no | default] option httpclose",
    sentence: "Closes both connections after each response.",
    examples: &["option httpclose"],
    parse: |cx, _| choose(cx, Mode::Close),
    ..PLAIN
};

pub(super) static HTTP_SERVER_CLOSE: OptionSpec = OptionSpec {
    name: "http-server-close",
    usage: "[no | default] option http-server-close",
    sentence: "Closes the server's connection after each response and keeps the client's.",
    examples: &["option http-server-close"],
    parse: |cx, _| choose(cx, Mode::ServerClose),
    ..PLAIN
};

pub(super) static HTTP_KEEP_ALIVE: OptionSpec = OptionSpec {
    name: "http-keep-alive",
    usage: "[no | default] option http-keep-alive",
    sentence: "Keeps both connections after a response, as is done without any option.",
    examples: &["option http-keep-alive"],
    parse: |cx, _| choose(cx, Mode::KeepAlive),
    ..PLAIN
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    KeepAlive,
    ServerClose,
    Close,
}

fn choose(cx: &mut EarlyCx<'_, '_>, mode: Mode) -> Done {
    let options = &mut cx.draft.settings.options;
    let now = match (options.httpclose, options.http_server_close) {
        (true, _) => Mode::Close,
        (false, true) => Mode::ServerClose,
        (false, false) => Mode::KeepAlive,
    };
    let next = match cx.negation {
        None => mode,
        // `no` and `default` take back the mode that they name, and no other.
        Some(_) if now == mode => Mode::KeepAlive,
        Some(_) => now,
    };
    options.httpclose = next == Mode::Close;
    options.http_server_close = next == Mode::ServerClose;
    Ok(())
}
