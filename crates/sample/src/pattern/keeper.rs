//! A thread that does what would hold a worker up: it takes contents apart that nobody needs any more,
//! and builds indexes that can't be changed. It begins with the first such work.

use super::PatternRef;
use super::content::Content;
use super::scan::Automaton;
use parking_lot::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

/// What there is to do.
pub(super) enum Work {
    /// Take this apart, once no reader looks at it any more.
    Drop(Arc<Content>),
    /// Build what is worn out.
    Renew(Weak<PatternRef>),
}

/// The thread's inbox, with the process that it belongs to: a fork takes no threads along.
static INBOX: Mutex<Option<(u32, Sender<Work>)>> = Mutex::new(None);

/// Has it done. Without a thread, it is done at once.
pub(super) fn give(work: Work) {
    let mut inbox = INBOX.lock();
    let own = std::process::id();
    if inbox.as_ref().is_none_or(|(process, _)| *process != own) {
        *inbox = start().map(|sender| (own, sender));
    }
    match &*inbox {
        Some((_, sender)) => {
            if let Err(error) = sender.send(work) {
                *inbox = None;
                drop(inbox);
                run(error.0);
            }
        }
        None => {
            drop(inbox);
            run(work);
        }
    }
}

fn start() -> Option<Sender<Work>> {
    let (sender, receiver) = channel();
    let spawned = thread::Builder::new().name("patterns".into()).spawn(move || {
        receiver.into_iter().for_each(run);
    });
    spawned.ok().map(|_| sender)
}

fn run(work: Work) {
    match work {
        Work::Drop(content) => {
            // A reader that still looks at it would have to take it apart when it is done.
            while Arc::strong_count(&content) > 1 {
                thread::sleep(Duration::from_millis(1));
            }
        }
        Work::Renew(list) => {
            if let Some(list) = list.upgrade() {
                renew(&list);
            }
        }
    }
}

/// Builds what is worn out, until nothing is.
fn renew(list: &PatternRef) {
    loop {
        let content = list.content();
        let worn =
            content.states.iter().enumerate().find_map(|(at, state)| {
                state.worn(&content.order).map(|items| (at, state.how, items))
            });
        let epoch = content.epoch;
        drop(content);
        let Some((at, how, items)) = worn else { return };
        list.renewed(epoch, at, Arc::new(Automaton::new(how, items)));
    }
}
