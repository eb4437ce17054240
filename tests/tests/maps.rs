//! Maps and lists of patterns while the program runs: by rules and by the runtime API, also against HAProxy.

use moongate_tests::{Client, Launch, PATIENCE, Proxy};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const CONFIG: &str = "global
    stats socket \"${DIR}/sock\" level admin
defaults
    mode http
    timeout connect 5s
    timeout client 10s
    timeout server 10s
frontend fe
    bind fd@${FE}
    http-request \"set-map(${DIR}/hosts.map)\" %[url_param(k)] %[url_param(v)] if { path /set }
    http-request \"del-map(${DIR}/hosts.map)\" %[url_param(k)] if { path /del }
    http-request \"add-acl(${DIR}/denied.acl)\" %[url_param(k)] if { path /deny }
    http-request return status 403 content-type text/plain string denied if { url_param(q) -i -f \"${DIR}/denied.acl\" }
    http-request return status 200 content-type text/plain lf-string \"%[url_param(q),map(${DIR}/hosts.map,none)]|%[url_param(q),map_beg(${DIR}/hosts.map,none)]|%[url_param(q),map_reg(${DIR}/hosts.map,none)]|%[url_param(q),map_sub_int(${DIR}/numbers.map,-1)]\"
";

fn start() -> (Proxy, PathBuf) {
    let proxy = Launch::new(CONFIG.to_owned())
        .file("hosts.map", "/a first\n/a/b second\n/a/b third\n# no\n^/x(.*) regex\n")
        .file("denied.acl", "bad\n")
        .file("numbers.map", "one 1\ntwo 2\n")
        .listen("FE")
        .start();
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

/// The entries that the socket shows, without their numbers.
fn entries(socket: &Path, list: &str) -> Vec<String> {
    let shown = ask(socket, &format!("show map {list}"));
    let entry = |line: &str| line.split_once(' ').map(|(_, rest)| rest.to_owned());
    shown.lines().filter_map(entry).collect()
}

#[test]
fn rules_and_the_socket_change_what_requests_see() {
    let (proxy, socket) = start();
    let map = proxy.folder().join("hosts.map").display().to_string();
    assert_eq!(get(&proxy, "/?q=/a/b/c"), "none|second|first|-1");
    assert_eq!(get(&proxy, "/?q=/xtwo"), "none|none|regex|2");
    get(&proxy, "/set?k=/new&v=x");
    assert_eq!(get(&proxy, "/?q=/new"), "x|x|x|-1");
    get(&proxy, "/set?k=/a/b&v=both");
    assert_eq!(entries(&socket, &map)[1..3], ["/a/b both", "/a/b both"]);
    get(&proxy, "/del?k=/a/b");
    assert_eq!(entries(&socket, &map), ["/a first", "^/x(.*) regex", "/new x"]);
    get(&proxy, "/deny?k=Worse");
    assert_eq!(get(&proxy, "/?q=worse"), "denied");
    assert_eq!(ask(&socket, &format!("add map {map} /k v w")), "");
    assert_eq!(ask(&socket, &format!("set map {map} /k z")), "");
    assert_eq!(get(&proxy, "/?q=/k"), "z|z|z|-1");
    assert_eq!(ask(&socket, &format!("del map {map} /k")), "");
    assert_eq!(ask(&socket, &format!("del map {map} /k")), "Key not found.");
    assert_eq!(ask(&socket, &format!("set map {map} /k z")), "entry not found.");
    let shown = ask(&socket, &format!("show map {map}"));
    let first = shown.split(' ').next().unwrap_or_default();
    assert_eq!(ask(&socket, &format!("del map {map} #{first}")), "");
    assert_eq!(entries(&socket, &map), ["^/x(.*) regex", "/new x"]);
    let payload = format!("add map {map} <<\n/p1 one two\n/p2 three\n");
    assert_eq!(ask(&socket, &payload), "");
    assert_eq!(get(&proxy, "/?q=/p1").split('|').next(), Some("one two"));
}

#[test]
fn versions_replace_a_content_at_once() {
    let (proxy, socket) = start();
    let map = proxy.folder().join("hosts.map").display().to_string();
    assert_eq!(ask(&socket, &format!("prepare map {map}")), "New version created: 1");
    for n in 0..2000 {
        if n % 500 == 0 {
            let lines: String = (n..n + 500).map(|n| format!("/n{n} v{n}\n")).collect();
            assert_eq!(ask(&socket, &format!("add map @1 {map} <<\n{lines}")), "");
        }
    }
    assert_eq!(get(&proxy, "/?q=/n1999").split('|').next(), Some("none"));
    assert_eq!(get(&proxy, "/?q=/a").split('|').next(), Some("first"));
    assert_eq!(ask(&socket, &format!("show map @1 {map}")).lines().count(), 2000);
    assert_eq!(
        ask(&socket, &format!("add map @7 {map} a b")),
        "Version number in the future, please use 'prepare map' before."
    );
    assert_eq!(ask(&socket, &format!("commit map @2 {map}")), "Version number out of range.");
    assert_eq!(ask(&socket, &format!("commit map {map}")), "Missing version number.");
    assert_eq!(ask(&socket, &format!("commit map @1 {map}")), "");
    assert_eq!(get(&proxy, "/?q=/n1999").split('|').next(), Some("v1999"));
    assert_eq!(get(&proxy, "/?q=/a").split('|').next(), Some("none"));
    assert_eq!(entries(&socket, &map).len(), 2000);
    assert!(ask(&socket, "show map").contains("curr_ver=1 next_ver=1"));
    assert_eq!(ask(&socket, &format!("clear map {map}")), "");
    assert_eq!(entries(&socket, &map).len(), 0);
}

#[test]
fn the_socket_tells_what_matches() {
    let (proxy, socket) = start();
    let file = |name: &str| proxy.folder().join(name).display().to_string();
    assert_eq!(
        ask(&socket, &format!("get map {} /a/b", file("hosts.map"))),
        "type=str, case=sensitive, found=yes, idx=tree, key=\"/a/b\", value=\"second\", type=\"str\"\n\
         type=beg, case=sensitive, found=yes, idx=tree, key=\"/a/b\", value=\"second\", type=\"str\"\n\
         type=reg, case=sensitive, found=yes, idx=list, key=\"/a\", value=\"first\", type=\"str\""
    );
    assert_eq!(
        ask(&socket, &format!("get map {} xtwox", file("numbers.map"))),
        "type=sub, case=sensitive, found=yes, idx=list, key=\"two\", value=\"2\", type=\"sint\""
    );
    assert_eq!(
        ask(&socket, &format!("get acl {} BAD", file("denied.acl"))),
        "type=str, case=insensitive, match=yes, idx=list, pattern=\"bad\""
    );
    assert_eq!(
        ask(&socket, &format!("get acl {} x", file("denied.acl"))),
        "type=str, case=insensitive, match=no"
    );
    assert_eq!(
        ask(&socket, &format!("add map {} three x", file("numbers.map"))),
        "unable to parse 'x'."
    );
}
