//! The classes and tables that scripts see. Each function is a file, or a small group is one; the
//! lists here are what exists.

mod act;
mod applet;
mod applet_http;
mod applet_tcp;
mod channel;
mod concat;
mod core;
pub(crate) mod event;
pub(crate) mod filter;
mod getenv;
mod held;
mod http;
mod http_message;
mod httpclient;
mod listener;
mod map;
mod older;
mod patref;
mod proxy;
mod queue;
mod regex;
mod reply;
mod samples;
mod server;
mod socket;
mod stick_table;
pub(crate) mod txn;

use crate::declaration::LuaFn;
use crate::facts::{Fact, Facts};
use crate::log;
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Ref, Stack, Table, Vm};
use crate::settings::Settings;
use held::Kept;
use samples::Methods;

/// A class, or a table of functions.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// Its name.
    pub name: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Its functions or methods.
    pub functions: &'static [LuaFn],
    /// Its fields.
    pub fields: &'static [Field],
    /// Its constants.
    pub constants: &'static [Constant],
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type, in the words of editor annotations.
    pub kind: &'static str,
    /// One sentence.
    pub sentence: &'static str,
}

/// A constant of a table.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: i64,
    /// One sentence.
    pub sentence: &'static str,
}

/// Everything scripts can name, for the reference and for editors. The methods of `Fetches` and
/// `Converters` are the catalogue's.
pub const CLASSES: &[Class] = &[
    core::CLASS,
    act::CLASS,
    filter::CLASS,
    txn::CLASS,
    reply::CLASS,
    http::CLASS,
    http_message::CLASS,
    channel::CLASS,
    applet_http::CLASS,
    applet_tcp::CLASS,
    socket::CLASS,
    httpclient::CLASS,
    samples::FETCHES,
    samples::CONVERTERS,
    regex::CLASS,
    map::CLASS,
    patref::CLASS,
    queue::CLASS,
    concat::CLASS,
    event::CLASS,
    event::shapes::SERVER,
    event::shapes::STATE,
    event::shapes::ADMIN,
    event::shapes::CHECK,
    proxy::CLASS,
    server::CLASS,
    listener::CLASS,
    stick_table::CLASS,
    core::ADDRESS,
];

/// What a machine keeps of its classes.
#[derive(Debug)]
pub(crate) struct Classes {
    txn: Ref,
    applet_http: Ref,
    applet_tcp: Ref,
    http: Ref,
    http_message: Ref,
    channel: Ref,
    socket: socket::Kept,
    httpclient: Ref,
    reply: Ref,
    pub(crate) glue: filter::Glue,
    /// `f`, `sf`, `c` and `sc`.
    samples: [Ref; 4],
    pub(crate) methods: Methods,
    /// Classes whose objects stand for something of the program.
    pub(crate) kept: Kept,
    /// Booleans reach scripts as booleans.
    pub(crate) booleans: bool,
}

impl Classes {
    /// Pushes a `TXN`.
    #[inline]
    pub(crate) fn push_txn(&self, stack: &Stack<'_>, number: u64) {
        stack.push_object(number, self.txn);
    }

    /// Pushes an `AppletHTTP` or an `AppletTCP`.
    #[inline]
    pub(crate) fn push_applet(&self, stack: &Stack<'_>, number: u64, http: bool) {
        stack.push_object(number, if http { self.applet_http } else { self.applet_tcp });
    }

    /// Pushes an `HTTP`.
    pub(crate) fn push_http(&self, stack: &Stack<'_>, number: u64) {
        stack.push_handle(number, 0, self.http);
    }

    /// Pushes an `HTTPMessage`.
    pub(crate) fn push_message(&self, stack: &Stack<'_>, number: u64, response: bool) {
        stack.push_handle(number, response.into(), self.http_message);
    }

    /// Makes a `Reply` of a table.
    pub(crate) fn dress_reply(&self, stack: &Stack<'_>, reply: &Table<'_>) {
        stack.scoped(|stack| {
            stack.push_ref(self.reply);
            if let Some(metatable) = stack.table(stack.len()) {
                reply.set_metatable(&metatable);
            }
        });
    }

    /// Pushes a `Channel`.
    pub(crate) fn push_channel(&self, stack: &Stack<'_>, number: u64, response: bool) {
        stack.push_handle(number, response.into(), self.channel);
    }

    /// Pushes `Fetches` or `Converters` if `name` is one of `f`, `sf`, `c`, `sc`; says whether.
    pub(crate) fn push_samples(&self, stack: &Stack<'_>, number: u64, name: &[u8]) -> bool {
        let which = match name {
            b"f" => 0,
            b"sf" => 1,
            b"c" => 2,
            b"sc" => 3,
            _ => return false,
        };
        stack.push_handle(number, which as u64, self.samples[which]);
        true
    }
}

/// Puts functions, under all their names, into a table.
fn fill(table: &Table<'_>, functions: &[LuaFn]) {
    for function in functions {
        let declaration = &function.declaration;
        for name in std::iter::once(&declaration.name).chain(declaration.aliases) {
            table.set(name.as_bytes(), |stack| stack.push_function(function.entry));
        }
    }
}

/// Makes a metatable for a class, and keeps it. `index`: finds fields, given the methods; without
/// one there are only methods.
fn metatable(stack: &Stack<'_>, class: &Class, index: Option<&LuaFn>) -> Ref {
    stack.scoped(|stack| {
        let table = stack.push_table(0, 4);
        table.set(b"__name", |stack| stack.push_bytes(class.name.as_bytes()));
        table.set(b"__index", |stack| {
            let methods = stack.push_table(0, class.functions.len());
            fill(&methods, class.functions);
            if let Some(index) = index {
                stack.wrap_table(index);
            }
        });
        stack.keep(table.index())
    })
}

/// Pushes what the program tells, as a table; an empty one before it serves.
fn push_facts(
    call: &Call<'_>,
    ask: impl FnOnce(&dyn Facts) -> Vec<(String, Fact)>,
) -> Result<Done, Fault> {
    let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
    let facts = host.facts().map(ask).unwrap_or_default();
    let table = call.push_table(0, facts.len());
    for (name, fact) in facts {
        table.set(name.as_bytes(), |stack| match fact {
            Fact::Int(value) => stack.push_integer(value),
            Fact::Float(value) => stack.push_number(value),
            Fact::Text(text) => stack.push_bytes(text.as_bytes()),
        });
    }
    Ok(Done::Values(1))
}

/// Makes the globals and the metatables of a new machine.
pub(crate) fn install(vm: &Vm, settings: &Settings) -> Classes {
    let stack = vm.stack();
    getenv::install(&stack);
    older::install(vm);
    stack.scoped(|stack| {
        let globals = stack.push_globals();
        globals.set(b"core", |stack| {
            let table = stack.push_table(0, 64);
            fill(&table, core::CLASS.functions);
            for (name, level) in log::levels() {
                table.set_integer(name, level);
            }
            table.set_integer("silent", -1);
            table.set_integer("thread", vm.thread as i64);
            stack.scoped(|stack| {
                let more = stack.push_table(0, 1);
                more.set(b"__index", |stack| {
                    stack.push_function(function::<proxy::CoreIndex>().entry);
                });
                table.set_metatable(&more);
            });
        });
        for class in [&act::CLASS, &filter::CLASS] {
            globals.set(class.name.as_bytes(), |stack| {
                let table = stack.push_table(0, 16);
                fill(&table, class.functions);
                for constant in class.constants {
                    table.set_integer(constant.name, constant.value);
                }
            });
        }
    });
    Classes {
        txn: metatable(&stack, &txn::CLASS, Some(&txn::INDEX)),
        applet_http: metatable(&stack, &applet_http::CLASS, Some(&applet_http::INDEX)),
        applet_tcp: metatable(&stack, &applet_tcp::CLASS, Some(&applet_tcp::INDEX)),
        http: metatable(&stack, &http::CLASS, None),
        http_message: metatable(&stack, &http_message::CLASS, Some(&http_message::INDEX)),
        channel: metatable(&stack, &channel::CLASS, None),
        socket: socket::kept(&stack),
        httpclient: httpclient::metatable(&stack),
        reply: metatable(&stack, &reply::CLASS, None),
        glue: filter::Glue::load(vm),
        samples: samples::metatables(&stack),
        methods: Methods::default(),
        kept: Kept::install(&stack),
        booleans: settings.bool_samples,
    }
}
