//! What `-f` finds: files, folders, and what can't be read.

#![allow(clippy::unwrap_used)]

use moongate_lang::{Diagnostics, files};
use std::path::PathBuf;

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("moongate-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_folder_stands_for_its_cfg_files_in_byte_order() {
    let folder = Folder::new("folder");
    for name in ["b.cfg", "a.cfg", "B.cfg", "10.cfg", "9.cfg", ".hidden.cfg", "x.conf", "cfg"] {
        std::fs::write(folder.0.join(name), name).unwrap();
    }
    std::fs::create_dir(folder.0.join("sub.cfg")).unwrap();
    std::os::unix::fs::symlink("x.conf", folder.0.join("link.cfg")).unwrap();
    std::os::unix::fs::symlink("nothing", folder.0.join("broken.cfg")).unwrap();
    let mut diagnostics = Diagnostics::default();
    let single = folder.0.join("x.conf");
    let sources = files::load([single.as_path(), folder.0.as_path()], &mut diagnostics);
    assert!(diagnostics.is_empty());
    let names: Vec<_> = sources.iter().map(|(_, source)| source.name.rsplit('/').next()).collect();
    let expected = ["x.conf", "10.cfg", "9.cfg", "B.cfg", "a.cfg", "b.cfg", "link.cfg"];
    assert_eq!(names, expected.map(Some));
    assert_eq!(sources.iter().next().unwrap().1.text, b"x.conf");
}

#[test]
fn what_cannot_be_read_is_told_in_one_run() {
    let mut diagnostics = Diagnostics::default();
    let sources = files::load(["/nonexistent/a.cfg", "/nonexistent/b.cfg"], &mut diagnostics);
    assert_eq!(sources.iter().count(), 0);
    let messages: Vec<_> = diagnostics.iter().map(|found| found.message.as_str()).collect();
    let expected = ["a", "b"].map(|name| {
        format!(
            "Cannot open configuration file/directory /nonexistent/{name}.cfg : No such file or \
             directory"
        )
    });
    assert_eq!(messages, expected);
}
