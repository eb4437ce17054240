//! Bandwidth limits of a stream: how much may go now, and when more may (configuration manual,
//! chapter 9.7).

use moongate_net::{Deadline, Timer};
use moongate_state::table::Share;
use moongate_state::{BandwidthLimit, Txn};
use std::task::Context;
use std::time::{Duration, Instant};

/// How often a limited stream moves something, about.
const PACE: Duration = Duration::from_millis(10);

/// What went through in one period and in the one before: the rate is taken from both, so that it
/// doesn't jump where periods meet.
#[derive(Debug)]
struct Throttle {
    limit: BandwidthLimit,
    begin: Option<Instant>,
    current: u64,
    previous: u64,
}

impl Throttle {
    /// Begins another period if it is time.
    fn turn(&mut self, now: Instant) -> Duration {
        let period = self.limit.period;
        let begin = *self.begin.get_or_insert(now);
        let elapsed = now.saturating_duration_since(begin);
        if elapsed < period {
            return elapsed;
        }
        if elapsed < period * 2 {
            (self.previous, self.current) = (self.current, 0);
            self.begin = Some(begin + period);
            return elapsed - period;
        }
        (self.previous, self.current) = (0, 0);
        self.begin = Some(now);
        Duration::ZERO
    }

    /// How much of `wanted` may go now, or when.
    fn allow(&mut self, now: Instant, wanted: u64) -> Result<u64, Instant> {
        if let Some(share) = &self.limit.shared {
            return self.allow_shared(share, now, wanted);
        }
        let elapsed = self.turn(now);
        let BandwidthLimit { limit, period, min_size, .. } = self.limit;
        let left = period - elapsed;
        let old = share(self.previous, left, period);
        let free = limit.saturating_sub(self.current + old);
        // Small pieces cost more than they bring: at least so much has to be free.
        let pace = share(limit, PACE.min(period), period);
        let least = min_size.max(pace).max(1).min(wanted).min(limit);
        if free >= least {
            return Ok(free.min(wanted));
        }
        // What is left of the old period goes as this one does.
        let room = limit.saturating_sub(self.current);
        let wait = match self.previous {
            previous @ 1.. if room >= least => {
                let keep = (room - least).min(previous);
                left.saturating_sub(part(period, keep, previous))
            }
            _ => left,
        };
        Err(now + wait.max(Duration::from_millis(1)))
    }
}

impl Throttle {
    /// The same where other streams have their part, each as much of what is left.
    fn allow_shared(&self, share: &Share, now: Instant, wanted: u64) -> Result<u64, Instant> {
        let BandwidthLimit { limit, period, min_size, .. } = self.limit;
        let streams = u64::from(share.streams().max(1));
        let rate = share.rate();
        let left = limit.saturating_sub(rate);
        let free = if left == 0 { 0 } else { (left / streams).max(1) };
        let pace = self::share(limit, PACE.min(period), period);
        let most = (limit / streams).max(1);
        let least = min_size.max(pace).max(1).min(wanted).min(most);
        if free >= least {
            return Ok(free.min(wanted));
        }
        // What went drops out of the period about as fast as the limit is.
        let over = (rate + least.saturating_mul(streams)).saturating_sub(limit).min(limit);
        let wait = part(period, over, limit).min(period);
        Err(now + wait.max(Duration::from_millis(1)))
    }

    /// So much went.
    fn take(&mut self, count: u64) {
        match &self.limit.shared {
            Some(share) => share.count(count),
            None => self.current += count,
        }
    }
}

/// `count * part / whole`
fn share(count: u64, part: Duration, whole: Duration) -> u64 {
    let whole = whole.as_micros().max(1);
    u64::try_from(u128::from(count) * part.as_micros() / whole).unwrap_or(u64::MAX)
}

/// `time * count / whole`
fn part(time: Duration, count: u64, whole: u64) -> Duration {
    let micros = time.as_micros() * u128::from(count) / u128::from(whole.max(1));
    Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}

/// The limits of one direction of a stream.
#[derive(Debug)]
pub(crate) struct Gate {
    limits: Vec<Throttle>,
    timer: Timer,
    waits: bool,
}

impl Gate {
    /// Makes a gate that has the limits which rules have set so far, if there are any, and if the
    /// gate hasn't them already.
    pub fn refresh(gate: &mut Option<Box<Self>>, txn: &Txn, response: bool) {
        let limits = &txn.bandwidth[usize::from(response)];
        let same = gate.as_ref().is_some_and(|gate| {
            gate.limits.iter().map(|throttle| &throttle.limit).eq(limits.iter())
        });
        if limits.is_empty() || same {
            return;
        }
        let throttle = |limit: &BandwidthLimit| Throttle {
            limit: limit.clone(),
            begin: None,
            current: 0,
            previous: 0,
        };
        let limits = limits.iter().map(throttle).collect();
        *gate = Some(Box::new(Self { limits, timer: Timer::new(), waits: false }));
    }

    /// How much of `wanted` bytes may go now. If none may, the task is woken when some may.
    pub fn poll(&mut self, cx: &Context<'_>, wanted: usize) -> usize {
        self.waits = false;
        if wanted == 0 {
            return 0;
        }
        loop {
            let now = Instant::now();
            let mut most = wanted as u64;
            let mut until = None;
            for limit in &mut self.limits {
                match limit.allow(now, wanted as u64) {
                    Ok(free) => most = most.min(free),
                    Err(when) => until = until.max(Some(when)),
                }
            }
            let Some(until) = until else { return usize::try_from(most).unwrap_or(wanted) };
            self.timer.set(Deadline::at(until));
            if self.timer.poll_expired(cx).is_pending() {
                self.waits = true;
                return 0;
            }
        }
    }

    /// So much went.
    pub fn take(&mut self, count: u64) {
        for limit in &mut self.limits {
            limit.take(count);
        }
    }

    /// Whether the stream stands still for the sake of a limit.
    pub fn waits(&self) -> bool {
        self.waits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moongate_state::ProxyId;

    fn throttle(limit: u64, millis: u64, min_size: u64) -> Throttle {
        let period = Duration::from_millis(millis);
        let filter = (ProxyId(0), 0);
        let limit = BandwidthLimit { filter, limit, period, min_size, shared: None };
        Throttle { limit, begin: None, current: 0, previous: 0 }
    }

    /// How long it takes to move so many bytes, in milliseconds, and in how many pieces.
    fn run(throttle: &mut Throttle, mut bytes: u64) -> (u128, u32) {
        let begin = Instant::now();
        let (mut now, mut pieces) = (begin, 0);
        while bytes > 0 {
            match throttle.allow(now, bytes.min(16_384)) {
                Ok(free) => {
                    assert!(free > 0);
                    throttle.current += free;
                    bytes -= free;
                    pieces += 1;
                }
                Err(when) => {
                    assert!(when > now);
                    now = when;
                }
            }
        }
        (now.duration_since(begin).as_millis(), pieces)
    }

    #[test]
    fn the_first_period_may_be_used_at_once_and_then_the_rate_holds() {
        assert_eq!(run(&mut throttle(10_000, 1000, 0), 10_000).0, 0);
        let (millis, pieces) = run(&mut throttle(10_000, 1000, 0), 30_000);
        assert!((2950..=3050).contains(&millis), "{millis}");
        assert!(pieces < 320, "{pieces}");
        let (millis, _) = run(&mut throttle(1_000_000, 100, 0), 5_000_000);
        assert!((480..=520).contains(&millis), "{millis}");
    }

    #[test]
    fn pieces_have_their_least_size() {
        let (_, pieces) = run(&mut throttle(10_000, 1000, 2500), 30_000);
        assert!(pieces <= 13, "{pieces}");
        // One that is larger than the limit has to wait until nothing of the last is left.
        let (millis, _) = run(&mut throttle(100, 1000, 5000), 300);
        assert_eq!(millis, 4000);
        let (millis, _) = run(&mut throttle(1, 10, 0), 5);
        assert!(millis < 100, "{millis}");
    }

    #[test]
    fn a_pause_is_not_saved_up() {
        let mut limited = throttle(1000, 100, 0);
        assert_eq!(run(&mut limited, 1000).0, 0);
        let later = Instant::now() + Duration::from_secs(10);
        assert_eq!(limited.allow(later, 5000), Ok(1000));
        limited.current += 1000;
        assert!(limited.allow(later, 5000).is_err());
    }
}
