//! `get_priv` and `set_priv`: a value of any type that stays with the transaction.

use super::OWNERS;
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::vm::Dropped;
use crate::raw::{Call, Done, Fault, Function, Ref};
use std::any::Any;
use std::sync::Arc;

/// What scripts keep with a transaction: one value for each machine. Its owner is the transaction,
/// which may end anywhere; the machines then forget the values when they are entered next.
#[derive(Debug, Default)]
struct Kept(Vec<(usize, Ref, Arc<Dropped>)>);

impl Drop for Kept {
    fn drop(&mut self) {
        for (_, reference, dropped) in &self.0 {
            dropped.add(*reference);
        }
    }
}

/// `get_priv`
pub(crate) struct GetPriv<const OWNER: usize>;

impl<const OWNER: usize> Function for GetPriv<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "get_priv",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "any",
        sentence: "The value that `set_priv` kept with the transaction, or nil.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        let scripts = lent.txn().scripts.borrow();
        let kept = scripts.as_deref().and_then(<dyn Any>::downcast_ref);
        let thread = call.vm().thread;
        let found = kept.and_then(|kept: &Kept| kept.0.iter().find(|(of, ..)| *of == thread));
        match found {
            Some((_, reference, _)) => call.push_ref(*reference),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}

/// `set_priv`
pub(crate) struct SetPriv<const OWNER: usize>;

impl<const OWNER: usize> Function for SetPriv<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "set_priv",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("value", "any")],
        returns: "",
        sentence: "Keeps a value with the transaction, in the place of an older one.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        let vm = call.vm();
        if call.len() < 2 {
            return Err(Fault::Argument(2, "a value, or nil"));
        }
        let mut scripts = lent.txn().scripts.borrow_mut();
        if !scripts.as_deref().is_some_and(<dyn Any>::is::<Kept>) {
            *scripts = Some(Box::new(Kept::default()));
        }
        let kept: Option<&mut Kept> = scripts.as_deref_mut().and_then(<dyn Any>::downcast_mut);
        let Some(kept) = kept else { return Ok(Done::Values(0)) };
        let reference = call.keep(2);
        match kept.0.iter_mut().find(|(of, ..)| *of == vm.thread) {
            Some((_, old, _)) => call.forget(std::mem::replace(old, reference)),
            None => kept.0.push((vm.thread, reference, Arc::clone(&vm.dropped))),
        }
        Ok(Done::Values(0))
    }
}
