//! `when`: the value, but only if something is so.

use crate::acl::{AclArg, Outcome};
use crate::convert::prelude::*;
use moongate_state::{Cause, Txn};
use std::sync::atomic::Ordering::Relaxed;

/// HAProxy has a place for one more, which no condition takes so far.
const NO_MORE: Arg = Arg::optional("nothing", ArgKind::Str);

/// The declaration.
pub static WHEN: Converter = Converter {
    name: "when",
    args: &[Arg::required("condition", ArgKind::Str), Arg::optional("acl", ArgKind::Acl), NO_MORE],
    input: Type::Any,
    output: Type::Any,
    sentence: "The value if the condition holds: error, normal, forwarded, processed, toapplet, stopping, or an ACL; `!` turns it round.",
    examples: &[
        Example::plain("str(a),when(normal)", "a"),
        Example::absent("", "str(a),when(error)"),
        Example::plain("str(a),when(!forwarded)", "a"),
        Example::shows(
            "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 500 Oops\n\n",
            "str(a),when(error),when(forwarded),when(processed)",
            "a",
        ),
        Example::plain("int(1),when(acl,TRUE)", "1"),
        Example::absent("", "int(1),when(!acl,TRUE)"),
        Example::absent("", "str(a),when(stopping)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fact {
    Error,
    Normal,
    Forwarded,
    Processed,
    ToApplet,
    Stopping,
    Acl,
}

struct When {
    fact: Fact,
    negated: bool,
}

const FACTS: [(&str, Fact); 7] = [
    ("error", Fact::Error),
    ("normal", Fact::Normal),
    ("forwarded", Fact::Forwarded),
    ("processed", Fact::Processed),
    ("toapplet", Fact::ToApplet),
    ("stopping", Fact::Stopping),
    ("acl", Fact::Acl),
];

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let text = String::from_utf8_lossy(text);
    let (negated, name) = match text.strip_prefix('!') {
        Some(name) => (true, name),
        None => (false, &*text),
    };
    let fact = FACTS.iter().find(|(known, _)| *known == name).map(|(_, fact)| *fact);
    let fact = fact.ok_or_else(|| {
        let known: Vec<&str> = FACTS.iter().map(|(name, _)| *name).collect();
        refuse(
            0,
            format!("there is no condition `{name}`"),
            format!("one of: {}", known.join(", ")),
        )
    })?;
    let named = args.get(1).is_some_and(|arg| !matches!(arg, ArgValue::Absent));
    let more = args.get(2).is_some_and(|arg| !matches!(arg, ArgValue::Absent));
    if more || named != (fact == Fact::Acl) {
        return Err(refuse(
            1,
            "only `acl` takes an argument, the ACL's name",
            "write `when(acl,name)`",
        ));
    }
    args[0] = ArgValue::Made(Box::new(When { fact, negated }));
    Ok(())
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let when = args.made::<When>(0)?;
    let txn = cx.txn;
    let holds = match when.fact {
        Fact::Error => failed(txn),
        Fact::Normal => !failed(txn),
        Fact::Forwarded => txn.times.connected.is_some(),
        Fact::Processed => txn.times.connected.is_some() || txn.served,
        Fact::ToApplet => txn.served,
        Fact::Stopping => txn.session.world.stopping.load(Relaxed),
        Fact::Acl => args.made::<AclArg>(1)?.eval(cx) == Outcome::Pass,
    };
    (holds != when.negated).then_some(value)
}

/// What `option dontlog-normal` would still log (manual 8.2.5): redispatched, tried again, ended
/// by somebody's fault, or answered with 5xx.
fn failed(txn: &Txn) -> bool {
    let cause = txn.ending.map(|ending| ending.cause);
    txn.redispatched
        || txn.retries > 0
        || txn.status >= 500
        || cause.is_some_and(|cause| cause != Cause::Local)
}
