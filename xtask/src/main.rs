//! Tasks of the repository: `docs` writes the reference pages from the declarations, `check` tells
//! which of them are stale, `coverage` compares the declarations with a listing of HAProxy's keywords.

#![forbid(unsafe_code)]

mod coverage;
mod pages;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- docs            writes the reference pages
       cargo run -p xtask -- docs --check    tells which are stale (also: check)
       cargo run -p xtask -- coverage FILE   compares with the output of `haproxy -dKall`
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["docs"] => write(&root()),
        ["docs", "--check"] | ["check"] => check(&root()),
        ["coverage", file] => coverage::run(Path::new(file)),
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

fn write(root: &Path) -> Result<(), String> {
    for (name, text) in pages::all() {
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

fn check(root: &Path) -> Result<(), String> {
    let stale: Vec<String> = pages::all()
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
