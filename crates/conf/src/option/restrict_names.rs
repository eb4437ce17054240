//! `option http-restrict-req-hdr-names`: what becomes of request headers with odd names.

use super::{OptionSpec, PLAIN};
use crate::keyword::{Done, EarlyCx};
use crate::plan::OddNames;
use moongate_lang::{Diagnostic, Words};

pub(super) static RESTRICT_NAMES: OptionSpec = OptionSpec {
    name: "http-restrict-req-hdr-names",
    negatable: false,
    usage: "option http-restrict-req-hdr-names { preserve | delete | reject }",
    sentence: "Keeps or deletes request headers whose names have other characters than letters, digits and `-`, or rejects the request.",
    examples: &["option http-restrict-req-hdr-names delete"],
    parse,
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("`preserve`, `delete` or `reject`")?;
    cx.draft.settings.odd_names = match word.str() {
        "preserve" => OddNames::Preserve,
        "delete" => OddNames::Delete,
        "reject" => OddNames::Reject,
        other => {
            let message = format!("`{other}` is no policy for headers' names");
            return Err(Diagnostic::alert(word.span(), message)
                .help("write `preserve`, `delete` or `reject`")
                .did_you_mean(other, ["preserve", "delete", "reject"]));
        }
    };
    Ok(())
}
