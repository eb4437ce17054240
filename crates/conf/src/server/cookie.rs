//! `cookie` of a server: the value by which clients come back to it.

use super::ServerSpec;

pub(super) static COOKIE: ServerSpec = ServerSpec {
    name: "cookie",
    usage: "cookie <value>",
    sentence: "Sets the value of the backend's persistence cookie that leads to the server.",
    examples: &["cookie s1"],
    default: true,
    parse: |cx, words| {
        cx.server.cookie = Some(words.expect("the cookie's value")?.bytes().into());
        Ok(())
    },
};
