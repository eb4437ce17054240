//! The class `HTTP`.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench};

#[test]
fn headers_as_tables() {
    let given = |body| bench(&action(body)).result();
    let all = "local h = txn.http:req_get_headers()
               return h.host[0] .. '|' .. h.accept[0] .. '|' .. h.accept[1] .. '|' .. tostring(h.nope)
                 .. '|' .. #h.accept .. '|' .. h['x-v'][0]";
    assert_eq!(given(all), "example.org|x, y|z|nil|1|abc, d,be");
    assert_eq!(given("return txn.http:req_get_header().host[0]"), "example.org");
    assert_eq!(given("return txn:get_headers().host[0]"), "example.org");
    let message = given("local ok, e = pcall(txn.http.res_get_headers, txn.http) return e");
    assert!(message.contains("HTTP:res_get_headers: there is no response yet"), "{message}");
}

#[test]
fn edits_of_headers() {
    let mut bench = bench(&action(
        "local h = txn.http
         h:req_add_header('X-N', 5) h:req_add_header('x-n', 'six')
         h:req_set_header('Accept', 'all') h:req_del_header('HOST')
         h:req_rep_value('x-v', 'b(.)', '<\\\\1>')
         local ok, e = pcall(h.req_set_header, h, 'a', 'b\\r\\nc: d')
         local ok2 = pcall(h.req_set_header, h, 'a b', 'c')
         return tostring(ok) .. tostring(ok2)",
    ));
    assert_eq!(bench.result(), "falsefalse");
    let lines: Vec<String> = bench
        .txn
        .request
        .fields()
        .map(|(name, value)| {
            format!("{}: {}", String::from_utf8_lossy(name), String::from_utf8_lossy(value))
        })
        .collect();
    assert_eq!(lines, ["x-v: <c>, d,<e>", "x-n: 5", "x-n: six", "accept: all"]);
}

#[test]
fn replaced_lines() {
    let mut bench = bench(&action(
        "txn.http:req_rep_header('accept', '^(.), (.)$', '\\\\2\\\\1')
         txn.http:req_replace_header('x-v', 'zzz', 'no')
         return pcall(txn.http.req_rep_header, txn.http, 'x-v', '(', 'x')",
    ));
    assert_eq!(bench.result(), "false");
    let accept: Vec<_> = bench.txn.request.get_all(b"accept").collect();
    assert_eq!(accept, [b"yx", &b"z"[..]]);
    assert_eq!(bench.txn.request.get(b"x-v"), Some(&b"abc, d,be"[..]));
}

#[test]
fn the_request_line() {
    let mut bench = bench(&action(
        "local h = txn.http h:req_set_method('PUT') h:req_set_path('/new') h:req_set_query('q=1')
         return pcall(h.req_set_method, h, 'A B')",
    ));
    assert_eq!(bench.result(), "false");
    assert_eq!(bench.txn.request.method(), b"PUT");
    assert_eq!(bench.txn.request.uri(), b"/new?q=1");
    let mut bench = common::bench(&action("txn.http:req_set_uri('/x y') return 1"));
    assert_eq!(bench.result(), "1");
    assert_eq!(bench.txn.request.uri(), b"/x%20y");
}

#[test]
fn the_response() {
    let messages = "GET / HTTP/1.1\nHost: a\n\n----\nHTTP/1.1 200 OK\nServer: s\n\n";
    let script = action(
        "local h = txn.http h:res_set_status(202) h:res_add_header('a', 'b') h:res_del_header('server')
         return h:res_get_headers().a[0] .. tostring(h:res_get_headers().server)",
    );
    let mut bench = bench(&script).with(messages);
    assert_eq!(bench.result(), "bnil");
    assert_eq!((bench.txn.response.status(), bench.txn.response.reason()), (202, &b"Accepted"[..]));
    let mut bench =
        common::bench(&action("txn.http:res_set_status(299, 'Mine') return 1")).with(messages);
    bench.result();
    assert_eq!(bench.txn.response.reason(), b"Mine");
}
