//! Conditions as `-cc` takes them.

#![allow(clippy::unwrap_used)]

use moongate_lang::{Diagnostic, Env, Facts, Sources, condition};

const FACTS: Facts<'_> = Facts {
    version: "3.5-dev5",
    features: &["LUA", "THREAD", "OPENSSL"],
    enabled: &["EPOLL", "FAST-FORWARD"],
    ssl_library: "AWS-LC",
    openssl_version: "1.1.1",
    awslc_api: Some(35),
    fips: false,
    diagnostic_mode: false,
};

fn evaluate(text: &str) -> Result<bool, Diagnostic> {
    let mut env = Env::new();
    env.set("TESTVAR", "1");
    env.set("EMPTY", "");
    condition::evaluate_text(text.as_bytes(), &mut Sources::default(), &env, &FACTS)
}

#[test]
fn met() {
    for text in [
        "1",
        "-1000 && 200",
        "+1",
        "0x10",
        "99999999999999999999",
        "!!1",
        "! ! !0",
        "((1))",
        "1 || 1 && 0",
        "0||1",
        "1&&!0&&!((streq(a,b)||!streq(a,a)&&1)||strneq(a,a))",
        "1   &&!   0&&    !((streq(a,b)||!streq(a,a)&&1)||strneq(a,a))",
        "1 \"\" && 1",
        "\"\" 1",
        " 1 ",
        "streq(foo,'foo')",
        "streq(\"foo bar\",'foo bar')",
        "streq(a   b,'a b')",
        "streq(,)",
        "streq('\"a,b\"',\\'a,b\\')",
        "streq(\\\"a)b\\\",'\"a)b\"')",
        "streq(\\x41,A)",
        "streq(\\\\n,\"\\n\")",
        "streq(a\\\\ b,'a b')",
        "streq(a\\\\qb,'a\\qb')",
        "strneq(a,b)",
        "strstr(abc,bc)",
        "strstr(abc,)",
        "defined(TESTVAR) && streq(\"$TESTVAR\",\"1\")",
        "defined(EMPTY)",
        "!defined(NONE)",
        "!defined( TESTVAR )",
        "feature(OPENSSL) || !feature(OPENSSL)",
        "feature(LUA)",
        "!feature(QUIC)",
        "!feature(lua)",
        "enabled(EPOLL) && !enabled(SPLICE)",
        "version_atleast(2.4)",
        "version_atleast(v3.5-dev3)",
        "version_atleast(3.5-dev5)",
        "!version_atleast(3.5-dev6)",
        "!version_atleast(3.5)",
        "!version_atleast(1024)",
        "version_before(3.5-dev6)",
        "version_before(3.5)",
        "!version_before(3.5-dev5)",
        "ssllib_name_startswith(AWS)",
        "!ssllib_name_startswith(OpenSSL)",
        "openssl_version_atleast(1.1.1)",
        "!openssl_version_atleast(1.1.1a)",
        "openssl_version_before(3.0.0)",
        "awslc_api_atleast(35)",
        "awslc_api_before(36)",
        "!fips_mode()",
    ] {
        assert_eq!(evaluate(text).as_ref().map_err(|error| &error.message), Ok(&true), "{text}");
    }
}

#[test]
fn not_met() {
    for text in [
        "",
        " ",
        "0",
        "00",
        "-0",
        "0x0",
        "1 && 0",
        "0 || 1 && 0",
        "!1",
        "streq(a,b)",
        "streq(a,a )",
        "streq( a,a)",
        "\"$NONE\"",
        "awslc_api_before(35)",
    ] {
        assert_eq!(evaluate(text), Ok(false), "{text}");
    }
}

#[test]
fn refused() {
    for (text, part, message) in [
        ("200rrr", "rrr", "unexpected text after the condition"),
        ("!(0))", ")", "unexpected text after the condition"),
        ("1 && 0 1", "1", "unexpected text after the condition"),
        ("1 & 1", "& 1", "unexpected text after the condition"),
        ("1 # x", "# x", "unexpected text after the condition"),
        ("(1)(1)", "(1)", "unexpected text after the condition"),
        ("streq(a,\"a)", "\"a)", "unmatched quote: no \" closes it"),
        ("streq(a,\\\"a)", "\\\"a)", "unmatched quote in the arguments: no \" closes it"),
        ("&& 1", "&& 1", "unparsable conditional expression"),
        ("1 && || 1", "|| 1", "unparsable conditional expression"),
        ("()", ")", "unparsable conditional expression"),
        ("1 ||", "", "the condition ends where a term is missing"),
        ("!", "", "the condition ends where a term is missing"),
        ("- 1", "- 1", "not an integer"),
        ("(1 && 1", "", "expected `)` after the conditional expression"),
        ("1 || foo", "foo", "unknown predicate `foo`"),
        ("feature", "feature", "predicate `feature` needs its parentheses"),
        ("feature (LUA)", "feature", "predicate `feature` needs its parentheses"),
        ("feature(LUA", "(LUA", "the arguments have no closing parenthesis"),
        ("1 && streq(a)", "streq(a)", "predicate `streq` takes 2 argument(s), not 1"),
        ("streq(a,b,c)", "streq(a,b,c)", "predicate `streq` takes 2 argument(s), not 3"),
        ("fips_mode(x)", "fips_mode(x)", "predicate `fips_mode` takes 0 argument(s), not 1"),
        ("version_atleast(abc)", "abc", "`abc` isn't a version"),
        ("openssl_version_before(x)", "x", "`x` isn't a version"),
        ("awslc_api_atleast(-1)", "-1", "`-1` isn't a number"),
        ("enabled(FOO)", "FOO", "`FOO` isn't an option that can be asked for"),
    ] {
        let error = evaluate(text).unwrap_err();
        let span = error.span.unwrap();
        let words = &text[span.start as usize..span.end as usize];
        assert_eq!((words, error.message.as_str()), (part, message), "{text}");
    }
}

#[test]
fn helps() {
    let help = |text| evaluate(text).unwrap_err().help.unwrap().into_string();
    assert_eq!(help("featured(LUA)"), "did you mean `feature`?");
    assert_eq!(help("streq(a)"), "write `streq(<text>,<text>)`");
}

#[test]
fn deep_nesting_is_refused_and_not_a_crash() {
    assert_eq!(evaluate(&format!("{}1{}", "(".repeat(150), ")".repeat(150))), Ok(true));
    let error = evaluate(&"(".repeat(1_000_000)).unwrap_err();
    assert_eq!(error.message, "too many nested parentheses");
    assert_eq!(evaluate(&format!("{}1", "!".repeat(1_000_001))), Ok(false));
}
