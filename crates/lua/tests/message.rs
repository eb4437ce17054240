//! The classes `Reply` and `HTTPMessage`, and what else a `TXN` does.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench};
use moongate_rules::{ReplyBody, Verdict};

const ANSWERED: &str =
    "GET /a?b=c HTTP/1.1\nHost: h\nX: 1, 2\nX: 3\n----\nHTTP/1.1 404 Gone away\nY: z\n";

fn replied(script: &str) -> (u16, Vec<(String, String)>, String) {
    let script = format!("core.register_action('t', {{'http-req'}}, function(txn) {script} end)");
    let mut bench = bench(&script);
    let Verdict::Reply(ReplyBody::Own(body)) = bench.run("t") else {
        panic!("no reply: {:?}", bench.logs())
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let head = &bench.txn.response;
    let fields = head.fields().map(|(name, value)| (text(name), text(value))).collect();
    (head.status(), fields, text(&body))
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn replies_are_made_step_by_step() {
    let (status, fields, body) = replied(
        "local r = txn:reply() r:set_status(410) r:add_header('x-a', '1') r:add_header('x-a', '2')
         r:add_header('x-b', '1') r:del_header('x-b') r:set_body('gone') txn:done(r)",
    );
    assert_eq!((status, body.as_str()), (410, "gone"));
    assert_eq!(fields, [pair("x-a", "1"), pair("x-a", "2"), pair("content-length", "4")]);
}

#[test]
fn replies_are_made_of_tables() {
    let (status, fields, body) = replied(
        "local r = txn:reply{status = 401, headers = {['x-a'] = 'one'}, body = 'b'}
         assert(r.status == 401 and r.reason == 'Unauthorized' and r.headers['x-a'][1] == 'one')
         r:add_header('x-a', 'two') txn:done(r)",
    );
    assert_eq!((status, body.as_str()), (401, "b"));
    assert_eq!(fields, [pair("x-a", "one"), pair("x-a", "two"), pair("content-length", "1")]);
}

#[test]
fn an_empty_reply_is_an_empty_200() {
    assert_eq!(replied("txn:done(txn:reply())").0, 200);
    assert_eq!(replied("txn:done({})").2, "");
}

#[test]
fn replies_check_what_they_are_given() {
    let given = |body: &str| bench(&action(body)).result();
    assert!(given("return select(2, pcall(txn.reply, txn, {status = 7}))").contains("100 to 599"));
    assert!(given("return select(2, pcall(txn.reply, txn, 7))").contains("a table"));
    let bad = "local r = txn:reply() return select(2, pcall(r.add_header, r, 'a', 'b\\nc'))";
    assert!(given(bad).contains("line ends"));
    let bad = "local r = txn:reply() return select(2, pcall(r.set_status, r, 1000))";
    assert!(given(bad).contains("a status from 100 to 599"));
}

#[test]
fn heads_of_messages() {
    let given = |body: &str| bench(&action(body)).with(ANSWERED).result();
    assert_eq!(
        given(
            "local l = txn.http_req:get_stline() return l.method .. ' ' .. l.uri .. ' ' .. l.version"
        ),
        "GET /a?b=c HTTP/1.1"
    );
    assert_eq!(
        given(
            "local l = txn.http_res:get_stline() return l.version .. ' ' .. l.code .. ' ' .. l.reason"
        ),
        "HTTP/1.1 404 Gone away"
    );
    assert_eq!(
        given("local h = txn.http_req:get_headers() return h.x[0] .. '|' .. h.x[1]"),
        "1, 2|3"
    );
    assert_eq!(
        given(
            "return tostring(txn.http_req:is_resp()) .. tostring(txn.http_res.channel:is_resp())"
        ),
        "falsetrue"
    );
    let after = |edit: &str| {
        given(&format!(
            "local m = txn.http_req {edit} local h = m:get_headers() local l = m:get_stline()
             return l.method .. ' ' .. l.uri .. ' ' .. (h.x and h.x[0] or '-') .. ' ' .. (h.n and h.n[0] or '-')"
        ))
    };
    assert_eq!(after("m:add_header('n', 'v')"), "GET /a?b=c 1, 2 v");
    assert_eq!(after("m:set_header('x', 'v')"), "GET /a?b=c v -");
    assert_eq!(after("m:del_header('x')"), "GET /a?b=c - -");
    assert_eq!(after("m:rep_header('x', '^1', 'one')"), "GET /a?b=c one -");
    assert_eq!(after("m:rep_value('x', '(2)', 'two')"), "GET /a?b=c 1, two -");
    assert_eq!(after("m:set_method('PUT')"), "PUT /a?b=c 1, 2 -");
    assert_eq!(after("m:set_path('/p')"), "GET /p?b=c 1, 2 -");
    assert_eq!(after("m:set_query('q')"), "GET /a?q 1, 2 -");
    assert_eq!(after("m:set_uri('/u')"), "GET /u 1, 2 -");
    assert_eq!(
        given(
            "txn.http_res:set_status(500) local l = txn.http_res:get_stline() return l.code .. l.reason"
        ),
        "500Internal Server Error"
    );
}

#[test]
fn messages_refuse_what_they_are_not() {
    let given = |body: &str| bench(&action(body)).with(ANSWERED).result();
    let of = |call: &str| given(&format!("return select(2, pcall(function() {call} end))"));
    assert!(of("txn.http_res:set_path('/')").contains("requests only"));
    assert!(of("txn.http_req:set_status(200)").contains("responses only"));
    assert!(of("txn.http_req:body()").contains("filters only"));
    assert!(of("txn.http_req:set_body_len(1)").contains("filters only"));
    assert!(of("filter.wake_time(1)").contains("doesn't work in an action"));
    assert!(of("filter.register_data_filter(txn.req)").contains("doesn't work in an action"));
}

#[test]
fn priorities_and_marks() {
    let mut bench = bench(&action(
        "txn:set_priority_class(5000) txn:set_priority_offset(-7)
         txn:set_fc_mark(1) txn:set_mark(2) txn:set_fc_tos(3) txn:set_tos(4)",
    ));
    bench.run("t");
    assert_eq!(bench.txn.priority, (2047, -7), "{:?}", bench.logs());
}

#[test]
fn odd_arguments_harm_nothing() {
    let methods = |class: &str| {
        let class = moongate_lua::CLASSES.iter().find(|one| one.name == class).unwrap();
        let names = class.functions.iter().map(|one| one.declaration.name);
        let names: Vec<&str> = names.filter(|name| *name != "done").collect();
        format!("{{'{}'}}", names.join("','"))
    };
    let body = format!(
        "local odd = {{0, -1, 1, 3.5, 1e300, math.mininteger, '', 'x', 'txn.x', 'a\\nb', ('y'):rep(20000),
                      true, {{}}, {{{{}}}}, print, txn, txn.http, '('}}
         local function try(object, names)
             for _, name in ipairs(names) do
                 local f = object[name]
                 pcall(f) pcall(f, object) pcall(f, 7) pcall(f, odd)
                 for _, a in ipairs(odd) do
                     pcall(f, object, a) pcall(f, a, a)
                     for _, b in ipairs(odd) do
                         pcall(f, object, a, b) pcall(f, object, 'accept', a, b)
                     end
                 end
             end
         end
         try(txn, {}) try(txn.http, {}) try(txn.http_req, {}) try(txn.http_res, {}) try(txn.req, {})
         return 'done'",
        methods("TXN"),
        methods("HTTP"),
        methods("HTTPMessage"),
        methods("HTTPMessage"),
        methods("Channel")
    );
    let mut bench = bench(&action(&body)).with(ANSWERED);
    assert_eq!(bench.result(), "done");
    assert!(!bench.logs().join("\n").contains("internal fault"), "{:?}", bench.logs());
}
