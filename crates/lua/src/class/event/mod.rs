//! The class `EventSub`, and what functions that subscribe to events are called with.

pub(super) mod shapes;

use super::{Class, server};
use crate::declaration::{Declaration, param};
use crate::host::Shared;
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function, Stack, Vm};
use crate::run::Subscription;
use crate::run::subscription::{Event, Happening, Source};
use moongate_state::{CheckFact, CheckResult, ServerChange, ServerState, Why};
use std::ffi::c_int;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// `EventSub`
pub(super) const CLASS: Class = Class {
    name: "EventSub",
    sentence: "A subscription to events.",
    functions: &[function::<Unsub>()],
    fields: &[],
    constants: &[],
};

/// Events of servers. Two of them never happen: servers don't come and go while the process runs.
const SERVER: [&str; 7] = [
    "SERVER_UP",
    "SERVER_DOWN",
    "SERVER_STATE",
    "SERVER_ADMIN",
    "SERVER_ADD",
    "SERVER_DEL",
    "SERVER_CHECK",
];

/// Events of lists of patterns.
const PATTERN: [&str; 5] =
    ["PAT_REF_ADD", "PAT_REF_DEL", "PAT_REF_SET", "PAT_REF_CLEAR", "PAT_REF_COMMIT"];

/// Subscribes the function at `at + 1` to the events in the table at `at`, and pushes the `EventSub`.
pub(super) fn subscribe(
    call: &Call<'_>,
    host: &Shared,
    source: Source,
    at: c_int,
) -> Result<Done, Fault> {
    let (known, family): (&[&'static str], &[u8]) = match source {
        Source::Pattern(_) => (&PATTERN, b"PAT_REF"),
        _ => (&SERVER, b"SERVER"),
    };
    let table = call.table(at).ok_or(Fault::Argument(at, "a table of names of events"))?;
    let mut names: Vec<&'static str> = Vec::new();
    for item in 1..=table.len() {
        table.with_item(item as i64, |stack, at| {
            let name = stack.bytes(at).unwrap_or_default();
            if name == family {
                names.extend(known);
                return Ok(());
            }
            let name = known.iter().find(|known| known.as_bytes() == name);
            names.push(
                name.ok_or_else(|| {
                    Fault::text(format!("the events here are {}", known.join(", ")))
                })?,
            );
            Ok(())
        })?;
    }
    let function = call.keep(call.function(at + 1)?);
    let vm = call.vm();
    let subscription = Arc::new(Subscription::new(vm.thread, function, source, names));
    host.subscriptions.lock().push(Arc::clone(&subscription));
    vm.add_subscription(Arc::clone(&subscription));
    if let Some(machine) = host.machine_of(vm.thread) {
        machine.tasks.notify_one();
    }
    call.push_held(subscription, vm.classes().kept.subscription);
    Ok(Done::Values(1))
}

/// `core.event_sub`
pub(super) struct EventSub;

impl Function for EventSub {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "event_sub",
        &[
            param("event_types", "string[]"),
            param("func", "fun(event: string, data: ServerEvent?, sub: EventSub, when: integer)"),
        ],
        "EventSub",
        "Has a function called for events of servers: SERVER_UP, SERVER_DOWN, SERVER_STATE, \
         SERVER_ADMIN, SERVER_CHECK, or SERVER for all.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
        subscribe(call, &host, Source::Servers, 1)
    }
}

/// `EventSub:unsub`
struct Unsub;

impl Function for Unsub {
    const DECLARATION: Declaration = Declaration::new(
        "EventSub",
        "unsub",
        &[],
        "",
        "Ends the subscription: the function isn't called again.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.this::<Arc<Subscription>>(call.vm().classes().kept.subscription)?.end();
        Ok(Done::Values(0))
    }
}

/// Pushes the arguments of a subscriber's call; how many.
pub(crate) fn push(
    vm: &Vm,
    stack: &Stack<'_>,
    subscription: &Arc<Subscription>,
    event: &Event,
) -> c_int {
    stack.push_bytes(event.name.as_bytes());
    match &event.what {
        Happening::Server(change) => push_change(vm, stack, change, event.name),
        Happening::Pattern(..) => stack.push_nil(),
    }
    stack.push_held(Arc::clone(subscription), vm.classes().kept.subscription);
    stack.push_integer(event.at.duration_since(UNIX_EPOCH).map_or(0, |at| at.as_secs() as i64));
    4
}

/// Pushes a `ServerEvent`.
fn push_change(vm: &Vm, stack: &Stack<'_>, change: &ServerChange, event: &str) {
    let host = vm.host.upgrade();
    let Some(live) = host.as_deref().and_then(Shared::live) else { return stack.push_nil() };
    let proxy = live.world.proxy(change.backend);
    let server = proxy.server(change.server);
    let table = stack.push_table(0, 8);
    table.set(b"name", |stack| stack.push_bytes(server.name.as_bytes()));
    table.set_integer("puid", server.number.into());
    table.set_integer("rid", 0);
    table.set(b"proxy_name", |stack| stack.push_bytes(proxy.name.as_bytes()));
    table.set_integer("proxy_uuid", proxy.number.into());
    table.set(b"reference", |stack| {
        server::push(vm, stack, &live.world, change.backend, change.server);
    });
    let admin = change.before.maintenance != change.after.maintenance;
    if event == "SERVER_STATE" {
        table.set(b"state", |stack| {
            let state = stack.push_table(0, 5);
            state.set(b"admin", |stack| stack.push_boolean(admin));
            if let Why::Check(fact) = change.why {
                state.set(b"check", |stack| push_check(stack, &fact));
            }
            state.set(b"cause", |stack| stack.push_bytes(b""));
            state.set(b"old_state", |stack| stack.push_bytes(name(change.before)));
            state.set(b"new_state", |stack| stack.push_bytes(name(change.after)));
            state.set_integer("requeued", 0);
        });
    }
    if let Why::Reported(fact) = change.why {
        table.set(b"check", |stack| push_check(stack, &fact));
    }
    if event == "SERVER_ADMIN" {
        table.set(b"admin", |stack| {
            let table = stack.push_table(0, 4);
            table.set(b"cause", |stack| stack.push_bytes(b""));
            table.set(b"old_admin", |stack| push_admin(stack, change.before));
            table.set(b"new_admin", |stack| push_admin(stack, change.after));
            table.set_integer("requeued", 0);
        });
    }
}

fn name(state: ServerState) -> &'static [u8] {
    match (state.up, state.stopping) {
        (true, false) => b"RUNNING",
        (true, true) => b"STOPPING",
        (false, _) => b"STOPPED",
    }
}

/// Pushes a `ServerEventCheckRes`.
fn push_check(stack: &Stack<'_>, fact: &CheckFact) {
    let table = stack.push_table(0, 5);
    let result: &[u8] = match fact.status.result() {
        CheckResult::Passed => b"PASSED",
        CheckResult::Conditional => b"CONDPASS",
        CheckResult::Failed | CheckResult::None => b"FAILED",
    };
    table.set(b"result", |stack| stack.push_bytes(result));
    table.set(b"agent", |stack| stack.push_boolean(false));
    table.set_integer("duration", i64::try_from(fact.duration).unwrap_or(i64::MAX));
    table.set(b"reason", |stack| {
        let (_, short, sentence) = fact.status.known();
        let reason = stack.push_table(0, 3);
        reason.set(b"short", |stack| stack.push_bytes(short.as_bytes()));
        reason.set(b"desc", |stack| stack.push_bytes(sentence.as_bytes()));
        if fact.status.has_code() {
            reason.set_integer("code", fact.code.into());
        }
    });
    table.set(b"health", |stack| {
        let health = stack.push_table(0, 3);
        health.set_integer("cur", fact.score.0.into());
        health.set_integer("rise", fact.score.1.into());
        health.set_integer("fall", fact.score.2.into());
    });
}

fn push_admin(stack: &Stack<'_>, state: ServerState) {
    let list = stack.push_table(2, 0);
    if state.maintenance {
        list.set_item(1, |stack| stack.push_bytes(b"MAINT"));
        list.set_item(2, |stack| stack.push_bytes(b"FMAINT"));
    }
}
