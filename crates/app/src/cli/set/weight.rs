//! `set weight`, and the same as `set server … weight`.

use crate::cli::{Command, Runtime, find};
use moongate_conf::plan::CliLevel;
use std::sync::atomic::Ordering::Relaxed;

/// `set weight <backend>/<server> <weight>[%]`
pub static WEIGHT: Command = Command {
    words: &["set", "weight"],
    level: CliLevel::Admin,
    usage: "set weight <backend>/<server> <weight>[%]",
    sentence: "change a server's weight",
    run: |call| change(call.runtime, call.arg(0), call.arg(1)),
};

/// Sets a weight, or a share of the configured one.
///
/// # Errors
/// No such server, or not a weight.
pub fn change(runtime: &Runtime, server: &str, weight: &str) -> Result<(), String> {
    let (backend, server) = find::server(&runtime.shared.plan, server)?;
    let weight = read(weight, runtime.initial_weight(backend.id, server.id))?;
    server.weight.store(weight, Relaxed);
    Ok(())
}

/// The highest weight (configuration manual, `weight`).
const MOST: u32 = 256;

fn read(text: &str, initial: u32) -> Result<u32, String> {
    if text.is_empty() {
        return Err("Require <weight> or <weight%>.".into());
    }
    match text.strip_suffix('%') {
        Some(share) => {
            let share: u64 = share.parse().map_err(|_| "Trailing garbage in weight string.")?;
            let weight = (u64::from(initial) * share).div_ceil(100);
            Ok(u32::try_from(weight).unwrap_or(MOST).min(MOST))
        }
        None => {
            let weight: u32 = text.parse().map_err(|_| "Trailing garbage in weight string.")?;
            if weight > MOST {
                return Err("Absolute weight can only be between 0 and 256 inclusive.".into());
            }
            Ok(weight)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights() {
        assert_eq!(read("10", 100), Ok(10));
        assert_eq!(read("50%", 100), Ok(50));
        assert_eq!(read("500%", 100), Ok(256));
        assert_eq!(read("0%", 100), Ok(0));
        assert!(read("257", 1).is_err() && read("x", 1).is_err() && read("", 1).is_err());
    }
}
