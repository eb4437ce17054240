//! Fetches and converters of scripts: `%[lua.name(args)]` and `…,lua.name(args)`.

use super::fault::report;
use super::tried_call;
use crate::declaration::Context;
use crate::handler::Handler;
use crate::host::Shared;
use crate::raw::slice::Failure;
use crate::raw::{Ref, Slot, Stack, Vm};
use crate::value;
use moongate_lang::spec::{Arg, ArgKind};
use moongate_sample::convert::{self, DynConverter};
use moongate_sample::fetch::{self, DynFetch};
use moongate_sample::{
    ArgValue, Args, Converter, Cx, Fetch, Fetched, Missing, Sample, Scope, Type,
};
use std::ffi::c_int;
use std::sync::Weak;

/// A script's fetch or converter takes up to eight texts.
const ARGS: &[Arg] = &[
    Arg::optional("arg1", ArgKind::Str),
    Arg::optional("arg2", ArgKind::Str),
    Arg::optional("arg3", ArgKind::Str),
    Arg::optional("arg4", ArgKind::Str),
    Arg::optional("arg5", ArgKind::Str),
    Arg::optional("arg6", ArgKind::Str),
    Arg::optional("arg7", ArgKind::Str),
    Arg::optional("arg8", ArgKind::Str),
];

/// A script's function as a fetch.
#[derive(Debug)]
pub(crate) struct LuaFetch {
    shared: Weak<Shared>,
    handler: Handler,
}

/// A script's function as a converter.
#[derive(Debug)]
pub(crate) struct LuaConverter {
    shared: Weak<Shared>,
    handler: Handler,
}

/// Pushes the arguments that were given.
fn push_args(stack: &Stack<'_>, args: &Args) -> c_int {
    let mut count = 0;
    for arg in &args.0 {
        let ArgValue::Str(text) = arg else { break };
        stack.push_bytes(text);
        count += 1;
    }
    count
}

/// Calls the function that `handler` means on this thread.
fn call(
    shared: &Shared,
    handler: &Handler,
    cx: &Cx<'_>,
    context: Context,
    push: impl FnOnce(&Vm, &Stack<'_>) -> c_int,
) -> Option<Sample<'static>> {
    let machine = shared.machine(handler.per_thread)?;
    let vm = machine.enter();
    let function: Ref = vm.function(handler.number)?;
    let limit = vm.limits().session;
    let slot = Some(Slot::sample(cx));
    let begun = vm.run_begins(handler.number);
    let result: Result<Option<Sample<'static>>, Failure> =
        vm.call(function, slot, context, limit, |stack| push(&vm, stack), result_of);
    vm.run_paused(handler.number, begun);
    result.unwrap_or_else(|failure| {
        vm.run_failed(handler.number);
        report(shared, handler, &failure, Some(cx.txn), None);
        None
    })
}

/// The last of `count` results, as HAProxy takes it; none if nothing was returned.
pub(super) fn result_of(stack: &Stack<'_>, count: c_int) -> Option<Sample<'static>> {
    (count > 0).then(|| value::sample(stack, stack.len()))
}

/// What came of a call in a rule.
pub(super) enum Called {
    /// No rule is tried: the call has to answer at once.
    NotTried,
    /// This, or nothing.
    Gave(Option<Sample<'static>>),
}

impl DynFetch for LuaFetch {
    fn eval<'a>(&self, cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
        let shared = self.shared.upgrade().ok_or(Missing::Absent)?;
        let number = || tried_call::number(&self.handler, None, args);
        let push = |vm: &Vm, stack: &Stack<'_>| {
            vm.classes().push_txn(stack, cx.txn.number);
            1 + push_args(stack, args)
        };
        if let Called::Gave(value) = tried_call::call(&shared, &self.handler, cx, number, push) {
            return value.ok_or(Missing::Absent);
        }
        let value = call(&shared, &self.handler, cx, Context::Fetch, |vm, stack| {
            vm.classes().push_txn(stack, cx.txn.number);
            1 + push_args(stack, args)
        });
        value.ok_or(Missing::Absent)
    }
}

impl DynConverter for LuaConverter {
    fn eval<'a>(&self, input: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
        let shared = self.shared.upgrade()?;
        let number = || tried_call::number(&self.handler, Some(&input), args);
        let push = |_: &Vm, stack: &Stack<'_>| {
            value::push_text(stack, &input);
            1 + push_args(stack, args)
        };
        if let Called::Gave(value) = tried_call::call(&shared, &self.handler, cx, number, push) {
            return value;
        }
        call(&shared, &self.handler, cx, Context::Converter, |_, stack| {
            value::push_text(stack, &input);
            1 + push_args(stack, args)
        })
    }
}

impl LuaFetch {
    /// The declaration for the catalogue.
    pub(crate) fn declare(shared: Weak<Shared>, handler: Handler) -> &'static Fetch {
        // Declarations live as long as the process, like those that are written in the source.
        let name = Box::leak(format!("lua.{}", handler.name).into_boxed_str());
        Box::leak(Box::new(Fetch {
            name,
            aliases: &[],
            args: ARGS,
            output: Type::Str,
            scope: Scope::RUNNING,
            sentence: "What a function of a Lua script returns.",
            examples: &[],
            eval: fetch::Eval::Dyn(Box::leak(Box::new(Self { shared, handler }))),
            each: None,
            check: None,
        }))
    }
}

impl LuaConverter {
    /// The declaration for the catalogue.
    pub(crate) fn declare(shared: Weak<Shared>, handler: Handler) -> &'static Converter {
        // As for fetches.
        let name = Box::leak(format!("lua.{}", handler.name).into_boxed_str());
        Box::leak(Box::new(Converter {
            name,
            aliases: &[],
            args: ARGS,
            input: Type::Str,
            output: Type::Str,
            sentence: "What a function of a Lua script makes of the value.",
            examples: &[],
            eval: convert::Eval::Dyn(Box::leak(Box::new(Self { shared, handler }))),
            check: None,
        }))
    }
}
