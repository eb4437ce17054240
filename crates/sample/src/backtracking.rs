//! Notes which regular expressions the linear engine can't run, while a configuration is read.

use std::cell::RefCell;

thread_local! {
    static SEEN: RefCell<Option<Vec<Box<str>>>> = const { RefCell::new(None) };
}

/// Watches this thread's expressions for as long as it lives.
#[derive(Debug)]
pub struct Backtracking(());

impl Backtracking {
    /// Begins to watch.
    pub fn watch() -> Self {
        SEEN.set(Some(Vec::new()));
        Self(())
    }

    /// The expressions since it was asked last.
    pub fn take() -> Vec<Box<str>> {
        SEEN.with_borrow_mut(|seen| seen.as_mut().map(std::mem::take)).unwrap_or_default()
    }
}

impl Drop for Backtracking {
    fn drop(&mut self) {
        SEEN.set(None);
    }
}

/// Notes an expression, if somebody watches.
pub(crate) fn note(source: &str) {
    SEEN.with_borrow_mut(|seen| {
        if let Some(seen) = seen.as_mut().filter(|seen| seen.iter().all(|known| **known != *source))
        {
            seen.push(source.into());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Regex;

    #[test]
    fn tells_what_the_linear_engine_cant_run() {
        drop(Regex::new(b"(?<=a)b", false));
        assert!(Backtracking::take().is_empty());
        let watch = Backtracking::watch();
        for source in ["^/a[0-9]+$", "(?<=a)b", "(a)\\1", "(?<=a)b"] {
            Regex::new(source.as_bytes(), false).unwrap();
        }
        let seen: Vec<String> = Backtracking::take().iter().map(|one| one.to_string()).collect();
        assert_eq!(seen, ["(?<=a)b", "(a)\\1"]);
        assert!(Backtracking::take().is_empty());
        drop(watch);
    }
}
