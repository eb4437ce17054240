//! Sockets and HTTP requests of scripts: against servers that behave, and against others.

use moongate_tests::peer::Peer;
use moongate_tests::{Client, Launch, Origin, Proxy, under_test_is_haproxy};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What every script has: `show`, which notes values, and `open`, which connects to `PEER`.
const PRELUDE: &str = r#"
local out = {}
local function show(...)
  local texts = {}
  for i = 1, select('#', ...) do texts[i] = tostring((select(i, ...))) end
  out[#out + 1] = table.concat(texts, ",")
end
local function open(seconds)
  local s = core.tcp()
  if seconds then s:settimeout(seconds) end
  assert(s:connect(os.getenv("PEER")))
  return s
end
"#;

fn config(global: &str, rules: &str) -> String {
    format!(
        "global\n    {global}\n    tune.lua.bool-sample-conversion normal\n    lua-load \"${{DIR}}/s.lua\"\n\
         defaults\n    mode http\n    timeout connect 5s\n    timeout client 20s\n    timeout server 20s\n\
         frontend fe\n    bind fd@${{FE}}\n    {rules}\n"
    )
}

/// A service that runs `body` and answers with what it showed.
fn service(body: &str) -> String {
    format!(
        "core.register_service('t', 'http', function(applet)\n{PRELUDE}\n\
         local ok, err = pcall(function()\n{body}\nend)\n\
         if not ok then show('error', err) end\n\
         local text = table.concat(out, '\\n')\n\
         applet:set_status(200)\napplet:add_header('content-length', tostring(#text))\n\
         applet:start_response()\napplet:send(text)\nend)"
    )
}

fn launch(global: &str, body: &str, peer: impl std::fmt::Display) -> Proxy {
    Launch::new(config(global, "http-request use-service lua.t"))
        .file("s.lua", service(body))
        .env("PEER", peer)
        .listen("FE")
        .start()
}

/// What one request to a script shows.
fn shown(body: &str, peer: impl std::fmt::Display) -> String {
    get(&launch("", body, peer))
}

fn get(proxy: &Proxy) -> String {
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned()
}

/// Sends back all that comes.
fn echo() -> Origin {
    Origin::new(|mut stream: TcpStream| {
        let mut bytes = [0; 65536];
        while let Ok(count @ 1..) = stream.read(&mut bytes) {
            if stream.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
    })
}

/// Sends `text` and closes.
fn says(text: &'static str) -> Origin {
    Origin::new(move |mut stream: TcpStream| {
        let _ = stream.write_all(text.as_bytes());
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    })
}

/// Reads and says nothing more than `text`; tells when the other end closes.
fn silent(text: &'static str) -> (Origin, Receiver<()>) {
    let (sender, closed) = channel();
    let sender = Mutex::new(sender);
    let origin = Origin::new(move |mut stream: TcpStream| {
        let _ = stream.write_all(text.as_bytes());
        let _ = stream.read_to_end(&mut Vec::new());
        let _ = sender.lock().expect("nobody panics").send(());
    });
    (origin, closed)
}

#[test]
fn a_service_talks_to_an_echo_server() {
    let body = "local s = open()\n\
        show(s:send('hello\\nworld'))\nshow(s:receive())\nshow(s:receive(5))\n\
        local long = string.rep('0123456789', 100000)\n\
        local task_done\nshow(s:send('x'))\nshow(s:receive(1))\n\
        for i = 1, 10 do s:send(long:sub(1, 60000)); assert(s:receive(60000) == long:sub(1, 60000)) end\n\
        show(s:close())";
    assert_eq!(shown(body, echo().addr()), "11\nhello\nworld\n1\nx\n1");
}

#[test]
fn actions_and_tasks_have_sockets() {
    let origin = echo();
    let script = format!(
        "{PRELUDE}\n\
         core.register_action('t', {{'http-req'}}, function(txn)\n\
           local s = open()\n  s:send('from an action\\n')\n  txn:set_var('txn.r', s:receive('*l'))\nend)\n\
         core.register_task(function()\n\
           local s = open()\n  s:send('from a task\\n')\n  print(s:receive('*l') .. ' back')\nend)\n\
         core.register_fetches('f', function(txn)\n\
           local s = open()\n  s:send('from a fetch\\n')\n  return s:receive('*l')\nend)"
    );
    let rules = "http-request lua.t\n    http-request return content-type text/plain lf-string \"%[var(txn.r)] %[lua.f]\"";
    let proxy = Launch::new(config("", rules))
        .file("s.lua", script)
        .env("PEER", origin.addr())
        .listen("FE")
        .start();
    let answer = get(&proxy);
    assert_eq!(answer, "from an action from a fetch");
    proxy.wait_printed("from a task back");
}

#[test]
fn waits_pass_through_coroutines_of_scripts() {
    let body = "local s = open()\n\
        local lines = coroutine.wrap(function()\n  while true do\n    local line = s:receive()\n    \
          if not line then return nil end\n    coroutine.yield(line)\n  end\nend)\n\
        s:send('a\\nb\\n')\nshow(lines(), lines())\ns:send('c\\n')\ns:shutdown('send')\nshow(lines())\nshow(lines())\n\
        local words, other = {'b', 'a'}, open()\n\
        show(pcall(table.sort, words, function(x, y) other:receive(1) return x < y end) == false)";
    assert_eq!(shown(body, echo().addr()), "a,b\nc\nnil\ntrue");
}

#[test]
fn each_worker_of_a_script_per_thread_has_its_own_sockets() {
    let origin = echo();
    let script = format!(
        "{PRELUDE}\nlocal s\n\
         core.register_action('t', {{'http-req'}}, function(txn)\n\
           s = s or open()\n  s:send('ping\\n')\n  txn:set_var('txn.r', s:receive('*l') .. core.thread)\nend)"
    );
    let rules = "http-request lua.t\n    http-request return content-type text/plain lf-string %[var(txn.r)]";
    let config = config("nbthread 2", rules).replace("lua-load ", "lua-load-per-thread ");
    let proxy =
        Launch::new(config).file("s.lua", script).env("PEER", origin.addr()).listen("FE").start();
    let mut clients: Vec<Client> = (0..8).map(|_| Client::connect(proxy.addr("FE"))).collect();
    for client in &mut clients {
        let answer = client.get("/");
        assert!(answer.contains("\r\n\r\nping"), "{answer}");
    }
}

#[test]
fn lines_counts_and_prefixes() {
    let body = "local s = open()\n\
        show(s:receive('*l'))\nshow(s:receive('*l', '>'))\nshow(s:receive())\n\
        show(s:receive(3))\nshow(s:receive(5, 'ab'))\nshow(s:receive(0))\nshow(s:receive(1, 'long'))\n\
        show(s:receive('*a', '='))\nshow(s:receive('*a'))\nshow(s:receive('*l'))";
    let origin = says("one\r\ntw\ro\n\n123456rest\r\nof it");
    let expected = "one\n>two\n\n123\nab456\n\nlong\n=rest\r\nof it\nnil,closed,\nnil,closed,";
    assert_eq!(shown(body, origin.addr()), expected);
}

#[test]
fn what_has_come_is_told_at_the_end() {
    let body = "show(open():receive('*l'))\nshow(open():receive(10))\nshow(open():receive(10, '>'))\n\
        show(open():receive('*a'))\nshow(open():receive('*l', '>'))";
    let expected = "nil,closed,part\nnil,closed,part\nnil,closed,>part\npart\nnil,closed,>part";
    assert_eq!(shown(body, says("part").addr()), expected);
    let body =
        "show(open():receive('*l'))\nshow(open():receive('*a'))\nshow(open():receive('*a', '>'))";
    assert_eq!(shown(body, says("").addr()), "nil,closed,\nnil,closed,\nnil,closed,>");
}

#[test]
fn a_time_limit_ends_a_wait_and_not_the_socket() {
    let (origin, _closed) = silent("part");
    let body = "local s = open(0.1)\nshow(s:receive(10))\nshow(s:receive('*l'))\n\
        show(s:settimeout(0.05))\nshow(s:receive('*a', 'p'))\nshow(s:send('still there'))";
    let expected = "nil,timeout,part\nnil,timeout,\n1\nnil,timeout,p\n11";
    assert_eq!(shown(body, origin.addr()), expected);
}

#[test]
fn a_total_limit_counts_what_comes_slowly() {
    let origin = Origin::new(|mut stream: TcpStream| {
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let body = "local s = open()\ns:settimeout(0.2, 't')\n\
        local data, err, part = s:receive(1000)\nshow(data, err, #part > 1)\n\
        s:settimeout(0.2)\nshow(s:receive(20))";
    let started = Instant::now();
    assert_eq!(shown(body, origin.addr()), format!("nil,timeout,true\n{}", "x".repeat(20)));
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_reader_that_does_not_read_is_told_how_far_it_went() {
    let (sender, go_on) = channel::<()>();
    let go_on = Mutex::new(go_on);
    let origin = Origin::new(move |_stream: TcpStream| {
        let _ = go_on.lock().expect("nobody panics").recv();
    });
    let body = "local s = open(0.1)\nlocal text = string.rep('x', 20000000)\n\
        local done, err, last = s:send(text)\nshow(done, err, last > 0 and last < #text)";
    assert_eq!(shown(body, origin.addr()), "nil,timeout,true");
    drop(sender);
}

#[test]
fn parts_of_texts_are_sent() {
    let body = "local s = open()\nshow(s:send('hello', 2))\nshow(s:receive(4))\n\
        show(s:send('hello', 2, 3))\nshow(s:receive(2))\nshow(s:send('hello', -2))\nshow(s:receive(2))\n\
        show(s:send('hello', 4, 3))\nshow(s:send(''))\nshow(s:send(12))\nshow(s:receive(2))";
    let expected = "5\nello\n3\nel\n5\nlo\n3\n0\n2\n12";
    assert_eq!(shown(body, echo().addr()), expected);
}

#[test]
fn ways_to_say_where() {
    let origin = echo();
    let (ip, port) = (origin.addr().ip(), origin.addr().port());
    let folder = moongate_tests::Folder::new();
    let path = folder.path().join("echo.sock");
    let listener = UnixListener::bind(&path).expect("the folder is ours");
    let thread = std::thread::spawn(move || {
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().expect("the proxy connects");
            let mut bytes = [0; 4];
            stream.read_exact(&mut bytes).expect("it sends");
            stream.write_all(&bytes).expect("it reads");
        }
    });
    let path = path.display();
    let body = format!(
        "local function try(...)\n  local s = core.tcp()\n  assert(s:connect(...))\n  s:send('ping')\n  \
         show(s:receive(4), (s:getpeername():gsub('%d', '')))\nend\n\
         try('{ip}', {port})\ntry('{ip}', '{port}')\ntry('{ip}:{port}')\ntry('ipv4@{ip}:{port}')\n\
         try('localhost', {port})\ntry('localhost:{port}')\ntry('{path}')\ntry('unix@{path}')"
    );
    let tcp = "ping,...:\n".repeat(6);
    assert_eq!(shown(&body, ""), format!("{tcp}ping,unix\nping,unix"));
    thread.join().expect("the server has ended");
}

#[test]
fn names_of_both_ends() {
    let body = "local s = core.tcp()\nshow(s:getpeername())\nshow(s:getsockname())\n\
        assert(s:connect(os.getenv('PEER')))\n\
        local name, port = s:getpeername()\nshow(name == os.getenv('PEER'), name == '127.0.0.1:' .. port)\n\
        name, port = s:getsockname()\nshow(name == '127.0.0.1:' .. port)";
    assert_eq!(shown(body, echo().addr()), "nil\nnil\ntrue,true\ntrue");
}

#[test]
fn what_can_not_be_connected_is_told() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let addr = nobody.local_addr().expect("it is bound");
    drop(nobody);
    let body = "local function try(...) show(core.tcp():connect(...)) end\n\
        local function fails(...)\n  local args = table.pack(...)\n  \
          local ok, err = pcall(function() return core.tcp():connect(table.unpack(args)) end)\n  \
          show(ok, (err:gsub('^.-connect: ', '')))\nend\n\
        try(os.getenv('PEER'))\ntry('/no/such/socket')\n\
        local ok, err = core.tcp():connect('no.such.name.invalid', 1)\nshow(ok, #err > 0)\n\
        fails('127.0.0.1')\nfails('127.0.0.1:1', 2)\nfails('127.0.0.1', 70000)\nfails('fd@3')";
    let shown = shown(body, addr);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "nil,connection refused");
    assert_eq!(lines[1], "nil,No such file or directory");
    assert_eq!(lines[2], "nil,true");
    assert!(lines[3].starts_with("false,the port is missing"), "{shown}");
    assert!(lines[4].starts_with("false,the port is given twice"), "{shown}");
    assert!(lines[5].contains("a port from 1 to 65535"), "{shown}");
    assert!(lines[6].starts_with("false,"), "{shown}");
}

#[test]
fn misuse_is_an_error_in_the_script() {
    let body = "local function fails(f, ...)\n  local ok, err = pcall(f, ...)\n  show(ok, (err:gsub('^.-Socket:', '')))\nend\n\
        local s = open()\nfails(s.send, s)\nfails(s.send, s, {})\nfails(s.receive, s, 'zz')\nfails(s.receive, s, -1)\n\
        fails(s.send, 'x')\nfails(s.send, {}, 'x')\nfails(s.send, {[0] = 1}, 'x')\nfails(s.settimeout, s, 'soon')\n\
        s:close()\nshow(s:close())\nfails(s.send, s, 'x')\nfails(s.receive, s)\nfails(s.connect, s, '127.0.0.1:1')\n\
        local new = core.tcp()\nshow(new:send('x'))\nshow(new:receive())\nnew.field = 1\nshow(new.field, new.none)\n\
        show(new:setoption('tcp-nodelay', true))";
    let shown = shown(body, echo().addr());
    let expected = [
        "false,send: the argument <data> has to be a string, not nothing",
        "false,send: the argument <data> has to be a string, not a table",
        "false,receive: the pattern `zz` isn't known",
        "false,receive: the argument <pattern> has to be",
        "false,send: the object has to be",
        "false,send: the object has to be",
        "false,send: the object has to be",
        "false,settimeout: the argument <value> has to be a number",
        "1",
        "false,send: the socket is closed",
        "false,receive: the socket is closed",
        "false,connect: the socket is closed",
        "nil,closed,0",
        "nil,closed,",
        "1,nil",
        "1",
    ];
    for (line, expected) in shown.lines().zip(expected) {
        assert!(line.starts_with(expected), "{line:?} isn't {expected:?} in\n{shown}");
    }
    assert_eq!(shown.lines().count(), expected.len(), "{shown}");
}

#[test]
fn collected_sockets_are_closed() {
    let (origin, closed) = silent("");
    let body =
        "do for i = 1, 20 do open() end end\ncollectgarbage()\ncollectgarbage()\nshow('done')";
    let proxy = launch("", body, origin.addr());
    assert_eq!(get(&proxy), "done");
    for _ in 0..20 {
        closed.recv_timeout(Duration::from_secs(10)).expect("the socket is closed");
    }
}

#[test]
fn many_forgotten_sockets_are_closed_at_once() {
    let (origin, closed) = silent("");
    let proxy = launch("", "for i = 1, 300 do open() end\nshow('done')", origin.addr());
    assert_eq!(get(&proxy), "done");
    for _ in 0..250 {
        closed.recv_timeout(Duration::from_secs(10)).expect("the socket is closed");
    }
    for _ in 250..300 {
        closed.recv_timeout(Duration::from_secs(10)).expect("the last ones, soon");
    }
}

#[test]
fn closing_wakes_who_waits() {
    let (origin, _closed) = silent("");
    let script = format!(
        "{PRELUDE}\nlocal s\n\
         core.register_task(function()\n  s = open()\n  print('ends', pcall(s.receive, s))\nend)\n\
         core.register_task(function()\n  while not s do core.msleep(1) end\n  core.msleep(50)\n  s:close()\nend)"
    );
    let proxy = Launch::new(config("", "http-request return status 200"))
        .file("s.lua", script)
        .env("PEER", origin.addr())
        .listen("FE")
        .start();
    let printed = proxy.wait_printed("ends");
    assert!(printed.contains("the socket is closed"), "{printed}");
}

#[test]
fn a_socket_of_all_workers_works_on_each() {
    if under_test_is_haproxy() {
        return;
    }
    let origin = echo();
    let script = format!(
        "{PRELUDE}\nlocal s\n\
         core.register_action('t', {{'http-req'}}, function(txn)\n\
           s = s or open()\n  s:send('ping\\n')\n  core.msleep(1)\n  txn:set_var('txn.r', s:receive('*l') .. txn.f:thread())\nend)"
    );
    let rules = "http-request lua.t\n    http-request return content-type text/plain lf-string %[var(txn.r)]";
    let proxy = Launch::new(config("nbthread 2", rules))
        .file("s.lua", script)
        .env("PEER", origin.addr())
        .listen("FE")
        .start();
    // Open connections are shared out among the workers.
    let mut clients: Vec<Client> = (0..8).map(|_| Client::connect(proxy.addr("FE"))).collect();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..5 {
        for client in &mut clients {
            let answer = client.get("/");
            let body = answer.split_once("\r\n\r\n").expect("it has a body").1.to_owned();
            assert!(body.starts_with("ping"), "{answer}");
            seen.insert(body);
        }
    }
    assert_eq!(seen.len(), 2, "{seen:?}");
}

const REDIS: &str = "package.path = '/usr/share/lua/5.3/?.lua;' .. package.path\n\
    local redis = require('redis')\n\
    local function client()\n  local s = open(5)\n  return redis.connect({socket = s}), s\nend\n";

/// A real redis, or nothing where it isn't installed.
fn redis() -> Option<Peer> {
    let lua = std::path::Path::new("/usr/share/lua/5.3/redis.lua").exists();
    lua.then(Peer::redis).flatten()
}

#[test]
fn the_redis_library_works_over_a_socket() {
    let Some(peer) = redis() else { return };
    let body = format!(
        "{REDIS}\nlocal c, s = client()\nshow(c:ping())\nshow(c:set('k', 'value'))\nshow(c:get('k'))\n\
         show(c:get('none'))\nshow(c:incr('n'), c:incr('n'))\nc:rpush('l', 'a', 'b')\nshow(table.unpack(c:lrange('l', 0, -1)))\n\
         local replies = c:pipeline(function(p) for i = 1, 100 do p:exists('k') end end)\n\
         show(#replies, replies[1], replies[100])\n\
         s:send(string.rep('GET k\\r\\n', 100))\nfor i = 1, 100 do assert(s:receive() == '$5' and s:receive(7) == 'value\\r\\n') end\n\
         show(pcall(c.incr, c, 'k') == false)\nc:set('big', string.rep('x', 300000))\nshow(#c:get('big'))\nc:quit()"
    );
    let expected = "true\ntrue\nvalue\nnil\n1,2\na,b\n100,true,true\ntrue\n300000";
    assert_eq!(shown(&body, peer.addr()), expected);
}

#[test]
fn two_hundred_requests_ask_redis_at_once() {
    let Some(peer) = redis() else { return };
    let script = format!(
        "{PRELUDE}\n{REDIS}\n\
         core.register_action('t', {{'http-req'}}, function(txn)\n\
           local c, s = client()\n  local key = txn.f:path()\n  c:set(key, 'value of ' .. key)\n  \
           txn:set_var('txn.r', c:get(key))\n  s:close()\nend)"
    );
    let rules = "http-request lua.t\n    http-request return content-type text/plain lf-string %[var(txn.r)]";
    let proxy = Launch::new(config("nbthread 2", rules))
        .file("s.lua", script)
        .env("PEER", peer.addr())
        .listen("FE")
        .start();
    let mut clients: Vec<Client> = (0..200).map(|_| Client::connect(proxy.addr("FE"))).collect();
    for (number, client) in clients.iter_mut().enumerate() {
        client.send(format!("GET /{number} HTTP/1.1\r\nhost: test\r\n\r\n"));
    }
    for (number, client) in clients.iter_mut().enumerate() {
        let answer = client.response();
        assert!(answer.ends_with(&format!("value of /{number}")), "{answer}");
    }
}

#[test]
fn a_redis_that_dies_is_an_error_in_the_script() {
    let Some(peer) = redis() else { return };
    let addr = peer.addr();
    let (sender, receiver) = channel();
    let (sender, peer) = (Mutex::new(sender), Mutex::new(Some(peer)));
    // A server that is told when to end the other one.
    let killer = Origin::http(move |_| {
        drop(peer.lock().expect("nobody panics").take());
        sender.lock().expect("nobody panics").send(()).expect("the test waits");
        "HTTP/1.1 204 No Content\r\n\r\n".to_owned()
    });
    let body = format!(
        "{REDIS}\nlocal c = client()\nshow(c:ping())\n\
         core.httpclient():get{{url = 'http://{}/'}}\n\
         local ok, err = pcall(c.ping, c)\nshow(ok, (tostring(err):gsub('^.-: ', '')))\n\
         show(core.tcp():connect(os.getenv('PEER')))",
        killer.addr()
    );
    let shown = shown(&body, addr);
    receiver.recv().expect("the server was ended");
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "true");
    assert!(lines[1].starts_with("false,") && lines[1].contains("closed"), "{shown}");
    assert_eq!(lines[2], "nil,connection refused");
}

/// Shows an answer: status, reason, body, error.
const ANSWER: &str = "local h = core.httpclient()\nlocal url = 'http://' .. os.getenv('PEER')\n\
    local function answer(a) show(a.status, a.reason, a.body, a.error) return a end\n";

#[test]
fn requests_of_all_methods() {
    let origin = Origin::http(|request| {
        let line = request.lines().next().unwrap_or_default();
        let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let text = if line.starts_with("HEAD") { String::new() } else { format!("{line}|{body}") };
        let length = if line.starts_with("HEAD") { 99 } else { text.len() };
        format!(
            "HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-a: 2\r\nSet-Cookie: a, b\r\nContent-Length: {length}\r\n\r\n{text}"
        )
    });
    let body = format!(
        "{ANSWER}\nlocal a = answer(h:get{{url = url .. '/p?q=1#no', headers = {{['X-One'] = {{'1', '2'}}, two = 'plain', Host = {{[0] = 'other'}}}}}})\n\
         show(a.headers['x-a'][0], a.headers['x-a'][1], a.headers['set-cookie'][0], a.headers['none'])\n\
         answer(h:post{{url = url, body = 'text', headers = {{['content-length'] = {{'1'}}}}}})\n\
         answer(h:put{{url = url .. '?q', body = ''}})\nanswer(h:delete{{url = url}})\n\
         local a = answer(h:head{{url = url}})\nshow(a.headers['content-length'][0])\n\
         show(pcall(h.get, h, {{}}) == false, pcall(h.get, h, 'x') == false, pcall(h.get, h, {{url = url, more = 1}}) == false,\n\
           pcall(h.get, h, {{url = 'ftp://x'}}) == false, pcall(h.get, h, {{url = url .. '/a b'}}) == false,\n\
           pcall(h.get, h, {{url = url, headers = {{a = {{'b\\r\\nc: d'}}}}}}) == false)"
    );
    let expected = "200,Fine,GET /p?q=1 HTTP/1.1|,nil\n1,2,a, b,nil\n200,Fine,POST / HTTP/1.1|text,nil\n\
        200,Fine,PUT /?q HTTP/1.1|,nil\n200,Fine,DELETE / HTTP/1.1|,nil\n200,Fine,,nil\n99\n\
        true,true,true,true,true,true";
    assert_eq!(shown(&body, origin.addr()), expected);
    let requests = origin.requests();
    let head = requests[0].to_lowercase();
    for line in ["x-one: 1\r\nx-one: 2\r\n", "two: plain\r\n", "host: other\r\n", "accept: */*\r\n"]
    {
        assert!(head.contains(line), "{head}");
    }
    assert!(requests[1].contains("content-length: 4\r\n"), "{}", requests[1]);
    assert!(requests[2].contains("content-length: 0\r\n"), "{}", requests[2]);
    assert!(!requests[3].contains("content-length"), "{}", requests[3]);
}

#[test]
fn connections_are_used_again() {
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    let origin = Origin::new(move |stream: TcpStream| {
        count.fetch_add(1, Ordering::SeqCst);
        serve(stream, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", 3);
    });
    let body = format!(
        "{ANSWER}\nfor i = 1, 6 do answer(h:get{{url = url}}) end\n\
         answer(h:post{{url = url, body = 'x'}})\nanswer(h:get{{url = url}})"
    );
    let answers = shown(&body, origin.addr());
    assert_eq!(answers, ["200,OK,ok,nil"; 8].join("\n"));
    // Three requests each; a POST never goes over a used one.
    assert_eq!(connections.load(Ordering::SeqCst), 3);
}

/// Answers so many requests without bodies, or with one short body, and closes.
fn serve(mut stream: TcpStream, answer: &str, times: usize) {
    let mut bytes = Vec::new();
    for _ in 0..times {
        while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
            let mut piece = [0; 4096];
            match stream.read(&mut piece) {
                Ok(count @ 1..) => bytes.extend_from_slice(&piece[..count]),
                _ => return,
            }
        }
        bytes.clear();
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// What a GET of an answer shows.
fn answered(answer: &'static str) -> String {
    let origin = Origin::new(move |stream: TcpStream| serve(stream, answer, 1));
    let body = format!("{ANSWER}\nanswer(h:get{{url = url, timeout = 5000}})");
    shown(&body, origin.addr())
}

#[test]
fn answers_in_every_framing() {
    for (answer, expected) in [
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nt: 1\r\n\r\n",
            "200,OK,abcde,nil",
        ),
        ("HTTP/1.1 200 OK\r\n\r\nup to the end", "200,OK,up to the end,nil"),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 201 Made\r\ncontent-length: 1\r\n\r\nx",
            "201,Made,x,nil",
        ),
        ("HTTP/1.1 204 No Content\r\n\r\n", "204,No Content,,nil"),
        ("HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n", "304,Not Modified,,nil"),
        ("HTTP/1.0 404 \r\n\r\nno", "404,,no,nil"),
    ] {
        assert_eq!(answered(answer), expected, "{answer:?}");
    }
}

#[test]
fn hostile_answers_are_errors() {
    for (answer, expected) in [
        ("", "0,,,the connection closed without an answer"),
        ("HTTP/1.1 200 OK\r\nx", "0,,,the connection closed before the answer's head was complete"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
            "0,OK,abc,the connection closed before",
        ),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n", "0,OK,abc,"),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "0,OK,abc,the connection closed before",
        ),
        ("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab", "0,,,"),
        (
            "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n",
            "0,,,the server changed the protocol",
        ),
        ("nonsense\r\n\r\n", "0,,,"),
        ("HTTP/1.1 2000 OK\r\n\r\n", "0,,,"),
    ] {
        let shown = answered(answer);
        assert!(shown.starts_with(expected), "{answer:?} gives {shown:?}");
        assert!(shown.len() > expected.len() || expected.len() > 10, "{shown:?}");
    }
}

#[test]
fn what_never_ends_is_ended() {
    for (start, forever, expected) in [
        ("HTTP/1.1 200 OK\r\n", "x-more: headers and headers\r\n", "0,,,"),
        ("", "HTTP/1.1 100 Continue\r\n\r\n", "0,,,more than 16 interim answers"),
        ("HTTP/1.1 200 OK\r\n\r\n", "body and body and body", "0,OK,"),
    ] {
        let origin = Origin::new(move |mut stream: TcpStream| {
            let _ = stream.write_all(start.as_bytes());
            let many = forever.repeat(1000);
            while stream.write_all(many.as_bytes()).is_ok() {}
        });
        let body = "local h = core.httpclient()\n\
            local a = h:get{url = 'http://' .. os.getenv('PEER'), timeout = 5000}\n\
            show(a.status, a.reason, #a.body > 100 and '' or a.body, a.error)";
        let proxy = launch("tune.lua.maxmem 8", body, origin.addr());
        let shown = get(&proxy);
        assert!(shown.starts_with(expected) && !shown.ends_with("nil"), "{shown}");
    }
}

#[test]
fn one_deadline_for_connecting_and_answering() {
    let (mute, _closed) = silent("");
    let slow = Origin::new(|mut stream: TcpStream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    let body = format!(
        "{ANSWER}\nlocal a = answer(h:get{{url = url, timeout = 200}})\n\
         local a = h:get{{url = 'http://{}', timeout = 200}}\nshow(a.status, a.error, #a.headers)",
        slow.addr()
    );
    let started = Instant::now();
    assert_eq!(shown(&body, mute.addr()), "0,,,timeout\n0,timeout,0");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_destination_of_ones_own() {
    let folder = moongate_tests::Folder::new();
    let path = folder.path().join("http.sock");
    let listener = UnixListener::bind(&path).expect("the folder is ours");
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("the proxy connects");
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).expect("it sends");
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").expect("it reads");
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    });
    let origin = Origin::fixed("by address");
    let body = format!(
        "{ANSWER}\nanswer(h:get{{url = 'http://name.invalid/x', dst = 'unix@{}'}})\n\
         answer(h:get{{url = 'http://name.invalid:81/x', dst = os.getenv('PEER')}})",
        path.display()
    );
    assert_eq!(shown(&body, origin.addr()), "200,OK,,nil\n200,OK,by address,nil");
    assert!(thread.join().expect("the server has ended").contains("host: name.invalid\r\n"));
    assert!(origin.requests()[0].to_lowercase().contains("host: name.invalid:81\r\n"));
}

#[test]
fn large_bodies_go_both_ways() {
    let origin = Origin::http(|request| {
        let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    });
    let body = format!(
        "{ANSWER}\nlocal text = string.rep('0123456789', 300000)\n\
         local a = h:post{{url = url, body = text}}\nshow(a.status, a.body == text)"
    );
    assert_eq!(shown(&body, origin.addr()), "200,true");
}
