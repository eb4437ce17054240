//! Tests of ACLs and conditions.

use crate::testing::{describe, txn, with_line};
use crate::toy::catalogue;
use crate::{Compiler, Condition, Cx, Missing, NoNames, PatternStore, Point};

const GIVEN: &str = "GET /Img/a.png HTTP/1.1\nhost: www.example.com:80\nx: one, two\nx: three\nn: 5\nip: 10.1.2.3\nip6: ::ffff:10.1.2.3\n\n";

fn compile(acls: &[&str], condition: &str) -> Result<(Condition, usize), String> {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    for acl in acls {
        with_line(acl, |words| compiler.acl(words)).map_err(|error| describe(&error))?;
    }
    let made = with_line(condition, |words| compiler.condition(words, false, Point::FeHttpRequest));
    let warnings = compiler.take_warnings().len();
    made.map(|made| (made, warnings)).map_err(|error| describe(&error))
}

fn holds(condition: &str) -> bool {
    holds_with(&[], condition)
}

fn holds_with(acls: &[&str], condition: &str) -> bool {
    let (condition, _) = compile(acls, condition).unwrap();
    let txn = txn(GIVEN).unwrap();
    condition.eval(&Cx::new(&txn, Point::FeHttpRequest)).unwrap()
}

fn error(condition: &str) -> String {
    compile(&[], condition).unwrap_err()
}

#[test]
fn methods() {
    for yes in [
        "{ path /Img/a.png }",
        "{ path -i /img/a.PNG }",
        "{ path_beg /Im }",
        "{ path_end .gif .png }",
        "{ path_sub mg/ }",
        "{ path_dir Img }",
        "{ path_dir /a.png/ }",
        "{ path_reg ^/[A-Z] }",
        "{ path_reg -i ^/img }",
        "{ path_reg (?<=/Img)/a }",
        "{ path_len 10 }",
        "{ path_len gt 9 lt 2 }",
        "{ hdr_dom(host) example }",
        "{ hdr_dom(host) .com: }",
        "{ hdr(x) two }",
        "{ hdr(x) three }",
        "{ hdr(x),length 5 }",
        "{ hdr(none),length 5 } or TRUE",
        "{ req.hdr(x) -m found }",
        "{ req.hdr(n) -m int 1:6 }",
        "{ req.hdr(n) -m int ge 5 }",
        "{ req.hdr(n) -m bool }",
        "{ req.hdr(ip) -m ip 10.0.0.0/8 }",
        "{ req.hdr(ip) -m ip 10/8 10.1.0/16 }",
        "{ req.hdr(ip6) -m ip 10.0.0.0/8 }",
        "{ req.hdr(ip) -m ip ::ffff:10.0.0.0/104 }",
        "{ src 192.0.2.0/24 }",
        "{ src 192.0.2.1 }",
        "{ method GET }",
        "{ str(ab) -m bin 6162 }",
        "{ bin(ab) -m str ab }",
        "{ int(5) 5 }",
        "{ int(5) :5 }",
        "{ int(5) -- 5 }",
        "{ bool(true) }",
        "{ bool(true) -m int 1 }",
        "{ str(-i) -- -i }",
        "{ req.ssl_ver 3:3.1 }",
        "METH_GET !METH_POST TRUE",
        "! FALSE",
        "!!TRUE",
        "FALSE or TRUE",
        "FALSE || FALSE || TRUE !FALSE",
    ] {
        assert!(holds(yes), "{yes}");
    }
    for no in [
        "{ path /img/a.png }",
        "{ path_beg /im }",
        "{ path_end .gif }",
        "{ path_dir mg }",
        "{ path_len lt 10 }",
        "{ hdr_dom(host) exam }",
        "{ hdr(x) one,two }",
        "{ req.hdr(none) -m found }",
        "{ req.hdr(n) -m int 6: }",
        "{ req.hdr(n) -m int gt 5 }",
        "{ req.hdr(x) -m ip 10.0.0.0/8 }",
        "{ req.hdr(ip) -m ip 11/8 10.1/16 }",
        "{ src 192.0.2.2 }",
        "{ method get }",
        "{ str(ab) -m bin 61 }",
        "{ req.ssl_ver 3.2: }",
        "LOCALHOST",
        "TRUE FALSE or FALSE",
        "{ path /x } or { path /y }",
    ] {
        assert!(!holds(no), "{no}");
    }
}

#[test]
fn derived_keyword_with_converters_uses_the_type() {
    assert!(holds("{ path_beg,length 10 }"));
    assert!(holds("{ path_beg -m end png }"));
}

#[test]
fn many_patterns() {
    let many: String = (0..50).map(|n| format!(" /Img/{n}")).collect();
    for (method, last, hit) in [
        ("str", "/Img/a.png", true),
        ("beg", "/Img/a", true),
        ("end", ".png", true),
        ("sub", "a.p", true),
        ("dir", "a.png", true),
        ("reg", "a[.]png$", true),
        ("str", "/img/A.png", false),
        ("reg", "nothing", false),
    ] {
        assert_eq!(holds(&format!("{{ path -m {method}{many} {last} }}")), hit, "{method}");
        assert!(holds(&format!("{{ path -m {method} -i{many} /img/A.png }}")), "{method} -i");
    }
    let ints: String = (10..50).map(|n| format!(" {n}")).collect();
    assert!(holds(&format!("{{ int(49){ints} }}")) && !holds(&format!("{{ int(50){ints} }}")));
}

#[test]
fn named_tests_add_up() {
    let acls = ["a path /x", "a path /Img/a.png", "b-1.c:d src 10.0.0.1"];
    assert!(holds_with(&acls, "a"));
    assert!(!holds_with(&acls, "b-1.c:d"));
    assert!(holds_with(&acls, "a !b-1.c:d"));
}

#[test]
fn a_later_line_counts_for_an_earlier_condition() {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    with_line("a path /x", |words| compiler.acl(words)).unwrap();
    let condition =
        with_line("a", |words| compiler.condition(words, true, Point::FeHttpRequest)).unwrap();
    let txn = txn(GIVEN).unwrap();
    let cx = Cx::new(&txn, Point::FeHttpRequest);
    assert_eq!(condition.eval(&cx), Ok(true));
    with_line("a path_beg /Img", |words| compiler.acl(words)).unwrap();
    assert_eq!(condition.eval(&cx), Ok(false));
}

#[test]
fn what_is_not_known_yet() {
    let txn = txn(GIVEN).unwrap();
    let eval = |text: &str, last| {
        let (condition, _) = compile(&[], text).unwrap();
        condition.eval(&Cx { txn: &txn, point: Point::FeHttpRequest, last })
    };
    let not_yet = Err(Missing::NotYet);
    assert_eq!(eval("{ later }", false), not_yet);
    assert_eq!(eval("!{ later }", false), not_yet);
    assert_eq!(eval("{ later } FALSE", false), Ok(false));
    assert_eq!(eval("{ later } TRUE", false), not_yet);
    assert_eq!(eval("{ later } or TRUE", false), Ok(true));
    assert_eq!(eval("{ later } or FALSE", false), not_yet);
    assert_eq!(eval("{ later }", true), Ok(false));
    assert_eq!(eval("!{ later }", true), Ok(true));
}

#[test]
fn errors_and_warnings() {
    assert!(error("{ path /x").contains("closing brace"));
    assert!(error("ME_GET").contains("did you mean `METH_GET`"));
    assert!(error("path /x").contains("write `{ path … }`"));
    assert!(
        error("{ pth_beg /x }").contains("did you mean `path_beg`"),
        "{}",
        error("{ pth_beg /x }")
    );
    assert!(error("{ path -m bge /x }").contains("did you mean `beg`"));
    assert!(error("{ path -x /x }").contains("isn't a flag"));
    assert!(error("{ int(5) abc }").contains("neither an integer"));
    assert!(error("{ src 300.1.1.1 -n }").contains("IPv4"));
    assert!(error("{ bin(a) a }").contains("matching method"));
    assert!(error("{ var(txn.x) a }").contains("matching method"));
    assert!(error("{ path -m reg ( }").contains("regular expression"));
    assert!(error("TRUE and TRUE").contains("isn't needed"));
    assert_eq!(compile(&[], "").unwrap().1, 1);
    assert_eq!(compile(&[], "{ path }").unwrap().1, 1);
    assert_eq!(compile(&[], "{ path -- }").unwrap().1, 0);
    assert_eq!(compile(&[], "{ res.hdr(x) a }").unwrap().1, 1);
    assert_eq!(compile(&[], "TRUE or").unwrap().1, 1);
    assert!(compile(&["or path /"], "TRUE").is_err());
    assert!(compile(&["a/b path /"], "TRUE").is_err());
}

#[test]
fn what_haproxy_takes_too() {
    assert_eq!(compile(&[], "{ int(1) gt }").unwrap().1, 1);
    assert_eq!(compile(&[], "{ path -m beg -m str a }").unwrap().1, 1);
    assert!(holds("{ path, lower /img/a.png }") && holds("{ path, length, add(1) 11 }"));
    assert!(!holds("{ path lower }") && holds("{ str(lower) lower }"));
    assert!(holds("{ src -m str 192.0.2.1 }"));
    assert!(holds("{ src -m bin c0000201 }"));
    assert!(holds("{ int(7) gt 1:5 }") && !holds("{ int(5) gt 1:5 }"));
    assert!(error("{ int(1) 5:1 }").contains("range"));
    assert!(error("{ int(1) : }").contains("range"));
    assert!(error("{ src ::1/129 }").contains("IPv6"));
    assert!(error("{ path -f /nonexistent/x }").contains("can't be read"));
}
