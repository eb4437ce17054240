//! Requests that wait until a server has room (`maxconn` of servers).

use crate::balance;
use crate::worker::Worker;
use moongate_state::{ProxyId, ServerId};
use parking_lot::Mutex;
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// The requests that wait for one backend's servers, in order.
#[derive(Debug)]
pub(crate) struct Queue {
    began: Instant,
    waiting: Mutex<VecDeque<Arc<Waiter>>>,
    /// Their number, to be read without the lock.
    len: AtomicUsize,
    /// How many were called so far.
    served: AtomicU32,
}

#[derive(Debug)]
struct Waiter {
    waker: Mutex<Option<Waker>>,
    called: AtomicBool,
    /// Class, and when it counts as come, in milliseconds: the lowest leaves first
    /// (configuration manual, `set-priority-class`, `set-priority-offset`).
    key: (i32, i64),
    /// `served` when it joined, and then how many were called up to it.
    place: AtomicU32,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            waiting: Mutex::default(),
            len: AtomicUsize::new(0),
            served: AtomicU32::new(0),
        }
    }
}

impl Queue {
    /// How many wait.
    pub fn len(&self) -> usize {
        self.len.load(SeqCst)
    }

    /// Takes a place: behind those of its class that came before, or in front for one that was
    /// called in vain. `priority`: class, and milliseconds that it counts as come later.
    pub fn join(&self, in_front: bool, priority: (i32, i32)) -> Place<'_> {
        let came = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let key = (priority.0, came.saturating_add(priority.1.into()));
        let mut waiting = self.waiting.lock();
        let waiter = Arc::new(Waiter {
            waker: Mutex::new(None),
            called: AtomicBool::new(false),
            key,
            place: AtomicU32::new(self.served.load(Relaxed)),
        });
        if in_front {
            waiting.push_front(waiter.clone());
        } else {
            // Mostly it is the last one.
            let behind = waiting.iter().rposition(|other| other.key <= key);
            waiting.insert(behind.map_or(0, |at| at + 1), waiter.clone());
        }
        self.len.store(waiting.len(), SeqCst);
        Place { queue: self, waiter, answered: Cell::new(false) }
    }

    /// Calls the first one.
    pub fn call(&self) {
        if self.len() == 0 {
            return;
        }
        let first = {
            let mut waiting = self.waiting.lock();
            let first = waiting.pop_front();
            if let Some(first) = &first {
                let served = self.served.fetch_add(1, Relaxed);
                first.place.store(served.wrapping_sub(first.place.load(Relaxed)) + 1, Relaxed);
            }
            self.len.store(waiting.len(), SeqCst);
            first
        };
        if let Some(waiter) = first {
            waiter.called.store(true, SeqCst);
            if let Some(waker) = waiter.waker.lock().take() {
                waker.wake();
            }
        }
    }
}

/// A place in a queue; dropping it leaves the queue.
#[derive(Debug)]
pub(crate) struct Place<'q> {
    queue: &'q Queue,
    waiter: Arc<Waiter>,
    answered: Cell<bool>,
}

impl Place<'_> {
    /// Ready once called.
    pub fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        *self.waiter.waker.lock() = Some(cx.waker().clone());
        if !self.waiter.called.load(SeqCst) {
            return Poll::Pending;
        }
        self.answered.set(true);
        Poll::Ready(())
    }

    /// How many were called while this one waited, itself or who would have been next included.
    pub fn passed(&self) -> u32 {
        let place = self.waiter.place.load(Relaxed);
        if self.waiter.called.load(SeqCst) {
            return place;
        }
        self.queue.served.load(Relaxed).wrapping_sub(place) + 1
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.queue.waiting.lock();
        let found = waiting.iter().position(|waiter| Arc::ptr_eq(waiter, &self.waiter));
        if let Some(at) = found {
            waiting.remove(at);
            self.queue.len.store(waiting.len(), SeqCst);
        }
        drop(waiting);
        // Called but gone before it could answer: the call is the next one's.
        if self.waiter.called.load(SeqCst) && !self.answered.get() {
            self.queue.call();
        }
    }
}

/// A stream's place on a server; dropping it lets the next one in.
#[derive(Debug)]
pub(crate) struct Slot {
    worker: Rc<Worker>,
    backend: ProxyId,
    server: ServerId,
}

impl Slot {
    /// Takes a place on the server if it has room.
    pub fn take(worker: &Rc<Worker>, backend: ProxyId, server: ServerId) -> Option<Self> {
        let live = worker.plan().world.proxy(backend).server(server);
        let limit = dynamic_limit(worker, backend, server, &live.maxconn);
        live.counters.sessions.enter_below(limit).then(|| Self {
            worker: worker.clone(),
            backend,
            server,
        })
    }
}

/// `maxconn`, or less with `minconn`: it grows with the backend's load up to `fullconn`.
fn dynamic_limit(worker: &Worker, backend: ProxyId, server: ServerId, maxconn: &AtomicU32) -> u64 {
    let max = u64::from(maxconn.load(Relaxed));
    let plan = worker.plan().proxy(backend);
    let min = u64::from(plan.servers[server.0 as usize].minconn);
    if min == 0 || min >= max {
        return max;
    }
    let full = plan.settings.fullconn.unwrap_or(max).max(1);
    let load = worker.plan().world.proxy(backend).be.sessions.get();
    (max * load / full).clamp(min, max)
}

impl Drop for Slot {
    fn drop(&mut self) {
        let backend = self.worker.plan().world.proxy(self.backend);
        let server = backend.server(self.server);
        server.counters.sessions.leave();
        if server.maxconn.load(Relaxed) > 0 && balance::usable(server) {
            self.worker.shared.queue(self.backend).call();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_priority_is_called_first() {
        let queue = Queue::default();
        let late = queue.join(false, (0, 5000));
        let usual = queue.join(false, (0, 0));
        let low = queue.join(false, (5, -100_000));
        let high = queue.join(false, (-5, 0));
        let cx = Context::from_waker(Waker::noop());
        let mut order = Vec::new();
        while queue.len() > 0 {
            queue.call();
            for (name, place) in
                [("low", &low), ("high", &high), ("usual", &usual), ("late", &late)]
            {
                if place.poll(&cx).is_ready() && !order.contains(&name) {
                    order.push(name);
                }
            }
        }
        assert_eq!(order, ["high", "usual", "late", "low"]);
    }
}
