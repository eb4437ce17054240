//! Stickiness by tables: which server a key leads to, and which keys are stored with the server
//! that answers (configuration manual, `stick on` and its kin).

use crate::balance;
use crate::exchange::Exchange;
use moongate_conf::plan::StickRule;
use moongate_net::Target;
use moongate_sample::{Cx, Point, table_key_of};
use moongate_state::table::{Data, Entry, Key};
use moongate_state::{Proxy, Server, Table};
use std::sync::Arc;

/// Keys that are stored for one request and its answer, at most.
const MOST: usize = 8;

/// Keys that are stored once a server has answered, each with its table. Nothing takes no memory.
pub(crate) type Stores = Vec<(Arc<Table>, Box<[u8]>)>;

impl Exchange {
    /// `stick on`, `stick match`, `stick store-request`: a cookie or a rule that asked for a server
    /// before has its way.
    pub fn follow_stickiness(&mut self) {
        if self.backend().sticking.request.is_empty() {
            return;
        }
        let worker = self.worker.clone();
        let plan = worker.plan().proxy(self.room.txn.backend);
        let cx = Cx::new(&self.room.txn, Point::BeServerRule);
        let any = self.persistence.forced || plan.settings.options.persist;
        for rule in &plan.sticking.request {
            let stores = &mut self.persistence.stores;
            let Some(key) = key_of(rule, stores, &cx) else { continue };
            if rule.matches && self.persistence.direct.is_none() {
                let server = follow(&plan.state, &rule.table, key.bytes());
                let fits = server.filter(|server| any || balance::runs(server));
                self.persistence.direct = fits.map(|server| server.id);
            }
            note(rule, key, stores);
        }
    }

    /// `stick store-response`; then all keys are stored with the server that has answered.
    pub fn store_stickiness(&mut self) {
        if self.persistence.stores.is_empty() && self.backend().sticking.response.is_empty() {
            return;
        }
        let worker = self.worker.clone();
        let plan = worker.plan().proxy(self.room.txn.backend);
        let Some(id) = self.room.txn.server else { return };
        let mut stores = std::mem::take(&mut self.persistence.stores);
        if !plan.sticking.response.is_empty() {
            let cx = Cx::new(&self.room.txn, Point::BeStickStore);
            let before = stores.len();
            for rule in &plan.sticking.response {
                // What the request stores in a table doesn't hinder the response.
                if let Some(key) = key_of(rule, &stores[before..], &cx) {
                    note(rule, key, &mut stores);
                }
            }
        }
        if plan.servers.get(id.0 as usize).is_some_and(|server| server.non_stick) {
            return;
        }
        let server = plan.state.server(id);
        for (table, key) in stores {
            // A full table has no room for what isn't in it: nothing is stored.
            if let Some(entry) = table.find_or_make(&key) {
                store(&table, &entry, server);
            }
        }
    }
}

/// The key of a rule that applies. Only the first that is stored in a table counts.
fn key_of<'c>(
    rule: &'c StickRule,
    stores: &[(Arc<Table>, Box<[u8]>)],
    cx: &Cx<'c>,
) -> Option<Key<'c>> {
    if rule.stores && stores.iter().any(|(table, _)| Arc::ptr_eq(table, &rule.table)) {
        return None;
    }
    if !rule.condition.as_ref().is_none_or(|it| it.eval(cx).unwrap_or(false)) {
        return None;
    }
    table_key_of(&rule.table, &rule.key, cx).ok()
}

/// Notes a key that is to be stored.
fn note(rule: &StickRule, key: Key<'_>, stores: &mut Stores) {
    if rule.stores && stores.len() < MOST {
        stores.push((Arc::clone(&rule.table), key.bytes().into()));
    }
}

/// The server of a key's entry, which is used by that.
fn follow<'p>(backend: &'p Proxy, table: &Table, key: &[u8]) -> Option<&'p Server> {
    let entry = table.find(key)?;
    let (name, number) = table.change(&entry, |edit| {
        let number = edit.get(Data::ServerId, 0).unwrap_or(0);
        (edit.server(), number)
    });
    let servers = backend.servers();
    if let Some(name) = name {
        return servers.iter().find(|server| match table.spec().server_by_address {
            true => address(server).as_deref() == Some(&*name),
            false => *server.name == *name,
        });
    }
    servers.iter().find(|server| u64::from(server.number) == number)
}

/// Stores a server in an entry.
fn store(table: &Table, entry: &Entry, server: &Server) {
    let key = match table.spec().server_by_address {
        true => address(server),
        false => None,
    };
    let key = key.as_deref().unwrap_or(&server.name);
    table.change(entry, |edit| {
        edit.set(Data::ServerId, 0, server.number.into());
        if edit.server().as_deref() != Some(key) {
            edit.set_server(Some(key.into()));
        }
    });
}

/// `srvkey addr`: where a server listens, as a text.
fn address(server: &Server) -> Option<String> {
    match &*server.target.read() {
        Some(Target::Inet(address)) => Some(address.to_string()),
        _ => None,
    }
}
