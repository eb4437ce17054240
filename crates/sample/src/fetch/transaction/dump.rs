//! `dump_all_vars`: the variables that are set, for logs and debugging.

use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;
use moongate_state::{VarName, Vars};

const SCOPES: [&str; 5] = ["sess", "txn", "req", "res", "proc"];

/// The declaration.
pub static DUMP_ALL_VARS: Fetch = Fetch {
    name: "dump_all_vars",
    args: &[
        Arg::optional("scope", ArgKind::Str),
        Arg::optional("prefix", ArgKind::Str),
        Arg::optional("delimiter", ArgKind::Str),
    ],
    scope: Scope::ANYWHERE,
    sentence: "All variables of a scope, or of all scopes, whose names begin with the prefix, with their values.",
    examples: &[Example::plain("dump_all_vars", "")],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Fetch::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args.first() {
        Some(ArgValue::Str(scope)) if scope.is_empty() => args[0] = ArgValue::Absent,
        Some(ArgValue::Str(scope)) if !SCOPES.iter().any(|one| one.as_bytes() == &**scope) => {
            return Err(BadArg {
                index: 0,
                message: format!("there is no scope `{}`", String::from_utf8_lossy(scope)),
                help: Some(format!("write one of: {}", SCOPES.join(", "))),
            });
        }
        _ => {}
    }
    Ok(())
}

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let delimiter = if args.given(2) { args.str(2) } else { b", " };
    let mut text = Vec::new();
    for scope in SCOPES {
        if args.given(0) && args.str(0) != scope.as_bytes() {
            continue;
        }
        let mut add = |name: VarName, value: &Sample<'static>| {
            let Some(name) = name.written().filter(|name| name.as_bytes().starts_with(args.str(1)))
            else {
                return;
            };
            if !text.is_empty() {
                text.extend_from_slice(delimiter);
            }
            text.extend_from_slice(format!("{scope}.{name}=").as_bytes());
            write(&mut text, value);
        };
        let vars: &Vars = match scope {
            "sess" => &cx.session().vars,
            "txn" => &cx.txn.vars,
            "req" => &cx.txn.req_vars,
            "res" => &cx.txn.res_vars,
            _ => {
                let vars = cx.session().world.vars.read();
                vars.iter().for_each(|(name, value)| add(*name, value));
                continue;
            }
        };
        vars.each(add);
    }
    Ok(Sample::string(text))
}

/// A value: text in quotes, bytes in hexadecimal, the rest as it is shown elsewhere.
fn write(text: &mut Vec<u8>, value: &Sample<'static>) {
    match value {
        Sample::Str(value) | Sample::Meth(value) => {
            text.push(b'"');
            for byte in &**value {
                match byte {
                    b'"' | b'\\' => text.extend_from_slice(&[b'\\', *byte]),
                    b'\r' => text.extend_from_slice(b"\\r"),
                    b'\n' => text.extend_from_slice(b"\\n"),
                    8 => text.extend_from_slice(b"\\b"),
                    0 => text.extend_from_slice(b"\\0"),
                    _ => text.push(*byte),
                }
            }
            text.push(b'"');
        }
        Sample::Bin(bytes) => {
            text.push(b'x');
            bytes.iter().for_each(|byte| text.extend_from_slice(format!("{byte:02x}").as_bytes()));
        }
        Sample::Bool(value) => text.extend_from_slice(if *value { b"true" } else { b"false" }),
        Sample::Sint(_) | Sample::Ipv4(_) | Sample::Ipv6(_) => {
            text.extend_from_slice(&crate::cast::text(value.clone()).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{txn, word};
    use crate::{Catalogue, Compiler, Cx, NoNames, PatternStore, Point, Sample, Scope, cast};
    use moongate_state::VarRef;

    #[test]
    fn values_are_shown_by_their_types() {
        let txn = txn("").unwrap();
        let set = |name: &str, value: Sample<'static>| {
            txn.set_var(VarRef::parse(name).unwrap(), value);
        };
        set("txn.name", Sample::str("a\"\\\r\n\0"));
        set("txn.data", Sample::Bin(b"He\xff"[..].into()));
        set("txn.count", Sample::Sint(-42));
        set("sess.active", Sample::Bool(true));
        set("sess.ip", Sample::Ipv4([192, 0, 2, 1].into()));
        set("req.method", Sample::Meth(b"GET"[..].into()));
        let catalogue = Catalogue::standard();
        let patterns = PatternStore::default();
        let give = |text: &str| {
            let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
            let expr = compiler.expr_word(&word(text), Scope::ANYWHERE).unwrap();
            let value = expr.eval(&Cx::new(&txn, Point::Log)).unwrap();
            String::from_utf8(cast::text(value).unwrap().into_owned()).unwrap()
        };
        assert_eq!(
            give("dump_all_vars"),
            r#"sess.active=true, sess.ip=192.0.2.1, txn.name="a\"\\\r\n\0", txn.data=x4865ff, txn.count=-42, req.method="GET""#
        );
        assert_eq!(give("dump_all_vars(sess,a)"), "sess.active=true");
        assert_eq!(give("dump_all_vars('',na,;)"), r#"txn.name="a\"\\\r\n\0""#);
        assert_eq!(give("dump_all_vars(sess,,;)"), "sess.active=true;sess.ip=192.0.2.1");
    }
}
