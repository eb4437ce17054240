//! Loading, the six contexts, waits, limits and failures.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench, bench_with, block_on, file, host, poll_once};
use moongate_rules::{Rulesets, ScriptHost, Verdict};
use moongate_sample::Sample;
use std::time::{Duration, Instant};

#[test]
fn a_file_that_fails_is_told() {
    let load = |script: &str| host().0.load(&file(script), &[], false).unwrap_err();
    let message = load("\n\nlocal x = = 1");
    assert!(message.contains(".lua:3: unexpected symbol near '='"), "{message}");
    let message = load("local function f()\n  error('boom')\nend\nf()");
    assert!(message.contains(".lua:2: boom"), "{message}");
    assert!(
        message.contains("stack traceback:") && message.contains(".lua:4: in main chunk"),
        "{message}"
    );
    let message = host().0.load("/nowhere.lua", &[], false).unwrap_err();
    assert!(message.contains("can't read `/nowhere.lua`"), "{message}");
    let message = load("core.register_service('x', 'udp', print)");
    assert!(
        message.contains("core.register_service: the argument <mode> has to be `http` or `tcp`"),
        "{message}"
    );
    let message = load("core.register_action('x', {'http'}, print)");
    assert!(message.contains("the argument <actions> has to be a table of `tcp-req`"), "{message}");
}

#[test]
fn arguments_and_modules() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("mymodule.lua"), "return {answer = 42}").unwrap();
    let (host, logs) = host();
    host.prepend_path(&format!("{}/?.lua", folder.display()), false);
    let script =
        "#!/usr/bin/lua\ncore.Info(select('#', ...) .. (...) .. require('mymodule').answer)";
    host.load(&file(script), &["a".into(), "b".into()], false).unwrap();
    assert_eq!(*logs.lock().unwrap(), ["Info: 2a42"]);
}

#[test]
fn shared_globals_are_one() {
    let (host, logs) = host();
    host.load(&file("x = 1"), &[], false).unwrap();
    host.load(&file("core.Info(tostring(x) .. core.thread)"), &[], false).unwrap();
    assert_eq!(*logs.lock().unwrap(), ["Info: 10"]);
}

#[test]
fn each_worker_has_its_own() {
    let script = "core.Info('load ' .. core.thread)
        core.register_init(function() core.Info('init ' .. core.thread) end)
        core.register_fetches('x', function() return 1 end)";
    let bench = bench_with(script, true, |settings| settings.workers = 3);
    let expected = ["load 1", "load 2", "load 3", "init 1", "init 2", "init 3"];
    assert_eq!(bench.logs(), expected.map(|text| format!("Info: {text}")));
    assert_eq!(bench.expr("lua.x").as_deref(), Some("1"));
}

#[test]
fn registrations_have_to_match() {
    let (host, _) = host();
    host.configure(|settings| settings.workers = 2);
    let script = "core.register_fetches('x' .. core.thread, print)";
    host.load(&file(script), &[], true).unwrap();
    let message = host.init().unwrap_err();
    assert!(message.contains("thread 2 registers the sample fetch `x2`"), "{message}");
}

#[test]
fn libraries_on_request() {
    let script = "assert(string and table and not io and not os and not debug and coroutine)";
    bench_with(script, false, |settings| {
        settings.libraries = moongate_lua::Libraries::parse("string,table").unwrap();
    });
    assert_eq!(moongate_lua::Libraries::parse("string,foo"), Err("foo".to_owned()));
}

#[test]
fn fetches_and_converters_of_scripts() {
    let bench = bench(
        "core.register_fetches('join', function(txn, a, b)
           return txn.sf:path() .. txn.sf:req_fhdr('host') .. (a or '-') .. (b or '-') end)
         core.register_fetches('none', function() end)
         core.register_fetches('nil', function() return nil end)
         core.register_fetches('last', function() return 'a', 'b' end)
         core.register_fetches('num', function() return 7 end)
         core.register_fetches('yes', function() return true end)
         core.register_fetches('done', function() core.done('d') return 'e' end)
         core.register_fetches('nested', function(txn) return txn.f:lua_join('n') end)
         core.register_fetches('error', function() error({}) end)
         core.register_fetches('sleep', function() core.sleep(1) end)
         core.register_fetches('endless', function(txn) return txn.f:lua_endless() end)
         core.register_converters('up', function(s, x) return s:upper() .. (x or '') end)
         core.register_converters('bad', function(s) return nothing.x end)",
    );
    assert_eq!(bench.expr("lua.join").as_deref(), Some("/a/bexample.org--"));
    assert_eq!(bench.expr("lua.join(1,x)").as_deref(), Some("/a/bexample.org1x"));
    assert_eq!(bench.expr("lua.none"), None);
    assert_eq!(bench.expr("lua.nil").as_deref(), Some("0"));
    assert_eq!(bench.expr("lua.last").as_deref(), Some("b"));
    assert_eq!(bench.expr("lua.num").as_deref(), Some("7"));
    assert_eq!(bench.expr("lua.yes").as_deref(), Some("1"));
    assert_eq!(bench.expr("lua.done").as_deref(), Some("d"));
    assert_eq!(bench.expr("lua.nested").as_deref(), Some("/a/bexample.orgn-"));
    assert_eq!(bench.expr("path,lua.up(!)").as_deref(), Some("/A/B!"));
    assert!(bench.logs().is_empty(), "{:?}", bench.logs());
    assert_eq!(bench.expr("lua.error"), None);
    assert!(bench.logs()[0].contains("the error value is a table"), "{:?}", bench.logs());
    assert_eq!(bench.expr("lua.sleep"), None);
    assert!(
        bench.logs()[1].contains("core.sleep: can't wait: a sample fetch has to answer at once")
    );
    assert_eq!(bench.expr("path,lua.bad"), None);
    let log = bench.logs()[2].clone();
    assert!(log.contains("Lua converter `bad` failed: ") && log.contains("nothing"), "{log}");
    assert!(log.contains("traceback: ") && log.contains("request: POST /a/b?c=d"), "{log}");
    // The innermost fails, the others return nil.
    assert_eq!(bench.expr("lua.endless").as_deref(), Some("0"));
    assert!(bench.logs().iter().any(|log| log.contains("40 deep")));
    // All is well afterwards.
    bench.logs.lock().unwrap().clear();
    assert_eq!(bench.expr("lua.nested").as_deref(), Some("/a/bexample.orgn-"));
}

#[test]
fn a_failed_action_costs_nothing_else() {
    let mut bench =
        bench("core.register_action('t', {'http-req'}, function(txn)\n error('boom') end)");
    assert!(matches!(bench.run("t"), Verdict::Continue));
    let log = &bench.logs()[0];
    assert!(
        log.starts_with("Err: Lua action `t` failed: ") && log.contains(".lua:2: boom"),
        "{log}"
    );
    assert_eq!(bench.logs().len(), 1);
}

#[test]
fn actions_get_their_arguments() {
    let bench = bench(
        "core.register_action('t', {'http-req'}, function(txn, a, b) txn:set_var('txn.r', a .. b) end, 2)",
    );
    let mut words = ["x", "y", "if"].map(str::to_owned).into_iter();
    let action = bench.host.action(Rulesets(u8::MAX), "lua.t", &mut || words.next()).unwrap();
    let mut bench = bench;
    action.run(&mut common::cx(&mut bench.txn, &mut Vec::new()));
    assert_eq!(bench.var("txn.r"), Some(Sample::string("xy")));
    assert_eq!(words.next().as_deref(), Some("if"));
    let message = bench.host.action(Rulesets(u8::MAX), "lua.t", &mut || None).unwrap_err();
    assert!(message.contains("takes 2 arguments"), "{message}");
    assert!(bench.host.action(Rulesets(u8::MAX), "lua.none", &mut || None).is_err());
}

#[test]
fn global_functions_of_the_older_form() {
    let bench = bench("function hello_world(txn) txn:set_var('txn.r', 'x') end");
    let action = bench.host.global_function("hello_world").unwrap();
    assert!(bench.host.global_function("nope").is_none());
    let mut bench = bench;
    assert!(matches!(
        action.run(&mut common::cx(&mut bench.txn, &mut Vec::new())),
        Verdict::Continue
    ));
    assert_eq!(bench.var("txn.r"), Some(Sample::string("x")));
}

#[test]
fn sleeping_waits_without_blocking() {
    let mut bench =
        bench(&action("core.msleep(30) core.sleep(0.01) core.yield() return txn.f:path()"));
    let begun = Instant::now();
    let waiting = bench.start("t");
    assert!(matches!(waiting, Verdict::Wait(_)) && begun.elapsed() < Duration::from_millis(30));
    assert!(matches!(bench.finish(waiting), Verdict::Continue));
    assert!(begun.elapsed() >= Duration::from_millis(40));
    assert_eq!(bench.var("txn.r"), Some(Sample::string("/a/b")));
}

#[test]
fn several_wait_at_once_and_some_are_dropped() {
    let mut bench = bench(&action("core.yield() core.yield() return 'r'"));
    let waits: Vec<Verdict> = (0..50).map(|_| bench.start("t")).collect();
    for (number, wait) in waits.into_iter().enumerate() {
        if number % 2 == 0 {
            assert!(matches!(bench.finish(wait), Verdict::Continue));
        }
    }
    assert!(bench.logs().is_empty());
}

#[test]
fn closed_variables_of_dropped_runs_are_closed() {
    let mut bench = bench(
        "core.register_action('t', {'http-req'}, function(txn)
           local c <close> = setmetatable({}, {__close = function() core.Info('closed') end})
           core.sleep(100) end)",
    );
    drop(bench.start("t"));
    assert_eq!(bench.logs(), ["Info: closed"]);
}

#[test]
fn a_long_loop_is_interrupted() {
    let mut bench = bench(&action("local n = 0 for i = 1, 1000000 do n = n + i end return n"));
    let Verdict::Wait(mut pending) = bench.start("t") else { panic!("it wasn't interrupted") };
    let mut turns = 0;
    while poll_once(&mut pending, &mut bench.txn).is_pending() {
        turns += 1;
    }
    assert!(turns > 50, "{turns}");
    assert_eq!(bench.var("txn.r"), Some(Sample::string("500000500000")));
}

#[test]
fn waits_pass_through_coroutines_of_scripts() {
    let mut bench = bench(&action(
        "local co = coroutine.wrap(function()
           coroutine.yield(1) core.msleep(5) local n = 0 for i = 1, 100000 do n = n + 1 end
           coroutine.yield(n) core.yield() end)
         local a, b = co(), co()
         local c = coroutine.create(function(x) core.yield() return x + 1 end)
         local ok, v = coroutine.resume(c, 4)
         local d = coroutine.create(function() error('e') end)
         local ok2, e = coroutine.resume(d)
         local sorted = {3, 2, 1} table.sort(sorted, function(a, b)
           for i = 1, 50000 do end return a < b end)
         return a .. b .. v .. tostring(ok2) .. sorted[1]",
    ));
    assert_eq!(bench.result(), "11000005false1");
}

#[test]
fn waits_inside_c_functions_are_refused() {
    let mut bench = bench(&action(
        "local ok, e = pcall(table.sort, {2, 1}, function() core.yield() end) return e",
    ));
    assert!(bench.result().contains("can't wait inside a function that C code calls"));
}

#[test]
fn a_session_may_not_run_forever() {
    let script = "core.register_action('t', {'http-req'}, function(txn)
        while true do pcall(function() while true do end end) end end)
        core.register_fetches('f', function() while true do end end)";
    let mut bench = bench_with(script, false, |settings| {
        settings.session_timeout = Duration::from_millis(30);
    });
    assert!(matches!(bench.run("t"), Verdict::Continue));
    assert!(bench.logs()[0].contains("tune.lua.session-timeout"), "{:?}", bench.logs());
    assert_eq!(bench.expr("lua.f"), None);
    assert!(bench.logs()[1].contains("tune.lua.session-timeout"), "{:?}", bench.logs());
}

#[test]
fn a_burst_may_not_last() {
    let script = "core.register_fetches('f', function() while true do end end)";
    let bench = bench_with(script, false, |settings| {
        settings.burst_timeout = Duration::from_millis(20);
    });
    assert_eq!(bench.expr("lua.f"), None);
    assert!(bench.logs()[0].contains("tune.lua.burst-timeout"), "{:?}", bench.logs());
}

#[test]
fn sleep_doesnt_count_as_running() {
    let script = action("core.msleep(60) return 1");
    let mut bench = bench_with(&script, false, |settings| {
        settings.session_timeout = Duration::from_millis(20);
        settings.burst_timeout = Duration::from_millis(20);
    });
    assert_eq!(bench.result(), "1");
}

#[test]
fn memory_is_limited() {
    let script = action(
        "local ok, e = pcall(function() local t = {} for i = 1, 1e9 do t[i] = i .. 'xxxxxxxx' end end)
         return tostring(ok) .. e",
    );
    let mut bench = bench_with(&script, false, |settings| settings.max_memory = 4 << 20);
    assert_eq!(bench.result(), "falsenot enough memory");
    let script =
        "core.register_action('t', {'http-req'}, function() local s = string.rep('x', 1e8) end)";
    let mut bench = bench_with(script, false, |settings| settings.max_memory = 4 << 20);
    assert!(matches!(bench.run("t"), Verdict::Continue));
    assert!(
        bench.logs()[0].contains("not enough memory: Lua may use 4194304 bytes in all"),
        "{:?}",
        bench.logs()
    );
    // The next one has all of it again; the same failure isn't told twice in a second.
    assert!(matches!(bench.run("t"), Verdict::Continue));
    assert_eq!(bench.logs().len(), 1);
    assert_eq!(bench.host.functions()[0].errors, 2);
}

#[test]
fn init_functions() {
    let script = "core.register_init(function() core.msleep(1) core.Info('init') end)
        core.Info('body')";
    let bench = bench(script);
    assert_eq!(bench.logs(), ["Info: body", "Info: init"]);
    let (host, _) = host();
    host.load(&file("core.register_init(function() error('boom') end)"), &[], false).unwrap();
    assert!(host.init().unwrap_err().contains("boom"));
    let mut bench =
        common::bench(&action("local ok, e = pcall(core.register_init, print) return e"));
    let message = bench.result();
    assert!(message.contains("core.register_init: doesn't work in an action"), "{message}");
}

#[test]
fn tasks_run_beside() {
    let mut bench = bench(
        "core.register_task(function(a, b) core.Info(a .. b) core.msleep(2)
           core.register_task(function() core.Info('inner') end) core.Info('end') end, 'x', 5)
         core.register_task(function() error('boom') end)
         core.register_action('t', {'http-req'}, function() core.register_task(function()
           core.Info('from action') end) end)",
    );
    assert!(bench.logs().is_empty());
    block_on(async {
        let local = tokio::task::LocalSet::new();
        local
            .run_until(async {
                bench.host.start();
                tokio::task::yield_now().await;
                bench.run_now("t");
                while bench.logs().len() < 5 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
            .await;
    });
    let mut logs = bench.logs();
    logs.sort();
    assert!(logs[0].starts_with("Err: Lua task failed: ") && logs[0].contains("boom"), "{logs:?}");
    assert_eq!(logs[1..], ["Info: end", "Info: from action", "Info: inner", "Info: x5"]);
}

impl common::Bench {
    fn run_now(&mut self, name: &str) {
        assert!(matches!(self.start(name), Verdict::Continue));
    }
}

#[test]
fn many_threads_share_one_state() {
    let script = "n = 0 core.register_converters('count', function(s) n = n + 1 return s .. n end)
        core.register_fetches('n', function() return n end)";
    let bench = bench(script);
    let converter = bench.registered.converters[0];
    let moongate_sample::convert::Eval::Dyn(converter) = converter.eval else {
        panic!("not dynamic")
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let txn = moongate_sample::testing::txn(common::REQUEST).unwrap();
                let cx = moongate_sample::Cx::new(&txn, moongate_sample::Point::FeHttpRequest);
                let args = moongate_sample::Args::default();
                for _ in 0..2000 {
                    assert!(converter.eval(Sample::string("x"), &args, &cx).is_some());
                }
            });
        }
    });
    assert_eq!(bench.expr("lua.n").as_deref(), Some("8000"));
}

#[test]
fn finalizers_cant_get_at_a_transaction_in_use() {
    let mut bench = bench(&action(
        "local bad = 0
         for i = 1, 2000 do
           setmetatable({}, {__gc = function() if pcall(txn.http.req_set_header, txn.http, 'g', 'c') then
             bad = bad + 1 end end})
           txn.http:req_get_headers()
         end
         collectgarbage() return 'fine'",
    ));
    assert_eq!(bench.result(), "fine");
}

#[test]
fn a_failure_names_the_rule_and_the_request() {
    let mut bench =
        bench("core.register_action('t', {'http-req'}, function(txn)\n error('boom') end)");
    bench.host.set_places(Box::new(|span| format!("proxy.cfg:{}", span.start)));
    bench.txn.unique_id = b"id-1".to_vec().into();
    let action = bench.action("t");
    for _ in 0..3 {
        let mut scratch = Vec::new();
        let mut cx = common::cx(&mut bench.txn, &mut scratch);
        cx.span = Some(moongate_lang::Span::new(moongate_lang::FileId(0), 7, 9));
        assert!(matches!(action.run(&mut cx), Verdict::Continue));
    }
    let logs = bench.logs();
    assert_eq!(logs.len(), 1, "{logs:?}");
    let end = "; rule: proxy.cfg:7; request: POST /a/b?c=d; unique id: id-1";
    assert!(logs[0].contains(".lua:2: boom; traceback: ") && logs[0].ends_with(end), "{logs:?}");
}
