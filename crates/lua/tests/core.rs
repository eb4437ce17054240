//! The functions of `core` and the classes of maps, expressions, queues and texts.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench, bench_with, block_on, file, host};
use moongate_lua::{Fact, Facts, Subject};
use moongate_rules::{ScriptHost, Verdict};
use moongate_sample::PatternRef;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A file of patterns.
fn patterns(name: &str, content: &str) -> String {
    let path = format!("{}/{}-{name}", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    std::fs::write(&path, content).unwrap();
    path
}

/// What the action's body returns.
fn value(body: &str) -> String {
    bench(&action(body)).result()
}

#[test]
fn dates() {
    assert_eq!(value("return core.http_date('Sun Nov  6 08:49:37 1994')"), "784111777");
    assert_eq!(value("return core.imf_date('Sun, 06 Nov 1994 08:49:37 GMT')"), "784111777");
    assert_eq!(value("return core.rfc850_date('Sunday, 06-Nov-94 08:49:37 GMT')"), "784111777");
    assert_eq!(value("return core.asctime_date('Sun Nov  6 08:49:37 1994')"), "784111777");
    assert_eq!(value("return core.imf_date('Sun Nov  6 08:49:37 1994')"), "nil");
    assert_eq!(
        value("local now = core.now() return math.type(now.sec) .. math.type(now.usec)"),
        "integerinteger"
    );
}

#[test]
fn tokens() {
    let body = "local t = core.tokenize('a, b.', '., ', NOBLANK) return #t .. table.concat(t, '|')";
    assert_eq!(value(&body.replace("NOBLANK", "true")), "2a|b");
    assert_eq!(value(&body.replace("NOBLANK", "false")), "4a||b|");
    assert_eq!(value("return #core.tokenize('', ',')"), "1");
}

#[test]
fn addresses() {
    let body = "local m = function(a, b) return core.match_addr(core.parse_addr(a), core.parse_addr(b)) end
        return tostring(m('127.0.0.1/32', '127.0.0.0/8')) .. tostring(m('::1', '127.0.0.1'))
          .. tostring(core.parse_addr('x'))";
    assert_eq!(value(body), "truefalsenil");
    let message =
        value("local _, e = pcall(core.match_addr, 'x', core.parse_addr('::1')) return e");
    assert!(
        message.contains("core.match_addr: the argument <addr1> has to be an address of core"),
        "{message}"
    );
}

#[test]
fn regular_expressions() {
    let body = "local ok, re = Regex.new('needle (..) (...)', true)
        local st, list = re:match('Looking for a needle in the haystack')
        return tostring(ok) .. tostring(re:exec('a cat')) .. tostring(st) .. table.concat(list, '|')
          .. tostring(re:match('x')) .. tostring(select(2, Regex.new('A', false)):exec('xa'))";
    assert_eq!(value(body), "truefalsetrueneedle in the|in|thefalsetrue");
    let message = value("local ok, e = Regex.new('(', true) return tostring(ok) .. e");
    assert!(message.starts_with("falsebad regular expression"), "{message}");
    let message =
        value("local _, re = Regex.new('a', true) local _, e = pcall(re.exec, 'a', 'a') return e");
    assert!(message.contains("Regex:exec: the object has to be the object itself"), "{message}");
}

#[test]
fn maps() {
    let path = patterns("geo.map", "10.0.0.0/8 home\n192.168.1.1 it\n");
    let script = format!(
        "geo = Map.new('{path}', Map._ip)
         assert(Map._ip == Map.ip and Map._end == 7)
         {}",
        action(
            "return tostring(geo:lookup('10.1.2.3')) .. geo:slookup('192.168.1.1')
               .. tostring(geo:lookup('1.1.1.1')) .. '[' .. geo:slookup('1.1.1.1') .. ']'"
        )
    );
    assert_eq!(bench(&script).result(), "homeitnil[]");
    let load = |script: &str| host().0.load(&file(script), &[], false).unwrap_err();
    let message = load("Map.new('/nowhere.map', Map._str)");
    assert!(message.contains("Map.new: the file `/nowhere.map` can't be read"), "{message}");
    let message = load(&format!("Map.new('{path}', Map._int)"));
    assert!(message.contains("Map.new: entry 1 of"), "{message}");
}

/// A host that knows the lists of a configuration.
fn with_lists(script: &str) -> (common::Bench, Arc<PatternRef>, Arc<PatternRef>, String, String) {
    let (acl, map) = (patterns("list.acl", "a\nb\n"), patterns("list.map", "k v\n"));
    let script = script.replace("ACL", &acl).replace("MAP", &map);
    let bench = bench(&script);
    let store = bench.host.patterns();
    let list = store.file(&acl, false, Path::new("")).unwrap();
    let table = store.file(&map, true, Path::new("")).unwrap();
    (bench, list, table, acl, map)
}

fn content(list: &PatternRef) -> String {
    let entry = |entry: moongate_sample::pattern::Entry| {
        let value = entry.value().map(|value| format!("={}", String::from_utf8_lossy(value)));
        format!("{}{}", String::from_utf8_lossy(entry.pattern()), value.unwrap_or_default())
    };
    list.entries().into_iter().map(entry).collect::<Vec<_>>().join(" ")
}

#[test]
fn lists_of_the_configuration() {
    let (mut bench, acl, map, ..) = with_lists(&action(
        "core.add_acl('ACL', 'c') core.del_acl('ACL', 'a')
         core.set_map('MAP', 'k', 'w') core.set_map('MAP', 'n', 'm') core.set_map('MAP', 'x', 'y')
         core.del_map('MAP', 'x')
         local ok, e = pcall(core.add_acl, 'nope', 'x') return e",
    ));
    let message = bench.result();
    assert!(message.contains("core.add_acl: the configuration has no list or map"), "{message}");
    assert_eq!((content(&acl), content(&map)), ("b c".to_owned(), "k=w n=m".to_owned()));
}

#[test]
fn pattern_references() {
    let (mut bench, acl, map, ..) = with_lists(&action(
        "local acl, map = core.get_patref('ACL'), core.get_patref('MAP')
         assert(not acl:is_map() and map:is_map() and acl:get_name():match('list.acl$'))
         assert(acl:add('c') and acl:add_bulk({'d', 'e'}) and acl:del('a') and not acl:del('zz'))
         local none, why = acl:add('x', 'y') assert(none == nil and why:match('no value'))
         assert(map:add('n', '1') and map:add_bulk({o = '2'}) and map:set('k', 'w'))
         none, why = map:set('zz', '1') assert(none == nil and why:match('no entry'))
         assert(map:set('zz', '1', true))
         assert(map.k == 'w' and map['nothing'] == nil and acl.b == '')
         local count = 0 for k, v in pairs(map) do assert(map[k] == v) count = count + 1 end
         assert(count == 4)
         -- A version of its own until it is committed.
         map:prepare() map:add('p', 'q') assert(map.p == nil and map.k == 'w')
         map:giveup() assert(map:add('live', 'l') and map.live == 'l')
         map:prepare() map:add('p', 'q') map:add('r', 's') map:set('r', 't') map:del('p')
         assert(map:commit() and map.r == 't' and map.k == nil)
         none, why = map:commit() assert(none == nil and why:match('prepared'))
         acl:purge()
         return 'done'",
    ));
    assert_eq!(bench.result(), "done");
    assert_eq!((content(&acl), content(&map)), (String::new(), "r=t".to_owned()));
}

#[test]
fn texts_from_pieces() {
    let body = "local c = core.concat() c:add('a') c:add(1) local first = c:dump()
        for i = 1, 20000 do c:add('#####') end
        return first .. #c:dump()";
    assert_eq!(value(body), "a1100002");
}

#[test]
fn queues() {
    let body = "local q = core.queue()
        assert(q:pop() == nil and q:size() == 0)
        assert(q:push('a') and q:push({1, 2}) and q:push(false)) assert(q:size() == 3)
        local a, t, f = q:pop(), q:pop(), q:pop()
        assert(f == false and q:size() == 0)
        local _, e = pcall(q.push, q, nil) assert(e:match('has to be a value, not nil'))
        for i = 1, 100 do q:push(i) assert(q:pop() == i) end
        return a .. t[2]";
    assert_eq!(value(body), "a2");
}

#[test]
fn queues_wake_who_waits() {
    let mut bench = bench(
        "q = core.queue()
         core.register_action('pop', {'http-req'}, function(txn) txn:set_var('txn.r', q:pop_wait()) end)
         core.register_action('alarm', {'http-req'}, function(txn)
           q:alarm() core.wait(10000) txn:set_var('txn.r', q:size()) end)
         core.register_action('time', {'http-req'}, function(txn) core.wait(20) end)
         core.register_fetches('push', function() q:push('x') return q:size() end)",
    );
    let waiting = bench.start("pop");
    assert!(matches!(waiting, Verdict::Wait(_)));
    assert_eq!(bench.expr("lua.push").as_deref(), Some("1"));
    assert!(matches!(bench.finish(waiting), Verdict::Continue));
    assert_eq!(bench.expr("var(txn.r)").as_deref(), Some("x"));
    let (waiting, begun) = (bench.start("alarm"), Instant::now());
    assert!(matches!(waiting, Verdict::Wait(_)));
    bench.expr("lua.push");
    assert!(matches!(bench.finish(waiting), Verdict::Continue));
    assert!(begun.elapsed() < Duration::from_secs(5), "the alarm didn't ring");
    assert_eq!(bench.expr("var(txn.r)").as_deref(), Some("1"));
    let begun = Instant::now();
    assert!(matches!(bench.run("time"), Verdict::Continue));
    assert!(begun.elapsed() >= Duration::from_millis(20));
}

#[test]
fn queues_work_across_threads() {
    let bench = bench(
        "q = core.queue()
         core.register_task(function() local sum = 0
           for i = 1, 1000 do sum = sum + q:pop_wait() end core.Info('sum ' .. sum) end)
         core.register_converters('push', function(n) q:push(math.tointeger(n)) return n end)",
    );
    let moongate_sample::convert::Eval::Dyn(push) = bench.registered.converters[0].eval else {
        panic!("not dynamic")
    };
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let txn = moongate_sample::testing::txn(common::REQUEST).unwrap();
            let cx = moongate_sample::Cx::new(&txn, moongate_sample::Point::FeHttpRequest);
            for n in 1..=1000 {
                let value = moongate_sample::Sample::Sint(n);
                assert!(push.eval(value, &moongate_sample::Args::default(), &cx).is_some());
            }
        });
        block_on(async {
            let local = tokio::task::LocalSet::new();
            local
                .run_until(async {
                    bench.host.start();
                    while bench.logs().is_empty() {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                })
                .await;
        });
    });
    assert_eq!(bench.logs(), ["Info: sum 500500"]);
}

#[test]
fn actions_run_again_at_their_wake_time() {
    let mut bench = bench(
        "n = 0 core.register_action('t', {'tcp-req'}, function(txn)
           n = n + 1 if n < 3 then act:wake_time(10) return act.YIELD end
           txn:set_var('txn.r', n) end)",
    )
    .tcp(b"x");
    let verdict = bench.start("t");
    assert!(matches!(verdict, Verdict::Wait(_)), "{verdict:?}");
    assert!(matches!(bench.finish(verdict), Verdict::Continue));
    assert_eq!(bench.expr("var(txn.r)").as_deref(), Some("3"));
}

struct Told;

impl Facts for Told {
    fn info(&self) -> Vec<(String, Fact)> {
        vec![("Name".into(), Fact::Text("HAProxy".into())), ("Pid".into(), Fact::Int(7))]
    }

    fn stats(&self, subject: Subject) -> Vec<(String, Fact)> {
        vec![("of".into(), Fact::Text(format!("{subject:?}")))]
    }
}

#[test]
fn the_process_tells() {
    let mut bench = bench(&action(
        "local i = core.get_info() return tostring(i.Name) .. tostring(i.Pid) .. core.thread",
    ));
    assert_eq!(bench.result(), "nilnil0");
    bench.host.set_facts(Box::new(Told));
    assert_eq!(bench.result(), "HAProxy70");
}

#[test]
fn levels_and_nice() {
    let body = "core.set_nice(5) local _, e = pcall(core.set_nice, 'x')
        assert(e:match('has to be an integer'))
        local list = {} for _, name in ipairs({'silent', 'emerg', 'alert', 'crit', 'err', 'warning',
          'notice', 'info', 'debug'}) do list[#list + 1] = core[name] end
        return table.concat(list, ',')";
    assert_eq!(value(body), "-1,0,1,2,3,4,5,6,7");
}

#[test]
fn functions_are_counted() {
    let script = "core.register_action('a', {'http-req'}, function(txn) core.yield() end)
        core.register_fetches('bad', function() error('x') end)";
    let mut bench = bench_with(script, false, |_| {});
    for _ in 0..10 {
        assert!(matches!(bench.run("a"), Verdict::Continue));
    }
    assert_eq!(bench.expr("lua.bad"), None);
    let facts = bench.host.functions();
    let numbers: Vec<_> =
        facts.iter().map(|f| (f.name.as_str(), f.kind, f.calls, f.errors, f.yields)).collect();
    assert_eq!(numbers, [("a", "action", 10, 0, 10), ("bad", "sample fetch", 1, 1, 0)]);
    assert!(facts[0].time >= facts[0].longest && facts[0].longest > Duration::ZERO);
    let memory = bench.host.memory();
    assert!(memory.len() == 1 && memory[0].0 == 0 && memory[0].1 > 10_000, "{memory:?}");
}

#[test]
fn runs_that_are_gone_dont_wait_in_queues() {
    let mut bench = bench(
        "q = core.queue()
         core.register_action('t', {'http-req'}, function(txn) q:alarm() core.wait(1) end)
         core.register_action('push', {'http-req'}, function(txn) assert(q:push(1)) end)",
    );
    for _ in 0..200 {
        drop(bench.start("t"));
    }
    let memory = bench.host.memory()[0].1;
    for _ in 0..500 {
        drop(bench.start("t"));
    }
    assert!(bench.host.memory()[0].1 < memory + 100_000);
    assert!(matches!(bench.run("push"), Verdict::Continue));
    assert!(bench.logs().is_empty());
}

#[test]
fn what_lua_5_3_had() {
    let body = "math.randomseed(os.time() * 1000 + 0.5) math.randomseed(1e300) math.randomseed(7)
        assert(math.pow(2, 3) == 8 and math.ldexp(1, 4) == 16 and math.tanh(1000) == 1)
        assert(bit32.band(0xff, 0x0f, 0x3) == 3 and bit32.bor(1, 2) == 3 and bit32.bxor(3, 1) == 2)
        assert(bit32.bnot(0) == 0xffffffff and bit32.band() == 0xffffffff and bit32.btest(4, 4))
        assert(bit32.lshift(1, 31) == 0x80000000 and bit32.lshift(1, 32) == 0)
        assert(bit32.rshift(0x80000000, 31) == 1 and bit32.arshift(0x80000000, 31) == 0xffffffff)
        assert(bit32.lrotate(0x80000001, 1) == 3 and bit32.rrotate(3, 1) == 0x80000001)
        assert(bit32.extract(0xf0, 4, 4) == 15 and bit32.replace(0, 5, 4, 4) == 0x50)
        assert(bit32.band(-1, 2.0) == 2)
        return 'fine'";
    assert_eq!(value(body), "fine");
}
