//! Functions of scripts that are called when something happens (`core.event_sub`).

use super::task::Running;
use crate::class::event;
use crate::host::Shared;
use crate::raw::{Ref, Vm};
use moongate_sample::pattern::ListChange;
use moongate_state::{ProxyId, ServerChange, ServerId, Why};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::SystemTime;
use tokio::sync::Notify;

/// Events that a slow function may leave waiting; more are lost, and that is logged.
const MOST_WAITING: usize = 1000;

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Happening {
    /// To a server.
    Server(ServerChange),
    /// To the list of patterns of that number.
    Pattern(u32, ListChange),
}

/// What a subscription is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// All servers.
    Servers,
    /// One server.
    Server(ProxyId, ServerId),
    /// One list of patterns.
    Pattern(u32),
}

/// An event that a script can name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) name: &'static str,
    pub(crate) what: Happening,
    pub(crate) at: SystemTime,
}

/// A function that is called for events.
#[derive(Debug)]
pub(crate) struct Subscription {
    /// The machine's number.
    pub(crate) thread: usize,
    pub(crate) function: Ref,
    pub(crate) source: Source,
    /// The names of the events.
    pub(crate) names: Vec<&'static str>,
    pub(crate) ended: AtomicBool,
    waiting: Mutex<Waiting>,
    notify: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    events: VecDeque<Event>,
    /// Events are being lost.
    full: bool,
}

impl Subscription {
    /// A subscription that hasn't begun.
    pub(crate) fn new(
        thread: usize,
        function: Ref,
        source: Source,
        names: Vec<&'static str>,
    ) -> Self {
        Self {
            thread,
            function,
            source,
            names,
            ended: AtomicBool::new(false),
            waiting: Mutex::default(),
            notify: Notify::new(),
        }
    }

    /// Ends it: no more calls.
    pub(crate) fn end(&self) {
        self.ended.store(true, Relaxed);
        self.notify.notify_one();
    }

    /// Takes an event if it is wanted.
    fn offer(&self, shared: &Shared, event: Event) {
        if self.ended.load(Relaxed) || !self.names.contains(&event.name) {
            return;
        }
        let lost = {
            let mut waiting = self.waiting.lock();
            if waiting.events.len() < MOST_WAITING {
                waiting.events.push_back(event);
                waiting.full = false;
                false
            } else {
                !std::mem::replace(&mut waiting.full, true)
            }
        };
        if lost {
            let text = format!(
                "Lua event handler is too slow: {MOST_WAITING} events wait, later ones are lost"
            );
            shared.log(None, moongate_state::LogLevel::Err, &text);
        }
        self.notify.notify_one();
    }

    fn wants(&self, what: &Happening) -> bool {
        match (self.source, what) {
            (Source::Servers, Happening::Server(_)) => true,
            (Source::Server(proxy, server), Happening::Server(change)) => {
                (proxy, server) == (change.backend, change.server)
            }
            (Source::Pattern(list), Happening::Pattern(id, _)) => list == *id,
            _ => false,
        }
    }
}

/// The names of what happened.
fn names(what: &Happening) -> Vec<&'static str> {
    match what {
        Happening::Server(change) => {
            let (before, after) = (change.before, change.after);
            if matches!(change.why, Why::Reported(_)) {
                return vec!["SERVER_CHECK"];
            }
            let mut names = Vec::new();
            if before.up != after.up {
                names.push(if after.up { "SERVER_UP" } else { "SERVER_DOWN" });
            }
            if (before.up, before.stopping) != (after.up, after.stopping) {
                names.push("SERVER_STATE");
            }
            if before.maintenance != after.maintenance {
                names.push("SERVER_ADMIN");
            }
            names
        }
        Happening::Pattern(_, change) => vec![match change {
            ListChange::Added => "PAT_REF_ADD",
            ListChange::Removed => "PAT_REF_DEL",
            ListChange::Set => "PAT_REF_SET",
            ListChange::Cleared => "PAT_REF_CLEAR",
            ListChange::Replaced => "PAT_REF_COMMIT",
        }],
    }
}

/// Hands what happened to those who subscribed.
pub(crate) fn publish(shared: &Shared, what: Happening) {
    let at = match what {
        Happening::Server(change) => change.at,
        Happening::Pattern(..) => SystemTime::now(),
    };
    let subscriptions = shared.subscriptions.lock().clone();
    for subscription in subscriptions.iter().filter(|it| it.wants(&what)) {
        for name in names(&what) {
            subscription.offer(shared, Event { name, what, at });
        }
    }
}

/// Calls a subscription's function for each event, one after the other, until it ends.
pub(super) async fn serve(shared: Arc<Shared>, subscription: Arc<Subscription>) {
    loop {
        let next = subscription.waiting.lock().events.pop_front();
        if subscription.ended.load(Relaxed) {
            break;
        }
        let Some(next) = next else {
            subscription.notify.notified().await;
            continue;
        };
        let Some(new) = shared.machine_of(subscription.thread).map(|machine| {
            let vm = machine.enter();
            begin(&vm, &subscription, &next)
        }) else {
            break;
        };
        Running::new(&shared, subscription.thread, new).await;
    }
    shared.subscriptions.lock().retain(|other| !Arc::ptr_eq(other, &subscription));
    if let Some(machine) = shared.machine_of(subscription.thread) {
        machine.enter().dropped.add(subscription.function);
    }
}

fn begin(vm: &Vm, subscription: &Arc<Subscription>, next: &Event) -> super::NewTask {
    let run = vm.prepare(subscription.function);
    let args = event::push(vm, &vm.stack_of(run), subscription, next);
    super::NewTask { run, args }
}
