//! `h1-case-adjust` and `h1-case-adjust-file`: header names for peers that know one case only.

use super::PLAIN;
use crate::keyword::{GlobalCx, Keyword, Parse};
use crate::values;
use moongate_http::HeaderCase;
use moongate_lang::Diagnostic;

pub(super) static H1_CASE_ADJUST: Keyword = Keyword {
    name: "h1-case-adjust",
    usage: "h1-case-adjust <from> <to>",
    sentence: "Writes a header's name in this case where an `option h1-case-adjust-bogus-…` asks for it.",
    examples: &["h1-case-adjust content-length Content-Length"],
    parse: Parse::Global(|cx, words| {
        let from = words.expect("the name in lower case")?;
        let to = words.expect("the name as it is to be written")?;
        words.finish("the names")?;
        let case = &mut cx.draft.global.header_case;
        add(case, from.bytes(), to.bytes())
            .map_err(|why| Diagnostic::alert(from.span().to(to.span()), why))
    }),
    ..PLAIN
};

pub(super) static H1_CASE_ADJUST_FILE: Keyword = Keyword {
    name: "h1-case-adjust-file",
    usage: "h1-case-adjust-file <file>",
    sentence: "Reads such names from a file, two of them on each line.",
    examples: &["h1-case-adjust-file /dev/null"],
    parse: Parse::Global(|cx, words| {
        let word = words.expect("a file")?;
        words.finish("the file")?;
        let path = path(cx, values::utf8(word)?);
        let text = std::fs::read(&path).map_err(|error| {
            let message = format!("error opening file '{}'", path.display());
            Diagnostic::alert(word.span(), message).label(values::io_reason(&error))
        })?;
        for (at, line) in text.split(|byte| *byte == b'\n').enumerate() {
            read(&mut cx.draft.global.header_case, line).map_err(|why| {
                let message = format!("line {} of '{}': {why}", at + 1, path.display());
                Diagnostic::alert(word.span(), message).help(
                    "each line has a name in lower case and the same name as it is to be written",
                )
            })?;
        }
        Ok(())
    }),
    ..PLAIN
};

fn path(cx: &GlobalCx<'_, '_>, name: &str) -> std::path::PathBuf {
    values::file(name, &cx.draft.default_path, cx.shared)
}

/// Reads a line of a file.
fn read(case: &mut HeaderCase, line: &[u8]) -> Result<(), String> {
    let line = line.trim_ascii();
    if line.is_empty() || line[0] == b'#' {
        return Ok(());
    }
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    match (words.next(), words.next(), words.next()) {
        (Some(from), Some(to), None) => add(case, from, to),
        _ => Err("two names are expected".to_owned()),
    }
}

fn add(case: &mut HeaderCase, from: &[u8], to: &[u8]) -> Result<(), String> {
    let shown = String::from_utf8_lossy(from);
    if from != to.to_ascii_lowercase() {
        return Err(format!(
            "'{shown}' has to be in lower case, and both names differ in case only"
        ));
    }
    if !case.add(from, to) {
        return Err(format!("duplicate entry '{shown}'"));
    }
    Ok(())
}
