//! The class `Channel`, in TCP mode.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench, poll_once};
use moongate_rules::Verdict;

#[test]
fn reading() {
    let given = |body| bench(&action(body)).tcp(b"one\ntwo\nthree").result();
    assert_eq!(given("return txn.req:dup() .. txn.req:input()"), "one\ntwo\nthree13");
    assert_eq!(given("return txn.req:get() .. txn.req:input()"), "one\ntwo\nthree0");
    assert_eq!(
        given("return txn.req:getline() .. txn.req:get_line() .. txn.req:get_in_length()"),
        "one\ntwo\n5"
    );
    assert_eq!(given("return txn.req:data(4, 3) .. txn.req:data(-5)"), "twothree");
    assert_eq!(given("return txn.req:line(4)"), "two\n");
    assert_eq!(given("return txn.req:line(8)"), "three");
    assert_eq!(
        given("return tostring(txn.req:is_resp()) .. tostring(txn.res:is_resp())"),
        "falsetrue"
    );
    assert_eq!(
        given("return tostring(txn.req:is_full()) .. tostring(txn.req:may_recv())"),
        "falsetrue"
    );
    assert_eq!(given("return pcall(txn.req.data, txn.req, 99)"), "false");
    assert_eq!(given("return tostring(txn.http)"), "nil");
}

#[test]
fn editing() {
    let given =
        |body: &str| bench(&action(&format!("{body} return txn.req:dup()"))).tcp(b"0123").result();
    assert_eq!(given("txn.req:set('new')"), "new");
    assert_eq!(given("txn.req:set('ab', 1, 2)"), "0ab3");
    assert_eq!(given("txn.req:append('x')"), "0123x");
    assert_eq!(given("txn.req:prepend('x')"), "x0123");
    assert_eq!(given("txn.req:insert('x', 2)"), "01x23");
    assert_eq!(given("txn.req:insert('x', -1)"), "012x3");
    assert_eq!(given("txn.req:remove(1, 2)"), "03");
    let result = |body: &str| bench(&action(body)).tcp(b"0123").result();
    assert_eq!(result("return txn.req:set('new')"), "3");
    assert_eq!(result("return txn.req:append(string.rep('x', 100000))"), "-1");
    assert_eq!(result("return txn.req:remove(1)"), "3");
}

#[test]
fn sending() {
    let mut bench = bench(&action(
        "local n = txn:res_channel():send('hello world\\n') return n .. txn.res:output()",
    ))
    .tcp(b"");
    assert_eq!(bench.result(), "1212");
    assert_eq!(bench.txn.res.output.bytes(), b"hello world\n");
    bench.txn.res.closed = true;
    assert_eq!(bench.result(), "-112");
}

#[test]
fn sending_more_than_fits_waits() {
    let mut bench = bench(&action("return txn.res:send(string.rep('x', 20000))")).tcp(b"");
    let Verdict::Wait(mut pending) = bench.start("t") else { panic!("it didn't wait") };
    let first = bench.txn.res.output.len();
    assert!(first < 20000);
    assert!(poll_once(&mut pending, &mut bench.txn).is_pending());
    bench.txn.res.output.clear();
    assert!(poll_once(&mut pending, &mut bench.txn).is_ready());
    assert_eq!(first + bench.txn.res.output.len(), 20000);
    assert_eq!(bench.var("txn.r"), Some(moongate_sample::Sample::string("20000")));
}

#[test]
fn forwarding_waits_for_input() {
    let mut bench = bench(&action("return txn.req:forward(6)")).tcp(b"0123");
    let action = bench.action("t");
    let mut scratch = Vec::new();
    let mut cx = common::cx(&mut bench.txn, &mut scratch);
    cx.last = false;
    let Verdict::Wait(mut pending) = action.run(&mut cx) else { panic!("it didn't wait") };
    assert_eq!(bench.txn.req.output.bytes(), b"0123");
    bench.txn.req.input.push(b"456789");
    assert!(poll_once(&mut pending, &mut bench.txn).is_ready());
    assert_eq!(bench.txn.req.output.bytes(), b"012345");
    assert_eq!(bench.txn.req.input.bytes(), b"6789");
}

#[test]
fn http_mode_is_refused() {
    let mut bench = bench(&action("local ok, e = pcall(txn.res.send, txn.res, 'x') return e"));
    assert!(bench.result().contains("can't be used in HTTP mode"));
}
