//! Scripts that never end: each is stopped by its time limit, wherever it runs and whatever it does
//! against that, and others are served meanwhile and afterwards.

use moongate_tests::{Client, Launch, Origin, Syslog, under_test_is_haproxy};
use std::path::Path;

/// The functions of `loops.lua`.
const WAYS: [&str; 9] = [
    "plain",
    "recursive",
    "coroutine",
    "nested",
    "after_coroutine",
    "caught",
    "closed",
    "sorted",
    "allocating",
];

/// Has all ways loop at once in `rule`, and counts what the log says of them.
fn all_are_stopped(load: &str, rule: &str) {
    if under_test_is_haproxy() {
        return;
    }
    let (log, origin) = (Syslog::new(), Origin::fixed("ok"));
    let config = format!(
        "global\n    log ${{LOG}} local0 debug\n    nbthread 1\n    tune.lua.session-timeout 300ms\n    \
         tune.lua.service-timeout 300ms\n    {load} \"${{LUA}}/loops.lua\"\n\
         defaults\n    mode http\n    timeout connect 5s\n    timeout client 20s\n    timeout server 20s\n\
         frontend fe\n    bind fd@${{FE}}\n    {rule} if !{{ path /other }}\n    default_backend be\n\
         backend be\n    server s {}\n",
        origin.addr()
    );
    let lua = Path::new(env!("CARGO_MANIFEST_DIR")).join("lua");
    let launch = Launch::new(config).env("LUA", lua.display()).env("LOG", log.addr());
    let mut proxy = launch.listen("FE").start();
    let mut other = Client::connect(proxy.addr("FE"));
    let mut looping: Vec<Client> = Vec::new();
    for way in WAYS {
        let mut client = Client::connect(proxy.addr("FE"));
        client.send(format!("GET /{way} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"));
        looping.push(client);
    }
    assert!(other.get("/other").starts_with("HTTP/1.1 200"));
    for (client, way) in looping.iter_mut().zip(WAYS) {
        // The request goes on without what the script was asked for, or is answered with an error.
        assert!(client.to_end().starts_with("HTTP/1.1 "), "{way}");
    }
    assert!(other.get("/other").starts_with("HTTP/1.1 200"));
    log.wait_for("it ran for longer than its time limit");
    assert!(proxy.runs());
}

#[test]
fn in_actions() {
    all_are_stopped("lua-load", "http-request lua.loop");
    all_are_stopped("lua-load-per-thread", "http-request lua.loop");
}

#[test]
fn in_actions_that_are_interrupted_often() {
    all_are_stopped("tune.lua.forced-yield 1000\n    lua-load", "http-request lua.loop");
}

#[test]
fn in_fetches() {
    all_are_stopped("lua-load", "http-request set-header x-loop %[lua.loop]");
}

#[test]
fn in_converters() {
    all_are_stopped("lua-load", "http-request set-header x-loop %[path,lua.loop]");
}

#[test]
fn in_services() {
    all_are_stopped("lua-load", "http-request use-service lua.loop");
}
