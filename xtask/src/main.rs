//! Tasks of the repository: `docs` writes the reference pages from the declarations, `check` tells
//! which of them are stale, `coverage` compares the declarations with a listing of HAProxy's keywords
//! (`haproxy -dKall`), which isn't part of the repository.

#![forbid(unsafe_code)]

mod coverage;
mod pages;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- docs            writes the reference pages
       cargo run -p xtask -- docs --check    tells which are stale (also: check)
       cargo run -p xtask -- coverage FILE   compares with the output of `haproxy -dKall`;
                                             --write: into docs/reference/coverage.gen.md,
                                             --check: tells whether that page is stale
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["docs"] => write(&root(), pages::all()).map(|()| note(&root())),
        ["docs", "--check"] | ["check"] => check(&root(), pages::all()).map(|()| note(&root())),
        ["coverage", file] => coverage::page(Path::new(file)).map(|page| print!("{page}")),
        ["coverage", file, "--write"] => coverage::page(Path::new(file))
            .and_then(|page| write(&root(), vec![(coverage::PAGE, page)])),
        ["coverage", file, "--check"] => coverage::page(Path::new(file))
            .and_then(|page| check(&root(), vec![(coverage::PAGE, page)])),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprint!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's folder.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().map_or_else(|| own.to_owned(), Path::to_owned)
}

/// Says when the page of coverage is older than the declarations; to write it anew takes HAProxy's listing,
/// which not everybody has, so that this is no failure.
fn note(root: &Path) {
    let page = std::fs::read_to_string(root.join(coverage::PAGE)).unwrap_or_default();
    if !coverage::is_fresh(&page) {
        eprintln!(
            "note: {} is older than the declarations; with HAProxy's listing in FILE, \
             `cargo run -p xtask -- coverage FILE --write` writes it anew",
            coverage::PAGE
        );
    }
}

type Pages = Vec<(&'static str, String)>;

fn write(root: &Path, pages: Pages) -> Result<(), String> {
    for (name, text) in pages {
        let path = root.join(name);
        let failed = |error: std::io::Error| format!("{}: {error}\n", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        std::fs::write(&path, text).map_err(failed)?;
        println!("wrote {name}");
    }
    Ok(())
}

fn check(root: &Path, pages: Pages) -> Result<(), String> {
    let stale: Vec<String> = pages
        .into_iter()
        .filter(|(name, text)| {
            !std::fs::read_to_string(root.join(name)).is_ok_and(|old| old == *text)
        })
        .map(|(name, _)| format!("{name} is stale\n"))
        .collect();
    match stale.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{}run `cargo run -p xtask -- docs` and commit what it writes\n",
            stale.concat()
        )),
    }
}
