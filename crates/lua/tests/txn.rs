//! The class `TXN`, fetches and converters as scripts call them.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench};
use moongate_rules::Verdict;
use moongate_sample::Sample;

#[test]
fn fetches_by_their_names() {
    let given = |body| bench(&action(body)).result();
    assert_eq!(given("return txn.f:path()"), "/a/b");
    assert_eq!(given("return txn.f:req_fhdr('host')"), "example.org");
    assert_eq!(given("return txn.f:req_hdr('nope')"), "nil");
    assert_eq!(given("return '<' .. txn.sf:req_hdr('nope') .. '>'"), "<>");
    assert_eq!(given("return txn.f:src()"), "192.0.2.1");
    assert_eq!(given("return math.type(txn.f:src_port())"), "integer");
    assert_eq!(given("return type(txn.sf:src_port())"), "string");
    assert_eq!(given("return txn.f:always_true()"), "1");
    assert_eq!(given("return txn.f == txn.f and txn.f ~= txn.sf"), "true");
    assert_eq!(given("return txn.f.nope"), "nil");
    assert_eq!(
        given("local a = txn.f:req_hdr('accept', 1) return a .. txn.f:req_hdr('accept', -1)"),
        "xz"
    );
}

#[test]
fn booleans_as_booleans_when_wanted() {
    let script = action("return txn.f:always_true()");
    let mut bench = common::bench_with(&script, false, |settings| settings.bool_samples = true);
    assert_eq!(bench.result(), "true");
}

#[test]
fn wrong_arguments_are_told() {
    let given = |body: &str| {
        bench(&action(&format!("local ok, e = pcall(function() {body} end) return e"))).result()
    };
    assert!(
        given("return txn.f:always_true(1, 2)").contains("`always_true`: it takes no argument")
    );
    let message = given("return txn.f:env()");
    assert!(message.contains("`env`: the argument <name> is missing"), "{message}");
    let message = given("return txn.f.path()");
    assert!(message.contains("the object has to be the object itself"), "{message}");
    let message = given("return txn:set_var()");
    assert!(
        message.contains("TXN:set_var: the argument <name> has to be a string, not nothing"),
        "{message}"
    );
    let message = given("core.msleep('x')");
    assert!(
        message
            .contains("core.msleep: the argument <milliseconds> has to be a number, not a string"),
        "{message}"
    );
    // The script's own place comes first.
    assert!(message.contains(".lua:2: "), "{message}");
}

#[test]
fn converters_by_their_names() {
    let given = |body| bench(&action(body)).result();
    assert_eq!(given("return txn.c:upper('abc')"), "ABC");
    assert_eq!(given("return txn.c:upper(12)"), "12");
    assert_eq!(given("return math.type(txn.c:length('abc'))"), "integer");
    assert_eq!(given("return type(txn.sc:length('abc'))"), "string");
    assert_eq!(given("return txn.c:field('a,b', 2, ',')"), "b");
    assert_eq!(given("return txn.c:field('a,b', 7, ',')"), "nil");
    assert_eq!(given("return '<' .. txn.sc:field('a,b', 7, ',') .. '>'"), "<>");
}

#[test]
fn variables() {
    let mut bench = bench(&action(
        "txn:set_var('txn.a', 5) txn:set_var('sess.b', 'x') txn:set_var('req.c', true)
         local r = {txn:set_var('bad.x', 1), txn:get_var('txn.a') + 1, txn:get_var('sess.b'),
                    tostring(txn:get_var('txn.none')), txn:unset_var('txn.none'),
                    txn:set_var('proc.p', 1, true), txn:set_var('proc.p', 1),
                    txn:set_var('proc.p', 2, true), txn:get_var('proc.p')}
         for i, v in ipairs(r) do r[i] = tostring(v) end
         return table.concat(r, ' ')",
    ));
    assert_eq!(bench.result(), "false 6 x nil true false true true 2");
    assert_eq!(bench.var("txn.a"), Some(Sample::Sint(5)));
    assert_eq!(bench.var("req.c"), Some(Sample::Bool(true)));
}

#[test]
fn private_data_stays_with_the_transaction() {
    let mut bench = bench(&action(
        "local p = txn:get_priv() if not p then p = {n = 0} txn:set_priv(p) end
         p.n = p.n + 1 return p.n",
    ));
    assert_eq!(bench.result(), "1");
    assert_eq!(bench.result(), "2");
    let session = bench.txn.session.clone();
    bench.txn.reset(session);
    assert_eq!(bench.result(), "1");
}

#[test]
fn fields_of_its_own_end_with_the_call() {
    let mut bench =
        bench(&action("local r = txn.mine txn.mine = 1 return tostring(r) .. txn.mine"));
    assert_eq!(bench.result(), "nil1");
    assert_eq!(bench.result(), "nil1");
    let mut bench = common::bench(&action("return type(txn) .. tostring(txn.nope)"));
    assert_eq!(bench.result(), "tablenil");
}

#[test]
fn objects_of_other_transactions_are_refused() {
    let mut bench = bench(
        "core.register_action('keep', {'http-req'}, function(txn) kept, http = txn, txn.http end)
         core.register_action('t', {'http-req'}, function(txn)
           local r = {pcall(kept.get_var, kept, 'txn.x')}
           local h = {pcall(http.req_get_headers, http)}
           local f = {pcall(function() return kept.f:path() end)}
           txn:set_var('txn.r', tostring(r[2]) .. tostring(h[1]) .. tostring(f[1]))
         end)",
    );
    bench.run("keep");
    let bench = &mut bench.with(common::REQUEST);
    let result = bench.result();
    assert!(result.contains("belongs to a transaction that isn't running now"), "{result}");
    assert!(result.ends_with("falsefalse"), "{result}");
}

#[test]
fn logs_with_levels() {
    let mut bench = bench(&action(
        "txn:Info('one\\ntwo') txn:log(core.crit, 'three') txn:deflog('four')
         txn:set_loglevel(core.silent) txn:deflog('five') core.Alert('six')
         return pcall(txn.log, txn, 9, 'x')",
    ));
    assert_eq!(bench.result(), "false");
    assert_eq!(bench.logs(), ["Info: one.two", "Crit: three", "Info: four", "Alert: six"]);
    assert_eq!(bench.txn.log_level, Some(None));
}

#[test]
fn done_ends_everything() {
    let mut bench = bench(
        "core.register_action('close', {'http-req'}, function(txn)
           pcall(function() end) txn:done() error('never') end)
         core.register_action('old', {'http-req'}, function(txn) txn:close() end)
         core.register_action('answer', {'http-req'}, function(txn)
           txn:done{status = 418, reason = 'tea', body = 'hi',
                    headers = {['X-A'] = {'1', '2'}, ['content-length'] = '99', b = 'c'}} end)
         core.register_action('bad', {'http-req'}, function(txn)
           txn:done{headers = {a = 'x\\r\\ny: z'}} end)",
    );
    assert!(matches!(bench.run("close"), Verdict::Close));
    assert!(matches!(bench.run("old"), Verdict::Close));
    let Verdict::Reply(body) = bench.run("answer") else { panic!("no reply") };
    assert_eq!(body.bytes(), b"hi");
    let head = &bench.txn.response;
    assert_eq!((head.status(), head.reason()), (418, &b"tea"[..]));
    assert_eq!(head.get_all(b"x-a").collect::<Vec<_>>(), [b"1", b"2"]);
    assert_eq!(head.get_all(b"content-length").collect::<Vec<_>>(), [b"2"]);
    assert_eq!(head.get(b"b"), Some(&b"c"[..]));
    assert!(matches!(bench.run("bad"), Verdict::Continue));
    assert!(bench.logs()[0].contains("line ends"), "{:?}", bench.logs());
}

#[test]
fn codes_decide() {
    let mut bench = bench(
        "for _, c in ipairs{'CONTINUE', 'STOP', 'ERROR', 'DONE', 'DENY', 'ABORT', 'INVALID'} do
           core.register_action(c, {'http-req'}, function() return act[c] end)
         end",
    );
    assert!(matches!(bench.run("CONTINUE"), Verdict::Continue));
    assert!(matches!(bench.run("STOP"), Verdict::Accept));
    assert!(matches!(bench.run("ERROR"), Verdict::Fault));
    assert!(matches!(bench.run("DONE"), Verdict::Close));
    assert!(matches!(bench.run("ABORT"), Verdict::Close));
    assert!(matches!(bench.run("DENY"), Verdict::Reply(_)));
    assert_eq!(bench.txn.response.status(), 403);
    assert!(matches!(bench.run("INVALID"), Verdict::Reply(_)));
    assert_eq!(bench.txn.response.status(), 400);
}

#[test]
fn everything_declared_is_there() {
    let names = |class: &moongate_lua::Class| {
        let functions = class.functions.iter().map(|function| function.declaration);
        functions.flat_map(|d| std::iter::once(d.name).chain(d.aliases.iter().copied())).collect()
    };
    for (class, object) in [
        ("TXN", "txn"),
        ("HTTP", "txn.http"),
        ("HTTPMessage", "txn.http_req"),
        ("Reply", "txn:reply()"),
        ("filter", "filter"),
        ("Channel", "txn.req"),
        ("core", "core"),
        ("act", "act"),
    ] {
        let class = moongate_lua::CLASSES.iter().find(|c| c.name == class).unwrap();
        let names: Vec<&str> = names(class);
        let constants = class.constants.iter().map(|constant| constant.name);
        let fields = class.fields.iter().map(|field| field.name);
        let all: Vec<&str> = names.into_iter().chain(constants).chain(fields).collect();
        let list = format!("{{'{}'}}", all.join("','"));
        let body = format!(
            "for _, n in ipairs({list}) do if {object}[n] == nil then return n end end return 'all'"
        );
        let mut bench = bench(&action(&body));
        bench.host.set_world(&bench.txn.session.world);
        assert_eq!(bench.result(), "all", "{}", class.name);
    }
}
