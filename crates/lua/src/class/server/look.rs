//! What scripts see of a server.

use super::{This, proxy};
use crate::class::push_facts;
use crate::declaration::Declaration;
use crate::facts::Subject;
use crate::raw::{Call, Done, Fault, Function};
use moongate_net::Target;
use std::sync::atomic::Ordering::Relaxed;

/// A method without arguments that tells one thing.
macro_rules! looks {
    ($($(#[$doc:meta])* $type:ident $name:literal $returns:literal $sentence:literal
       |$call:ident, $this:ident| $push:expr;)*) => {$(
        $(#[$doc])*
        pub(super) struct $type;

        impl Function for $type {
            const DECLARATION: Declaration =
                Declaration::new("Server", $name, &[], $returns, $sentence);

            fn call($call: &Call<'_>) -> Result<Done, Fault> {
                let $this = This::of($call)?;
                $push;
                Ok(Done::Values(1))
            }
        }
    )*};
}

looks! {
    /// `Server:get_name`
    GetName "get_name" "string" "Its name."
        |call, this| call.push_bytes(this.server().name.as_bytes());
    /// `Server:get_puid`
    GetPuid "get_puid" "string" "Its number in its backend."
        |call, this| call.push_bytes(this.server().number.to_string().as_bytes());
    /// `Server:get_rid`
    GetRid "get_rid" "integer" "Tells it from earlier servers of the name: 0, as servers stay."
        |call, _this| call.push_integer(0);
    /// `Server:is_draining`
    IsDraining "is_draining" "boolean" "Whether it gets no new clients because its weight is zero."
        |call, this| call.push_boolean(this.server().weight.load(Relaxed) == 0);
    /// `Server:is_backup`
    IsBackup "is_backup" "boolean" "Whether it is a backup server."
        |call, this| call.push_boolean(this.server().backup);
    /// `Server:is_dynamic`
    IsDynamic "is_dynamic" "boolean" "Whether it was added while the process ran: never, so far."
        |call, _this| call.push_boolean(false);
    /// `Server:get_cur_sess`
    GetCurSess "get_cur_sess" "integer" "Its sessions now."
        |call, this| call.push_integer(this.server().counters.sessions.get() as i64);
    /// `Server:get_pend_conn`
    GetPendConn "get_pend_conn" "integer" "How many requests wait for it."
        |call, this| call.push_integer(this.server().counters.queue.get() as i64);
    /// `Server:get_maxconn`
    GetMaxconn "get_maxconn" "integer" "At most so many streams at once; 0 for no limit."
        |call, this| call.push_integer(this.server().maxconn.load(Relaxed).into());
    /// `Server:get_weight`
    GetWeight "get_weight" "integer" "Its weight now."
        |call, this| call.push_integer(this.server().weight.load(Relaxed).into());
    /// `Server:get_addr`
    GetAddr "get_addr" "string" "Its address and port, or `<unknown>` while its name isn't resolved."
        |call, this| call.push_bytes(address(&this).as_bytes());
    /// `Server:get_proxy`
    GetProxy "get_proxy" "Proxy" "The backend that it belongs to."
        |call, this| proxy::push(call.vm(), call, this.live().world.proxy(this.backend));
}

fn address(this: &This) -> String {
    match &*this.server().target.read() {
        Some(Target::Inet(address)) => address.to_string(),
        Some(Target::Unix(path)) => format!("unix:{}", path.display()),
        Some(Target::Abstract { name, .. }) => format!("abns@{name}"),
        None => "<unknown>".to_owned(),
    }
}

/// `Server:get_stats`
pub(super) struct GetStats;

impl Function for GetStats {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "get_stats",
        &[],
        "table<string, string|number>",
        "Its counters by the names of `show stat`.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        push_facts(call, |facts| facts.stats(Subject::Server(this.backend, this.id)))
    }
}
