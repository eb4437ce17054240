//! Stages 6 and 7: a server is assigned and a connection to it is ready. Waiting in the queue,
//! retrying and trying another server are one loop.

use super::Answered;
use crate::balance;
use crate::check::observe::{Seen, observe};
use crate::conn::Conn;
use crate::exchange::{Exchange, Exit, Failure, ServerSide, Step, ending};
use crate::pool::discard;
use crate::queue::Slot;
use moongate_conf::plan::{Balance, Reuse};
use moongate_http::Body;
use moongate_net::{Dial, KeepAlive, Source, Stream, Target, dial};
use moongate_state::{Cause, ConnError, LogOrigin, ServerId, Stage};
use std::future::{Future, poll_fn};
use std::io;
use std::os::fd::{AsFd, AsRawFd};
use std::pin::pin;
use std::task::Poll;

/// Between two attempts at the same server, at most (configuration manual, `retries`).
const TURN_AROUND_MS: u64 = 1000;

/// How long a server may take to accept a connection for a client that has closed its side: some
/// do so after each request and read the answer all the same.
const LEAVING_MS: u64 = 100;

/// A request with a connection to its server.
pub(crate) struct Connected<'x> {
    x: &'x mut Exchange,
    framing: Body,
}

impl<'x> Connected<'x> {
    pub(super) fn new(x: &'x mut Exchange, framing: Body) -> Self {
        Self { x, framing }
    }

    /// Sends the request and reads the head of the answer.
    pub async fn exchange(self) -> Step<Answered<'x>> {
        super::answered::exchange(self.x, self.framing).await
    }
}

/// Assigns a server and connects to it, or says why not. HTTP may take an idle connection.
pub(crate) async fn reach(x: &mut Exchange, http: bool) -> Step<()> {
    find(x, (http, http), None, None).await
}

/// The same for a request that is sent again (`retry-on`), on a connection of its own.
pub(crate) async fn reach_again(x: &mut Exchange) -> Step<()> {
    let Some(id) = x.room.txn.server else { return find(x, (true, false), None, None).await };
    let elsewhere = count_retry(x, id);
    let (again, avoid) = if elsewhere { (None, Some(id)) } else { (Some(id), None) };
    find(x, (true, false), again, avoid).await
}

/// `again`: the server to try first; `avoid`: the one to try last.
async fn find(
    x: &mut Exchange,
    (http, idle): (bool, bool),
    mut again: Option<ServerId>,
    mut avoid: Option<ServerId>,
) -> Step<()> {
    loop {
        let id = match again.take() {
            Some(id) => id,
            None => assign(x, avoid).await?,
        };
        x.room.txn.server = Some(id);
        if x.room.txn.times.dequeued.is_none() {
            x.room.txn.times.dequeued = Some(x.worker.now());
        }
        count_chosen(x, id);
        if idle && take_idle(x, id) {
            connected(x);
            return Ok(());
        }
        let failure = match connect(x, id).await {
            Ok(()) => {
                connected(x);
                return Ok(());
            }
            Err(failure) => failure,
        };
        let Some(failure) = failure else {
            count_failure(x, id, false);
            return Err(left(x, http));
        };
        count_failure(x, id, true);
        let timed_out = matches!(failure, Failure::Timeout);
        let cause = if timed_out { Cause::ServerTimeout } else { Cause::Server };
        let settings = &x.backend().settings;
        let most = x.room.txn.max_retries.unwrap_or(settings.retries);
        if !settings.retry.connection || x.room.txn.retries >= most {
            x.room.txn.backend().be.connection_errors.add(1);
            return Err(Exit::Error(503, ending(cause, Stage::Connect)));
        }
        if count_retry(x, id) {
            avoid = Some(id);
        } else {
            // The same server again; not at once, unless its refusal took that long already.
            if !timed_out {
                let timeout = x.connect_timeout().unwrap_or(TURN_AROUND_MS);
                if pause(x, timeout.min(TURN_AROUND_MS)).await {
                    return Err(left(x, http));
                }
            }
            again = Some(id);
        }
    }
}

/// The client left before there was a connection.
fn left(x: &mut Exchange, http: bool) -> Exit {
    x.keep_alive = false;
    x.room.txn.backend().be.client_aborts.add(1);
    let stage = if http { Stage::Connect } else { Stage::Data };
    Exit::Close(ending(Cause::Client, stage))
}

/// Waits before the next attempt; whether the client left meanwhile, if that matters.
async fn pause(x: &mut Exchange, ms: u64) -> bool {
    let abort = x.aborts_on_close();
    x.within(Some(ms));
    poll_fn(|cx| {
        if abort && x.client_left(cx) {
            return Poll::Ready(true);
        }
        x.client.timer.poll_expired(cx).map(|()| false)
    })
    .await
}

/// Counts another attempt; whether it goes to another server (`option redispatch`).
fn count_retry(x: &mut Exchange, id: ServerId) -> bool {
    let settings = &x.backend().settings;
    let redispatch = settings.redispatch;
    let retries = x.room.txn.max_retries.unwrap_or(settings.retries);
    x.room.txn.retries += 1;
    let live = x.room.txn.backend();
    live.be.retries.add(1);
    live.server(id).counters.retries.add(1);
    let elsewhere = !x.persistence.forced
        && (redispatches(redispatch, retries, x.room.txn.retries)
            || (redispatch.is_some_and(|every| every != 0) && in_turn(x)));
    let live = x.room.txn.backend();
    if !elsewhere || live.servers().len() < 2 {
        return false;
    }
    live.be.redispatches.add(1);
    live.server(id).counters.redispatches.add(1);
    x.room.txn.redispatched = true;
    x.slot = None;
    x.give_up_direct();
    true
}

/// `option redispatch <interval>`: whether attempt number `retry` goes to another server.
fn redispatches(interval: Option<i32>, retries: u32, retry: u32) -> bool {
    match interval {
        None | Some(0) => false,
        Some(every) if every > 0 => retry.is_multiple_of(every.unsigned_abs()),
        Some(from_last) => {
            // -1: on the last retry; -2: on the last but one, and so on from there.
            retry + from_last.unsigned_abs() > retries
        }
    }
}

/// Whether servers are taken in turn and none was asked for: then there is nothing to gain from
/// another attempt at the same one.
fn in_turn(x: &Exchange) -> bool {
    x.backend().settings.balance == Balance::RoundRobin && x.persistence.direct.is_none()
}

/// Chooses a server and takes a place on it, in the queue if there is no room.
async fn assign(x: &mut Exchange, avoid: Option<ServerId>) -> Step<ServerId> {
    let worker = x.worker.clone();
    let backend = x.room.txn.backend;
    let queue = worker.shared.queue(backend);
    let mut in_front = false;
    loop {
        // Who comes now waits behind those who wait already.
        if in_front || queue.len() == 0 {
            let Some(id) = choose(x, avoid) else {
                return Err(Exit::Error(503, ending(Cause::Server, Stage::Connect)));
            };
            if let Some(slot) = Slot::take(&worker, backend, id) {
                x.slot = Some(slot);
                return Ok(id);
            }
        }
        wait_in_queue(x, in_front).await?;
        in_front = true;
    }
}

/// Waits until a server has room, at most as long as `timeout queue` says.
async fn wait_in_queue(x: &mut Exchange, in_front: bool) -> Step<()> {
    let worker = x.worker.clone();
    let queue = worker.shared.queue(x.room.txn.backend);
    let timeouts = x.backend().settings.timeouts;
    if !in_front {
        x.within(x.room.txn.timeouts[4].or(timeouts.queue).or(x.connect_timeout()));
    }
    let live = &worker.plan().world.proxy(x.room.txn.backend).be;
    live.queue.enter();
    let place = queue.join(in_front, x.room.txn.priority);
    let abort = x.aborts_on_close();
    let called = poll_fn(|cx| {
        if place.poll(cx).is_ready() {
            return Poll::Ready(Ok(()));
        }
        if abort && x.client_left(cx) {
            return Poll::Ready(Err(Cause::Client));
        }
        x.client.timer.poll_expired(cx).map(|()| Err(Cause::ServerTimeout))
    })
    .await;
    live.queue.leave();
    x.room.txn.queue_positions.0 += place.passed();
    drop(place);
    match called {
        Ok(()) => return Ok(()),
        Err(Cause::Client) => {
            x.keep_alive = false;
            x.room.txn.times.dequeued = Some(x.worker.now());
            live.client_aborts.add(1);
            return Err(Exit::Close(ending(Cause::Client, Stage::Queue)));
        }
        Err(_) => {}
    }
    x.room.txn.times.dequeued = Some(x.worker.now());
    Err(Exit::Error(503, ending(Cause::ServerTimeout, Stage::Queue)))
}

/// The server that a rule or a cookie asked for, or else what the balancing algorithm says.
fn choose(x: &mut Exchange, avoid: Option<ServerId>) -> Option<ServerId> {
    if let Some(id) = x.persistence.direct {
        let tries = x.persistence.forced || x.backend().settings.options.persist;
        if tries || balance::runs(x.room.txn.backend().server(id)) {
            return Some(id);
        }
        x.give_up_direct();
    }
    let plan = x.backend();
    let live = x.room.txn.backend();
    if plan.settings.options.prefer_last_server
        && avoid.is_none()
        && let Some((backend, id)) = x.client.last_server
        && backend == plan.id
        && balance::usable(live.server(id))
        && (balance::has_room(live.server(id)) || may_queue(x))
    {
        return Some(id);
    }
    balance::choose(plan.settings.balance, plan.settings.options.allbackups, live, avoid)
}

/// `max-keep-alive-queue`: whether a client waits for its last server when that is full.
fn may_queue(x: &Exchange) -> bool {
    let most = x.backend().settings.keep_alive_queue;
    most.is_none_or(|most| x.worker.shared.queue(x.room.txn.backend).len() < most)
}

/// Takes an idle connection, as `http-reuse` allows it.
fn take_idle(x: &mut Exchange, id: ServerId) -> bool {
    let backend = x.room.txn.backend;
    let first = x.client.session.requests.get() <= 1;
    if x.room.txn.bc_mark.is_some() || x.room.txn.bc_tos.is_some() {
        // Its packets are marked for this request alone.
        return false;
    }
    if let Some(own) = x.client.own_server.take() {
        let fits = own.backend == backend && own.id == id && own.conn.stream.is_quiet();
        if fits {
            x.room.txn.reused = true;
            count_reuse(x, id);
            hold(x, *own);
            return true;
        }
        discard(&own.conn.stream);
    }
    // How many requests a connection must have carried to be trusted with this one.
    let carried = match x.backend().settings.reuse {
        Reuse::Never => return false,
        Reuse::Safe if first => return false,
        // It has been used again once: the server keeps its connections open.
        Reuse::Aggressive if first => 2,
        Reuse::Safe | Reuse::Aggressive | Reuse::Always => 1,
    };
    let across = x.worker.plan().global.tune.idle_pool_shared;
    let pool = x.worker.shared.pool(backend, id);
    let Some(idle) = pool.take(x.worker.index, across, carried) else { return false };
    x.room.txn.reused = true;
    count_reuse(x, id);
    let conn = Conn::new(idle.stream);
    hold(x, ServerSide { conn, backend, id, requests: idle.requests, ends: idle.ends });
    true
}

/// Opens a connection to the server. No failure is told when the client left meanwhile.
async fn connect(x: &mut Exchange, id: ServerId) -> Result<(), Option<Failure>> {
    let worker = x.worker.clone();
    let plan = worker.plan().proxy(x.room.txn.backend);
    let server = &plan.servers[id.0 as usize];
    let live = plan.state.server(id);
    let target = live.target.read().clone();
    let Some(target) = target.and_then(|t| with_port(t, server.port_offset, x)) else {
        return Err(Some(Failure::Io));
    };
    let source = server.source.or(plan.settings.source);
    let [_, _, rcvbuf, sndbuf] = worker.plan().global.tune.socket_buffers;
    let to = Dial {
        source: source.map_or(Source::Any, Source::Addr),
        interface: server.interface.as_deref(),
        tfo: server.tfo,
        keepalive: plan.settings.options.srvtcpka.then(KeepAlive::default),
        rcvbuf,
        sndbuf,
        mark: x.room.txn.bc_mark,
        tos: x.room.txn.bc_tos,
        ..Dial::to(target)
    };
    live.counters.connects.add(1);
    plan.state.be.connects.add(1);
    x.within(x.connect_timeout());
    let stream = watched(x, dial(&to)).await?;
    x.room.txn.bc_error = ConnError::None;
    observe(&worker.shared, x.room.txn.backend, id, Seen::Connected);
    if plan.settings.options.tcp_smart_connect {
        // Only an optimisation: the acknowledgement then goes with the request.
        let _ = stream.set_quickack(false);
    }
    let local = stream.local_addr().ok().and_then(|peer| peer.inet());
    let backend = x.room.txn.backend;
    let ends = (local, to.target.peer().inet());
    hold(x, ServerSide { conn: Conn::new(stream), backend, id, requests: 0, ends });
    Ok(())
}

/// Waits for a connection, until the deadline or, if that matters, until the client leaves.
async fn watched(
    x: &mut Exchange,
    dialled: impl Future<Output = io::Result<Stream>>,
) -> Result<Stream, Option<Failure>> {
    let abort = x.aborts_on_close();
    let mut left = false;
    let mut dialled = pin!(dialled);
    poll_fn(|cx| {
        if let Poll::Ready(stream) = dialled.as_mut().poll(cx) {
            return Poll::Ready(stream.map_err(|error| {
                x.room.txn.bc_error = ConnError::of(&error);
                Some(Failure::Io)
            }));
        }
        if abort && !left && x.client_left(cx) {
            left = true;
            if x.client.conn.broken {
                return Poll::Ready(Err(None));
            }
            x.within(Some(LEAVING_MS));
        }
        let failure = if left { None } else { Some(Failure::Timeout) };
        x.client.timer.poll_expired(cx).map(|()| Err(failure))
    })
    .await
}

/// Uses this connection from now on.
fn hold(x: &mut Exchange, side: ServerSide) {
    let txn = &mut x.room.txn;
    txn.bc_fd = side.conn.stream.as_fd().as_raw_fd();
    (txn.bc_src, txn.bc_dst) = side.ends;
    x.server = Some(side);
}

/// A server without a port of its own listens where the client connected to, plus the offset.
fn with_port(target: Target, offset: Option<i32>, x: &Exchange) -> Option<Target> {
    let Target::Inet(mut addr) = target else { return Some(target) };
    if let Some(offset) = offset {
        let client = i32::from(x.client.session.dst.get()?.port());
        addr.set_port(u16::try_from(client + offset).ok()?);
    }
    Some(Target::Inet(addr))
}

fn connected(x: &mut Exchange) {
    x.room.txn.times.connected = Some(x.worker.now());
    crate::log::log_step(&x.worker, &x.room.txn, LogOrigin::Connect);
}

fn count_reuse(x: &Exchange, id: ServerId) {
    let live = x.room.txn.backend();
    live.be.reuses.add(1);
    live.server(id).counters.reuses.add(1);
}

fn count_chosen(x: &Exchange, id: ServerId) {
    let live = x.room.txn.backend();
    live.be.chosen.add(1);
    let counters = &live.server(id).counters;
    counters.chosen.add(1);
    counters.sessions_total.add(1);
    counters.session_rate.add(x.worker.second());
}

/// Counts an attempt that failed; `told`: by the server, and not because the client left.
fn count_failure(x: &Exchange, id: ServerId, told: bool) {
    x.room.txn.backend().server(id).counters.connection_errors.add(1);
    if told {
        observe(&x.worker.shared, x.room.txn.backend, id, Seen::NotConnected);
    }
}
