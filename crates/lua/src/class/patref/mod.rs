//! The class `Patref`: the content of a list of patterns or of a map that the configuration names.

mod edit;
mod version;

use super::{Class, event};
use crate::declaration::{Declaration, LuaFn, param};
use crate::host::Shared;
use crate::raw::call::{function, index};
use crate::raw::{Call, Done, Fault, Function};
use crate::run::subscription::Source;
use moongate_sample::PatternRef;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// Finds methods, and the value of a pattern.
pub(super) const INDEX: LuaFn = index::<Index>();
/// Goes over all entries.
pub(super) const PAIRS: LuaFn = function::<Pairs>();

/// `Patref`
pub(super) const CLASS: Class = Class {
    name: "Patref",
    sentence: "The content of a list of patterns or of a map; `ref[key]` and `pairs(ref)` work too.",
    functions: &[
        function::<GetName>(),
        function::<IsMap>(),
        function::<edit::Add>(),
        function::<edit::AddBulk>(),
        function::<edit::Del>(),
        function::<edit::Set>(),
        function::<version::Purge>(),
        function::<version::Prepare>(),
        function::<version::Commit>(),
        function::<version::GiveUp>(),
        function::<EventSub>(),
    ],
    fields: &[],
    constants: &[],
};

/// A list, and the version of it that a script prepares.
struct Patref {
    list: Arc<PatternRef>,
    pending: Cell<Option<u32>>,
}

impl Drop for Patref {
    /// A version that nobody can commit any more.
    fn drop(&mut self) {
        if let Some(version) = self.pending.take() {
            self.list.give_up(version);
        }
    }
}

fn this(call: &Call<'_>) -> Result<Rc<Patref>, Fault> {
    call.this(call.vm().classes().kept.patref)
}

/// The list of that name.
pub(super) fn find(host: &Shared, name: &str) -> Result<Arc<PatternRef>, Fault> {
    host.patterns().find(name).ok_or_else(|| {
        Fault::text(format!("the configuration has no list or map of patterns `{name}`"))
    })
}

/// `core.get_patref`
pub(super) struct GetPatref;

impl Function for GetPatref {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "get_patref",
        &[param("name", "string")],
        "Patref",
        "The list of patterns or the map of that name (mostly its file's).",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
        let list = find(&host, call.utf8(1)?)?;
        let patref = Patref { list, pending: Cell::default() };
        call.push_held(patref, call.vm().classes().kept.patref);
        Ok(Done::Values(1))
    }
}

/// `Patref:get_name`
struct GetName;

impl Function for GetName {
    const DECLARATION: Declaration =
        Declaration::new("Patref", "get_name", &[], "string", "Its name.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        call.push_bytes(patref.list.name.as_deref().unwrap_or_default().as_bytes());
        Ok(Done::Values(1))
    }
}

/// `Patref:is_map`
struct IsMap;

impl Function for IsMap {
    const DECLARATION: Declaration =
        Declaration::new("Patref", "is_map", &[], "boolean", "Whether its entries have values.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.push_boolean(this(call)?.list.is_map());
        Ok(Done::Values(1))
    }
}

/// `__index` of `Patref`
struct Index;

impl Function for Index {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "__index",
        &[param("key", "string")],
        "string?",
        "The value of the first entry of that key; an empty text in a list; nil without one.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let key = call.text(2)?;
        match patref.list.get(key) {
            Some(entry) => call.push_bytes(entry.value().unwrap_or_default()),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}

/// `__pairs` of `Patref`
struct Pairs;

impl Function for Pairs {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "__pairs",
        &[],
        "function, table, nil",
        "Goes over a copy of all keys and values; of several entries of a key the first counts.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        call.push_ref(call.vm().classes().kept.next);
        let table = call.push_table(0, patref.list.len());
        for entry in patref.list.entries().iter().rev() {
            table.set(entry.pattern(), |stack| {
                stack.push_bytes(entry.value().unwrap_or_default());
            });
        }
        call.push_nil();
        Ok(Done::Values(3))
    }
}

/// `Patref:event_sub`
struct EventSub;

impl Function for EventSub {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "event_sub",
        &[
            param("event_types", "string[]"),
            param("func", "fun(event: string, data: nil, sub: EventSub, when: integer)"),
        ],
        "EventSub",
        "Has a function called when the content changes: PAT_REF_ADD, PAT_REF_DEL, PAT_REF_SET, \
         PAT_REF_CLEAR, PAT_REF_COMMIT, or PAT_REF for all.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
        host.watch(&patref.list);
        event::subscribe(call, &host, Source::Pattern(patref.list.id), 2)
    }
}

/// Pushes what an edit returns: true, or nil and a sentence.
fn outcome(call: &Call<'_>, result: Result<(), String>) -> Done {
    match result {
        Ok(()) => {
            call.push_boolean(true);
            Done::Values(1)
        }
        Err(message) => {
            call.push_nil();
            call.push_bytes(message.as_bytes());
            Done::Values(2)
        }
    }
}
