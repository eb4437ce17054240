//! `node`, `description`, `localpeer`: what the process is called.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;

pub(super) static NODE: Keyword = Keyword {
    name: "node",
    usage: "node <name>",
    sentence: "Names this node where statistics are shown; without it, the machine's name is used.",
    examples: &["node edge1"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.node = Some(values::text(words, "a name")?);
        words.finish("the name")
    }),
    ..PLAIN
};

pub(super) static DESCRIPTION: Keyword = Keyword {
    name: "description",
    usage: "description <text>…",
    sentence: "Describes this instance, for those who read its statistics.",
    examples: &["description the edge of the shop"],
    parse: Parse::Global(|cx, words| {
        let mut text = values::text(words, "a text")?;
        for word in words {
            text.push(' ');
            text.push_str(values::utf8(word)?);
        }
        cx.draft.global.description = Some(text);
        Ok(())
    }),
    ..PLAIN
};

pub(super) static LOCALPEER: Keyword = Keyword {
    name: "localpeer",
    usage: "localpeer <name>",
    sentence: "Sets this instance's name among its peers.",
    examples: &["localpeer edge1"],
    parse: Parse::Global(|cx, words| {
        let name = values::text(words, "a name")?;
        cx.env.set("HAPROXY_LOCALPEER", name.clone());
        cx.draft.global.localpeer = Some(name);
        words.finish("the name")
    }),
    ..PLAIN
};
