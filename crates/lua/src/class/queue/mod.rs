//! The class `Queue`: passes values from one script's run to another, across threads too.

use super::Class;
use crate::declaration::{Context, Contexts, Declaration, param};
use crate::raw::call::function;
use crate::raw::wakeup::Wakeup;
use crate::raw::{Call, Done, Fault, Function, Kind, Wait};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// `Queue`
pub(super) const CLASS: Class = Class {
    name: "Queue",
    sentence: "Values in the order in which they were pushed, for runs that have the object.",
    functions: &[
        function::<Push>(),
        function::<Pop>(),
        function::<PopWait>(),
        function::<Size>(),
        function::<Alarm>(),
    ],
    fields: &[],
    constants: &[],
};

/// From so many on, those who wait are looked through for some that are gone.
const CROWD: usize = 64;

/// Where the items are in the table beside the object, and who waits for more.
#[derive(Default)]
struct Queue {
    first: Cell<i64>,
    count: Cell<i64>,
    bells: RefCell<Vec<Arc<Wakeup>>>,
}

/// `core.queue`
pub(super) struct New;

impl Function for New {
    const DECLARATION: Declaration =
        Declaration::new("core", "queue", &[], "Queue", "A new, empty queue.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.push_held_with_table(Queue::default(), call.vm().classes().kept.queue);
        Ok(Done::Values(1))
    }
}

fn this(call: &Call<'_>) -> Result<Rc<Queue>, Fault> {
    call.this(call.vm().classes().kept.queue)
}

/// Pushes the first item, which is no longer in the queue then; whether there was one.
fn take(call: &Call<'_>, queue: &Queue) -> bool {
    if queue.count.get() == 0 {
        return false;
    }
    let Some(items) = call.push_beside(1) else { return false };
    let first = queue.first.get();
    call.push_item(&items, first);
    items.set_item(first, |stack| stack.push_nil());
    queue.count.set(queue.count.get() - 1);
    queue.first.set(if queue.count.get() == 0 { 0 } else { first + 1 });
    true
}

/// Has the next push wake this run.
fn subscribe(call: &Call<'_>, queue: &Queue) -> Result<(), Fault> {
    let bell = call.vm().own_wakeup().ok_or(Fault::text("nothing here could be woken"))?;
    let mut bells = queue.bells.borrow_mut();
    if bells.len() >= CROWD {
        // Runs that ended without a push have left theirs here.
        bells.retain(|bell| Arc::strong_count(bell) > 1);
    }
    if !bells.iter().any(|other| Arc::ptr_eq(other, &bell)) {
        bells.push(bell);
    }
    Ok(())
}

/// `Queue:push`
struct Push;

impl Function for Push {
    const DECLARATION: Declaration = Declaration::new(
        "Queue",
        "push",
        &[param("item", "any")],
        "boolean",
        "Adds a value at the end and wakes who waits for it; true.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let queue = this(call)?;
        if matches!(call.kind(2), Kind::None | Kind::Nil) {
            return Err(Fault::Argument(2, "a value"));
        }
        let items = call.push_beside(1).ok_or(Fault::text("the queue is gone"))?;
        let last = queue.first.get() + queue.count.get();
        items.set_item(last, |stack| stack.push_copy(2));
        queue.count.set(queue.count.get() + 1);
        for bell in queue.bells.take() {
            bell.ring();
        }
        call.push_boolean(true);
        Ok(Done::Values(1))
    }
}

/// `Queue:pop`
struct Pop;

impl Function for Pop {
    const DECLARATION: Declaration =
        Declaration::new("Queue", "pop", &[], "any", "Takes the first value, or nil.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        if !take(call, &*this(call)?) {
            call.push_nil();
        }
        Ok(Done::Values(1))
    }
}

/// `Queue:pop_wait`
struct PopWait;

impl Function for PopWait {
    const DECLARATION: Declaration = Declaration::new(
        "Queue",
        "pop_wait",
        &[],
        "any",
        "Takes the first value; waits until there is one.",
    )
    .only(Contexts::WAITING_SERVED);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let queue = this(call)?;
        if take(call, &queue) {
            return Ok(Done::Values(1));
        }
        subscribe(call, &queue)?;
        call.wait(Wait::Wake(None), 1)
    }
}

/// `Queue:size`
struct Size;

impl Function for Size {
    const DECLARATION: Declaration =
        Declaration::new("Queue", "size", &[], "integer", "How many values are in it.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.push_integer(this(call)?.count.get());
        Ok(Done::Values(1))
    }
}

/// `Queue:alarm`
struct Alarm;

impl Function for Alarm {
    const DECLARATION: Declaration =
        Declaration::new("Queue", "alarm", &[], "", "Has the next push end this run's core.wait.")
            .only(Contexts::of(&[Context::Task, Context::Action, Context::Service]));

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        subscribe(call, &*this(call)?)?;
        Ok(Done::Values(0))
    }
}
