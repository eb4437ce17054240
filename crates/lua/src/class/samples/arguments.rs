//! Arguments that scripts give to fetches and converters: typed and checked once, then remembered.

use crate::raw::{Call, Fault, Kind};
use moongate_lang::spec::{Arg, ArgKind};
use moongate_sample::args::{BadArg, Check, RawArg, build};
use moongate_sample::{Args, LiveNames};
use moongate_state::Txn;
use std::ffi::c_int;
use std::rc::Rc;

/// Argument lists kept for each method: a script that makes them up is no worse off than without.
const KEEP: usize = 32;

/// The lists that a method was called with.
#[derive(Debug, Default)]
pub(super) struct Cache(Vec<(Vec<RawArg>, Rc<Args>)>);

/// Whether the value at `index` is what `raw` was made from.
fn same(call: &Call<'_>, index: c_int, raw: &RawArg) -> bool {
    match (call.kind(index), raw) {
        (Kind::String, RawArg::Text(text)) => call.bytes(index) == Some(text),
        (Kind::Number, RawArg::Int(n)) => call.integer(index) == Some(*n),
        (Kind::Nil, RawArg::None) => true,
        _ => false,
    }
}

fn raw(call: &Call<'_>, index: c_int) -> Result<RawArg, Fault> {
    match call.kind(index) {
        Kind::Nil => Ok(RawArg::None),
        Kind::Number => Ok(match call.integer(index) {
            Some(whole) => RawArg::Int(whole),
            None => RawArg::Text(call.text(index)?.into()),
        }),
        Kind::Boolean => Ok(RawArg::Int(call.boolean(index).into())),
        _ => Ok(RawArg::Text(call.text(index)?.into())),
    }
}

/// Whether a list means the same for every transaction: an empty name means the current proxy.
fn lasting(declared: &[Arg]) -> bool {
    let named = |arg: &Arg| {
        matches!(arg.kind, ArgKind::Frontend | ArgKind::Backend | ArgKind::Server | ArgKind::Table)
    };
    !declared.iter().any(named)
}

impl Cache {
    /// The list of the values from `first` on, if it was used before.
    pub(super) fn find(&self, call: &Call<'_>, first: c_int) -> Option<Rc<Args>> {
        let count = usize::try_from(call.len() - first + 1).unwrap_or(0);
        let found = self.0.iter().find(|(raws, _)| {
            raws.len() == count
                && raws.iter().zip(first..).all(|(raw, index)| same(call, index, raw))
        });
        found.map(|(_, args)| Rc::clone(args))
    }

    /// Makes the list of the values from `first` on.
    pub(super) fn make(
        &mut self,
        call: &Call<'_>,
        first: c_int,
        declared: &[Arg],
        check: Option<Check>,
        txn: &Txn,
    ) -> Result<Rc<Args>, Fault> {
        let raws: Vec<RawArg> =
            (first..=call.len()).map(|index| raw(call, index)).collect::<Result<_, _>>()?;
        let names = LiveNames { world: &txn.session.world, current: Some(txn.backend) };
        let args = Rc::new(build(declared, raws.clone(), &names, check).map_err(fault)?);
        if lasting(declared) && self.0.len() < KEEP {
            self.0.push((raws, Rc::clone(&args)));
        }
        Ok(args)
    }
}

fn fault(bad: BadArg) -> Fault {
    Fault::text(match bad.help {
        Some(help) => format!("{} ({help})", bad.message),
        None => bad.message,
    })
}
