//! `unique-id-format` and `unique-id-header`: a name for each request.

use super::PLAIN;
use crate::keyword::{Keyword, Parse, Sections};
use crate::values;
use std::rc::Rc;

const SECTIONS: Sections = Sections::DEFAULTS.and(Sections::PROXIES);

pub(super) static UNIQUE_ID_FORMAT: Keyword = Keyword {
    name: "unique-id-format",
    sections: SECTIONS,
    usage: "unique-id-format <format>",
    sentence: "Sets how the unique ID of a request is made.",
    examples: &["unique-id-format %{+X}o\\ %ci:%cp_%fi:%fp_%Ts_%rt:%pid"],
    parse: Parse::Early(|cx, words| {
        let word = words.expect("a format")?.clone().into_owned();
        cx.draft.deferred.unique_id = Some(Rc::new(word));
        words
            .finish("the format")
            .map_err(|diagnostic| diagnostic.help("quote a format that contains spaces"))
    }),
    ..PLAIN
};

pub(super) static UNIQUE_ID_HEADER: Keyword = Keyword {
    name: "unique-id-header",
    sections: SECTIONS,
    usage: "unique-id-header <name>",
    sentence: "Adds the unique ID of a request to it, in a header of this name.",
    examples: &["unique-id-header x-unique-id"],
    parse: Parse::Early(|cx, words| {
        let name = values::text(words, "a header's name")?;
        cx.draft.deferred.unique_id_header = Some(name.to_ascii_lowercase().into());
        words.finish("the header's name")
    }),
    ..PLAIN
};
