//! Calls of converters: `txn.c:lower("ABC")`.

use super::fetch::named;
use super::{Method, Subject};
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function, Kind};
use crate::value;
use moongate_sample::cast::cast;
use moongate_sample::convert::Eval;

/// Any method of `Converters`
pub(super) struct CallConverter;

impl Function for CallConverter {
    const DECLARATION: Declaration = Declaration {
        class: "Converters",
        name: "(converter)",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "any",
        sentence: "What the converter makes of the value, or nil; an empty text of `sc`.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let method = call.vm().classes().methods.get(call.carried())?;
        let Subject::Converter(converter) = method.subject else {
            return Err(Fault::text("this method isn't a converter"));
        };
        run(call, &method, converter).map_err(|fault| named(fault, converter.name))
    }
}

fn run(
    call: &Call<'_>,
    method: &Method,
    converter: &'static moongate_sample::Converter,
) -> Result<Done, Fault> {
    let lent = call.lent()?;
    if call.kind(2) == Kind::None {
        return Err(Fault::text("the value to convert is missing"));
    }
    let found = method.cache.borrow().find(call, 3);
    let args = match found {
        Some(args) => args,
        None => {
            let mut cache = method.cache.borrow_mut();
            cache.make(call, 3, converter.args, converter.check, lent.txn())?
        }
    };
    let cx = lent.cx();
    let converted =
        cast(value::borrowed(call, 2), converter.input).and_then(|input| match converter.eval {
            Eval::Fn(eval) => eval(input, &args, &cx),
            Eval::Dyn(object) => object.eval(input, &args, &cx),
        });
    match converted {
        Some(sample) if method.text => value::push_text(call, &sample),
        Some(sample) => value::push(call, &sample, call.vm().classes().booleans),
        None if method.text => call.push_bytes(b""),
        None => call.push_nil(),
    }
    Ok(Done::Values(1))
}
