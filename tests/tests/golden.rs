//! What `moongate check` says about configurations, whole: `golden/NAME.cfg`, and in `golden/NAME.out` the answer.
//!
//! `broken-…` has to be refused, `valid-…` accepted. `BLESS=1` writes the answers anew. The ready
//! configurations of `examples/` have to be accepted too. With HAProxy as the program under test only the
//! exit codes are compared; what it lacks is named in `golden/haproxy-2.6-lacks`.

use moongate_tests::outcome::differences;
use moongate_tests::trials::{self, Trial};
use moongate_tests::{program, under_test_is_haproxy};
use regex::Regex;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trials = Vec::new();
    for path in configurations(&here.join("golden")) {
        trials.push(Trial {
            name: format!("golden/{}", stem(&path)),
            run: Box::new(move || golden(&path)),
        });
    }
    for path in configurations(&here.join("../examples")) {
        trials.push(Trial {
            name: format!("examples/{}", stem(&path)),
            run: Box::new(move || example(&path)),
        });
    }
    trials::main(trials);
}

fn configurations(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut paths: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "cfg")).collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Checks a configuration from its own folder, so that answers name no folder.
fn check(path: &Path) -> Result<(bool, String), String> {
    let mut command = Command::new(program());
    if under_test_is_haproxy() {
        command.args(["-c", "-f"]);
    } else {
        command.arg("check");
    }
    let name = path.file_name().ok_or("a file has a name")?;
    let folder = path.parent().ok_or("a file has a folder")?;
    command.arg(name).current_dir(folder).stdin(Stdio::null());
    command.env("GOLDEN", "from the environment").env_remove("GOLDEN_NONE");
    let output = command.output().map_err(|error| format!("{}: {error}", program().display()))?;
    let code = output.status.code().ok_or_else(|| format!("it died: {}", output.status))?;
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let pid = Regex::new(r"\(\d+\)").map_err(|error| error.to_string())?;
    let text = pid.replace_all(&text, "(PID)").into_owned();
    match code {
        0 => Ok((true, text)),
        1 => Ok((false, text)),
        _ => Err(format!("exit code {code}:\n{text}")),
    }
}

/// Whether HAProxy 2.6 is known to answer otherwise.
fn lacks(name: &str) -> bool {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/haproxy-2.6-lacks");
    let list = std::fs::read_to_string(list).unwrap_or_default();
    list.lines().any(|line| line.split(' ').next() == Some(name))
}

fn golden(path: &Path) -> Result<(), String> {
    let name = stem(path);
    if under_test_is_haproxy() && lacks(&name) {
        return Ok(());
    }
    let (accepted, text) = check(path)?;
    if accepted != name.starts_with("valid-") {
        return Err(format!(
            "{}:\n{text}",
            if accepted { "it is accepted" } else { "it is refused" }
        ));
    }
    if under_test_is_haproxy() {
        return Ok(());
    }
    let text = format!("exit code {}\n{text}", i32::from(!accepted));
    let kept = path.with_extension("out");
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(&kept, text).map_err(|error| error.to_string());
    }
    let expected = std::fs::read_to_string(&kept)
        .map_err(|_| format!("no {}: BLESS=1 writes it", kept.display()))?;
    if expected == text { Ok(()) } else { Err(differences(&expected, &text)) }
}

fn example(path: &Path) -> Result<(), String> {
    if under_test_is_haproxy() && lacks(&stem(path)) {
        return Ok(());
    }
    let (accepted, text) = check(path)?;
    if accepted { Ok(()) } else { Err(text) }
}
