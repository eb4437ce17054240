//! Finds and reads the configuration files that the command line names.

use crate::{Diagnostic, Diagnostics, Sources};
use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Reads every file that `-f` and `--` name, in their order; what can't be read is told to
/// `diagnostics`.
///
/// A folder stands for the files in it that end in `.cfg` and don't start with a dot, in the
/// byte order of their names.
pub fn load(
    paths: impl IntoIterator<Item = impl AsRef<Path>>,
    diagnostics: &mut Diagnostics,
) -> Sources {
    let mut sources = Sources::default();
    for path in paths {
        let path = path.as_ref();
        let files = match expand(path) {
            Ok(files) => files,
            Err(error) => {
                diagnostics.push(cannot_open("configuration file/directory", path, &error));
                continue;
            }
        };
        for file in files {
            read(&file, &mut sources, diagnostics);
        }
    }
    sources
}

fn read(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) => return diagnostics.push(cannot_open("configuration file", path, &error)),
    };
    let name = path.to_string_lossy();
    if u32::try_from(text.len()).is_err() {
        let message = format!("configuration file {name} is larger than 4 GiB");
        return diagnostics.push(Diagnostic::alert(None, message));
    }
    if sources.iter().count() > usize::from(u16::MAX) {
        let message = format!("too many configuration files; {name} isn't read");
        return diagnostics.push(Diagnostic::alert(None, message));
    }
    sources.add(name, text);
}

/// The files that a path stands for.
fn expand(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !std::fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut names: Vec<OsString> = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        let bytes = name.as_bytes();
        // A link counts as what it points to.
        let file = || std::fs::metadata(entry.path()).is_ok_and(|found| found.is_file());
        if bytes.ends_with(b".cfg") && !bytes.starts_with(b".") && file() {
            names.push(name);
        }
    }
    names.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    Ok(names.into_iter().map(|name| path.join(name)).collect())
}

fn cannot_open(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    // The system's own words, without the number that Rust adds.
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    Diagnostic::alert(None, format!("Cannot open {what} {} : {text}", path.display()))
}
