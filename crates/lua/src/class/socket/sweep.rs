//! Looking for sockets that scripts left open and don't hold any more.
//!
//! Lua collects by memory, and a connection is worth more than the few bytes of its handle: left to
//! itself the collector would come by when thousands are open. So sockets that were connected and
//! not closed since the last round have a round of their own, soon, in steps between other work; or
//! at once when they are many.

use super::Socket;
use crate::host::Shared;
use crate::raw::{Call, Vm};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

/// So many at once don't wait for their round; more where much memory makes a round long.
const MANY: usize = 128;

/// For each such part of a machine's memory there may be one more.
const PART: usize = 64 << 10;

/// How long others may wait.
const SOON: Duration = Duration::from_secs(1);

/// The rounds of one machine.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    /// Sockets connected in this round and not closed.
    open: Cell<u32>,
    round: Cell<u64>,
    /// A task sees to the round.
    tended: Cell<bool>,
}

impl Sweep {
    fn next(&self) {
        self.open.set(0);
        self.round.set(self.round.get() + 1);
    }
}

/// A socket was connected.
pub(super) fn connected(call: &Call<'_>, socket: &Socket) {
    let vm = call.vm();
    let sweep = &vm.classes().socket.sweep;
    socket.round.set(sweep.round.get());
    sweep.open.set(sweep.open.get() + 1);
    if sweep.open.get() as usize >= MANY.max(vm.used_memory() / PART) {
        sweep.next();
        vm.collect_all();
    } else if !sweep.tended.replace(true)
        && let Some(host) = vm.host.upgrade()
    {
        tokio::spawn(tend(host, vm.thread));
    }
}

/// A script closed a socket.
pub(super) fn closed(call: &Call<'_>, socket: &Socket) {
    let sweep = &call.vm().classes().socket.sweep;
    if socket.stream.borrow().is_some() && socket.round.get() == sweep.round.get() {
        sweep.open.set(sweep.open.get().saturating_sub(1));
    }
}

/// Makes a round if there is something to look for.
async fn tend(host: Arc<Shared>, thread: usize) {
    tokio::time::sleep(SOON).await;
    let mut rounds = 0;
    // A round that was already begun may miss the youngest.
    while rounds < 2 {
        {
            let Some(machine) = host.machine_of(thread) else { return };
            let vm = machine.enter();
            if rounds == 0 && sweep(&vm).open.get() == 0 {
                break;
            }
            rounds += u32::from(vm.collect_some());
        }
        tokio::task::yield_now().await;
    }
    if let Some(machine) = host.machine_of(thread) {
        let vm = machine.enter();
        sweep(&vm).next();
        sweep(&vm).tended.set(false);
    }
}

fn sweep(vm: &Vm) -> &Sweep {
    &vm.classes().socket.sweep
}
