//! The classes `Fetches` and `Converters`: every fetch and converter of the catalogue as a method,
//! its name with `_` for what Lua names can't have.

mod arguments;
mod convert;
mod fetch;
mod lookup;

use super::{Class, fill};
use crate::raw::call::function;
use crate::raw::{Fault, Ref, Stack};
use arguments::Cache;
use moongate_sample::Regex;
use moongate_sample::{Converter, Fetch};
use std::cell::RefCell;
use std::rc::Rc;

/// `Fetches`
pub(super) const FETCHES: Class = Class {
    name: "Fetches",
    sentence: "Sample fetches by their names, with `_` for `.`, `-` and `+`.",
    functions: &[],
    fields: &[],
    constants: &[],
};

/// `Converters`
pub(super) const CONVERTERS: Class = Class {
    name: "Converters",
    sentence: "Converters by their names, with `_` for `.`, `-` and `+`; the value is the first argument.",
    functions: &[],
    fields: &[],
    constants: &[],
};

/// What a method stands for.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Fetch(&'static Fetch),
    Converter(&'static Converter),
}

/// A method that a script has used.
#[derive(Debug)]
pub(crate) struct Method {
    subject: Subject,
    /// Results are texts (`sf`, `sc`).
    text: bool,
    cache: RefCell<Cache>,
}

/// The methods that scripts of a machine have used, and the regular expressions they gave.
#[derive(Debug, Default)]
pub(crate) struct Methods {
    list: RefCell<Vec<Rc<Method>>>,
    regexes: RefCell<Vec<Rc<Regex>>>,
}

/// Regular expressions kept: scripts mostly use few.
const REGEXES: usize = 64;

impl Methods {
    fn add(&self, subject: Subject, text: bool) -> i64 {
        let mut list = self.list.borrow_mut();
        list.push(Rc::new(Method { subject, text, cache: RefCell::default() }));
        list.len() as i64 - 1
    }

    fn get(&self, number: i64) -> Result<Rc<Method>, Fault> {
        let list = self.list.borrow();
        let found = usize::try_from(number).ok().and_then(|at| list.get(at)).cloned();
        found.ok_or(Fault::text("this method has lost what it stands for"))
    }

    /// The compiled regular expression.
    pub(crate) fn regex(&self, pattern: &[u8]) -> Result<Rc<Regex>, Fault> {
        let mut list = self.regexes.borrow_mut();
        if let Some(found) = list.iter().find(|regex| regex.source().as_bytes() == pattern) {
            return Ok(Rc::clone(found));
        }
        let made =
            Rc::new(Regex::new(pattern, false).map_err(|error| Fault::text(error.to_string()))?);
        if list.len() == REGEXES {
            list.remove(0);
        }
        list.push(Rc::clone(&made));
        Ok(made)
    }
}

/// Makes the metatables of `f`, `sf`, `c` and `sc`: methods are found by name when first used.
pub(super) fn metatables(stack: &Stack<'_>) -> [Ref; 4] {
    [
        metatable(stack, "Fetches", &function::<lookup::Lookup<0>>()),
        metatable(stack, "Fetches", &function::<lookup::Lookup<1>>()),
        metatable(stack, "Converters", &function::<lookup::Lookup<2>>()),
        metatable(stack, "Converters", &function::<lookup::Lookup<3>>()),
    ]
}

fn metatable(stack: &Stack<'_>, name: &str, lookup: &crate::declaration::LuaFn) -> Ref {
    stack.scoped(|stack| {
        let table = stack.push_table(0, 2);
        table.set(b"__name", |stack| stack.push_bytes(name.as_bytes()));
        table.set(b"__index", |stack| {
            let methods = stack.push_table(0, 16);
            fill(&methods, &[]);
            stack.scoped(|stack| {
                let missing = stack.push_table(0, 1);
                missing.set(b"__index", |stack| stack.push_function(lookup.entry));
                methods.set_metatable(&missing);
            });
        });
        stack.keep(table.index())
    })
}
