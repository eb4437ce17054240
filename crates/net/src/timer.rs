//! A worker's coarse timer: thousands of timeouts behind one registration with the reactor.
//!
//! Moving a deadline later, which happens at each read, is a store: the entry stays filed where it
//! was and is filed again when that moment comes. Only an earlier deadline moves the entry at once.
//! Deadlines are whole milliseconds; they fire up to 6 ms late and never early.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

mod clock;
mod wheel;

use wheel::{NEVER, Wheel};

/// A moment on the worker's coarse clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deadline(u64);

impl Deadline {
    /// No moment at all.
    pub const NEVER: Self = Self(NEVER);

    /// `duration` from now.
    ///
    /// Long waits are counted from the kernel's coarse clock, which costs a fifth of the precise one,
    /// plus its step, so that they are never short.
    pub fn after(duration: Duration) -> Self {
        let wait = u64::try_from(duration.as_millis()).unwrap_or(NEVER);
        let rest = u64::from(!duration.subsec_nanos().is_multiple_of(1_000_000));
        let now = if wait >= 100 {
            clock::coarse() + clock::COARSE_STEP + 1
        } else {
            clock::precise() + 1
        };
        Self(now.saturating_add(wait).saturating_add(rest))
    }

    /// `duration` from now, or never.
    pub fn after_opt(duration: Option<Duration>) -> Self {
        duration.map_or(Self::NEVER, Self::after)
    }

    /// At `instant`.
    pub fn at(instant: Instant) -> Self {
        let left = instant.saturating_duration_since(Instant::now());
        let rest = u64::from(!left.subsec_nanos().is_multiple_of(1_000_000));
        let wait = u64::try_from(left.as_millis()).unwrap_or(NEVER);
        Self(clock::precise().saturating_add(wait).saturating_add(rest + 1))
    }

    /// Whether it has passed.
    pub fn passed(self) -> bool {
        self.0 != NEVER && clock::precise() >= self.0
    }

    /// How long until then; zero when it has passed, `None` for never.
    pub fn left(self) -> Option<Duration> {
        let wait = |at: u64| Duration::from_millis(at.saturating_sub(clock::precise()));
        (self.0 != NEVER).then(|| wait(self.0))
    }
}

/// The deadline of a timer has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expired;

impl std::fmt::Display for Expired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the time is over")
    }
}

impl std::error::Error for Expired {}

impl From<Expired> for std::io::Error {
    fn from(_: Expired) -> Self {
        std::io::ErrorKind::TimedOut.into()
    }
}

/// One worker's timers; [`Timer::new`] finds them by itself.
struct Timers {
    wheel: RefCell<Wheel>,
    /// What the driver sleeps for; `NEVER` when it waits to be woken.
    sleeping_until: Cell<u64>,
    driver: RefCell<Option<Waker>>,
    running: Cell<bool>,
}

thread_local! {
    static TIMERS: Rc<Timers> = Rc::new(Timers {
        wheel: RefCell::new(Wheel::new(clock::precise())),
        sleeping_until: Cell::new(NEVER),
        driver: RefCell::new(None),
        running: Cell::new(false),
    });
}

impl Timers {
    /// This worker's timers, with a driver that runs.
    fn current() -> Rc<Self> {
        TIMERS.with(|timers| {
            if !timers.running.get() {
                timers.running.set(true);
                let alive = Alive(timers.clone());
                tokio::task::spawn_local(alive.drive());
            }
            timers.clone()
        })
    }

    /// Makes the driver look again if it would sleep past `at`.
    fn wake_by(&self, at: u64) {
        if at < self.sleeping_until.get() {
            self.sleeping_until.set(at);
            let waker = self.driver.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }

    /// Wakes all whose time is over.
    fn fire(&self) {
        let now = clock::precise();
        loop {
            // The wheel isn't borrowed while waking: a waker may do anything.
            let Some(waker) = self.wheel.borrow_mut().next_fired(now) else { break };
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

/// The driver's hold on the timers: when its runtime ends, the next timer starts another driver.
struct Alive(Rc<Timers>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.running.set(false);
        self.0.sleeping_until.set(NEVER);
    }
}

impl Alive {
    async fn drive(self) {
        let timers = &*self.0;
        let mut sleep = pin!(tokio::time::sleep(Duration::ZERO));
        let mut armed = NEVER;
        poll_fn(|cx: &mut Context<'_>| -> Poll<()> {
            loop {
                timers.fire();
                let next = timers.wheel.borrow().next_at();
                timers.sleeping_until.set(next);
                timers.driver.borrow_mut().replace(cx.waker().clone());
                if next == NEVER {
                    return Poll::Pending;
                }
                if armed != next {
                    let wait = Duration::from_millis(next.saturating_sub(clock::precise()));
                    sleep.as_mut().reset(tokio::time::Instant::now() + wait);
                    armed = next;
                }
                if sleep.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
                armed = NEVER;
            }
        })
        .await;
    }
}

/// One deadline of one task. Dropping it takes it off the worker's timers.
///
/// It belongs to the worker that made it, and must be made on one.
pub struct Timer {
    timers: Rc<Timers>,
    index: u32,
}

impl std::fmt::Debug for Timer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Timer").field(&self.index).finish()
    }
}

impl Default for Timer {
    fn default() -> Self {
        Self::new()
    }
}

impl Timer {
    /// A timer without a deadline. Call it on a worker (within a local task set).
    pub fn new() -> Self {
        let timers = Timers::current();
        let index = timers.wheel.borrow_mut().add();
        Self { timers, index }
    }

    /// Sets or moves the deadline.
    pub fn set(&self, deadline: Deadline) {
        let filed = self.timers.wheel.borrow_mut().set(self.index, deadline.0);
        if let Some(at) = filed {
            self.timers.wake_by(at);
        }
    }

    /// Sets the deadline to `duration` from now.
    pub fn set_after(&self, duration: Duration) {
        self.set(Deadline::after(duration));
    }

    /// Takes the deadline away.
    pub fn clear(&self) {
        self.set(Deadline::NEVER);
    }

    /// The deadline set, if any.
    pub fn deadline(&self) -> Deadline {
        Deadline(self.timers.wheel.borrow().deadline(self.index))
    }

    /// Ready once the deadline has passed, and until another is set. Keeps the last waker given.
    pub fn poll_expired(&self, cx: &Context<'_>) -> Poll<()> {
        let polled = self.timers.wheel.borrow_mut().poll(self.index, cx.waker());
        if polled.is_ok() { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Waits for the deadline.
    pub async fn expired(&self) {
        poll_fn(|cx| self.poll_expired(cx)).await;
    }

    /// Runs `future` until it is done or the deadline passes; `future` goes first.
    ///
    /// # Errors
    /// [`Expired`], and `future` is dropped.
    pub async fn race<F: Future>(&self, future: F) -> Result<F::Output, Expired> {
        let mut future = pin!(future);
        poll_fn(|cx| self.poll_race(cx, future.as_mut())).await
    }

    /// As [`Timer::race`], for a future kept by the caller.
    pub fn poll_race<F: Future>(
        &self,
        cx: &mut Context<'_>,
        future: Pin<&mut F>,
    ) -> Poll<Result<F::Output, Expired>> {
        if let Poll::Ready(output) = future.poll(cx) {
            return Poll::Ready(Ok(output));
        }
        self.poll_expired(cx).map(|()| Err(Expired))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // Outside the borrow: dropping a waker may drop a task, and with it other timers.
        let waker = self.timers.wheel.borrow_mut().remove(self.index);
        drop(waker);
    }
}

#[cfg(test)]
mod tests;
