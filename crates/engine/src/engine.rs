//! Starts and stops everything that carries traffic.

use crate::stream::accept;
use crate::worker::{Shared, Worker};
use moongate_conf::Plan;
use moongate_lang::Span;
use moongate_net::{Listener, Remote, Workers};
use moongate_state::ProxyId;
use std::future::Future;
use std::io;
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How often idle connections to servers are looked through.
const PURGE_EVERY: Duration = Duration::from_secs(1);

/// Sockets that listen already, with the frontend and the place of their `bind` line in it.
#[derive(Debug, Default)]
pub struct Bound(Vec<(ProxyId, u32, Listener)>);

/// A `bind` line that could not be bound.
#[derive(Debug)]
pub struct BindFailure {
    /// Where it was declared.
    pub span: Span,
    /// The frontend's name.
    pub proxy: String,
    /// What the system said, with the address.
    pub message: String,
}

/// Binds every address of the plan's frontends; all failures at once.
///
/// # Errors
/// One for each address that can't be bound.
pub fn bind(plan: &Plan) -> Result<Bound, Vec<BindFailure>> {
    let mut bound = Bound::default();
    let mut failures = Vec::new();
    for proxy in plan.proxies.iter().filter(|proxy| !proxy.settings.disabled) {
        for line in &proxy.binds {
            match moongate_net::bind(&line.address, line.port, &line.listen) {
                Ok(listener) => bound.0.push((proxy.id, line.index, listener)),
                Err(error) => failures.push(BindFailure {
                    span: line.span,
                    proxy: proxy.state.name.to_string(),
                    message: error.to_string(),
                }),
            }
        }
    }
    if failures.is_empty() { Ok(bound) } else { Err(failures) }
}

/// The workers and what they share.
#[derive(Debug)]
pub struct Engine {
    shared: Arc<Shared>,
    workers: Workers,
}

impl Engine {
    /// Starts `threads` workers that accept from `bound`. On each, `beside` is called with the
    /// worker and its future runs beside the traffic (script tasks, the runtime API).
    ///
    /// # Errors
    /// What the system refused: a thread, a descriptor, a log target.
    pub fn start<M, F>(plan: Arc<Plan>, bound: Bound, threads: usize, beside: M) -> io::Result<Self>
    where
        M: Fn(Rc<Worker>) -> F + Send + Sync + 'static,
        F: Future<Output = ()> + 'static,
    {
        let threads = threads.max(1);
        let shared = Shared::new(plan, threads).map_err(io::Error::other)?;
        crate::check::listen(&shared);
        moongate_net::memory::start_giving_back()?;
        let remotes: Arc<OnceLock<Arc<[Remote]>>> = Arc::default();
        let mut shares: Vec<Vec<_>> = (0..threads).map(|_| Vec::new()).collect();
        for (at, listener) in bound.0.into_iter().enumerate() {
            shares[at % threads].push(listener);
        }
        let shares: Arc<[Mutex<Vec<_>>]> = shares.into_iter().map(Mutex::new).collect();
        let for_workers = (shared.clone(), remotes.clone());
        let workers = Workers::start(threads, move |index| {
            let worker = Worker::new(index, for_workers.0.clone());
            accept::set_current(worker.clone());
            let mine =
                std::mem::take(&mut *shares[index].lock().unwrap_or_else(PoisonError::into_inner));
            let remotes = for_workers.1.clone();
            let beside = beside(worker.clone());
            async move {
                tokio::task::spawn_local(beside);
                run(worker, mine, remotes).await;
            }
        })?;
        let _ = remotes.set(workers.remotes().into());
        Ok(Self { shared, workers })
    }

    /// What the workers share.
    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// The ways to the workers.
    pub fn remotes(&self) -> &[Remote] {
        self.workers.remotes()
    }

    /// Accepts no more connections, closes those that wait for a request, and lets the others
    /// finish; [`Shared::connections`] tells how many are left.
    pub fn soft_stop(&self) {
        self.shared.stop();
        for remote in self.workers.remotes() {
            remote.spawn(accept::stop_current);
        }
        for plan in self.shared.plan.proxies.iter().filter(|plan| !plan.settings.disabled) {
            let live = &plan.state;
            let (front, back) = (live.fe.connections.get(), live.be.sessions_total.get());
            let line =
                format!("Proxy {} stopped (cumulated conns: FE: {front}, BE: {back}).", live.name);
            crate::log::proxy(&self.shared, plan.id, moongate_state::LogLevel::Warning, &line);
        }
    }

    /// Ends all workers, whatever they do.
    pub fn stop(self) {
        self.shared.stop();
        self.workers.stop();
        self.workers.join();
    }
}

/// Entries of stick tables go when their time is over, whether somebody looks for them or not.
fn forget_old_entries(plan: &Plan) {
    plan.proxies.iter().filter_map(|proxy| proxy.state.table()).for_each(|table| table.expire());
}

/// One worker's part: its listeners, and its housekeeping.
async fn run(
    worker: Rc<Worker>,
    listeners: Vec<(ProxyId, u32, Listener)>,
    remotes: Arc<OnceLock<Arc<[Remote]>>>,
) {
    // The other workers are being started by the thread that started this one.
    while remotes.get().is_none() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let Some(remotes) = remotes.get() else { return };
    if worker.index == 0 {
        crate::resolve::start(&worker.shared);
    }
    for (frontend, index, listener) in listeners {
        let (worker, remotes) = (worker.clone(), remotes.clone());
        tokio::task::spawn_local(async move {
            let shared = worker.shared.clone();
            if let Err(error) = accept::accept(worker, listener, frontend, index, remotes).await {
                let level = moongate_state::LogLevel::Alert;
                crate::log::process(&shared, level, &format!("a listener failed: {error}"));
            }
        });
    }
    crate::check::start(&worker);
    let mut every = tokio::time::interval(PURGE_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        worker.purge_pools();
        if worker.index == 0 {
            forget_old_entries(worker.plan());
        }
    }
}
