//! Options of `stats socket` alone.

use super::BindSpec;
use crate::plan::CliLevel;
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static LEVEL: BindSpec = BindSpec {
    name: "level",
    usage: "level { user | operator | admin }",
    sentence: "Says what those who connect to a `stats socket` may do.",
    examples: &["level admin"],
    parse: |cx, words| {
        cx.level = Some(values::choice(
            words,
            "a level",
            &[
                ("user", CliLevel::User),
                ("operator", CliLevel::Operator),
                ("admin", CliLevel::Admin),
            ],
        )?);
        Ok(())
    },
};

pub(super) static EXPOSE_FD: BindSpec = BindSpec {
    name: "expose-fd",
    usage: "expose-fd listeners",
    sentence: "Lets a process that takes over ask for the listening sockets.",
    examples: &[],
    parse: |_, words| {
        let span = Words::last(words);
        words.expect("`listeners`")?;
        Err(Diagnostic::unsupported(span, "`expose-fd` of `stats socket`"))
    },
};
