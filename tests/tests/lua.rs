//! Scripts end to end: every context, waiting, loops, errors, memory, the two ways of loading.

use moongate_tests::{
    Client, Launch, Origin, PATIENCE, Proxy, Syslog, exchange, under_test_is_haproxy,
};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// A configuration that loads `script` and has `rules` in its frontend.
fn launch(load: &str, rules: &str) -> Launch {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("lua");
    let rules = rules.lines().map(|rule| format!("    {}\n", rule.trim())).collect::<String>();
    Launch::new(format!(
        "global\n    log ${{LOG}} local0 debug\n    {load}\n\
         defaults\n    mode http\n    log global\n    timeout connect 5s\n    timeout client 20s\n    timeout server 20s\n\
         frontend fe\n    bind fd@${{FE}}\n{rules}"
    ))
    .env("LUA", scripts.display())
    .listen("FE")
}

fn start(script: &str, rules: &str) -> Proxy {
    launch(&format!("lua-load \"${{LUA}}/{script}\""), rules).env("LOG", "127.0.0.1:9").start()
}

fn behind(origin: &Origin, rules: &str) -> String {
    format!("{rules}\ndefault_backend be\nbackend be\nserver s {}\n", origin.addr())
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

fn field<'t>(message: &'t str, name: &str) -> Vec<&'t str> {
    let lines = message.lines().filter_map(|line| line.split_once(": "));
    lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}

#[test]
fn hello_world_of_the_first_interface() {
    if under_test_is_haproxy() {
        return;
    }
    let load = "lua-load \"${LUA}/hello_seed.lua\"";
    let rules = "mode tcp\ntcp-request content lua hello_world";
    let proxy = launch(load, rules).env("LOG", "127.0.0.1:9").start();
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("\r\n");
    assert_eq!(client.until("\n"), "hello world\n");
}

#[test]
fn hello_world_as_a_service() {
    let proxy = start("services.lua", "http-request use-service lua.hello");
    let mut client = Client::connect(proxy.addr("FE"));
    for _ in 0..3 {
        let answer = client.get("/");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert_eq!(field(&answer, "content-type"), ["text/plain"]);
        assert_eq!(body(&answer), "hello world");
    }
}

#[test]
fn an_http_service_sees_the_request() {
    let proxy = start("services.lua", "http-request use-service lua.echo");
    let mut client = Client::connect(proxy.addr("FE"));
    client
        .send("POST /path?q=1 HTTP/1.1\r\nhost: a\r\nX-A: value\r\ncontent-length: 4\r\n\r\nbody");
    let answer = client.response();
    assert!(answer.starts_with("HTTP/1.1 201 Made\r\n"), "{answer}");
    assert_eq!(field(&answer, "x-length"), ["4"]);
    assert_eq!(body(&answer), "POST|/path|q=1|HTTP/1.1|value|body");
}

#[test]
fn a_service_without_a_length_sends_chunks() {
    let proxy = start("services.lua", "http-request use-service lua.chunks");
    let mut client = Client::connect(proxy.addr("FE"));
    let answer = client.get("/");
    assert_eq!(field(&answer, "transfer-encoding"), ["chunked"]);
    for number in 1..=5 {
        assert!(answer.contains(&format!("piece {number}\n")), "{answer}");
    }
    assert!(client.get("/").contains("piece 5"), "the connection stays usable");
    let closing = exchange(proxy.addr("FE"), "GET / HTTP/1.0\r\n\r\n");
    assert!(body(&closing).ends_with("piece 4\npiece 5\n"), "{closing}");
}

#[test]
fn a_tcp_service_talks_in_lines() {
    let proxy = start("services.lua", "mode tcp\ntcp-request content use-service lua.lines");
    let mut client = Client::connect(proxy.addr("FE"));
    assert_eq!(client.until("\n"), "ready\n");
    client.send("one\n");
    assert_eq!(client.until("\n"), "ONE\n");
    client.send("tw");
    client.send("o\nthree\n");
    assert_eq!(client.until("THREE\n"), "TWO\nTHREE\n");
    client.send("quit\n");
    client.to_end();
}

#[test]
fn actions_edit_requests() {
    let origin = Origin::fixed("ok");
    let proxy = start(
        "actions.lua",
        &behind(&origin, "http-request lua.mark\nhttp-request lua.with_args one two"),
    );
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("GET /x HTTP/1.1\r\nhost: a\r\nx-remove: 1\r\nx-lua: old\r\n\r\n");
    client.response();
    let request = &origin.requests()[0];
    assert!(request.starts_with("GET /lua/x HTTP/1.1\r\n"), "{request}");
    assert_eq!(field(request, "x-lua"), ["marked", "twice"]);
    assert_eq!(field(request, "x-args"), ["one+two"]);
    assert!(field(request, "x-remove").is_empty());
}

#[test]
fn variables_and_private_data_last_a_transaction() {
    let origin = Origin::fixed("ok");
    let rules = "http-request set-var(txn.set) str(seen)\nhttp-request lua.vars\n\
                 http-request set-header x-var %[var(txn.lua),add(1)]\nhttp-request set-header x-before %[var(txn.before)]\n\
                 http-response lua.priv";
    let proxy = start("actions.lua", &behind(&origin, rules));
    let mut client = Client::connect(proxy.addr("FE"));
    for _ in 0..2 {
        let answer = client.get("/");
        assert_eq!(field(&answer, "x-priv"), ["kept"]);
        assert_eq!(field(&answer, "x-status"), ["200"]);
    }
    let request = &origin.requests()[1];
    assert_eq!(field(request, "x-var"), ["43"]);
    assert_eq!(field(request, "x-before"), ["seen!"]);
}

#[test]
fn an_action_can_answer() {
    let origin = Origin::fixed("never");
    let proxy = start("actions.lua", &behind(&origin, "http-request lua.refuse"));
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert!(answer.starts_with("HTTP/1.1 418 "), "{answer}");
    assert_eq!(body(&answer), "short and stout");
    assert!(origin.requests().is_empty());
}

#[test]
fn fetches_and_converters_join_expressions() {
    let origin = Origin::fixed("ok");
    let rules = "http-request set-header x-joined %[lua.joined]\n\
                 http-request set-header x-argued %[lua.argued(a,b)]\n\
                 http-request set-header x-number %[lua.number,add(1)]\n\
                 http-request set-header x-nothing [%[lua.nothing]]\n\
                 http-request set-header x-cased %[lua.cased]\n\
                 http-request set-header x-reverse %[path,lua.reverse,upper]\n\
                 http-request set-header x-wrap %[path,lua.wrap(<,>)]\n\
                 http-request deny if { lua.joined \"GET /denied\" }";
    let proxy = start("fetches.lua", &behind(&origin, rules));
    let mut client = Client::connect(proxy.addr("FE"));
    assert!(client.get("/abc").starts_with("HTTP/1.1 200"));
    assert!(client.get("/denied").starts_with("HTTP/1.1 403"));
    let request = &origin.requests()[0];
    assert_eq!(field(request, "x-joined"), ["GET /abc"]);
    assert_eq!(field(request, "x-argued"), ["a/b/test"]);
    assert_eq!(field(request, "x-number"), ["43"]);
    assert_eq!(field(request, "x-nothing"), ["[0]"]);
    assert_eq!(field(request, "x-cased"), ["/ABC"]);
    assert_eq!(field(request, "x-reverse"), ["CBA/"]);
    assert_eq!(field(request, "x-wrap"), ["</abc>"]);
}

#[test]
fn body_init_and_task_run_in_order() {
    let log = Syslog::new();
    let load = "lua-load \"${LUA}/life.lua\"";
    let proxy = launch(load, "http-request use-service lua.order").env("LOG", log.addr()).start();
    log.wait_for("a task has begun");
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert_eq!(body(&answer), "body init task");
}

#[test]
fn two_hundred_sleepers_sleep_together() {
    let origin = Origin::fixed("ok");
    let proxy = start("actions.lua", &behind(&origin, "http-request lua.sleep"));
    let start = Instant::now();
    let mut clients: Vec<_> = (0..200).map(|_| Client::connect(proxy.addr("FE"))).collect();
    for client in &mut clients {
        client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    }
    for client in &mut clients {
        assert!(client.response().starts_with("HTTP/1.1 200"));
    }
    let took = start.elapsed();
    // One after the other they would take 200 seconds.
    assert!(took >= Duration::from_secs(1), "{took:?}");
    assert!(took < Duration::from_secs(8), "{took:?}");
}

#[test]
fn an_endless_loop_is_stopped_and_harms_nobody() {
    let origin = Origin::fixed("ok");
    let load = "nbthread 1\ntune.lua.session-timeout 2s\nlua-load \"${LUA}/actions.lua\"";
    let rules = behind(&origin, "http-request lua.loop if { path /loop }");
    let mut proxy = launch(load, &rules).env("LOG", "127.0.0.1:9").start();
    let mut other = Client::connect(proxy.addr("FE"));
    assert!(other.get("/before").starts_with("HTTP/1.1 200"));
    let mut looping = Client::connect(proxy.addr("FE"));
    looping.send("GET /loop HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    for _ in 0..20 {
        assert!(other.get("/meanwhile").starts_with("HTTP/1.1 200"));
    }
    // It ends within the bound of a client; what it is answered is an error, or the request goes on.
    looping.to_end();
    assert!(other.get("/after").starts_with("HTTP/1.1 200"));
    assert!(proxy.runs());
}

#[test]
fn a_long_computation_is_interrupted_and_finishes() {
    let origin = Origin::fixed("ok");
    let load = "nbthread 1\nlua-load \"${LUA}/actions.lua\"";
    let proxy =
        launch(load, &behind(&origin, "http-request lua.long")).env("LOG", "127.0.0.1:9").start();
    assert!(Client::connect(proxy.addr("FE")).get("/").starts_with("HTTP/1.1 200"));
    assert_eq!(field(&origin.requests()[0], "x-sum"), ["4500001500000"]);
}

#[test]
fn an_error_is_logged_with_its_place() {
    let origin = Origin::fixed("ok");
    let log = Syslog::new();
    let load = "lua-load \"${LUA}/actions.lua\"";
    let rules = behind(&origin, "http-request lua.boom if { path /boom }");
    let mut proxy = launch(load, &rules).env("LOG", log.addr()).start();
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("GET /boom HTTP/1.1\r\nhost: a\r\n\r\n");
    let line = log.wait_for("boom in lua");
    assert!(line.contains("actions.lua:41"), "{line}");
    // The traceback names the function that called.
    assert!(line.contains("deeper") && line.contains("actions.lua:43"), "{line}");
    assert!(Client::connect(proxy.addr("FE")).get("/fine").starts_with("HTTP/1.1 200"));
    assert!(proxy.runs());
}

#[test]
fn memory_of_scripts_is_bounded() {
    let origin = Origin::fixed("ok");
    let load = "tune.lua.maxmem 20\nlua-load \"${LUA}/actions.lua\"";
    let rules = behind(&origin, "http-request lua.eat if { path /eat }");
    let mut proxy = launch(load, &rules).env("LOG", "127.0.0.1:9").start();
    exchange(proxy.addr("FE"), "GET /eat HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    assert!(Client::connect(proxy.addr("FE")).get("/fine").starts_with("HTTP/1.1 200"));
    assert!(proxy.runs());
    assert!(proxy.resident() < 200 << 20, "{} bytes", proxy.resident());
}

/// What the counting service says on connections of their own, as pairs of state and count.
fn counts(load: &str, requests: usize) -> Vec<(u32, u32)> {
    let load = format!("nbthread 4\n{load} \"${{LUA}}/count.lua\"");
    let proxy =
        launch(&load, "http-request use-service lua.count").env("LOG", "127.0.0.1:9").start();
    let ask = |_| {
        let answer = Client::connect(proxy.addr("FE")).get("/");
        let (state, count) = body(&answer).split_once(':').unwrap_or_else(|| panic!("{answer}"));
        (state.parse().expect("a number"), count.parse().expect("a number"))
    };
    (0..requests).map(ask).collect()
}

#[test]
fn lua_load_shares_one_state() {
    let counts = counts("lua-load", 40);
    let expected: Vec<_> = (1..=40).map(|count| (0, count)).collect();
    assert_eq!(counts, expected);
}

#[test]
fn lua_load_per_thread_has_a_state_for_each() {
    let counts = counts("lua-load-per-thread", 60);
    let distinct: BTreeSet<_> = counts.iter().collect();
    assert_eq!(distinct.len(), 60, "each state counts by itself: {counts:?}");
    let states: BTreeSet<_> = counts.iter().map(|(state, _)| *state).collect();
    assert!(states.iter().all(|state| (1..=4).contains(state)), "{states:?}");
    let total: u32 = states
        .iter()
        .map(|state| {
            counts
                .iter()
                .filter(|(found, _)| found == state)
                .map(|(_, count)| *count)
                .max()
                .unwrap_or(0)
        })
        .sum();
    assert_eq!(total, 60);
}

#[test]
fn arguments_and_modules() {
    let load = "lua-prepend-path \"${LUA}/lib/?.lua\"\nlua-load \"${LUA}/arguments.lua\" one two";
    let proxy =
        launch(load, "http-request use-service lua.arguments").env("LOG", "127.0.0.1:9").start();
    let answer = Client::connect(proxy.addr("FE")).get("/");
    // 2.6 loads the module, but hands over no arguments.
    if !under_test_is_haproxy() {
        assert_eq!(body(&answer), "one and two", "{answer}");
    }
}

#[test]
fn channels_of_a_tcp_connection() {
    let rules = "mode tcp\ntcp-request inspect-delay 5s\ntcp-request content lua.answer if { req.len ge 3 }\n\
                 tcp-request content accept if { req.len ge 3 }\ndefault_backend be\nbackend be\nmode tcp\nserver s 127.0.0.1:9";
    let proxy = start("channels.lua", rules);
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("abc");
    assert_eq!(client.until("abc"), "from lua: abc");
}

#[test]
fn a_script_that_does_not_load_stops_the_start() {
    for (script, line) in
        [("broken_syntax.lua", "broken_syntax.lua:4"), ("broken_body.lua", "broken_body.lua:4")]
    {
        let mut proxy = launch(&format!("lua-load \"${{LUA}}/{script}\""), "")
            .env("LOG", "127.0.0.1:9")
            .start();
        let status = proxy.wait(PATIENCE).expect("it doesn't start");
        assert_eq!(status.code(), Some(1));
        proxy.wait_printed(line);
    }
}

#[test]
fn an_unknown_script_function_is_named() {
    let mut proxy = launch("lua-load \"${LUA}/actions.lua\"", "http-request lua.markk")
        .env("LOG", "127.0.0.1:9")
        .start();
    assert_eq!(proxy.wait(PATIENCE).expect("it doesn't start").code(), Some(1));
    proxy.wait_printed("markk");
}

#[test]
fn an_action_may_mean_another_function_in_each_rule_set() {
    let origin = Origin::fixed("ok");
    let rules = "http-request lua.both one two\nhttp-response lua.both";
    let proxy = start("scripts.lua", &behind(&origin, rules));
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert_eq!(field(&answer, "x-both"), ["answer to onetwo"]);
    assert_eq!(field(&origin.requests()[0], "x-both"), ["onetwo"]);
}

#[test]
fn scripts_see_the_environment_of_the_configuration() {
    let load = "setenv SCRIPT_MODE early\nlua-load \"${LUA}/scripts.lua\"\n\
                setenv SCRIPT_MODE late\nsetenv SCRIPT_LATER set";
    let proxy = launch(load, "http-request lua.env").env("LOG", "127.0.0.1:9").start();
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert_eq!(body(&answer), "early late set nil");
}

#[test]
fn modules_of_the_distribution_are_found() {
    if under_test_is_haproxy() {
        return;
    }
    let proxy = start("scripts.lua", "http-request lua.paths");
    let answer = Client::connect(proxy.addr("FE")).get("/");
    let (path, cpath) = body(&answer).split_once('\n').unwrap_or_default();
    assert!(path.contains(";/usr/share/lua/5.4/?.lua;"), "{path}");
    assert!(path.ends_with("./?.lua;./?/init.lua"), "{path}");
    assert!(cpath.contains("-linux-gnu/lua/5.4/?.so;"), "{cpath}");
}

#[test]
fn a_service_that_fails_behind_its_head_has_answered() {
    let proxy = start("scripts.lua", "http-request use-service lua.half");
    let answer = exchange(proxy.addr("FE"), "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 302 "), "{answer}");
    assert_eq!(field(&answer, "location"), ["http://elsewhere/"]);
    assert!(!answer.ends_with("0\r\n\r\n"), "its body isn't whole: {answer}");
}

#[test]
fn what_a_tcp_service_doesnt_read_does_no_harm() {
    let proxy = start("scripts.lua", "mode tcp\ntcp-request content use-service lua.bye");
    for _ in 0..20 {
        assert_eq!(exchange(proxy.addr("FE"), "unread bytes\n"), "bye\n");
    }
}

#[test]
fn the_time_of_actions_counts_as_that_of_the_request() {
    let origin = Origin::fixed("ok");
    let log = Syslog::new();
    let rules =
        format!("log-format \"%TR %Tw %Tr\"\nhttp-request lua.sleep\n{}", behind(&origin, ""));
    let load = "lua-load \"${LUA}/actions.lua\"";
    let proxy = launch(load, &rules).env("LOG", log.addr()).start();
    Client::connect(proxy.addr("FE")).get("/");
    let line = log.wait_for(" 0 ");
    let request = line.split(' ').rev().nth(2).and_then(|text| text.parse::<u32>().ok());
    assert!(request.is_some_and(|time| time >= 1000), "{line}");
}

/// Fetches and converters may wait where their rules can.
#[test]
fn fetches_and_converters_wait() {
    if under_test_is_haproxy() {
        return;
    }
    let (origin, asked) = (Origin::fixed("ok"), Origin::fixed("yes"));
    let rules = format!(
        "http-request add-header x-slow \"a %[lua.slow(b)] c\" if {{ lua.slow -m str slow }} {{ lua.slow(q) -m str q }}
         http-request add-header x-no 1 if {{ lua.slow(zz) -m str slow }}
         http-request set-header x-count \"%[lua.count] %[lua.count]\" if {{ lua.count -m int gt 0 }}
         http-request set-var(txn.c) path,lua.slowly(x),lua.slowly(y)
         http-request set-header x-conv %[var(txn.c)]
         http-request set-header x-asks %[lua.asks({})]
         http-request set-header x-fails [%[lua.fails]]
         http-request deny deny_status 429 if {{ path /deny }} {{ lua.slow(zz) -m str zz }}
         http-response set-header x-res %[lua.slow(res)]
         use_backend %[lua.slow(be)] if {{ lua.slow(1) -m str 1 }}
         backend be
         server s {}",
        asked.addr(),
        origin.addr()
    );
    let log = Syslog::new();
    let load = "lua-load \"${LUA}/patient.lua\"";
    let proxy = launch(load, &rules).env("LOG", log.addr()).start();
    let mut client = Client::connect(proxy.addr("FE"));
    for _ in 0..2 {
        let answer = client.get("/p");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert_eq!(field(&answer, "x-res"), ["res"]);
    }
    assert!(client.get("/deny").starts_with("HTTP/1.1 429 "));
    let requests = origin.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(field(&request, "x-slow"), ["a b c"]);
        assert!(field(&request, "x-no").is_empty(), "{request}");
        assert_eq!(field(&request, "x-count"), ["2 3"], "each call counts once");
        assert_eq!(field(&request, "x-conv"), ["/pxy"]);
        assert_eq!(field(&request, "x-asks"), ["HTTP/1.1 200 OK"]);
        assert_eq!(field(&request, "x-fails"), ["[]"]);
    }
    let line = log.wait_for("after a wait");
    assert!(line.contains("rule: ") && line.contains("request: GET /p"), "{line}");
}

#[test]
fn fetches_wait_for_streams() {
    if under_test_is_haproxy() {
        return;
    }
    let rules = "mode tcp\ntcp-request inspect-delay 5s
        tcp-request content set-var(txn.x) lua.slow(tcp)
        tcp-request content reject if { lua.slow(no) -m str yes }
        tcp-request content reject unless { var(txn.x) -m str tcp }
        use_backend %[lua.slow(be)]
        backend be\nmode tcp\nserver s ORIGIN";
    let origin = Origin::fixed("ok");
    let proxy = start("patient.lua", &rules.replace("ORIGIN", &origin.addr().to_string()));
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn an_endless_fetch_leaves_others_their_turn() {
    if under_test_is_haproxy() {
        return;
    }
    let load = "nbthread 1\ntune.lua.session-timeout 1s\nlua-load \"${LUA}/patient.lua\"";
    let rules = "http-request lua.quick if { path /quick }\n\
                 http-request set-header x %[lua.endless]\nhttp-request lua.quick";
    let proxy = launch(load, rules).env("LOG", "127.0.0.1:9").start();
    let mut endless = Client::connect(proxy.addr("FE"));
    endless.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    let begun = Instant::now();
    let mut quick = Client::connect(proxy.addr("FE"));
    for _ in 0..10 {
        assert_eq!(body(&quick.get("/quick")), "quick");
    }
    assert!(begun.elapsed() < Duration::from_millis(900), "{:?}", begun.elapsed());
    assert_eq!(body(&endless.response()), "quick");
    assert!(begun.elapsed() >= Duration::from_millis(900), "{:?}", begun.elapsed());
}

#[test]
fn a_fetch_in_a_log_format_cannot_wait() {
    if under_test_is_haproxy() {
        return;
    }
    let log = Syslog::new();
    let rules = "log-format \"logged [%[lua.slow]]\"\nhttp-request lua.quick";
    let load = "lua-load \"${LUA}/patient.lua\"";
    let proxy = launch(load, rules).env("LOG", log.addr()).start();
    Client::connect(proxy.addr("FE")).get("/");
    log.wait_for("can't wait: a sample fetch has to answer at once");
}

#[test]
fn actions_see_what_has_come_of_a_body() {
    let origin = Origin::fixed("ok");
    let proxy = start("patient.lua", &behind(&origin, "http-request lua.body"));
    let mut client = Client::connect(proxy.addr("FE"));
    for _ in 0..2 {
        client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 8\r\n\r\nbody");
        client.send("more");
        let answer = client.response();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    for request in origin.requests() {
        let seen = field(&request, "x-body");
        assert!(seen == ["body|bodymore"] || seen == ["bodymore|bodymore"], "{request}");
        assert!(request.ends_with("\r\n\r\nbodymore"), "{request}");
    }
    assert_eq!(origin.requests().len(), 2);
}

#[test]
fn what_an_action_asks_for_has_to_answer_at_once() {
    if under_test_is_haproxy() {
        return;
    }
    let log = Syslog::new();
    let rules = "http-request lua.asks_itself if { lua.slow(a) -m str a }";
    let load = "lua-load \"${LUA}/patient.lua\"";
    let proxy = launch(load, rules).env("LOG", log.addr()).start();
    assert_eq!(body(&Client::connect(proxy.addr("FE")).get("/")), "[]");
    log.wait_for("can't wait: a sample fetch has to answer at once");
}
