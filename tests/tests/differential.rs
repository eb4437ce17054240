//! The same configuration and the same bytes through HAProxy and Moongate: all views have to agree.

use moongate_tests::case::Case;
use moongate_tests::outcome::compare;
use moongate_tests::stage::play;
use moongate_tests::trials::{self, Trial};
use moongate_tests::{program, reference, under_test_is_haproxy};
use std::path::{Path, PathBuf};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut paths: Vec<PathBuf> = Vec::new();
    collect(&folder, &mut paths);
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.strip_prefix(&folder).unwrap_or(&path).with_extension("");
        Trial { name: name.display().to_string(), run: Box::new(move || differ(&path)) }
    };
    trials::main(paths.into_iter().map(named).collect());
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|end| end == "case") {
            into.push(path);
        }
    }
}

fn differ(path: &Path) -> Result<(), String> {
    let case = Case::read(path)?;
    let expected = play(&case, &reference(), None);
    if std::env::var_os("SHOW").is_some() {
        println!(
            "{}\n{}\n{}",
            expected.client.join("\n"),
            expected.server.join("\n"),
            expected.log.join("\n")
        );
    }
    let tested = play(&case, &program(), Some(expected.log.len()));
    compare(&case, &expected, &tested, !under_test_is_haproxy())
}
