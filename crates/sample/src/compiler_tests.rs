//! Tests of expressions: grammar, arguments, casts, scopes, messages.

use crate::testing::{describe, txn, with_line, word};
use crate::toy::catalogue;
use crate::{
    Compiler, Cx, Expr, LiveNames, NoNames, PatternStore, Point, Sample, Scope, Type, cast,
};
use moongate_lang::Diagnostic;
use std::path::Path;

const GIVEN: &str = "GET /A/b HTTP/1.1\nhost: h\nx: 1, 2\n\n";

fn compile(text: &str) -> Result<Expr, Diagnostic> {
    let txn = txn("").unwrap();
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let names = LiveNames { world: &txn.session.world, current: Some(txn.backend) };
    Compiler::new(&catalogue, &names, &patterns).expr_word(&word(text), Scope::ANYWHERE)
}

fn value(text: &str) -> Option<String> {
    let expr = compile(text).unwrap_or_else(|error| panic!("{text}: {}", describe(&error)));
    let txn = txn(GIVEN).unwrap();
    let value = expr.eval(&Cx::new(&txn, Point::BeHttpRequest)).ok()?;
    Some(String::from_utf8_lossy(&cast::text(value)?).into_owned())
}

fn error(text: &str) -> (String, (u32, u32)) {
    let error = compile(text).unwrap_err();
    let span = error.span.unwrap();
    (describe(&error), (span.start, span.end))
}

#[test]
fn grammar() {
    for (text, expected) in [
        ("path", "/A/b"),
        ("path,lower", "/a/b"),
        ("path,,lower,", "/a/b"),
        ("path,lower,length,add(5)", "9"),
        ("str(a b)", "a b"),
        ("str()", ""),
        ("str(a),concat", "a|||"),
        ("str(a),concat(,b)", "a||b|"),
        ("str(a),concat(b,,)", "a|b||"),
        ("str(a),concat(\"b,c\",'d)e')", "a|b,c|d)e|"),
        ("str(\"a\\\"b\")", "a\"b"),
        ("str(a\\\\b\\ c)", "a\\b c"),
        ("str('a\\\\b')", "a\\\\b"),
        ("str(\\zx)", "\\zx"),
        ("str(a\"b\"'c'd)", "abcd"),
        ("req.hdr(x)", "2"),
        ("req.hdr(x),add(1)", "3"),
        ("int(-5)", "-5"),
        ("bool(true)", "1"),
        ("src", "192.0.2.1"),
        ("src,same,length", "9"),
        ("method,lower", "get"),
        ("be_toy", "-1"),
        ("be_toy(be,10s)", "10000"),
        ("be_toy(,1m)", "60000"),
    ] {
        assert_eq!(value(text).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(value("req.hdr(none)"), None);
    assert_eq!(value("req.hdr(none),length"), None);
}

#[test]
fn errors_point_at_the_words_at_fault() {
    for (text, message, span) in [
        ("paht", "did you mean `path`", (0, 4)),
        ("path,lowre", "did you mean `lower`", (5, 10)),
        ("lower", "this is a converter", (0, 5)),
        ("path,src", "this is a fetch", (5, 8)),
        ("path, lower", "unexpected space", (5, 6)),
        ("path,(", "unexpected character", (5, 6)),
        ("str(a", "closing parenthesis is missing", (3, 5)),
        ("str(\"a)", "a quote isn't closed", (4, 7)),
        ("str(a)b", "unexpected `b`", (6, 7)),
        ("str(a(b)c)", "has to be quoted", (8, 10)),
        ("path]", "unexpected `]`", (4, 5)),
        ("int(a)", "has to be an integer, not `a`", (4, 5)),
        ("int", "argument <n> is missing", (0, 3)),
        ("int()", "has to be an integer", (0, 5)),
        ("str(a),concat(1,2,3,4)", "at most 3 arguments", (20, 21)),
        ("path(a)", "takes no argument", (5, 6)),
        ("bool(ture)", "did you mean `true`", (5, 9)),
        ("be_toy(bee)", "did you mean `be`", (7, 10)),
        ("be_toy(be,5x)", "has to be a duration", (10, 12)),
        ("var(tnx.a)", "`txn.a`", (4, 9)),
        ("var(txn.a-b)", "letters, digits", (4, 11)),
        ("bin(a),add(1)", "it takes sint, and the value here is bin", (7, 10)),
        ("ssl_fc_alpn", "isn't supported by Moongate yet", (0, 11)),
        ("path,sha2(256)", "converter `sha2` isn't supported", (5, 9)),
    ] {
        let (found, at) = error(text);
        assert!(found.contains(message), "{text}: {found}");
        assert_eq!(at, span, "{text}: {found}");
    }
}

#[test]
fn scopes() {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    let error = compiler.expr_word(&word("res.hdr(x)"), Point::FeHttpRequest).unwrap_err();
    assert_eq!(error.message, "the fetch `res.hdr` can't be used in `http-request`");
    assert!(error.help.as_deref().unwrap().contains("`http-response`"), "{error:?}");
    compiler.expr_word(&word("res.hdr(x)"), Point::BeHttpResponse).unwrap();
    let both = Scope::from(Point::FeHttpRequest).or(Point::BeHttpResponse.into());
    compiler.expr_word(&word("res.hdr(x)"), both).unwrap();
}

#[test]
fn converters_may_be_words_of_their_own() {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    with_line("path lower length,add(1) if TRUE", |words| {
        let expr = compiler.expr(words, Point::FeHttpRequest).unwrap();
        assert_eq!(expr.output(), Type::Sint);
        assert_eq!(words.peek().unwrap().str(), "if");
        let condition = compiler.optional_condition(words, Point::FeHttpRequest).unwrap();
        assert!(condition.is_some() && words.peek().is_none());
    });
}

#[test]
fn each_value_goes_through_the_converters() {
    let expr = compile("req.hdr(x),add(1)").unwrap();
    let txn = txn(GIVEN).unwrap();
    let mut seen = Vec::new();
    let all = expr.each(&Cx::new(&txn, Point::BeHttpRequest), &mut |value| {
        seen.push(value.into_owned());
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!((all, seen), (Ok(()), vec![Sample::Sint(2), Sample::Sint(3)]));
}

#[test]
fn run_time_arguments() {
    use crate::args::{RawArg, build};
    let catalogue = catalogue();
    let args = |name: &str, given: Vec<RawArg>| {
        build(catalogue.fetch(name).unwrap().args, given, &NoNames, None)
    };
    assert_eq!(args("int", vec![RawArg::Int(7)]).unwrap().sint(0), Some(7));
    assert_eq!(args("int", vec![RawArg::Text(b"7".to_vec())]).unwrap().sint(0), Some(7));
    assert_eq!(args("str", vec![RawArg::Int(7)]).unwrap().str(0), b"7");
    assert!(args("str", vec![]).is_err());
    assert!(args("be_toy", vec![RawArg::None, RawArg::None]).is_ok());
    assert_eq!(args("be_toy", vec![RawArg::Text(b"x".to_vec())]).unwrap_err().index, 0);
}

#[test]
fn maps_are_named_by_arguments() {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    patterns.file("virt@m", true, Path::new("")).unwrap().add(b"/A", Some(b"found")).unwrap();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    let expr = compiler.expr_word(&word("path,map_toy(virt@m)"), Scope::ANYWHERE).unwrap();
    let txn = txn(GIVEN).unwrap();
    assert_eq!(expr.eval(&Cx::new(&txn, Point::BeHttpRequest)), Ok(Sample::str("found")));
    let error =
        compiler.expr_word(&word("path,map_toy(/nonexistent)"), Scope::ANYWHERE).unwrap_err();
    assert!(error.message.contains("can't be read"));
}
