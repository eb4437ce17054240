//! Every declaration of this room, for help, reference pages and the list of what is missing.

use crate::bind::{self, BindSpec};
use crate::keyword::Keyword;
use crate::option::{self, OptionSpec};
use crate::proxy::TimeoutSpec;
use crate::server::{self, ServerSpec};
use crate::{global, proxy};
use moongate_lang::{Diagnostic, Span};
use std::collections::HashMap;

/// Every keyword of `global`, then those of proxies and `defaults`.
pub fn keywords() -> impl Iterator<Item = &'static Keyword> {
    global::ALL.iter().chain(proxy::ALL).copied()
}

/// Every `option` of proxies.
pub fn options() -> impl Iterator<Item = &'static OptionSpec> {
    option::all()
}

/// Every kind of `timeout`.
pub fn timeouts() -> impl Iterator<Item = &'static TimeoutSpec> {
    proxy::TIMEOUTS.iter()
}

/// Every option of `bind` lines.
pub fn bind_options() -> impl Iterator<Item = &'static BindSpec> {
    bind::ALL.iter().copied()
}

/// Every option of `server` lines.
pub fn server_options() -> impl Iterator<Item = &'static ServerSpec> {
    server::ALL.iter().copied()
}

/// Something that a configuration uses and Moongate doesn't have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What it is, as in "keyword `cookie`".
    pub what: String,
    /// Every place that uses it.
    pub places: Vec<Span>,
}

/// What keeps a configuration from running here: each thing once, those used most often first.
pub fn list_unsupported<'d>(findings: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<Missing> {
    let mut list: Vec<Missing> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for diagnostic in findings {
        let Some(what) = diagnostic.unsupported.as_deref() else { continue };
        let at = *index.entry(what.to_owned()).or_insert_with(|| {
            list.push(Missing { what: what.to_owned(), places: Vec::new() });
            list.len() - 1
        });
        list[at].places.extend(diagnostic.span);
    }
    list.sort_by_key(|missing| std::cmp::Reverse(missing.places.len()));
    list
}
