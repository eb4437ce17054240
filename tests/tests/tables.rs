//! Stick tables as scripts and the runtime API see them, also against HAProxy.

use moongate_tests::{Client, Launch, PATIENCE, Proxy};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const CONFIG: &str = "global
    stats socket \"${DIR}/sock\" level admin
    lua-load \"${LUA}/stick_table.lua\"
defaults
    mode http
    timeout connect 5s
    timeout client 10s
    timeout server 10s
frontend fe
    bind fd@${FE}
    stick-table type string len 20 size 100 expire 1m store gpc0,gpt0,server_id,server_key,conn_cnt
    http-request use-service lua.tables if { path /tables }
    http-request track-sc0 path
    http-request track-sc1 src table addresses
    http-request sc-inc-gpc0(0)
    http-request sc-inc-gpc0(1)
    http-request return status 200
backend addresses
    stick-table type ip size 5k store gpc0
backend numbers
    stick-table type integer size 10 nopurge store gpt0
backend empty
";

fn start() -> (Proxy, PathBuf) {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("lua");
    let launch = Launch::new(CONFIG.to_owned()).env("LUA", scripts.display());
    let proxy = launch.listen("FE").start();
    let socket = proxy.folder().join("sock");
    (proxy, socket)
}

fn ask(socket: &Path, line: &str) -> String {
    let until = Instant::now() + PATIENCE;
    let mut stream = loop {
        match UnixStream::connect(socket) {
            Ok(stream) => break stream,
            Err(error) => assert!(Instant::now() < until, "{}: {error}", socket.display()),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    stream.write_all(format!("{line}\n").as_bytes()).expect("it reads");
    stream.shutdown(Shutdown::Write).expect("it is open");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer.trim_end_matches('\n').to_owned()
}

fn get(proxy: &Proxy, uri: &str) -> String {
    let reply = Client::connect(proxy.addr("FE")).get(uri);
    reply.split_once("\r\n\r\n").map_or(reply.clone(), |(_, body)| body.to_owned())
}

#[test]
fn scripts_see_what_commands_see() {
    let (proxy, socket) = start();
    for uri in ["/a", "/b", "/a"] {
        get(&proxy, uri);
    }
    assert_eq!(ask(&socket, "set table numbers key 7 data.gpt0 3"), "");
    assert_eq!(ask(&socket, "set table fe key /c data.gpc0 9 data.server_id 2"), "");
    let expected = "addresses ip 5120 1
addresses key=127.0.0.1 gpc0=3
addresses more than one: 127.0.0.1
fe key=/a conn_cnt=2 gpc0=2 gpt0=0 server_id=0 server_key=-
fe key=/b conn_cnt=1 gpc0=1 gpt0=0 server_id=0 server_key=-
fe key=/c conn_cnt=0 gpc0=9 gpt0=0 server_id=2 server_key=-
fe more than one: /a
fe more than one: /c
fe string 100 3
numbers integer 10 1
numbers key=7 gpt0=3";
    assert_eq!(get(&proxy, "/tables"), expected);
    let shown = ask(&socket, "show table fe data.gpc0 gt 1");
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines.len() == 3 && lines[0].ends_with("used:3"), "{shown}");
    for (key, count) in [("/a", 2), ("/c", 9)] {
        let about = lines.iter().find(|line| line.contains(&format!(" key={key} ")));
        assert!(about.is_some_and(|line| line.contains(&format!(" gpc0={count} "))), "{shown}");
    }
    assert_eq!(ask(&socket, "clear table fe data.gpc0 gt 1"), "");
    let shown = ask(&socket, "show table fe");
    assert!(shown.contains("used:1") && shown.contains("key=/b use=0 "), "{shown}");
    assert_eq!(ask(&socket, "clear table fe"), "");
    assert!(ask(&socket, "show table fe").contains("used:0"));
    assert!(!get(&proxy, "/tables").contains("fe key"));
}
