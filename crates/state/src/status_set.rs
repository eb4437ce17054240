//! A set of HTTP statuses (`http-err-codes`, `http-fail-codes`).

use std::ops::RangeInclusive;

/// Words of a set.
const WORDS: usize = 8;

/// Statuses from 100 to 599.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusSet([u64; WORDS]);

impl StatusSet {
    /// The first and the last that it can have.
    pub const LIMITS: RangeInclusive<u16> = 100..=599;

    /// Nothing.
    pub const fn empty() -> Self {
        Self([0; WORDS])
    }

    /// A client's errors, if the configuration doesn't say otherwise.
    pub fn errors() -> Self {
        let mut this = Self::empty();
        this.set(400..=499, true);
        this
    }

    /// A server's failures, if the configuration doesn't say otherwise.
    pub fn failures() -> Self {
        let mut this = Self::empty();
        this.set(500..=599, true);
        // Clients can bring these about.
        this.set(501..=501, false);
        this.set(505..=505, false);
        this
    }

    /// Whether a status is among them.
    pub fn has(&self, status: u16) -> bool {
        let Some(at) = status.checked_sub(*Self::LIMITS.start()) else { return false };
        self.0.get(usize::from(at / 64)).is_some_and(|word| word & 1 << (at % 64) != 0)
    }

    /// Adds statuses, or takes them out.
    pub fn set(&mut self, range: RangeInclusive<u16>, to: bool) {
        for status in range.filter(|status| Self::LIMITS.contains(status)) {
            let at = status - Self::LIMITS.start();
            let (word, bit) = (&mut self.0[usize::from(at / 64)], 1 << (at % 64));
            if to { *word |= bit } else { *word &= !bit }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_classed() {
        let (errors, failures) = (StatusSet::errors(), StatusSet::failures());
        for (status, error, failure) in [
            (0, false, false),
            (200, false, false),
            (400, true, false),
            (499, true, false),
            (500, false, true),
            (501, false, false),
            (599, false, true),
            (600, false, false),
            (u16::MAX, false, false),
        ] {
            assert_eq!((errors.has(status), failures.has(status)), (error, failure), "{status}");
        }
    }
}
