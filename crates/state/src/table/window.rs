//! How often something happened in a period that ends now, reckoned from two counts.

/// Words that a rate takes: when its present window began, the count of it, and that of the window
/// before.
pub(super) const WORDS: usize = 3;

/// Notes `by` more events at `now`; times are in milliseconds.
pub(super) fn add(words: &mut [u64], period: u64, now: u64, by: u64) {
    let [began, count, before] = words else { return };
    let since = now.saturating_sub(*began);
    if since >= period {
        *before = if since < period.saturating_mul(2) { *count } else { 0 };
        *began = if since < period.saturating_mul(2) { *began + period } else { now };
        *count = 0;
    }
    *count = count.saturating_add(by);
}

/// Events in the period that ends at `now`: the part of the last whole window that is within it is
/// taken as even. A single event counts until it is long over, so that low rates don't flap.
pub(super) fn get(words: &[u64], period: u64, now: u64) -> u64 {
    let [began, count, before] = *words else { return 0 };
    let since = now.saturating_sub(began);
    let (count, before, left) = match since {
        _ if since < period => (count, before, period - since),
        _ if since < period.saturating_mul(2) => (0, count, period.saturating_mul(2) - since),
        _ => return 0,
    };
    if count == 0 && before <= 1 {
        return before;
    }
    let part = u128::from(before) * u128::from(left) / u128::from(period.max(1));
    count.saturating_add(u64::try_from(part).unwrap_or(u64::MAX))
}

/// Makes the rate at `now` this.
pub(super) fn set(words: &mut [u64], now: u64, to: u64) {
    words.copy_from_slice(&[now, 0, to]);
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 1 << 40;

    #[test]
    fn rates_slide() {
        let mut words = [0; WORDS];
        for _ in 0..5 {
            add(&mut words, 1000, START, 1);
        }
        let got: Vec<u64> =
            [0, 911, 1022, 1233, 1535, 1739, 1840].map(|at| get(&words, 1000, START + at)).into();
        assert_eq!(got, [5, 5, 4, 3, 2, 1, 0]);
        add(&mut words, 1000, START + 1500, 1);
        assert_eq!(get(&words, 1000, START + 1500), 3);
        assert_eq!(get(&words, 1000, START + 9000), 0);
        add(&mut words, 1000, START + 9000, 2);
        assert_eq!(words, [START + 9000, 2, 0]);
    }

    #[test]
    fn one_event_counts_for_two_periods() {
        let mut words = [0; WORDS];
        add(&mut words, 1000, START, 1);
        assert_eq!(get(&words, 1000, START + 1999), 1);
        assert_eq!(get(&words, 1000, START + 2000), 0);
        set(&mut words, START, 40);
        assert_eq!(get(&words, 1000, START), 40);
        assert_eq!(get(&words, 1000, START + 500), 20);
    }
}
