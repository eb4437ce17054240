//! The class `Concat`: joins many texts at the cost of one.

use super::Class;
use crate::declaration::{Declaration, param};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function};
use std::cell::Cell;
use std::rc::Rc;

/// `Concat`
pub(super) const CLASS: Class = Class {
    name: "Concat",
    sentence: "A text that is put together from many.",
    functions: &[function::<Add>(), function::<Dump>()],
    fields: &[],
    constants: &[],
};

/// How many pieces stand in the table beside the object. There Lua counts their memory.
struct Pieces(Cell<i64>);

/// `core.concat`
pub(super) struct New;

impl Function for New {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "concat",
        &[],
        "Concat",
        "An object that joins texts faster than `..` does.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.push_held_with_table(Pieces(Cell::new(0)), call.vm().classes().kept.concat);
        Ok(Done::Values(1))
    }
}

fn this(call: &Call<'_>) -> Result<Rc<Pieces>, Fault> {
    call.this(call.vm().classes().kept.concat)
}

/// `Concat:add`
struct Add;

impl Function for Add {
    const DECLARATION: Declaration = Declaration::new(
        "Concat",
        "add",
        &[param("text", "string")],
        "",
        "Adds a text at the end.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let pieces = this(call)?;
        call.text(2)?;
        let table = call.push_beside(1).ok_or(Fault::text("the object is gone"))?;
        table.set_item(pieces.0.get() + 1, |stack| stack.push_copy(2));
        pieces.0.set(pieces.0.get() + 1);
        Ok(Done::Values(0))
    }
}

/// `Concat:dump`
struct Dump;

impl Function for Dump {
    const DECLARATION: Declaration =
        Declaration::new("Concat", "dump", &[], "string", "The whole text so far.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let pieces = this(call)?;
        let table = call.push_beside(1).ok_or(Fault::text("the object is gone"))?;
        let mut text = Vec::new();
        for item in 1..=pieces.0.get() {
            table.with_item(item, |stack, at| {
                text.extend_from_slice(stack.bytes(at).unwrap_or_default());
            });
        }
        call.push_bytes(&text);
        Ok(Done::Values(1))
    }
}
