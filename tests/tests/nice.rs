//! Who lets others go first: `set-nice` and `core.set_nice`.

use moongate_tests::{Client, Launch, under_test_is_haproxy};
use std::path::Path;

/// How many turns a nice script had while another one had a thousand.
fn turns_of_the_nice(rule: &str, scripted: &str) -> u32 {
    let config = format!(
        "global\n    nbthread 1\n    lua-load \"${{LUA}}/nice.lua\" {scripted}\n\
         defaults\n    mode http\n    timeout connect 5s\n    timeout client 20s\n    timeout server 20s\n\
         frontend fe\n    bind fd@${{FE}}\n    {rule}\n    http-request lua.nice if {{ path /nice }}\n    \
         http-request lua.busy if {{ path /busy }}\n    \
         http-request return status 200 content-type text/plain lf-string turns=%[var(txn.turns)];\n"
    );
    let lua = Path::new(env!("CARGO_MANIFEST_DIR")).join("lua");
    let proxy = Launch::new(config).env("LUA", lua.display()).listen("FE").start();
    let mut nice = Client::connect(proxy.addr("FE"));
    nice.send("GET /nice HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    let answer = Client::connect(proxy.addr("FE")).get("/busy");
    assert!(nice.to_end().starts_with("HTTP/1.1 200"));
    let turns = answer.split_once("turns=").and_then(|(_, rest)| rest.split_once(';'));
    let turns = turns.and_then(|(turns, _)| turns.parse().ok());
    turns.unwrap_or_else(|| panic!("{answer}"))
}

#[test]
fn a_nice_transaction_has_fewer_turns() {
    if under_test_is_haproxy() {
        return;
    }
    let usual = turns_of_the_nice("", "");
    assert!((500..=2000).contains(&usual), "{usual}");
    for (rule, scripted) in [
        ("http-request set-nice 1024 if { path /nice }", ""),
        ("http-request set-nice -1024 if { path /busy }", ""),
        ("", "1024"),
    ] {
        let turns = turns_of_the_nice(rule, scripted);
        assert!(turns < 300, "{rule} {scripted}: {turns}");
    }
}
