//! `acl`: whether ACLs hold.

use crate::acl::{AclArg, Outcome};
use crate::fetch::prelude::*;

const NAME: Arg = Arg::optional("acl", ArgKind::Acl);

/// The declaration.
pub static ACL: Fetch = Fetch {
    name: "acl",
    args: &[
        Arg::required("acl", ArgKind::Acl),
        NAME,
        NAME,
        NAME,
        NAME,
        NAME,
        NAME,
        NAME,
        NAME,
        NAME,
        NAME,
        NAME,
    ],
    output: Type::Bool,
    scope: Scope::ANYWHERE,
    sentence: "Whether all these ACLs of the section hold; `!` before a name turns it round.",
    examples: &[
        Example::plain("acl(TRUE)", "1"),
        Example::plain("acl(TRUE,!FALSE)", "1"),
        Example::plain("acl(TRUE,FALSE)", "0"),
        Example::shows("POST / HTTP/1.1\nhost: a\n\n", "acl(METH_POST,!METH_GET)", "1"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let mut acls = (0..args.0.len()).filter_map(|at| args.made::<AclArg>(at));
    let worst = acls.try_fold(Outcome::Pass, |worst, acl| match worst.min(acl.eval(cx)) {
        Outcome::Fail => Err(Outcome::Fail),
        outcome => Ok(outcome),
    });
    match worst {
        Ok(Outcome::NotYet) => Err(cx.not_yet()),
        Ok(_) => Ok(Sample::Bool(true)),
        Err(_) => Ok(Sample::Bool(false)),
    }
}
