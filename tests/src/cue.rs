//! Cues: how one actor of a test tells another that it has come so far.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

/// The cues given so far, shared by all actors.
#[derive(Clone, Debug, Default)]
pub struct Cues(Arc<(Mutex<BTreeSet<String>>, Condvar)>);

impl Cues {
    /// Gives a cue.
    pub fn give(&self, name: &str) {
        self.0.0.lock().expect("no actor panics").insert(name.to_owned());
        self.0.1.notify_all();
    }

    /// Waits for a cue; false when it isn't given before `until`.
    pub fn wait(&self, name: &str, until: Instant) -> bool {
        let mut given = self.0.0.lock().expect("no actor panics");
        while !given.contains(name) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            given = self.0.1.wait_timeout(given, left).expect("no actor panics").0;
        }
        true
    }
}
