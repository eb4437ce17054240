//! Sockets and HTTP requests of scripts over TLS: whom they trust, and what they say about others.

use moongate_tests::certificates::Certificates;
use moongate_tests::peer::Peer;
use moongate_tests::secure::Secured;
use moongate_tests::{Client, Launch, Origin, Proxy};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What every script has: `show`, which notes values; the peer's port; a client; `answer`.
const PRELUDE: &str = r#"
local out = {}
local function show(...)
  local texts = {}
  for i = 1, select('#', ...) do texts[i] = tostring((select(i, ...))) end
  out[#out + 1] = table.concat(texts, ",")
end
local port = tonumber(os.getenv("PORT"))
local h = core.httpclient()
local url = "https://localhost:" .. port
local function answer(a) show(a.status, a.body, a.error) return a end
local function open(...)
  local s = core.tcp()
  s:settimeout(10)
  local ok, err = s:connect_ssl(...)
  if not ok then show(ok, err) return nil end
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

fn launch(global: &str, body: &str, port: u16) -> Launch {
    let script = format!(
        "core.register_service('t', 'http', function(applet)\n{PRELUDE}\n\
         local ok, err = pcall(function()\n{body}\nend)\n\
         if not ok then show('error', err) end\n\
         local text = table.concat(out, '\\n')\n\
         applet:set_status(200)\napplet:add_header('content-length', tostring(#text))\n\
         applet:start_response()\napplet:send(text)\nend)"
    );
    Launch::new(config(global, "http-request use-service lua.t"))
        .file("s.lua", script)
        .env("PORT", port)
        .listen("FE")
}

fn get(proxy: &Proxy) -> String {
    let answer = Client::connect(proxy.addr("FE")).get("/");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned()
}

/// What one request to a script shows.
fn shown(global: &str, body: &str, port: u16) -> String {
    get(&launch(global, body, port).start())
}

fn trusting(authority: &Path) -> String {
    format!("httpclient.ssl.ca-file {}", authority.display())
}

const NAMES: &str = "DNS:localhost,IP:127.0.0.1";

/// Sends back all that comes.
fn echo(certificates: &Certificates) -> Origin {
    Origin::secure(&certificates.signed(NAMES), |mut stream: Secured| {
        let mut bytes = [0; 65536];
        while let Ok(count @ 1..) = stream.read(&mut bytes) {
            if stream.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
    })
}

#[test]
fn a_socket_talks_to_openssl() {
    let certificates = Certificates::new();
    let peer = Peer::reversing(&certificates.signed(NAMES), &[]);
    let body = "local s = open('localhost', port)\n\
        show(s:send('hello\\n'))\nshow(s:receive())\nshow(s:send('abc\\ndef\\n', 5))\n\
        show(s:receive(2))\nshow(s:receive('*l', '>'))\nshow((s:getpeername():gsub('%d', '')))\n\
        show(s:close())\nlocal t = open('127.0.0.1:' .. port)\nt:send('xy\\n')\nshow(t:receive())";
    let expected = "6\nolleh\n8\nfe\n>d\n...:\n1\nyx";
    let global = trusting(&certificates.authority());
    assert_eq!(shown(&global, body, peer.addr().port()), expected);
    // Another version of TLS.
    let peer = Peer::reversing(&certificates.signed(NAMES), &["-tls1_2"]);
    assert_eq!(shown(&global, body, peer.addr().port()), expected);
}

#[test]
fn whom_a_socket_trusts() {
    let certificates = Certificates::new();
    let body = "local s = open('localhost', port)\nif s then s:send('ab\\n') show(s:receive()) s:close() end\n\
        local t = open('127.0.0.1', port, 'other.example')\nif t then t:send('ab\\n') show(t:receive()) end";
    let own = trusting(&certificates.authority());
    let unknown = "nil,the server's certificate isn't signed by a trusted authority: \
        name its authority in httpclient.ssl.ca-file, or set `ssl-server-verify none`";
    let itself = "nil,the server's certificate is self-signed and not among the trusted ones: \
        name its authority in httpclient.ssl.ca-file, or set `ssl-server-verify none`";

    let good = certificates.signed(NAMES);
    let peer = Peer::reversing(&good, &[]);
    let wrong = "ba\nnil,the server's certificate isn't for `other.example`, but for `localhost`, 127.0.0.1";
    let found = shown(&own, body, peer.addr().port());
    assert_eq!(found.replace('`', ""), wrong.replace('`', ""));
    // The system's authorities don't know this one.
    assert_eq!(shown("", body, peer.addr().port()), format!("{unknown}\n{unknown}"));
    assert_eq!(shown("ssl-server-verify none", body, peer.addr().port()), "ba\nba");
    let verifies = |global: &str| get(&launch(global, body, peer.addr().port()).arg("-dV").start());
    assert_eq!(verifies(""), "ba\nba", "-dV is for those who say nothing");
    assert!(verifies("ssl-server-verify required").starts_with("nil,"));
    assert_eq!(
        shown("httpclient.ssl.verify none", body, peer.addr().port()),
        format!("{unknown}\n{unknown}"),
        "it is for requests alone"
    );

    let other = Peer::reversing(&certificates.signed("DNS:other.example"), &[]);
    let wrong = "nil,the server's certificate isn't for `localhost`, but for `other.example`\nba";
    assert_eq!(shown(&own, body, other.addr().port()), wrong);

    let alone = certificates.self_signed("DNS:localhost,DNS:other.example");
    let peer = Peer::reversing(&alone, &[]);
    assert_eq!(shown(&own, body, peer.addr().port()), format!("{itself}\n{itself}"));
    assert_eq!(shown("ssl-server-verify none", body, peer.addr().port()), "ba\nba");
    // A certificate may be trusted for itself.
    assert_eq!(shown(&trusting(&alone.cert), body, peer.addr().port()), "ba\nba");
}

#[test]
fn the_server_learns_the_name() {
    let certificates = Certificates::new();
    let certificate = certificates.signed(&format!("{NAMES},DNS:api.example"));
    let server = "location / { return 200 \"$ssl_server_name $http_host $ssl_protocol\"; }";
    let Some(peer) = Peer::nginx_tls(&certificate, server) else { return };
    let body = "local function ask(...)\n  local s = open(...)\n  if not s then return end\n  \
          s:send('GET / HTTP/1.0\\r\\nhost: x\\r\\n\\r\\n')\n  show((s:receive('*a'):gsub('.*\\r\\n', '')))\nend\n\
        ask('localhost', port)\nask('127.0.0.1', port)\nask('127.0.0.1', port, 'api.example')\n\
        answer(h:get{url = url})\nanswer(h:get{url = 'https://127.0.0.1:' .. port})\n\
        answer(h:get{url = 'https://api.example/', dst = '127.0.0.1:' .. port})\n\
        answer(h:get{url = url, headers = {host = {'api.example:8'}}})";
    let port = peer.addr().port();
    let expected = format!(
        "localhost x TLSv1.3\n x TLSv1.3\napi.example x TLSv1.3\n\
         200,localhost localhost:{port} TLSv1.3,nil\n200, 127.0.0.1:{port} TLSv1.3,nil\n\
         200,api.example api.example TLSv1.3,nil\n200,api.example api.example:8 TLSv1.3,nil"
    );
    assert_eq!(shown(&trusting(&certificates.authority()), body, port), expected);
}

#[test]
fn whom_a_request_trusts() {
    let certificates = Certificates::new();
    let body = "answer(h:get{url = url})\nanswer(h:get{url = 'https://other.example', dst = 'localhost:' .. port})";
    let answer = |mut stream: Secured| {
        let mut line = String::new();
        let _ = BufReader::new(&mut stream).read_line(&mut line);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        stream.conn.send_close_notify();
        let _ = stream.flush();
    };
    let origin = Origin::secure(&certificates.signed(NAMES), answer);
    let port = origin.addr().port();
    let unknown = "0,,the server's certificate isn't signed by a trusted authority: \
        name its authority in httpclient.ssl.ca-file, or set `httpclient.ssl.verify none`";
    assert_eq!(shown("", body, port), format!("{unknown}\n{unknown}"));
    assert_eq!(shown("httpclient.ssl.verify none", body, port), "200,ok,nil\n200,ok,nil");
    assert_eq!(shown("ssl-server-verify none", body, port), format!("{unknown}\n{unknown}"));
    let found = shown(&trusting(&certificates.authority()), body, port);
    let (first, second) = found.split_once('\n').expect("two answers");
    assert_eq!(first, "200,ok,nil");
    assert!(
        second.starts_with("0,,the server's certificate isn't for `other.example`"),
        "{second}"
    );
    // A folder of certificates, relative to `ca-base`.
    let folder = certificates.authority().parent().expect("it is in a folder").to_owned();
    let base = folder.parent().expect("it is in a folder").display();
    let name = folder.file_name().expect("it has a name").to_string_lossy();
    let global = format!("ca-base {base}\n    httpclient.ssl.ca-file {name}");
    assert!(shown(&global, body, port).starts_with("200,ok,nil\n"));
}

#[test]
fn handshakes_that_fail_say_why() {
    let closes = Origin::new(|mut stream: TcpStream| {
        let _ = stream.read(&mut [0; 64]);
        let _ = stream.shutdown(Shutdown::Both);
    });
    let plain = Origin::new(|mut stream: TcpStream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let body = "open('localhost', port)\nanswer(h:get{url = url})";
    let global = "httpclient.retries 0\n    ssl-server-verify none";
    let found = shown(global, body, plain.addr().port());
    let text = "the other end doesn't speak TLS here";
    assert_eq!(found, format!("nil,{text}\n0,,{text}"));
    let found = shown(global, body, closes.addr().port());
    for line in found.lines() {
        assert!(
            line.contains("closed the connection during the TLS handshake")
                || line.contains("the TLS handshake failed: Connection reset"),
            "{found}"
        );
    }
    // A server that speaks only what is too old, or wants a certificate, sends an alert.
    let certificates = Certificates::new();
    let picky = Peer::reversing(&certificates.signed(NAMES), &["-tls1_2", "-cipher", "AES128-SHA"]);
    let found = shown(global, body, picky.addr().port());
    assert!(found.starts_with("nil,the other end ended TLS: handshake failure"), "{found}");
    let bad = "show(core.tcp():connect_ssl('127.0.0.1', port, 'no name'))\nshow(core.tcp():connect_ssl('127.0.0.1', port, ''))";
    let found = shown(global, bad, picky.addr().port());
    assert_eq!(found.matches("can't be the name of a server").count(), 2, "{found}");
}

/// Accepts and says nothing; tells when the other end closes.
fn mute() -> (Origin, Receiver<()>) {
    let (sender, closed) = channel();
    let sender = Mutex::new(sender);
    let origin = Origin::new(move |mut stream: TcpStream| {
        let _ = stream.read_to_end(&mut Vec::new());
        let _ = sender.lock().expect("nobody panics").send(());
    });
    (origin, closed)
}

#[test]
fn a_slow_handshake_has_the_socket_s_time() {
    let (origin, closed) = mute();
    let body = "local s = core.tcp()\ns:settimeout(0.1)\nshow(s:connect_ssl('localhost', port))\n\
        answer(h:get{url = url, timeout = 100})";
    let started = Instant::now();
    assert_eq!(shown("", body, origin.addr().port()), "nil,timeout\n0,,timeout");
    let global = "httpclient.timeout.connect 100ms\n    httpclient.retries 1";
    assert_eq!(shown(global, "answer(h:get{url = url})", origin.addr().port()), "0,,timeout");
    assert!(started.elapsed() < Duration::from_secs(10));
    for _ in 0..4 {
        closed.recv_timeout(Duration::from_secs(10)).expect("the connection is closed");
    }
}

#[test]
fn what_has_come_is_told_over_tls_too() {
    let certificates = Certificates::new();
    let global = trusting(&certificates.authority());
    let certificate = certificates.signed(NAMES);
    let says = |clean: bool| {
        Origin::secure(&certificate, move |mut stream: Secured| {
            let _ = stream.write_all(b"one\r\npart");
            if clean {
                stream.conn.send_close_notify();
            }
            let _ = stream.flush();
            let _ = stream.sock.shutdown(Shutdown::Write);
            let _ = stream.sock.read_to_end(&mut Vec::new());
        })
    };
    let body = "local s = open('localhost', port)\nshow(s:receive('*l'))\nshow(s:receive(10))\n\
        show(s:receive('*a'))\ns = open('localhost', port)\nshow(s:receive('*a', '>'))";
    for clean in [true, false] {
        let found = shown(&global, body, says(clean).addr().port());
        assert_eq!(found, "one\nnil,closed,part\nnil,closed,\n>one\r\npart", "{clean}");
    }
    let quiet = Origin::secure(&certificate, |mut stream: Secured| {
        let _ = stream.write_all(b"part");
        let _ = stream.read(&mut [0; 64]);
    });
    let body = "local s = open('localhost', port)\ns:settimeout(0.1)\nshow(s:receive(10))\n\
        show(s:receive('*l'))\nshow(s:send('still there'))";
    let found = shown(&global, body, quiet.addr().port());
    assert_eq!(found, "nil,timeout,part\nnil,timeout,\n11");
}

#[test]
fn much_goes_both_ways() {
    let certificates = Certificates::new();
    let origin = echo(&certificates);
    let body = "local s = open('localhost', port)\nlocal long = string.rep('0123456789', 10000)\n\
        for i = 1, 30 do\n  assert(s:send(long) == #long)\n  assert(s:receive(#long) == long)\nend\n\
        show('all')\ns:shutdown('send')\nshow(s:receive('*a'))";
    let found = shown(&trusting(&certificates.authority()), body, origin.addr().port());
    assert_eq!(found, "all\nnil,closed,");
    // Who doesn't read is waited for as long as the socket says.
    let (sender, go_on) = channel::<()>();
    let go_on = Mutex::new(go_on);
    let lazy = Origin::secure(&certificates.signed(NAMES), move |mut stream: Secured| {
        let _ = stream.read(&mut [0; 1]);
        let _ = go_on.lock().expect("nobody panics").recv();
    });
    let body = "local s = open('localhost', port)\ns:settimeout(0.1)\n\
        local text = string.rep('x', 20000000)\nlocal done, err, last = s:send(text)\n\
        show(done, err, last > 0 and last < #text)";
    let found = shown(&trusting(&certificates.authority()), body, lazy.addr().port());
    assert_eq!(found, "nil,timeout,true");
    drop(sender);
}

#[test]
fn requests_of_all_kinds_through_nginx() {
    let certificates = Certificates::new();
    let origin = Origin::http(|request| {
        let line = request.lines().next().unwrap_or_default();
        let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let length = if line.starts_with("HEAD") { 7 } else { body.len() };
        let body = if line.starts_with("HEAD") { "" } else { body };
        format!("HTTP/1.1 200 OK\r\nx-line: {line}\r\ncontent-length: {length}\r\n\r\n{body}")
    });
    let server = format!(
        "client_max_body_size 0; location / {{ proxy_pass http://{}; }}\n\
         location /moved {{ return 302 /x; }}",
        origin.addr()
    );
    let certificate = certificates.signed(NAMES);
    let Some(peer) = Peer::nginx_tls(&certificate, &server) else { return };
    let body = "local long = string.rep('0123456789', 300000)\n\
        for _, method in ipairs{'get', 'head', 'put', 'post', 'delete'} do\n  \
          local text = (method == 'put' or method == 'post') and long or nil\n  \
          local a = h[method](h, {url = url .. '/a?b', body = text})\n  \
          show(a.status, a.body == (text or ''), a.headers['x-line'][0], a.error)\nend\n\
        local a = h:get{url = url .. '/moved'}\nshow(a.status, (a.headers.location[0]:gsub('%d+', '')))";
    let found = shown(&trusting(&certificates.authority()), body, peer.addr().port());
    let expected = "200,true,GET /a?b HTTP/1.0,nil\n200,true,HEAD /a?b HTTP/1.0,nil\n\
        200,true,PUT /a?b HTTP/1.0,nil\n200,true,POST /a?b HTTP/1.0,nil\n\
        200,true,DELETE /a?b HTTP/1.0,nil\n302,https://localhost:/x";
    assert_eq!(found, expected);
}

#[test]
fn connections_are_kept_by_their_names() {
    let certificates = Certificates::new();
    let certificate = certificates.signed(&format!("{NAMES},DNS:api.example"));
    let server = "location / { return 200 \"$connection $ssl_session_reused\"; }";
    let Some(peer) = Peer::nginx_tls(&certificate, server) else { return };
    let body = "local seen, ids = {}, 0\n\
        local function id(host)\n  \
          local a = h:get{url = 'https://' .. host .. '/', dst = '127.0.0.1:' .. port}\n  \
          local number = a.body:match('^%d+') or a.error\n  \
          if not seen[number] then ids = ids + 1 seen[number] = ids end\n  return seen[number]\nend\n\
        show(id('localhost'), id('localhost'), id('api.example'), id('localhost'), id('api.example'))\n\
        local a = h:post{url = 'https://localhost/', dst = '127.0.0.1:' .. port}\n\
        show(a.status, seen[a.body:match('^%d+')])";
    let found = shown(&trusting(&certificates.authority()), body, peer.addr().port());
    assert_eq!(found, "1,1,2,1,2\n200,nil");
}

#[test]
fn an_answer_without_a_length_needs_the_end_of_tls() {
    let certificates = Certificates::new();
    let certificate = certificates.signed(NAMES);
    let served = |answer: &'static str, clean: bool| {
        let origin = Origin::secure(&certificate, move |mut stream: Secured| {
            let mut line = String::new();
            let _ = BufReader::new(&mut stream).read_line(&mut line);
            let _ = stream.write_all(answer.as_bytes());
            if clean {
                stream.conn.send_close_notify();
            }
            let _ = stream.flush();
        });
        let global = trusting(&certificates.authority());
        shown(&global, "answer(h:get{url = url, timeout = 5000})", origin.addr().port())
    };
    assert_eq!(served("HTTP/1.1 200 OK\r\n\r\nall", true), "200,all,nil");
    assert_eq!(
        served("HTTP/1.1 200 OK\r\n\r\npart", false),
        "0,part,the connection closed without the end of TLS: the answer may be cut short"
    );
    assert_eq!(served("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nall", false), "200,all,nil");
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nall\r\n0\r\n\r\n";
    assert_eq!(served(chunked, false), "200,all,nil");
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\ncontent-length: 1\r\n\r\nx";
    assert_eq!(served(interim, true), "201,x,nil");
}

/// Counts connections and echoes lines.
fn counting(certificates: &Certificates) -> (Origin, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let origin = Origin::secure(&certificates.signed(NAMES), move |mut stream: Secured| {
        seen.fetch_add(1, Ordering::SeqCst);
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut bytes) {
            if stream.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
    });
    (origin, count)
}

#[test]
fn one_socket_serves_all_workers_of_a_shared_script() {
    let certificates = Certificates::new();
    for (load, most) in [("lua-load ", 1), ("lua-load-per-thread ", 2)] {
        let (origin, count) = counting(&certificates);
        let script = format!(
            "{PRELUDE}\nlocal s, busy\n\
             core.register_action('t', {{'http-req'}}, function(txn)\n\
               while busy do core.msleep(1) end\n  busy = true\n  \
               s = s or open('localhost', port)\n  s:send('ping\\n')\n  \
               local line = s:receive('*l')\n  busy = false\n  txn:set_var('txn.r', line)\nend)"
        );
        let rules = "http-request lua.t\n    http-request return content-type text/plain lf-string %[var(txn.r)]";
        let global = format!("nbthread 2\n    {}", trusting(&certificates.authority()));
        let proxy = Launch::new(config(&global, rules).replace("lua-load ", load))
            .file("s.lua", script)
            .env("PORT", origin.addr().port())
            .listen("FE")
            .start();
        let mut clients: Vec<Client> = (0..8).map(|_| Client::connect(proxy.addr("FE"))).collect();
        for client in &mut clients {
            for _ in 0..3 {
                let answer = client.get("/");
                assert!(answer.ends_with("\r\n\r\nping"), "{answer}");
            }
        }
        let connections = count.load(Ordering::SeqCst);
        assert!((1..=most).contains(&connections), "{load}: {connections}");
    }
}

#[test]
fn collected_sockets_say_goodbye() {
    let certificates = Certificates::new();
    let (sender, closed) = channel();
    let sender = Mutex::new(sender);
    let origin = Origin::secure(&certificates.signed(NAMES), move |mut stream: Secured| {
        // An end that isn't TLS's own is an error here.
        let end = stream.read(&mut [0; 1]).map_err(|error| error.to_string());
        let _ = sender.lock().expect("nobody panics").send(end);
    });
    let body = "do for i = 1, 5 do open('localhost', port) end end\n\
        collectgarbage()\ncollectgarbage()\nopen('localhost', port):close()\nshow('done')";
    let proxy = launch(&trusting(&certificates.authority()), body, origin.addr().port()).start();
    assert_eq!(get(&proxy), "done");
    for _ in 0..6 {
        let end = closed.recv_timeout(Duration::from_secs(10)).expect("the socket is closed");
        assert_eq!(end, Ok(0));
    }
}

#[test]
fn attempts_to_connect() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let port = free.local_addr().expect("it is bound").port();
    drop(free);
    let body = "local t = core.now()\nlocal a = h:get{url = 'http://127.0.0.1:' .. port}\n\
        local u = core.now()\nlocal ms = (u.sec - t.sec) * 1000 + (u.usec - t.usec) // 1000\n\
        show(a.status, a.error, ms >= 90)";
    assert_eq!(shown("httpclient.retries 0", body, port), "0,connection refused,false");
    let global = "httpclient.retries 2\n    httpclient.timeout.connect 50ms";
    assert_eq!(shown(global, body, port), "0,connection refused,true");
}
