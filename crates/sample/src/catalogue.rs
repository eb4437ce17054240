//! All fetches and converters by name; upper rooms and scripts add theirs.

use crate::{Converter, Fetch};
use std::collections::HashMap;

/// The names an expression may use.
#[derive(Debug, Default)]
pub struct Catalogue {
    fetches: HashMap<&'static str, &'static Fetch>,
    converters: HashMap<&'static str, &'static Converter>,
}

impl Catalogue {
    /// All fetches and converters of this room.
    pub fn standard() -> Self {
        let mut this = Self::default();
        for fetch in crate::fetch::FAMILIES.iter().flat_map(|(_, family)| *family) {
            this.add_fetch(fetch);
        }
        for converter in crate::convert::FAMILIES.iter().flat_map(|(_, family)| *family) {
            this.add_converter(converter);
        }
        this
    }

    /// Adds a fetch under all its names.
    pub fn add_fetch(&mut self, fetch: &'static Fetch) {
        for name in std::iter::once(&fetch.name).chain(fetch.aliases) {
            self.fetches.insert(name, fetch);
        }
    }

    /// Adds a converter under all its names.
    pub fn add_converter(&mut self, converter: &'static Converter) {
        for name in std::iter::once(&converter.name).chain(converter.aliases) {
            self.converters.insert(name, converter);
        }
    }

    /// The fetch of that name.
    pub fn fetch(&self, name: &str) -> Option<&'static Fetch> {
        self.fetches.get(name).copied()
    }

    /// The converter of that name.
    pub fn converter(&self, name: &str) -> Option<&'static Converter> {
        self.converters.get(name).copied()
    }

    /// Whether scripts brought fetches or converters.
    pub fn has_scripts(&self) -> bool {
        let mut fetches = self.fetches.values();
        fetches.any(|fetch| matches!(fetch.eval, crate::fetch::Eval::Dyn(_)))
            || self.converters.values().any(|one| matches!(one.eval, crate::convert::Eval::Dyn(_)))
    }

    /// Every fetch's names.
    pub fn fetch_names(&self) -> impl Iterator<Item = &'static str> {
        self.fetches.keys().copied()
    }

    /// Every converter's names.
    pub fn converter_names(&self) -> impl Iterator<Item = &'static str> {
        self.converters.keys().copied()
    }
}
