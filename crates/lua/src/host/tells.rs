//! What a host is told by the program around it, and what it tells of its scripts.

use super::{Host, Places};
use crate::facts::Facts;
use crate::handler::Handler;
use crate::run;
use crate::run::subscription::Happening;
use crate::tally::Tally;
use moongate_sample::PatternStore;
use moongate_state::{Proxy, ProxyId, ServerId, World};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// The proxies as the configuration made them.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) world: Arc<World>,
    /// Configured weights, by proxy and server.
    weights: Vec<Vec<u32>>,
}

impl Live {
    /// The weight that the configuration gave a server.
    pub(crate) fn initial_weight(&self, backend: ProxyId, server: ServerId) -> u32 {
        let servers = self.weights.get(backend.0 as usize);
        servers.and_then(|list| list.get(server.0 as usize)).copied().unwrap_or(1)
    }
}

/// What a registered function has cost, in all states together.
#[derive(Clone, Debug)]
pub struct FunctionFacts {
    /// What it is: `action`, `sample fetch`, `converter`, `service`, `function`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Each worker has its own.
    pub per_thread: bool,
    /// How often it was called.
    pub calls: u64,
    /// How often it failed.
    pub errors: u64,
    /// How often it waited or was interrupted.
    pub yields: u64,
    /// Its running time without waits, as one call in 32 tells.
    pub time: Duration,
    /// The longest time that it ran without a wait, of those calls.
    pub longest: Duration,
}

impl Host {
    /// The lists of patterns that scripts use; rules have to use the same.
    pub fn patterns(&self) -> Arc<PatternStore> {
        Arc::clone(&self.0.patterns)
    }

    /// Gives scripts the proxies, once the configuration is read.
    pub fn set_world(&self, world: &Arc<World>) {
        let weights = |proxy: &Arc<Proxy>| {
            proxy.servers().iter().map(|server| server.weight.load(Relaxed)).collect()
        };
        let weights = world.proxies.iter().map(weights).collect();
        if self.0.world.set(Live { world: Arc::clone(world), weights }).is_ok() {
            let me = Arc::downgrade(&self.0);
            world.events.listen(Box::new(move |change| {
                if let Some(shared) = me.upgrade() {
                    run::subscription::publish(&shared, Happening::Server(*change));
                }
            }));
        }
    }

    /// Gives scripts what the program knows about itself, once it serves.
    pub fn set_facts(&self, facts: Box<dyn Facts>) {
        let _ = self.0.facts.set(facts);
    }

    /// Says how messages name the rules of the configuration.
    pub fn set_places(&self, places: Places) {
        let _ = self.0.places.set(places);
    }

    /// What every registered function has cost so far, in the order of registration.
    pub fn functions(&self) -> Vec<FunctionFacts> {
        let handlers = self.0.handlers.lock().all();
        let cost = |handler: Handler| {
            let machines =
                self.0.machines().map(|machine| machine.enter().tally_of(handler.number));
            let tally = machines.fold(Tally::default(), Tally::plus);
            FunctionFacts {
                kind: handler.kind.name(),
                name: handler.name.to_string(),
                per_thread: handler.per_thread,
                calls: tally.calls,
                errors: tally.errors,
                yields: tally.yields,
                time: tally.time,
                longest: tally.longest,
            }
        };
        handlers.into_iter().map(cost).collect()
    }

    /// The states there are, with the bytes that each uses: 0 is the shared one, others are of the
    /// worker of that number from 1.
    pub fn memory(&self) -> Vec<(usize, usize)> {
        let machines = self.0.machines();
        machines.map(|machine| machine.enter()).map(|vm| (vm.thread, vm.used_memory())).collect()
    }
}
