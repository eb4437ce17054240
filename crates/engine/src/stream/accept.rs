//! Stage 1: sockets are accepted and given to the worker with the fewest connections.

use super::session::{self, Admission};
use crate::conn::Conn;
use crate::exchange::Client;
use crate::worker::{Shared, Worker};
use moongate_conf::plan::Bind;
use moongate_net::listen::is_exhausted;
use moongate_net::{Acceptor, KeepAlive, Listener, Peer, Remote, StdStream, Stream, Timer};
use moongate_state::{ProxyId, Session};
use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// How long an acceptor waits after descriptors ran out, unless a connection ends before.
const EXHAUSTED: Duration = Duration::from_millis(100);

thread_local! {
    /// This thread's worker, for connections that another thread accepted.
    static CURRENT: RefCell<Option<Rc<Worker>>> = const { RefCell::new(None) };
}

/// Makes `worker` the one that takes connections on this thread.
pub(crate) fn set_current(worker: Rc<Worker>) {
    CURRENT.with(|current| *current.borrow_mut() = Some(worker));
}

/// The process stops: this thread's connections that wait for a request end.
pub(crate) fn stop_current() {
    let worker = CURRENT.with(|current| current.borrow().clone());
    if let Some(worker) = worker {
        worker.stop_idle();
    }
}

/// What is known of a socket on its way to its worker.
struct Arrival {
    peer: Peer,
    local: Option<Peer>,
    frontend: ProxyId,
    listener: u32,
    accepted: Instant,
}

/// Accepts from one listener until the process stops.
pub(crate) async fn accept(
    worker: Rc<Worker>,
    listener: Listener,
    frontend: ProxyId,
    index: u32,
    remotes: Arc<[Remote]>,
) -> io::Result<()> {
    let acceptor = listener.accepting()?;
    let mut complained = false;
    while !worker.shared.is_stopping() {
        wait_for_room(&worker.shared, frontend, index).await;
        let accepted = tokio::select! {
            biased;
            accepted = acceptor.accept() => accepted,
            () = worker.shared.room.notified(), if worker.shared.is_stopping() => break,
            () = stopped(&worker.shared) => break,
        };
        match accepted {
            Ok(accepted) => {
                complained = false;
                admit(&worker, accepted, frontend, index, &remotes);
                take_more(&worker, &acceptor, frontend, index, &remotes);
            }
            Err(error) if is_exhausted(&error) => {
                if !std::mem::replace(&mut complained, true) {
                    crate::log::process(
                        &worker.shared,
                        moongate_state::LogLevel::Emerg,
                        &format!("Proxy {}: can't accept: {error}", name(&worker, frontend)),
                    );
                }
                tokio::time::sleep(EXHAUSTED).await;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn name(worker: &Worker, frontend: ProxyId) -> String {
    worker.plan().world.proxy(frontend).name.to_string()
}

/// Resolves when the process stops.
async fn stopped(shared: &Shared) {
    loop {
        let notified = shared.room.notified();
        if shared.is_stopping() {
            return;
        }
        notified.await;
    }
}

/// More that waits already, up to `tune.maxaccept`: one wake-up serves them all.
fn take_more(
    worker: &Rc<Worker>,
    acceptor: &Acceptor,
    frontend: ProxyId,
    index: u32,
    remotes: &[Remote],
) {
    for _ in 1..worker.plan().global.tune.maxaccept.max(1) {
        if !has_room(&worker.shared, frontend, index) {
            return;
        }
        match acceptor.try_accept() {
            Ok(accepted) => admit(worker, accepted, frontend, index, remotes),
            Err(_) => return,
        }
    }
}

/// Whether the process, the frontend and the listener may have one more connection.
fn has_room(shared: &Shared, frontend: ProxyId, index: u32) -> bool {
    let world = &shared.plan.world;
    let plan = shared.plan.proxy(frontend);
    let below = |now: u64, limit: u64| limit == 0 || now < limit;
    let listener = plan.binds.get(index as usize).map_or(0, |bind: &Bind| bind.maxconn);
    let live = world.proxy(frontend);
    let on_listener = live.listeners().get(index as usize).map_or(0, |l| l.sessions.get());
    let rate = plan.settings.session_rate;
    let slow = rate == 0 || live.fe.session_rate.get(world.started.0, Instant::now()) < rate;
    slow && below(world.counters.connections.get(), world.maxconn.load(Relaxed))
        && below(live.fe.sessions.get(), plan.settings.maxconn.unwrap_or(0))
        && below(on_listener, listener)
}

async fn wait_for_room(shared: &Shared, frontend: ProxyId, index: u32) {
    while !has_room(shared, frontend, index) && !shared.is_stopping() {
        shared.waiting.fetch_add(1, Relaxed);
        let notified = shared.room.notified();
        if !has_room(shared, frontend, index) {
            match shared.plan.proxy(frontend).settings.session_rate {
                0 => notified.await,
                // A rate sinks with time alone (`rate-limit sessions`).
                rate => tokio::select! {
                    () = notified => {}
                    () = tokio::time::sleep(Duration::from_millis((1000 / rate).clamp(1, 50))) => {}
                },
            }
        }
        shared.waiting.fetch_sub(1, Relaxed);
    }
}

/// Counts the connection and gives it to a worker.
fn admit(
    worker: &Rc<Worker>,
    accepted: moongate_net::Accepted,
    frontend: ProxyId,
    listener: u32,
    remotes: &[Remote],
) {
    let shared = &worker.shared;
    let world = &shared.plan.world;
    let live = world.proxy(frontend);
    world.counters.connections.enter();
    world.counters.connections_total.add(1);
    live.fe.sessions.enter();
    live.fe.connections.add(1);
    live.fe.sessions_total.add(1);
    if let Some(listener) = live.listeners().get(listener as usize) {
        listener.sessions.enter();
    }
    let (peer, local) = (accepted.peer, accepted.local_addr().ok());
    let arrival = Arrival { peer, local, frontend, listener, accepted: Instant::now() };
    live.fe.session_rate.add(world.second(arrival.accepted));
    let socket = accepted.into_std();
    let target = lightest(shared, worker.index);
    shared.loads[target].fetch_add(1, Relaxed);
    if target == worker.index {
        start(worker.clone(), socket, arrival);
    } else {
        remotes[target].spawn(move || {
            let current = CURRENT.with(|current| current.borrow().clone());
            if let Some(worker) = current {
                start(worker, socket, arrival);
            }
        });
    }
}

/// The worker with the fewest connections, this one if it is among them.
fn lightest(shared: &Shared, own: usize) -> usize {
    let load = |index: usize| shared.loads[index].load(Relaxed);
    (0..shared.loads.len()).fold(own, |best, at| if load(at) < load(best) { at } else { best })
}

/// Serves the connection on this worker.
fn start(worker: Rc<Worker>, socket: StdStream, arrival: Arrival) {
    let admission = Admission::new(worker.clone(), arrival.frontend, arrival.listener);
    let Ok(stream) = Stream::from_std(socket) else { return };
    let plan = worker.plan().proxy(arrival.frontend);
    if plan.settings.options.clitcpka {
        // A connection without probes is no reason to refuse it.
        let _ = stream.set_keepalive(&KeepAlive::default());
    }
    if plan.settings.options.tcp_smart_accept {
        // Only an optimisation: the first acknowledgement then goes with the answer.
        let _ = stream.set_quickack(false);
    }
    if plan.settings.options.nolinger {
        let _ = stream.set_linger_zero();
    }
    let session = make_session(&worker, &arrival, &stream);
    let conn = Conn::new(stream);
    let client = Box::new(Client {
        conn,
        session,
        timer: Timer::new(),
        since: arrival.accepted,
        last_server: None,
        own_server: None,
        ends: None,
        carried: None,
    });
    tokio::task::spawn_local(session::serve(worker, client, admission));
}

fn make_session(worker: &Worker, arrival: &Arrival, stream: &Stream) -> Rc<Session> {
    use std::os::fd::{AsFd, AsRawFd};
    let src = arrival.peer.inet();
    let dst = arrival.local.and_then(|local| local.inet());
    let mut session = Session::new(worker.plan().world.clone(), arrival.frontend);
    session.listener = arrival.listener;
    session.thread = worker.index as u32;
    session.accepted = arrival.accepted;
    session.src.set(src);
    session.dst.set(dst);
    session.fc_src = src;
    session.fc_dst = dst;
    let bind = worker.plan().proxy(arrival.frontend).binds.get(arrival.listener as usize);
    session.expects_proxy.set(bind.is_some_and(|bind| bind.accept_proxy));
    session.fd.set(stream.as_fd().as_raw_fd());
    Rc::new(session)
}
