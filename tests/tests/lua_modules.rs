//! Modules that others wrote: compiled ones of Debian and plain ones, loaded by scripts.

use moongate_tests::{Client, Folder, Launch, Proxy, under_test_is_haproxy};
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// Where Debian keeps modules for Lua 5.4.
const COMPILED: &str = "/usr/lib/x86_64-linux-gnu/lua/5.4";
const PLAIN: &str = "/usr/share/lua/5.4";

/// Starts a service `lua.t` that answers with what `body` returns; none if a module's file is missing
/// on this machine, or HAProxy, which has another Lua, is tried.
fn service(files: &[&str], body: &str) -> Option<Proxy> {
    if under_test_is_haproxy() || !files.iter().all(|file| Path::new(file).exists()) {
        return None;
    }
    let script = format!(
        "local function answer(applet) {body} end\n\
         core.register_service('t', 'http', function(applet)\n\
           local text = answer(applet)\n\
           applet:set_status(200) applet:add_header('content-length', #text)\n\
           applet:start_response() applet:send(text)\n\
         end)\n"
    );
    let launch = Launch::new(format!(
        "global\n    lua-prepend-path {PLAIN}/?.lua\n    lua-prepend-path {PLAIN}/?/init.lua\n\
         \x20   lua-prepend-path {COMPILED}/?.so cpath\n    lua-load \"${{DIR}}/t.lua\"\n\
         defaults\n    mode http\n    timeout connect 5s\n    timeout client 9s\n    timeout server 9s\n\
         frontend fe\n    bind fd@${{FE}}\n    http-request use-service lua.t\n"
    ));
    Some(launch.file("t.lua", script).listen("FE").start())
}

fn answer(proxy: Option<Proxy>) -> Option<String> {
    let proxy = proxy?;
    let answer = Client::connect(proxy.addr("FE")).get("/");
    Some(answer.split_once("\r\n\r\n").map_or(answer.clone(), |(_, body)| body.to_owned()))
}

#[test]
fn cjson() {
    let proxy = service(
        &[&format!("{COMPILED}/cjson.so")],
        "local cjson = require('cjson')
         local value = cjson.decode('{\"a\": [1, 2.5, \"x\"], \"b\": null}')
         assert(value.b == cjson.null and not pcall(cjson.decode, '{'))
         return cjson.encode({value.a[1], value.a[2], value.a[3], applet.path})",
    );
    if let Some(answer) = answer(proxy) {
        assert_eq!(answer, r#"[1,2.5,"x","\/"]"#);
    }
}

#[test]
fn lpeg() {
    let proxy = service(
        &[&format!("{COMPILED}/lpeg.so"), &format!("{PLAIN}/re.lua")],
        "local lpeg, re = require('lpeg'), require('re')
         local number = lpeg.C(lpeg.R('09') ^ 1) / tonumber
         local sum = lpeg.Cf(number * (',' * number) ^ 0, function(a, b) return a + b end)
         return sum:match('1,2,39') .. re.match('key = value', '{%w+} %s* \"=\" %s* {%w+}')",
    );
    if let Some(answer) = answer(proxy) {
        assert_eq!(answer, "42key");
    }
}

#[test]
fn socket() {
    let proxy = service(
        &[&format!("{PLAIN}/socket.lua"), &format!("{COMPILED}/socket/core.so")],
        "local socket, url = require('socket'), require('socket.url')
         local server = assert(socket.bind('127.0.0.1', 0))
         local _, port = server:getsockname()
         local client = assert(socket.connect('127.0.0.1', port))
         local other = server:accept()
         client:send('hello\\n')
         local line = other:receive('*l')
         client:close() other:close() server:close()
         return line .. url.parse('http://a:8/b').port .. math.type(socket.gettime())",
    );
    if let Some(answer) = answer(proxy) {
        assert_eq!(answer, "hello8float");
    }
}

#[test]
fn penlight() {
    let proxy = service(
        &[&format!("{PLAIN}/pl/List.lua")],
        "local List, class, text = require('pl.List'), require('pl.class'), require('pl.stringx')
         local Animal = class() function Animal:_init(name) self.name = name end
         local Cat = class(Animal) function Cat:says() return self.name .. ' meows' end
         local list = List({3, 1, 2}):sort():map(function(n) return n * 10 end)
         assert(Cat('Tom'):is_a(Animal))
         return list:join(',') .. Cat('Tom'):says() .. text.strip('  x ')",
    );
    if let Some(answer) = answer(proxy) {
        assert_eq!(answer, "10,20,30Tom meowsx");
    }
}

#[test]
fn a_module_that_is_missing_is_told() {
    let folder = Folder::new();
    let script = folder.write("t.lua", "require('nowhere')");
    let config = folder.write("t.cfg", format!("global\n    lua-load {}\n", script.display()));
    let output = std::process::Command::new(moongate_tests::program())
        .args(["-c", "-f"])
        .arg(config)
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && text.contains("module 'nowhere' not found"), "{text}");
}

#[test]
fn what_functions_cost_is_shown() {
    if under_test_is_haproxy() {
        return;
    }
    let launch = Launch::new(
        "global\n    stats socket \"${DIR}/sock\" level operator\n    lua-load \"${DIR}/t.lua\"\n\
         defaults\n    mode http\n    timeout client 9s\n\
         frontend fe\n    bind fd@${FE}\n    http-request lua.a\n    http-request lua.bad\n\
         \x20   http-request return status 200 hdr x %[lua.f]\n",
    );
    let script = "core.register_action('a', {'http-req'}, function() core.yield() end)
        core.register_action('bad', {'http-req'}, function() error('boom') end)
        core.register_fetches('f', function() return core.get_info().Name end)";
    let launch = launch.file("t.lua", script).listen("FE");
    let sock = launch.folder().join("sock");
    let proxy = launch.start();
    let mut client = Client::connect(proxy.addr("FE"));
    for _ in 0..3 {
        let answer = client.get("/");
        assert!(answer.contains("x: HAProxy\r\n"), "{answer}");
    }
    let mut cli = UnixStream::connect(sock).expect("the socket is there");
    cli.write_all(b"show lua\n").expect("it takes commands");
    let mut text = String::new();
    cli.read_to_string(&mut text).expect("it answers");
    let line = |start: &str| {
        let found = text.lines().find(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("no `{start}` in {text}")).to_owned()
    };
    assert!(line("a action ").starts_with("a action shared 3 0 3 "), "{text}");
    assert!(line("bad action ").starts_with("bad action shared 3 3 0 "), "{text}");
    assert!(line("f sample-fetch ").starts_with("f sample-fetch shared 3 0 0 "), "{text}");
    assert!(line("shared ").split(' ').nth(1).is_some_and(|n| n.parse().unwrap_or(0) > 10_000));
}
