//! What configurations become.

mod common;

use common::text;
use moongate_conf::plan::{
    BackendRef, Balance, CliLevel, LogAddress, LogFormat, OwnError, Reuse, ServerRef, Settings,
};
use moongate_net::{Address, Target};
use moongate_state::{LogLevel, Mode, ProxyId, Sample, ServerId, VarName};
use std::sync::atomic::Ordering::Relaxed;

const TIMES: &str = "timeout client 10s\n timeout connect 5000\n timeout server 1m\n";

#[test]
fn a_whole_configuration() {
    let plan = text(&format!(
        "global\n nbthread 3\n maxconn 100\n log stdout format raw local0 info\n stats socket /tmp/m.sock mode 600 level admin\n stats timeout 1m\n node n1\n\
         defaults\n mode http\n {TIMES} option httplog\n log global\n retries 2\n\
         frontend web\n bind :8080,[::1]:8081-8082 name pub maxconn 7\n bind /tmp/w.sock mode 660\n use_backend api if {{ path_beg /api }}\n use_backend %[req.hdr(host)]\n default_backend app\n\
         backend api\n balance leastconn\n http-reuse always\n default-server weight 7 maxconn 9\n server a 127.0.0.1:9001\n server b 127.0.0.1:+10 backup weight 3\n server c /tmp/c.sock disabled\n use-server b if {{ path /b }}\n\
         backend app\n server-template s 2-3 127.0.0.1:9001 minconn 4\n"
    ))
    .plan();
    assert_eq!(plan.global.nbthread, Some(3));
    assert_eq!(plan.world.threads.load(Relaxed), 3);
    assert_eq!(&*plan.world.node, "n1");
    assert_eq!(plan.global.stats_timeout, 60_000);
    let [socket] = &plan.global.stats_sockets[..] else { panic!() };
    assert_eq!((socket.level, socket.listen.mode), (CliLevel::Admin, Some(0o600)));
    assert_eq!(socket.address, Address::Unix("/tmp/m.sock".into()));

    let web = &plan.proxies[0];
    assert_eq!(web.mode, Mode::Http);
    let ports: Vec<u16> = web.binds.iter().map(|bind| bind.port).collect();
    assert_eq!(ports, [8080, 8081, 8082, 0]);
    let numbers: Vec<u32> = web.binds.iter().map(|bind| bind.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!((web.binds[2].maxconn, web.binds[2].name.as_deref()), (7, Some("pub")));
    assert_eq!(web.binds[3].listen.mode, Some(0o660));
    assert_eq!(web.binds[0].listen.backlog, 1024);
    assert_eq!(web.default_backend, Some(ProxyId(2)));
    assert!(matches!(web.use_backend[0].target, BackendRef::Fixed(ProxyId(1))));
    assert!(web.use_backend[0].condition.is_some());
    assert!(matches!(web.use_backend[1].target, BackendRef::Named(_)));
    assert!(web.log_format.is_some());
    let [log] = &web.settings.logs[..] else { panic!() };
    assert_eq!((&log.to, log.format), (&LogAddress::Stdout, LogFormat::Raw));
    assert_eq!((log.facility, log.max_level), (16, LogLevel::Info));
    assert_eq!(web.settings.retries, 2);
    let times = &web.settings.timeouts;
    assert_eq!(
        (times.client, times.connect, times.server),
        (Some(10_000), Some(5000), Some(60_000))
    );

    let api = &plan.proxies[1];
    assert!(api.log_format.is_none());
    assert_eq!((api.settings.balance, api.settings.reuse), (Balance::LeastConn, Reuse::Always));
    let servers = api.state.servers();
    let weights: Vec<u32> = servers.iter().map(|server| server.weight.load(Relaxed)).collect();
    assert_eq!(weights, [7, 3, 7]);
    assert_eq!(servers[0].maxconn.load(Relaxed), 9);
    assert!(servers[1].backup && !servers[0].backup);
    assert_eq!(api.servers[1].port_offset, Some(10));
    assert_eq!(api.servers[0].port_offset, None);
    assert!(servers[2].maintenance.load(Relaxed) && !servers[2].up.load(Relaxed));
    assert_eq!(*servers[2].target.read(), Some(Target::Unix("/tmp/c.sock".into())));
    assert!(matches!(api.use_server[0].target, ServerRef::Fixed(ServerId(1))));

    let app = plan.proxy(plan.backend_named("app").unwrap());
    let names: Vec<&str> = app.state.servers().iter().map(|server| &*server.name).collect();
    assert_eq!(names, ["s2", "s3"]);
    assert_eq!(app.state.servers()[0].maxconn.load(Relaxed), 4);
    assert_eq!(plan.backend_named("web"), None);
}

fn settings(body: &str) -> Settings {
    let text = text(&format!("{body}\nlisten x\n bind :80\n {TIMES}"));
    text.plan().proxies.remove(0).settings
}

#[test]
fn options_are_set_taken_back_and_restored() {
    let options =
        settings("defaults\n option nolinger\n option tcpka\n no option splice-auto").options;
    assert!(options.nolinger && options.clitcpka && options.srvtcpka);
    assert_eq!(options.no_splice, [true, true]);
    let plan = text(&format!(
        "defaults d\n option nolinger\n option http-server-close\n {TIMES}listen x from d\n bind :80\n no option nolinger\n option httpclose\n"
    ))
    .plan();
    let options = &plan.proxies[0].settings.options;
    assert!(!options.nolinger && options.httpclose && !options.http_server_close);
    assert_eq!(settings("defaults\n option redispatch").redispatch, Some(-1));
    assert_eq!(settings("defaults\n option redispatch 3").redispatch, Some(3));
    assert_eq!(settings("defaults\n option redispatch\n no option redispatch").redispatch, None);
}

#[test]
fn defaults_are_inherited_and_their_rules_read_again() {
    let plan = text(&format!(
        "defaults base\n mode http\n {TIMES}\ndefaults rules from base\n acl here src 127.0.0.1\n http-request deny if here\n tcp-request inspect-delay 3s\n\
         listen a from rules\n bind :80\n http-request deny unless here\n\
         listen b from base\n bind :81\n"
    ))
    .plan();
    let [a, b] = &plan.proxies[..] else { panic!() };
    assert_eq!((a.rules.http_request.0.len(), b.rules.http_request.0.len()), (2, 0));
    assert_eq!((a.settings.inspect_delay, b.settings.inspect_delay), (Some(3000), None));
    assert_eq!((a.mode, b.mode), (Mode::Http, Mode::Http));
}

#[test]
fn later_sections_are_seen_by_earlier_ones() {
    let plan = text(&format!(
        "defaults\n mode http\n {TIMES}\nfrontend f\n bind :80\n http-request deny if {{ nbsrv(late) lt 1 }}\n default_backend late\nbackend late\n server s 127.0.0.1:1\n"
    ))
    .plan();
    assert_eq!(plan.proxies[0].default_backend, Some(ProxyId(1)));
}

#[test]
fn the_environment_changes_while_reading() {
    let plan = text(&format!(
        "global\n setenv PORT 8001\n setenv PORT 8002\n presetenv PORT 8003\n localpeer me\nlisten x\n bind :\"$PORT\"\n {TIMES} log-tag \"$HAPROXY_LOCALPEER\"\n"
    ))
    .plan();
    assert_eq!(plan.proxies[0].binds[0].port, 8002);
    assert_eq!(plan.proxies[0].settings.log_tag.as_deref(), Some("me"));
}

#[test]
fn variables_of_the_process() {
    let plan =
        text("global\n set-var proc.a int(5),add(2)\n set-var-fmt proc.b \"x-%[int(3)]\"\n").plan();
    let vars = plan.world.vars.read();
    assert_eq!(vars.get(&VarName::new(b"a")), Some(&Sample::Sint(7)));
    assert_eq!(vars.get(&VarName::new(b"b")), Some(&Sample::str("x-3").into_owned()));
    let wrong = text("global\n set-var txn.a int(5)\n");
    assert!(wrong.lines()[0].starts_with("2:10 alert: 'txn.a'"), "{:?}", wrong.lines());
}

#[test]
fn numbers_are_given_around_those_that_are_written() {
    let plan = text("backend a\n id 2\nbackend b\n server x 127.0.0.1:1 id 1\n server y 127.0.0.1:1\n timeout connect 1s\n timeout server 1s\nbackend c\n").plan();
    let numbers: Vec<u32> = plan.proxies.iter().map(|proxy| proxy.state.number).collect();
    assert_eq!(numbers, [2, 3, 4]);
    let numbers: Vec<u32> = plan.proxies[1].state.servers().iter().map(|s| s.number).collect();
    assert_eq!(numbers, [1, 2]);
    let plan = text("global\n stats socket /tmp/x\nbackend a\nbackend b\n").plan();
    let numbers: Vec<u32> = plan.proxies.iter().map(|proxy| proxy.state.number).collect();
    assert_eq!(numbers, [2, 3], "1 is the runtime API's");
}

#[test]
fn logs() {
    let text = "global\n log 127.0.0.1 local1 notice\n log /dev/log len 200 format rfc5424 sample 1,3-4:10 daemon debug warning\nlisten a\n bind :80\n timeout client 1s\n log global\n log fd@2 local7\nlisten b\n bind :81\n timeout client 1s\n log global\n no log\n";
    let plan = common::text(text).plan();
    let [a, b] = &plan.proxies[..] else { panic!() };
    assert!(b.settings.logs.is_empty());
    let [udp, unix, fd] = &a.settings.logs[..] else { panic!() };
    assert_eq!(udp.to, LogAddress::Udp("127.0.0.1:514".parse().unwrap()));
    assert_eq!(unix.to, LogAddress::Unix("/dev/log".into()));
    assert_eq!((unix.len, unix.format, unix.facility), (200, LogFormat::Rfc5424, 3));
    let sample = unix.sample.as_ref().unwrap();
    assert_eq!((&*sample.ranges, sample.size), (&[(1, 1), (3, 4)][..], 10));
    assert_eq!((unix.max_level, unix.min_level), (LogLevel::Debug, LogLevel::Warning));
    assert_eq!(fd.to, LogAddress::Fd(2));
}

#[test]
fn error_answers() {
    let file = std::env::temp_dir().join(format!("moongate-conf-{}.http", std::process::id()));
    std::fs::write(&file, "HTTP/1.0 503 Gone\r\nX-A: b\r\n\r\nsorry").unwrap();
    let name = file.display();
    let plan = text(&format!(
        "listen a\n mode http\n bind :80\n {TIMES} errorfile 503 {name}\n errorfile 400 /dev/null\n errorloc 404 /x\n"
    ))
    .plan();
    std::fs::remove_file(&file).unwrap();
    let errors = &plan.proxies[0].errors;
    let find = |code| match &errors.iter().find(|(c, _)| *c == code).unwrap().1 {
        OwnError::Whole(reply) => reply,
        OwnError::Made(_) => panic!("{code} is made for each error"),
    };
    assert_eq!((find(503).head.status(), &*find(503).body), (503, &b"sorry"[..]));
    assert_eq!(find(503).head.get(b"x-a"), Some(&b"b"[..]));
    assert!(find(400).head.is_empty() && find(400).body.is_empty());
    assert_eq!((find(404).head.status(), find(404).head.get(b"location")), (302, Some(&b"/x"[..])));
    let missing = text("backend a\n errorfile 503 /nonexistent/x\n");
    assert_eq!(missing.lines(), ["2:16 alert: error opening file '/nonexistent/x'"]);
}

#[test]
fn captures_and_unique_ids() {
    let plan = text(&format!(
        "listen a\n mode http\n bind :80\n {TIMES} capture request header Host len 15\n declare capture request len 3\n capture response header Server len 9\n unique-id-format %{{+X}}o\\ %ci\n unique-id-header X-Id\n"
    ))
    .plan();
    let proxy = &plan.proxies[0];
    assert_eq!(proxy.req_captures, [(b"host".to_vec(), 15), (Vec::new(), 3)]);
    assert_eq!(proxy.res_captures, [(b"server".to_vec(), 9)]);
    assert!(proxy.unique_id_format.is_some());
    assert_eq!(proxy.unique_id_header.as_deref(), Some("x-id"));
}

#[test]
fn clients_that_leave() {
    let plan = text(&format!(
        "defaults\n {TIMES} mode http\nbackend a\nbackend b\n no option abortonclose\nbackend c\n mode tcp\nbackend d\n mode tcp\n option abortonclose\n\
         defaults\n {TIMES} mode http\n no option abortonclose\nbackend e\nbackend f\n default option abortonclose\n"
    ))
    .plan();
    let told: Vec<bool> =
        plan.proxies.iter().map(|proxy| proxy.settings.options.abortonclose).collect();
    assert_eq!(told, [true, false, false, true, false, true]);
}

#[test]
fn expressions_see_what_the_configuration_set() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let plan = text(&format!(
        "global\n setenv OF_THE_CONFIGURATION here\n default-path origin {folder}\n set-var proc.a env(OF_THE_CONFIGURATION)\n set-var proc.b str(name),map(Cargo.toml)\n"
    ))
    .plan();
    let vars = plan.world.vars.read();
    assert_eq!(vars.get(&VarName::new(b"a")), Some(&Sample::str("here").into_owned()));
    let found = Sample::str("= \"moongate-conf\"").into_owned();
    assert_eq!(vars.get(&VarName::new(b"b")), Some(&found));
}

#[test]
fn redirections_are_apart_from_rules() {
    let plan = text(&format!(
        "listen f\n {TIMES} mode http\n bind :80\n http-request allow\n redirect location /x if {{ path / }}\n redirect prefix /y code 301\n"
    ))
    .plan();
    let rules = &plan.proxies[0].rules;
    assert_eq!((rules.http_request.0.len(), rules.redirect.0.len()), (1, 2));
}

#[test]
fn buffers_of_sockets() {
    let plan = text(&format!(
        "global\n tune.rcvbuf.client 10k\n tune.sndbuf.client 20k\n tune.sndbuf.server 30k\nlisten f\n {TIMES} bind :80\n"
    ))
    .plan();
    let listen = &plan.proxies[0].binds[0].listen;
    assert_eq!((listen.rcvbuf, listen.sndbuf), (Some(10_240), Some(20_480)));
    assert_eq!(plan.global.tune.socket_buffers[2..], [None, Some(30_720)]);
}

#[test]
fn error_files_override_each_other_in_the_order_of_the_lines() {
    let plan = text(
        "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n \
         errorloc 403 /own\n errorfiles site 403 404\n\
         backend a\n errorloc 404 /own\n\
         backend b\n errorfiles site\n\
         http-errors site\n errorfile 403 /dev/null\n errorfile 404 /dev/null\n \
         errorfile 500 /dev/null\n",
    )
    .plan();
    let errors = |at: usize| -> Vec<(u16, bool)> {
        let list = plan.proxies[at].errors.iter();
        let empty = |reply: &OwnError| matches!(reply, OwnError::Whole(it) if it.head.is_empty());
        let mut list: Vec<_> = list.map(|(status, reply)| (*status, empty(reply))).collect();
        list.sort_unstable();
        list
    };
    assert_eq!(errors(0), [(403, true), (404, false)]);
    assert_eq!(errors(1), [(403, true), (404, true), (500, true)]);
}

#[test]
fn capture_slots_are_numbered_in_the_order_of_the_lines() {
    let plan = text(
        "listen a\n bind 127.0.0.1:1\n mode http\n timeout client 1s\n timeout server 1s\n \
         timeout connect 1s\n declare capture request len 9\n capture request header Host len 6\n \
         capture response header Via len 5\n declare capture request len 7\n",
    )
    .plan();
    let slots = |list: &[(Vec<u8>, usize)]| -> Vec<_> {
        list.iter().map(|(name, len)| (String::from_utf8_lossy(name).into_owned(), *len)).collect()
    };
    let own = |text: &str, len| (text.to_owned(), len);
    let proxy = &plan.proxies[0];
    assert_eq!(slots(&proxy.req_captures), [own("", 9), own("host", 6), own("", 7)]);
    assert_eq!(slots(&proxy.res_captures), [own("via", 5)]);
}
