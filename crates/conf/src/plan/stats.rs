//! The page of statistics of a proxy, as `stats …` lines describe it.

/// `stats enable` and its kin.
#[derive(Clone, Debug)]
pub struct StatsPage {
    /// `stats uri`: how the targets of its requests begin.
    pub uri: Vec<u8>,
    /// `stats realm`
    pub realm: Option<Vec<u8>>,
    /// `stats auth`: names and passwords.
    pub users: Vec<(String, Vec<u8>)>,
    /// `stats scope`: names of proxies, `.` for its own; all if there is none.
    pub scope: Vec<Box<str>>,
    /// `stats refresh`, seconds.
    pub refresh: Option<u64>,
    /// `stats show-version`
    pub version: bool,
    /// `stats show-node`; an empty one is that of `global`.
    pub node: Option<Box<str>>,
    /// `stats show-desc`; an empty one is that of `global`.
    pub description: Option<Box<str>>,
    /// `stats show-legends`
    pub legends: bool,
}

impl StatsPage {
    /// The realm that is shown to clients.
    pub fn realm(&self) -> &[u8] {
        self.realm.as_deref().unwrap_or(Self::REALM)
    }

    /// The realm when no line gives one.
    pub const REALM: &[u8] = b"HAProxy Statistics";

    /// Whether a proxy is shown on it.
    pub fn shows(&self, name: &str, own: bool) -> bool {
        self.scope.is_empty()
            || self.scope.iter().any(|shown| **shown == *name || (own && **shown == *"."))
    }
}

impl Default for StatsPage {
    fn default() -> Self {
        Self {
            uri: b"/haproxy?stats".to_vec(),
            realm: None,
            users: Vec::new(),
            scope: Vec::new(),
            refresh: None,
            version: false,
            node: None,
            description: None,
            legends: false,
        }
    }
}
