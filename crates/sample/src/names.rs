//! What expressions may refer to by name: proxies and servers.

use crate::{Acl, AclTable, PatternRef, PatternStore, Userlist};
use moongate_state::{Proxy, ProxyId, ServerId, Table, World};
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::sync::Arc;

/// Looks names up. The configuration knows all its proxies before it compiles expressions, as a
/// name may stand before the section that it means.
pub trait Names {
    /// The frontend (or `listen`) of that name.
    fn frontend(&self, name: &str) -> Option<ProxyId>;
    /// The backend (or `listen`) of that name.
    fn backend(&self, name: &str) -> Option<ProxyId>;
    /// A backend's server.
    fn server(&self, backend: ProxyId, name: &str) -> Option<ServerId>;
    /// The stick table of the proxy of that name.
    fn table(&self, _name: &str) -> Option<Arc<Table>> {
        None
    }
    /// The stick table of the proxy that an empty name means.
    fn own_table(&self) -> Option<Arc<Table>> {
        None
    }
    /// Names of proxies with a stick table, for "did you mean".
    fn tables(&self) -> Vec<String> {
        Vec::new()
    }
    /// The map of that name, as the arguments of `map_*` converters have it. Files are read while
    /// the configuration is; [`crate::Compiler`] sees to that.
    ///
    /// # Errors
    /// A sentence.
    fn map(&self, name: &str) -> Result<Arc<PatternRef>, String> {
        Err(format!("the map `{name}` can only be named in the configuration"))
    }
    /// The value of a variable of the environment: of the configuration's while that is read, or
    /// else of the process's.
    fn env(&self, name: &[u8]) -> Option<Vec<u8>> {
        // An empty name or one with `=` or NUL is no variable's.
        let fits = !name.is_empty() && !name.iter().any(|byte| matches!(byte, 0 | b'='));
        let value = fits.then(|| std::env::var_os(OsStr::from_bytes(name))).flatten();
        value.map(OsStringExt::into_vec)
    }
    /// The userlist of that name.
    ///
    /// # Errors
    /// A sentence: there is none.
    fn userlist(&self, name: &str) -> Result<Arc<Userlist>, String> {
        Err(format!("there is no userlist `{name}`"))
    }
    /// The ACL of that name; [`crate::Compiler`] knows those of its section.
    fn acl(&self, _name: &str) -> Option<Arc<Acl>> {
        None
    }
    /// The proxy that an empty name means.
    fn current(&self) -> Option<ProxyId> {
        None
    }
    /// Names of proxies, for "did you mean".
    fn proxies(&self) -> Vec<String> {
        Vec::new()
    }
    /// Names of a backend's servers, for "did you mean".
    fn servers(&self, _backend: ProxyId) -> Vec<String> {
        Vec::new()
    }
}

/// No names: expressions outside of any configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn frontend(&self, _name: &str) -> Option<ProxyId> {
        None
    }
    fn backend(&self, _name: &str) -> Option<ProxyId> {
        None
    }
    fn server(&self, _backend: ProxyId, _name: &str) -> Option<ServerId> {
        None
    }
}

/// The names of the running process, for scripts and the runtime API.
#[derive(Clone, Copy, Debug)]
pub struct LiveNames<'w> {
    /// The process.
    pub world: &'w World,
    /// The proxy that an empty name means.
    pub current: Option<ProxyId>,
}

impl LiveNames<'_> {
    fn find(&self, name: &str, side: impl Fn(&Proxy) -> bool) -> Option<ProxyId> {
        let mut proxies = self.world.proxies.iter();
        proxies.find(|proxy| side(proxy) && *proxy.name == *name).map(|proxy| proxy.id)
    }
}

impl Names for LiveNames<'_> {
    fn frontend(&self, name: &str) -> Option<ProxyId> {
        self.find(name, |proxy| proxy.frontend)
    }

    fn backend(&self, name: &str) -> Option<ProxyId> {
        self.find(name, |proxy| proxy.backend)
    }

    fn server(&self, backend: ProxyId, name: &str) -> Option<ServerId> {
        let mut servers = self.world.proxy(backend).servers().iter();
        servers.find(|server| *server.name == *name).map(|server| server.id)
    }

    fn table(&self, name: &str) -> Option<Arc<Table>> {
        self.world
            .proxies
            .iter()
            .filter(|proxy| *proxy.name == *name)
            .find_map(|it| it.table().cloned())
    }

    fn own_table(&self) -> Option<Arc<Table>> {
        self.world.proxy(self.current?).table().cloned()
    }

    fn tables(&self) -> Vec<String> {
        let tables = self.world.proxies.iter().filter_map(|proxy| proxy.table());
        tables.map(|table| table.name.to_string()).collect()
    }

    fn current(&self) -> Option<ProxyId> {
        self.current
    }

    fn proxies(&self) -> Vec<String> {
        self.world.proxies.iter().map(|proxy| proxy.name.to_string()).collect()
    }

    fn servers(&self, backend: ProxyId) -> Vec<String> {
        let servers = self.world.proxy(backend).servers();
        servers.iter().map(|server| server.name.to_string()).collect()
    }
}

/// The names of a configuration, and its maps.
pub(crate) struct WithMaps<'n> {
    pub(crate) names: &'n dyn Names,
    pub(crate) patterns: &'n PatternStore,
    pub(crate) folder: &'n Path,
    pub(crate) acls: &'n AclTable,
}

impl Names for WithMaps<'_> {
    fn frontend(&self, name: &str) -> Option<ProxyId> {
        self.names.frontend(name)
    }

    fn backend(&self, name: &str) -> Option<ProxyId> {
        self.names.backend(name)
    }

    fn server(&self, backend: ProxyId, name: &str) -> Option<ServerId> {
        self.names.server(backend, name)
    }

    fn table(&self, name: &str) -> Option<Arc<Table>> {
        self.names.table(name)
    }

    fn own_table(&self) -> Option<Arc<Table>> {
        self.names.own_table()
    }

    fn tables(&self) -> Vec<String> {
        self.names.tables()
    }

    fn map(&self, name: &str) -> Result<Arc<PatternRef>, String> {
        self.patterns.file(name, true, self.folder)
    }

    fn userlist(&self, name: &str) -> Result<Arc<Userlist>, String> {
        self.names.userlist(name)
    }

    fn acl(&self, name: &str) -> Option<Arc<Acl>> {
        self.acls.get(name).cloned()
    }

    fn env(&self, name: &[u8]) -> Option<Vec<u8>> {
        self.names.env(name)
    }

    fn current(&self) -> Option<ProxyId> {
        self.names.current()
    }

    fn proxies(&self) -> Vec<String> {
        self.names.proxies()
    }

    fn servers(&self, backend: ProxyId) -> Vec<String> {
        self.names.servers(backend)
    }
}
