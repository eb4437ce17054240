//! The same configuration and the same bytes through HAProxy and Moongate: all views have to agree.

use moongate_tests::case::Case;
use moongate_tests::corpus;
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
        Trial {
            name: name.display().to_string(),
            run: Box::new(move || differ(&Case::read(&path)?)),
        }
    };
    let mut trials: Vec<_> = paths.into_iter().map(named).collect();
    let corpus =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/http/tests/corpus/smuggling.txt");
    let corpus = std::fs::read_to_string(corpus).expect("the corpus is a part of the repository");
    for case in corpus::cases(&corpus).expect("the corpus is well formed") {
        trials.push(Trial {
            name: format!("corpus/{}", case.name),
            run: Box::new(move || differ(&case)),
        });
    }
    trials::main(trials);
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

fn differ(case: &Case) -> Result<(), String> {
    let expected = play(case, &reference(), None);
    if std::env::var_os("SHOW").is_some() {
        println!(
            "{}\n{}\n{}",
            expected.client.join("\n"),
            expected.server.join("\n"),
            expected.log.join("\n")
        );
    }
    let tested = play(case, &program(), Some(expected.log.len()));
    compare(case, &expected, &tested, !under_test_is_haproxy())
}
