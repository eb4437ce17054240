//! `http-errors`: a named list of answers to errors, which proxies and rules refer to
//! (configuration manual, chapter 12.4).

use crate::draft::{DefaultPath, Shared};
use crate::proxy::errors::{load, status};
use crate::values;
use crate::walk::{bad_name, valid_name};
use moongate_lang::{Diagnostic, Line, Words};
use moongate_rules::ErrorSections;

/// Reads the section's name.
pub(crate) fn name(
    words: &mut Words<'_, '_>,
    sections: &ErrorSections,
) -> Result<Box<str>, Diagnostic> {
    let word = words.expect("the section's name")?;
    let name = valid_name(word).map_err(|at| bad_name(word, at, "the name of a section"))?;
    words.finish("the section's name")?;
    if sections.find(name).is_some() {
        let message = format!("http-errors section '{name}' already exists");
        return Err(Diagnostic::alert(word.span(), message).help("give it another name"));
    }
    Ok(name.into())
}

/// Reads a line of the section at that place.
pub(crate) fn line(
    line: &Line<'_>,
    at: usize,
    default_path: &DefaultPath,
    shared: &mut Shared,
) -> Result<(), Diagnostic> {
    let Some(keyword) = line.keyword() else { return Ok(()) };
    if let Some(negation) = line.negation {
        return Err(Diagnostic::alert(negation.span(), "nothing can be negated in this section"));
    }
    if *keyword != *"errorfile" {
        let message = format!("unknown keyword '{}' in an http-errors section", keyword.str());
        return Err(Diagnostic::alert(keyword.span(), message)
            .help("a section `http-errors` has lines `errorfile <code> <file>` only"));
    }
    let mut words = line.arguments();
    let status = status(&mut words, "errorfile")?;
    let word = words.expect("a file")?;
    words.finish("the file")?;
    let path = values::file(values::utf8(word)?, default_path, shared);
    let reply = load(&path, word, shared)?;
    if let Some((_, replies)) = shared.error_files.0.get_mut(at) {
        replies.retain(|(other, _)| *other != status);
        replies.push((status, reply));
    }
    Ok(())
}
