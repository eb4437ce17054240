//! Every proxy and server by name, while rules and expressions are compiled.

use crate::keyword::Section;
use moongate_lang::{Env, Span};
use moongate_sample::Userlist;
use moongate_state::{Mode, Proxy, ProxyId, ServerId, Table};
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

/// What is known of a proxy by its name.
#[derive(Debug)]
pub struct Entry {
    /// The kind of its section.
    pub section: Section,
    /// What it speaks.
    pub mode: Mode,
    /// Where its section begins.
    pub span: Span,
    /// Its live side.
    pub state: Arc<Proxy>,
}

/// All proxies.
#[derive(Debug, Default)]
pub struct Names {
    list: Vec<Entry>,
    index: HashMap<Box<str>, u32>,
    /// How often a name was looked for that doesn't exist.
    asked: Cell<u32>,
    /// `userlist` sections.
    pub(crate) userlists: Vec<Arc<Userlist>>,
    /// The environment that the configuration made.
    pub(crate) env: Env,
}

impl Names {
    /// Adds a proxy; its place is its number.
    pub(crate) fn add(&mut self, entry: Entry) {
        let at = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.index.entry(entry.state.name.clone()).or_insert(at);
        self.list.push(entry);
    }

    /// The proxy of that name.
    pub fn get(&self, name: &str) -> Option<(ProxyId, &Entry)> {
        let &at = self.index.get(name)?;
        Some((ProxyId(at), &self.list[at as usize]))
    }

    /// The backend whose name is nearest to one that doesn't exist. After a hundred of them no
    /// more is looked for: each search goes through all names.
    pub fn nearest_backend(&self, name: &str) -> Option<&str> {
        let asked = self.asked.get();
        self.asked.set(asked.saturating_add(1));
        if asked >= 100 {
            return None;
        }
        let backends = self.list.iter().filter(|entry| entry.section.is_backend());
        moongate_lang::nearest(name, backends.map(|entry| &*entry.state.name))
    }

    /// All names, as expressions outside of proxies see them.
    pub(crate) fn seen(&self) -> Seen<'_> {
        Seen { names: self, current: None }
    }

    /// All names, as expressions of one proxy see them.
    pub(crate) fn of(&self, current: ProxyId) -> Seen<'_> {
        Seen { names: self, current: Some(current) }
    }
}

/// All names, as expressions of one proxy see them.
pub(crate) struct Seen<'n> {
    names: &'n Names,
    current: Option<ProxyId>,
}

impl moongate_sample::Names for Seen<'_> {
    fn frontend(&self, name: &str) -> Option<ProxyId> {
        self.names.get(name).filter(|(_, e)| e.section.is_frontend()).map(|(id, _)| id)
    }

    fn backend(&self, name: &str) -> Option<ProxyId> {
        self.names.get(name).filter(|(_, e)| e.section.is_backend()).map(|(id, _)| id)
    }

    fn server(&self, backend: ProxyId, name: &str) -> Option<ServerId> {
        let entry = self.names.list.get(backend.0 as usize)?;
        entry.state.servers().iter().find(|server| *server.name == *name).map(|server| server.id)
    }

    fn table(&self, name: &str) -> Option<Arc<Table>> {
        let mut named = self.names.list.iter().filter(|entry| *entry.state.name == *name);
        named.find_map(|entry| entry.state.table().cloned())
    }

    fn own_table(&self) -> Option<Arc<Table>> {
        let entry = self.names.list.get(self.current?.0 as usize)?;
        entry.state.table().cloned()
    }

    fn tables(&self) -> Vec<String> {
        let tables = self.names.list.iter().filter_map(|entry| entry.state.table());
        tables.map(|table| table.name.to_string()).collect()
    }

    fn env(&self, name: &[u8]) -> Option<Vec<u8>> {
        self.names.env.get(name).map(<[u8]>::to_vec)
    }

    fn userlist(&self, name: &str) -> Result<Arc<Userlist>, String> {
        let lists = &self.names.userlists;
        if let Some(found) = lists.iter().find(|list| *list.name == *name) {
            return Ok(Arc::clone(found));
        }
        Err(match moongate_lang::nearest(name, lists.iter().map(|list| &*list.name)) {
            Some(near) => format!("there is no userlist `{name}`; did you mean `{near}`?"),
            None => format!("there is no userlist `{name}`"),
        })
    }

    fn current(&self) -> Option<ProxyId> {
        self.current
    }

    fn proxies(&self) -> Vec<String> {
        self.names.list.iter().map(|entry| entry.state.name.to_string()).collect()
    }

    fn servers(&self, backend: ProxyId) -> Vec<String> {
        let Some(entry) = self.names.list.get(backend.0 as usize) else { return Vec::new() };
        entry.state.servers().iter().map(|server| server.name.to_string()).collect()
    }
}
