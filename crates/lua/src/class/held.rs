//! Classes whose objects stand for something of the program, and the metatables of such classes.

use super::{
    Class, concat, event, fill, listener, map, patref, proxy, queue, regex, server, stick_table,
};
use crate::declaration::{Declaration, LuaFn};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function, Ref, Stack};

/// The metatables of these classes, and what their functions need.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) regex: Ref,
    pub(crate) map: Ref,
    pub(crate) patref: Ref,
    pub(crate) queue: Ref,
    pub(crate) concat: Ref,
    pub(crate) address: Ref,
    pub(crate) subscription: Ref,
    pub(crate) proxy: Ref,
    pub(crate) server: Ref,
    pub(crate) listener: Ref,
    pub(crate) stick_table: Ref,
    /// The way of a dump through a table; no script sees it.
    pub(crate) dump: Ref,
    /// The function `next` of the base library.
    pub(crate) next: Ref,
}

impl Kept {
    /// Makes them, and the tables `Regex` and `Map`.
    pub(super) fn install(stack: &Stack<'_>) -> Self {
        let next = stack.scoped(|stack| {
            let globals = stack.push_globals();
            globals.set(b"Regex", |stack| {
                fill(&stack.push_table(0, 4), regex::CLASS.functions);
            });
            globals.set(b"Map", |stack| {
                let table = stack.push_table(0, 20);
                fill(&table, map::CLASS.functions);
                for constant in map::CLASS.constants {
                    table.set_integer(constant.name, constant.value);
                }
            });
            globals.with(b"next", |stack, at| stack.keep(at))
        });
        let plain = |class: &Class| metatable(stack, class, &[]);
        Self {
            regex: plain(&regex::CLASS),
            map: plain(&map::CLASS),
            patref: metatable(
                stack,
                &patref::CLASS,
                &[("__index", patref::INDEX), ("__pairs", patref::PAIRS)],
            ),
            queue: plain(&queue::CLASS),
            concat: plain(&concat::CLASS),
            address: plain(&super::core::ADDRESS),
            subscription: plain(&event::CLASS),
            proxy: metatable(stack, &proxy::CLASS, &[("__index", proxy::INDEX)]),
            server: metatable(stack, &server::CLASS, &[]),
            listener: metatable(stack, &listener::CLASS, &[]),
            stick_table: plain(&stick_table::CLASS),
            dump: plain(&stick_table::DUMP),
            next,
        }
    }
}

/// A metatable whose objects give back what they hold when they are collected. `__index` among
/// `more` finds what isn't a method.
fn metatable(stack: &Stack<'_>, class: &Class, more: &[(&str, LuaFn)]) -> Ref {
    stack.scoped(|stack| {
        let table = stack.push_table(0, 4);
        table.set(b"__name", |stack| stack.push_bytes(class.name.as_bytes()));
        table.set(b"__gc", |stack| stack.push_function(function::<Collect>().entry));
        table.set(b"__index", |stack| {
            let methods = stack.push_table(0, class.functions.len());
            fill(&methods, class.functions);
            if let Some((_, index)) = more.iter().find(|(name, _)| *name == "__index") {
                stack.wrap_table(index);
            }
        });
        for (name, function) in more.iter().filter(|(name, _)| *name != "__index") {
            table.set(name.as_bytes(), |stack| stack.push_function(function.entry));
        }
        stack.keep(table.index())
    })
}

/// `__gc`
struct Collect;

impl Function for Collect {
    const DECLARATION: Declaration =
        Declaration::new("object", "__gc", &[], "", "Lets go what the object stands for.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.let_go(1);
        Ok(Done::Values(0))
    }
}
