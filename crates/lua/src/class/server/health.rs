//! What scripts do with the checks of a server, and whose state it takes.

use super::{This, push};
use crate::declaration::Declaration;
use crate::raw::{Call, Done, Fault, Function};
use moongate_state::{Forced, Why};
use std::sync::atomic::Ordering::Relaxed;

/// A method without arguments and without a result.
macro_rules! acts {
    ($($(#[$doc:meta])* $type:ident $name:literal $sentence:literal |$this:ident| $act:expr;)*) => {$(
        $(#[$doc])*
        pub(super) struct $type;

        impl Function for $type {
            const DECLARATION: Declaration = Declaration::new("Server", $name, &[], "", $sentence);

            fn call(call: &Call<'_>) -> Result<Done, Fault> {
                let $this = This::of(call)?;
                $act;
                Ok(Done::Values(0))
            }
        }
    )*};
}

acts! {
    /// `Server:check_enable`
    CheckEnable "check_enable" "Lets its health checks run again; nothing if it has none."
        |this| {
            let health = &this.server().health;
            health.enabled.store(health.checked, Relaxed);
        };
    /// `Server:check_disable`
    CheckDisable "check_disable" "Stops its health checks; it stays as it is."
        |this| this.server().health.enabled.store(false, Relaxed);
    /// `Server:check_force_up`
    CheckForceUp "check_force_up" "Puts it up; the next checks may say otherwise."
        |this| force(&this, Forced::Up);
    /// `Server:check_force_nolb`
    CheckForceNolb "check_force_nolb" "Gives it no new clients; the next checks may say otherwise."
        |this| force(&this, Forced::Stopping);
    /// `Server:check_force_down`
    CheckForceDown "check_force_down" "Puts it down; the next checks may say otherwise."
        |this| force(&this, Forced::Down);
}

/// Nothing for a server that takes another one's state.
fn force(this: &This, forced: Forced) {
    this.live().world.force_health(this.backend, this.id, forced, Why::Unsaid);
}

/// `Server:tracking`
pub(super) struct Tracking;

impl Function for Tracking {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "tracking",
        &[],
        "Server?",
        "The server whose state it takes; nil without one.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        match this.server().health.tracks.get() {
            Some((backend, id)) => push(call.vm(), call, &this.live().world, *backend, *id),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}

/// `Server:get_trackers`
pub(super) struct GetTrackers;

impl Function for GetTrackers {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "get_trackers",
        &[],
        "Server[]",
        "The servers that take its state.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        let trackers = this.server().health.trackers.read().clone();
        let table = call.push_table(trackers.len(), 0);
        for (at, (backend, id)) in (1..).zip(trackers) {
            table.set_item(at, |stack| push(call.vm(), stack, &this.live().world, backend, id));
        }
        Ok(Done::Values(1))
    }
}
