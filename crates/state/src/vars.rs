//! Variables of every scope (`set-var`, configuration manual 2.8 and 7.3).

use crate::Sample;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

/// How long a variable lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VarScope {
    /// With the process: `proc.`
    Proc,
    /// With the client's connection: `sess.`
    Sess,
    /// With the transaction: `txn.`
    Txn,
    /// While the request is processed: `req.`
    Req,
    /// While the response is processed: `res.`
    Res,
    /// During a health check: `check.`
    Check,
}

/// A variable's name without its scope, as a 64-bit hash: names are compared on every access, and
/// scripts make them up at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VarName(pub u64);

impl VarName {
    /// The hash of `name` (FNV-1a).
    pub const fn new(name: &[u8]) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        let mut at = 0;
        while at < name.len() {
            hash = (hash ^ name[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            at += 1;
        }
        Self(hash)
    }
}

/// A variable as it is written: scope and name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VarRef {
    /// How long it lives.
    pub scope: VarScope,
    /// Its name.
    pub name: VarName,
}

impl VarRef {
    /// Reads `scope.name`; `None` if there is no such scope or the name has an odd character
    /// (letters, digits, `_` and `.` are allowed).
    pub fn parse(text: &str) -> Option<Self> {
        let (scope, name) = text.split_once('.')?;
        let scope = match scope {
            "proc" => VarScope::Proc,
            "sess" => VarScope::Sess,
            "txn" => VarScope::Txn,
            "req" => VarScope::Req,
            "res" => VarScope::Res,
            "check" => VarScope::Check,
            _ => return None,
        };
        let fine = |c: u8| c.is_ascii_alphanumeric() || c == b'_' || c == b'.';
        (!name.is_empty() && name.bytes().all(fine)).then(|| {
            let hash = VarName::new(name.as_bytes());
            remember(hash, name);
            Self { scope, name: hash }
        })
    }

    /// The same, noted as one that the configuration uses.
    pub fn used(self) -> Self {
        if self.scope == VarScope::Proc && !self.is_used() {
            USED.write().push(self.name);
        }
        self
    }

    /// Whether the configuration uses it (`ifexist` of scripts): noted for `proc.` only, as others
    /// end by themselves.
    pub fn is_used(self) -> bool {
        self.scope != VarScope::Proc || USED.read().contains(&self.name)
    }
}

/// Names of `proc.` variables that a configuration mentions. For the process: expressions are read
/// where there is no world yet.
static USED: parking_lot::RwLock<Vec<VarName>> = parking_lot::RwLock::new(Vec::new());

/// What names were written as, for `dump_all_vars`. Scripts make names up at run time, so there is
/// an end to it.
static WRITTEN: parking_lot::RwLock<BTreeMap<u64, Box<str>>> =
    parking_lot::RwLock::new(BTreeMap::new());
const MOST_NAMES: usize = 10_000;

thread_local! {
    /// Names that this thread has noted, so that a script's every use of a variable takes no lock.
    static NOTED: RefCell<HashSet<u64>> = RefCell::default();
}

/// Notes what a name was written as.
fn remember(hash: VarName, name: &str) {
    let new = NOTED.with_borrow_mut(|noted| noted.len() < MOST_NAMES && noted.insert(hash.0));
    if new {
        let mut written = WRITTEN.write();
        if written.len() < MOST_NAMES {
            written.entry(hash.0).or_insert_with(|| name.into());
        }
    }
}

impl VarName {
    /// What it was written as, unless there are too many names.
    pub fn written(self) -> Option<Box<str>> {
        WRITTEN.read().get(&self.0).cloned()
    }
}

/// The variables of one scope of one owner. Setting goes through a shared reference, because
/// converters set variables while an expression borrows the transaction.
#[derive(Debug, Default)]
pub struct Vars {
    list: RefCell<Vec<(VarName, Sample<'static>)>>,
}

impl Vars {
    /// A copy of the value.
    pub fn get(&self, name: VarName) -> Option<Sample<'static>> {
        self.with(name, |value| value.cloned())
    }

    /// Looks at the value without copying it.
    pub fn with<R>(&self, name: VarName, look: impl FnOnce(Option<&Sample<'static>>) -> R) -> R {
        let list = self.list.borrow();
        look(list.iter().find(|(n, _)| *n == name).map(|(_, value)| value))
    }

    /// Sets the value.
    pub fn set(&self, name: VarName, value: Sample<'static>) {
        let mut list = self.list.borrow_mut();
        match list.iter_mut().find(|(n, _)| *n == name) {
            Some(slot) => slot.1 = value,
            None => list.push((name, value)),
        }
    }

    /// Removes the value; whether there was one.
    pub fn unset(&self, name: VarName) -> bool {
        let mut list = self.list.borrow_mut();
        let found = list.iter().position(|(n, _)| *n == name);
        found.map(|at| list.swap_remove(at)).is_some()
    }

    /// Shows every variable to `look`.
    pub fn each(&self, mut look: impl FnMut(VarName, &Sample<'static>)) {
        self.list.borrow().iter().for_each(|(name, value)| look(*name, value));
    }

    /// Forgets all, keeping the room.
    pub fn clear(&self) {
        self.list.borrow_mut().clear();
    }
}
