//! What the connections of one worker thread share, and what all workers share.

use crate::exchange::Room;
use crate::log::Sinks;
use crate::pool::ServerPool;
use crate::queue::Queue;
use moongate_conf::Plan;
use moongate_http::Limits;
use moongate_net::turn::Turns;
use moongate_state::{ProxyId, ServerId, Session};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::task::Waker;
use std::time::Instant;
use tokio::sync::Notify;

/// What is one for all workers under one plan.
#[derive(Debug)]
pub struct Shared {
    /// The configuration in force.
    pub plan: Arc<Plan>,
    /// Idle connections of every server, by backend and server.
    pools: Box<[Box<[ServerPool]>]>,
    /// Requests that wait for a server, by backend.
    queues: Box<[Queue]>,
    /// Log targets.
    pub(crate) sinks: Sinks,
    /// Connections by worker: the next one goes where there are fewest.
    pub(crate) loads: Box<[AtomicUsize]>,
    /// No new connections; what runs is finished.
    pub(crate) stopping: AtomicBool,
    /// Signalled when a connection ends while an acceptor waits for room.
    pub(crate) room: Notify,
    /// How many acceptors wait for room.
    pub(crate) waiting: AtomicUsize,
}

impl Shared {
    /// Everything that the plan needs at run time.
    ///
    /// # Errors
    /// A log target that can't be opened, in words.
    pub fn new(plan: Arc<Plan>, workers: usize) -> Result<Arc<Self>, String> {
        let pools = plan.proxies.iter().map(|proxy| {
            proxy.servers.iter().map(|server| ServerPool::new(server, workers)).collect()
        });
        for proxy in &plan.proxies {
            note_limits(&plan, proxy);
        }
        Ok(Arc::new(Self {
            pools: pools.collect(),
            queues: plan.proxies.iter().map(|_| Queue::default()).collect(),
            sinks: Sinks::open(&plan)?,
            loads: (0..workers).map(|_| AtomicUsize::new(0)).collect(),
            stopping: AtomicBool::new(false),
            room: Notify::new(),
            waiting: AtomicUsize::new(0),
            plan,
        }))
    }

    /// How many idle connections to a server are kept.
    pub fn idle_connections(&self, backend: ProxyId, server: ServerId) -> usize {
        self.pool(backend, server).len()
    }

    /// The idle connections of a server.
    pub(crate) fn pool(&self, backend: ProxyId, server: ServerId) -> &ServerPool {
        &self.pools[backend.0 as usize][server.0 as usize]
    }

    /// The requests that wait for a backend's servers.
    pub(crate) fn queue(&self, backend: ProxyId) -> &Queue {
        &self.queues[backend.0 as usize]
    }

    /// Accepts no more; see [`Worker::stop_idle`] for connections that wait.
    pub fn stop(&self) {
        self.stopping.store(true, Relaxed);
        self.plan.world.stopping.store(true, Relaxed);
        self.room.notify_waiters();
    }

    /// Whether it is stopping.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Relaxed)
    }

    /// Connections from clients that are open.
    pub fn connections(&self) -> usize {
        self.loads.iter().map(|load| load.load(Relaxed)).sum()
    }

    /// Lines of logs that couldn't be sent.
    pub fn dropped_logs(&self) -> u64 {
        self.sinks.dropped()
    }
}

/// Tells the live side of a proxy what its section says, for fetches.
fn note_limits(plan: &Plan, proxy: &moongate_conf::plan::Proxy) {
    let timeouts = &proxy.settings.timeouts;
    let live = plan.world.proxy(proxy.id);
    live.set_limits(moongate_state::Limits {
        client: timeouts.client,
        server: timeouts.server,
        tunnel: timeouts.tunnel,
        connect: timeouts.connect,
        queue: timeouts.queue,
        tarpit: timeouts.tarpit,
        retries: proxy.settings.retries,
        default_backend: proxy.default_backend,
    });
    for server in live.servers() {
        let _ = server.initial_weight.set(server.weight.load(Relaxed));
    }
}

/// One worker thread.
#[derive(Debug)]
pub struct Worker {
    /// Its number.
    pub index: usize,
    /// What it shares with the others.
    pub shared: Arc<Shared>,
    pub(crate) limits: Limits,
    pub(crate) bufsize: usize,
    /// Rooms for exchanges, used again. Boxed: they are moved in and out, and are large.
    #[expect(clippy::vec_box)]
    rooms: RefCell<Vec<Box<Room>>>,
    /// A session for rooms that aren't used.
    blank: Rc<Session>,
    /// Servers with idle connections of this worker.
    pub(crate) pooled: RefCell<Vec<(ProxyId, ServerId)>>,
    /// Connections that wait for a request, to be woken when the process stops.
    idle: RefCell<Vec<Option<Waker>>>,
    free_idle: RefCell<Vec<u32>>,
    pub(crate) stopping: Cell<bool>,
    /// The time of the present turn, and its second, once something asked for it.
    now: Cell<Option<(Instant, u64)>>,
}

/// How many unused rooms a worker keeps.
const KEEP_ROOMS: usize = 128;

impl Worker {
    /// The worker of that number. Call it on its own thread.
    pub fn new(index: usize, shared: Arc<Shared>) -> Rc<Self> {
        let tune = &shared.plan.global.tune;
        moongate_net::buffer::set_size(tune.bufsize);
        if !tune.splice {
            moongate_net::splice::forbid();
        }
        let first = ProxyId(0);
        let blank = Rc::new(Session::new(shared.plan.world.clone(), first));
        let limits = Limits {
            max_headers: tune.max_headers,
            max_head: tune.bufsize.saturating_sub(tune.maxrewrite).max(1024),
            relaxed: false,
        };
        Rc::new(Self {
            index,
            limits,
            bufsize: tune.bufsize,
            rooms: RefCell::default(),
            blank,
            pooled: RefCell::default(),
            idle: RefCell::default(),
            free_idle: RefCell::default(),
            stopping: Cell::new(false),
            now: Cell::new(None),
            shared,
        })
    }

    /// The configuration in force.
    pub fn plan(&self) -> &Plan {
        &self.shared.plan
    }

    /// Runs a connection's work, which is so nice (`nice` of its `bind` line); each poll of it is a turn,
    /// with one time ([`Worker::now`]).
    pub(crate) async fn in_turns<F: Future>(&self, nice: i32, mut work: Pin<Box<F>>) -> F::Output {
        let mut turns = Turns::new(nice);
        poll_fn(|cx| {
            turns.take(cx, |cx| {
                self.now.set(None);
                work.as_mut().poll(cx)
            })
        })
        .await
    }

    /// When the present turn began, more or less: within a turn nothing waits, and one look at the
    /// clock serves all of a request's timers.
    pub(crate) fn now(&self) -> Instant {
        self.moment().0
    }

    /// The second of the process in which the present turn began, for rates.
    pub(crate) fn second(&self) -> u64 {
        self.moment().1
    }

    fn moment(&self) -> (Instant, u64) {
        self.now.get().unwrap_or_else(|| {
            let now = Instant::now();
            let moment = (now, self.plan().world.second(now));
            self.now.set(Some(moment));
            moment
        })
    }

    /// A room for an exchange of that session.
    pub(crate) fn room(&self, session: &Rc<Session>) -> Box<Room> {
        match self.rooms.borrow_mut().pop() {
            Some(mut room) => {
                room.reset(session.clone());
                room
            }
            None => Box::new(Room::new(session.clone())),
        }
    }

    /// Takes a room back.
    pub(crate) fn give_room(&self, mut room: Box<Room>) {
        let mut rooms = self.rooms.borrow_mut();
        if rooms.len() < KEEP_ROOMS {
            room.leave(self.blank.clone());
            rooms.push(room);
        }
    }

    /// Notes a connection that waits for a request; its place.
    pub(crate) fn enter_idle(&self, waker: &Waker) -> u32 {
        let mut idle = self.idle.borrow_mut();
        match self.free_idle.borrow_mut().pop() {
            Some(place) => {
                idle[place as usize] = Some(waker.clone());
                place
            }
            None => {
                idle.push(Some(waker.clone()));
                idle.len() as u32 - 1
            }
        }
    }

    /// Forgets it.
    pub(crate) fn leave_idle(&self, place: u32) {
        self.idle.borrow_mut()[place as usize] = None;
        self.free_idle.borrow_mut().push(place);
    }

    /// The process stops: connections that wait for a request end now.
    pub fn stop_idle(&self) {
        self.stopping.set(true);
        let wakers: Vec<Waker> = self.idle.borrow().iter().flatten().cloned().collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}
