//! Health checks: each server that asks for them is looked after by one task on one worker.

mod answer;
pub(crate) mod observe;
mod record;
mod request;
mod run;
mod steps;
mod tell;

pub(crate) use tell::listen;

use crate::worker::Worker;
use moongate_conf::plan::{Check, Server as ServerPlan};
use moongate_state::{Health, ProxyId, Server, ServerId};
use std::hash::{BuildHasher, Hasher};
use std::rc::Rc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use steps::Step;

/// Checks that come more often than that aren't spread when the process starts.
const OFTEN_MS: u64 = 1000;

/// The checks of one server.
pub(crate) struct Job {
    worker: Rc<Worker>,
    backend: ProxyId,
    server: ServerId,
    steps: Vec<Step>,
}

/// Starts this worker's part of all checks: they take turns among the workers.
pub(crate) fn start(worker: &Rc<Worker>) {
    let plan = worker.plan();
    let active = plan.proxies.iter().filter(|proxy| !proxy.settings.disabled);
    let all: Vec<(ProxyId, ServerId, u64)> = active
        .flat_map(|proxy| {
            let servers =
                proxy.servers.iter().filter(|one| proxy.state.server(one.id).health.checked);
            servers.map(|server| (proxy.id, server.id, server.check.inter))
        })
        .collect();
    let workers = worker.shared.loads.len().max(1);
    let spread = all.iter().map(|one| one.2).filter(|inter| *inter >= OFTEN_MS).min();
    let most = plan.global.max_spread_checks.unwrap_or(u64::MAX);
    let spread = spread.unwrap_or(0).min(most);
    for (at, (backend, server, _)) in all.iter().enumerate() {
        if at % workers != worker.index {
            continue;
        }
        let steps = steps::of(&plan.proxy(*backend).settings.check);
        let job = Job { worker: worker.clone(), backend: *backend, server: *server, steps };
        let first = Duration::from_millis(spread * at as u64 / all.len() as u64);
        tokio::task::spawn_local(job.watch(first));
    }
}

impl Job {
    fn live(&self) -> &Server {
        self.worker.plan().world.proxy(self.backend).server(self.server)
    }

    fn health(&self) -> &Health {
        &self.live().health
    }

    fn plan(&self) -> &ServerPlan {
        &self.worker.plan().proxy(self.backend).servers[self.server.0 as usize]
    }

    fn check(&self) -> &Check {
        &self.worker.plan().proxy(self.backend).settings.check
    }

    /// Checks again and again until the process stops.
    async fn watch(self, first: Duration) {
        tokio::time::sleep(first).await;
        while !self.worker.shared.is_stopping() {
            if self.is_due() {
                self.health().running.store(true, Relaxed);
                let began = Instant::now();
                let mut last = run::check(&self).await;
                last.duration = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                self.health().running.store(false, Relaxed);
                // It may have been taken out of traffic meanwhile.
                if self.is_due() {
                    record::record(&self.worker.shared, self.backend, self.server, last);
                }
            }
            self.pause().await;
        }
    }

    /// Whether there is something to check: neither in maintenance nor without an address.
    fn is_due(&self) -> bool {
        let live = self.live();
        self.health().is_active() && !live.maintenance.load(Relaxed) && live.target.read().is_some()
    }

    /// Waits until the next check is due, or until traffic asks for one.
    async fn pause(&self) {
        let plan = &self.plan().check;
        let mut left = self.varied(self.interval());
        let piece = match plan.observe {
            moongate_conf::plan::Observe::None => left,
            _ => plan.fastinter.unwrap_or(plan.inter).max(1),
        };
        while left > 0 && !self.health().hurry.swap(false, Relaxed) {
            let now = left.min(piece);
            tokio::time::sleep(Duration::from_millis(now)).await;
            left -= now;
        }
    }

    /// `inter`, `fastinter` between two states, `downinter` when it is down for good.
    fn interval(&self) -> u64 {
        let (plan, health) = (&self.plan().check, self.health());
        let (score, up) = (health.score.load(Relaxed), self.live().up.load(Relaxed));
        if (up && score == health.best()) || self.live().maintenance.load(Relaxed) {
            plan.inter
        } else if !up && score == 0 {
            plan.downinter.unwrap_or(plan.inter)
        } else {
            plan.fastinter.unwrap_or(plan.inter)
        }
    }

    /// `spread-checks`: a time that is shorter or longer by some of it.
    fn varied(&self, interval: u64) -> u64 {
        let share = interval * u64::from(self.worker.plan().global.spread_checks) / 100;
        if share == 0 {
            return interval;
        }
        let random = std::hash::RandomState::new().build_hasher().finish();
        (interval - share + random % (2 * share + 1)).max(1)
    }
}
