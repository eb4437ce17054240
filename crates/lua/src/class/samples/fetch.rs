//! Calls of fetches: `txn.f:req_hdr("host")`.

use super::{Method, Subject};
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};
use crate::value;
use moongate_sample::fetch::Eval;

/// Any method of `Fetches`
pub(super) struct CallFetch;

impl Function for CallFetch {
    const DECLARATION: Declaration = Declaration {
        class: "Fetches",
        name: "(fetch)",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "any",
        sentence: "What the fetch gives, or nil; an empty text of `sf`.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let method = call.vm().classes().methods.get(call.carried())?;
        let Subject::Fetch(fetch) = method.subject else {
            return Err(Fault::text("this method isn't a fetch"));
        };
        run(call, &method, fetch).map_err(|fault| named(fault, fetch.name))
    }
}

/// Puts the name of what was called into a message.
#[cold]
pub(super) fn named(fault: Fault, name: &str) -> Fault {
    match fault {
        Fault::Text(text) => Fault::text(format!("`{name}`: {text}")),
        Fault::Argument(at, what) if at > 1 => {
            Fault::text(format!("`{name}`: argument {} has to be {what}", at - 1))
        }
        other => other,
    }
}

fn run(
    call: &Call<'_>,
    method: &Method,
    fetch: &'static moongate_sample::Fetch,
) -> Result<Done, Fault> {
    let lent = call.lent()?;
    let found = method.cache.borrow().find(call, 2);
    let args = match found {
        Some(args) => args,
        None => method.cache.borrow_mut().make(call, 2, fetch.args, fetch.check, lent.txn())?,
    };
    let cx = lent.cx();
    let fetched = match fetch.eval {
        Eval::Fn(eval) => eval(&cx, &args),
        Eval::Dyn(object) => object.eval(&cx, &args),
    };
    match fetched {
        Ok(sample) if method.text => value::push_text(call, &sample),
        Ok(sample) => value::push(call, &sample, call.vm().classes().booleans),
        Err(_) if method.text => call.push_bytes(b""),
        Err(_) => call.push_nil(),
    }
    Ok(Done::Values(1))
}
