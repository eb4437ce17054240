//! All pattern lists of the process: a file that is named twice is read once (manual 2.7).

use super::PatternRef;
use parking_lot::Mutex;
use std::path::Path;
use std::sync::Arc;

/// The lists and maps in use.
#[derive(Debug, Default)]
pub struct PatternStore {
    lists: Mutex<Vec<Arc<PatternRef>>>,
}

/// How a list's name says where it comes from.
enum Origin<'n> {
    File(&'n str),
    Optional(&'n str),
    Virtual,
}

impl PatternStore {
    /// The list of that name, read from its file the first time. With `values` each line is a
    /// pattern and a value. A path that isn't absolute begins in `folder`; the empty one is the
    /// folder that the program was started in.
    ///
    /// # Errors
    /// A sentence: the file can't be read.
    pub fn file(&self, name: &str, values: bool, folder: &Path) -> Result<Arc<PatternRef>, String> {
        let (key, origin) = origin(name);
        let mut lists = self.lists.lock();
        if let Some(known) = lists.iter().find(|list| list.name.as_deref() == Some(key)) {
            known.used(values);
            return Ok(known.clone());
        }
        let text = match origin {
            Origin::Virtual => Vec::new(),
            Origin::File(path) => std::fs::read(folder.join(path))
                .map_err(|error| format!("the file `{path}` can't be read: {error}"))?,
            Origin::Optional(path) => match std::fs::read(folder.join(path)) {
                Ok(text) => text,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(format!("the file `{path}` can't be read: {error}")),
            },
        };
        let list = PatternRef::new(number(&lists), Some(key), lines(&text, values));
        list.used(values);
        lists.push(list.clone());
        Ok(list)
    }

    /// A map of that name with this content, whether or not there is such a file.
    pub fn give(&self, name: &str, text: &[u8]) -> Arc<PatternRef> {
        let (key, _) = origin(name);
        let mut lists = self.lists.lock();
        lists.retain(|list| list.name.as_deref() != Some(key));
        let list = PatternRef::new(number(&lists), Some(key), lines(text, true));
        list.used(true);
        lists.push(list.clone());
        list
    }

    /// A list of words; `id` is the number that `-u` asks for.
    ///
    /// # Errors
    /// A sentence: another list has that number.
    pub fn words(&self, words: &[&[u8]], id: Option<u32>) -> Result<Arc<PatternRef>, String> {
        let mut lists = self.lists.lock();
        let id = match id {
            Some(id) if lists.iter().any(|list| list.id == id) => {
                return Err(format!("another list of patterns has the number {id}"));
            }
            Some(id) => id,
            None => number(&lists),
        };
        let list = PatternRef::new(id, None, words.iter().map(|word| (*word, None)));
        list.used(false);
        lists.push(list.clone());
        Ok(list)
    }

    /// The list of a name or of a number (`#3`), for the runtime API.
    pub fn find(&self, name: &str) -> Option<Arc<PatternRef>> {
        let lists = self.lists.lock();
        let found = match name.strip_prefix('#') {
            Some(id) => {
                let id: u32 = id.parse().ok()?;
                lists.iter().find(|list| list.id == id)
            }
            None => {
                let (key, _) = origin(name);
                lists.iter().find(|list| list.name.as_deref() == Some(key))
            }
        };
        found.cloned()
    }

    /// All lists.
    pub fn all(&self) -> Vec<Arc<PatternRef>> {
        self.lists.lock().clone()
    }
}

/// The least number that is free.
fn number(lists: &[Arc<PatternRef>]) -> u32 {
    let mut id = lists.len() as u32;
    while lists.iter().any(|list| list.id == id) {
        id += 1;
    }
    id
}

/// The name that identifies the list, and where its content is: a virtual list's prefix is part of
/// its name, the others' isn't.
fn origin(name: &str) -> (&str, Origin<'_>) {
    if name.starts_with("virt@") {
        return (name, Origin::Virtual);
    }
    if let Some(path) = name.strip_prefix("opt@") {
        return (path, Origin::Optional(path));
    }
    let path = name.strip_prefix("file@").unwrap_or(name);
    (path, Origin::File(path))
}

/// The entries of a file: one a line, without the blanks around it; empty lines and those that
/// begin with `#` don't count (a blank before it makes it a pattern).
fn lines(text: &[u8], values: bool) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    text.split(|&byte| byte == b'\n').filter_map(move |line| self::line(line, values))
}

/// The pattern and the value of a line.
fn line(line: &[u8], values: bool) -> Option<(&[u8], Option<&[u8]>)> {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.starts_with(b"#") {
        return None;
    }
    let line = &line[line.iter().take_while(|byte| blank(byte)).count()..];
    if line.is_empty() {
        return None;
    }
    if !values {
        return Some((line, None));
    }
    let end = line.iter().position(blank).unwrap_or(line.len());
    let rest = &line[end..];
    let start = rest.iter().take_while(|byte| blank(byte)).count();
    let stop = rest.iter().rposition(|byte| !blank(byte)).map_or(start, |last| last + 1);
    Some((&line[..end], Some(&rest[start..stop.max(start)])))
}
