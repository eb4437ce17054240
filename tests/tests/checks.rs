//! Health checks: servers that die and come back, commands that change them, scripts that hear of it.

use moongate_tests::{Client, Launch, Origin, PATIENCE, Proxy, Syslog, exchange};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Instant;

const DEFAULTS: &str = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n    option log-health-checks\n";
const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

/// A server whose answer to checks may be changed.
struct Patient {
    origin: Origin,
    status: Arc<AtomicU16>,
}

impl Patient {
    fn new(name: &'static str) -> Patient {
        let status = Arc::new(AtomicU16::new(200));
        let answers = Arc::clone(&status);
        let origin = Origin::http(move |request| {
            let status = match request.starts_with("OPTIONS") {
                true => answers.load(Ordering::SeqCst),
                false => 200,
            };
            format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n\r\n{name}", name.len())
        });
        Patient { origin, status }
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }
}

/// A backend `be` with these two servers and these lines.
fn start(lines: &str, servers: [(&Patient, &str); 2], syslog: &Syslog) -> Proxy {
    let [one, two] =
        servers.map(|(patient, options)| format!("{} {options}", patient.origin.addr()));
    let config = format!(
        "global\n    stats socket fd@${{CLI}} level admin\n{DEFAULTS}frontend fe\n    bind fd@${{FE}}\n    default_backend be\n\
         backend be\n    log {} format raw local0\n    option httpchk\n    option redispatch\n{lines}\
         \x20   server one {one}\n    server two {two}\n",
        syslog.addr()
    );
    Launch::new(config).listen("FE").listen("CLI").start()
}

fn body(proxy: &Proxy) -> String {
    let answer = exchange(proxy.addr("FE"), GET);
    answer.rsplit("\r\n").next().unwrap_or_default().to_owned()
}

fn cli(proxy: &Proxy, command: &str) -> String {
    exchange(proxy.addr("CLI"), &format!("{command}\n"))
}

/// A column of `show stat`.
fn column(proxy: &Proxy, server: &str, name: &str) -> String {
    let stat = cli(proxy, "show stat");
    let mut lines = stat.lines();
    let names: Vec<&str> =
        lines.next().unwrap_or_default().trim_start_matches("# ").split(',').collect();
    let place = names.iter().position(|it| *it == name).expect("the column is there");
    let row =
        lines.find(|line| line.starts_with(&format!("be,{server},"))).expect("the row is there");
    row.split(',').nth(place).unwrap_or_default().to_owned()
}

const QUICK: &str = "check inter 50ms rise 1 fall 1";

#[test]
fn a_server_dies_and_comes_back() {
    let (one, two, syslog) = (Patient::new("one"), Patient::new("two"), Syslog::new());
    let proxy = start("", [(&one, QUICK), (&two, "backup")], &syslog);
    syslog.wait_for(
        "Health check for server be/one succeeded, reason: Layer7 check passed, code: 200",
    );
    assert_eq!(body(&proxy), "one");
    one.answers(500);
    syslog.wait_for("Health check for server be/one failed, reason: Layer7 wrong status, code: 500, info: \"Said\"");
    let line = syslog.wait_for("Server be/one is DOWN. ");
    assert!(
        line.contains("0 active and 1 backup servers left. Running on backup. 0 sessions active"),
        "{line}"
    );
    assert_eq!(body(&proxy), "two");
    assert_eq!(column(&proxy, "one", "status"), "DOWN");
    assert_eq!(column(&proxy, "one", "check_code"), "500");
    assert_eq!(column(&proxy, "one", "chkdown"), "1");
    one.answers(200);
    syslog.wait_for("Server be/one is UP. 1 active and 1 backup servers online.");
    assert_eq!(body(&proxy), "one");
    assert_eq!(column(&proxy, "one", "status"), "UP");
}

#[test]
fn rise_and_fall_are_counted() {
    let (one, two, syslog) = (Patient::new("one"), Patient::new("two"), Syslog::new());
    let options = "check inter 50ms rise 2 fall 3 init-state fully-up";
    let proxy = start("", [(&one, options), (&two, "backup")], &syslog);
    syslog.wait_for("status: 3/3 UP.");
    one.answers(500);
    syslog.wait_for("status: 2/3 UP.");
    syslog.wait_for("status: 1/3 UP.");
    syslog.wait_for("status: 0/2 DOWN.");
    one.answers(200);
    syslog.wait_for("status: 1/2 DOWN.");
    syslog.wait_for("Server be/one is UP.");
    assert_eq!(column(&proxy, "one", "chkfail"), "3");
}

#[test]
fn nobody_is_left() {
    let (one, two, syslog) = (Patient::new("one"), Patient::new("two"), Syslog::new());
    one.answers(500);
    let proxy = start("", [(&one, QUICK), (&two, "track one")], &syslog);
    syslog.wait_for("Server be/two is DOWN via be/one.");
    syslog.wait_for("backend be has no server available!");
    assert!(exchange(proxy.addr("FE"), GET).starts_with("HTTP/1.1 503"));
    assert_eq!(column(&proxy, "two", "tracked"), "be/one");
    assert_eq!(column(&proxy, "BACKEND", "status"), "DOWN");
}

#[test]
fn a_404_asks_for_no_new_clients() {
    let (one, two, syslog) = (Patient::new("one"), Patient::new("two"), Syslog::new());
    let lines = "    http-check disable-on-404\n    cookie S insert indirect\n";
    let (first, second) = (format!("{QUICK} cookie 1"), format!("{QUICK} cookie 2"));
    let proxy = start(lines, [(&one, &first), (&two, &second)], &syslog);
    syslog.wait_for("server be/one succeeded");
    one.answers(404);
    syslog.wait_for("Server be/one is stopping. 1 active and 0 backup servers online.");
    assert_eq!((body(&proxy), body(&proxy)), ("two".to_owned(), "two".to_owned()));
    // Who belongs to it still reaches it.
    let mine = GET.replace("host: a", "host: a\r\ncookie: S=1");
    assert!(exchange(proxy.addr("FE"), &mine).ends_with("one"));
    assert_eq!(column(&proxy, "one", "status"), "NOLB");
    one.answers(200);
    syslog.wait_for("Server be/one is UP.");
}

#[test]
fn commands_change_health() {
    let (one, two, syslog) = (Patient::new("one"), Patient::new("two"), Syslog::new());
    let proxy = start("", [(&one, QUICK), (&two, QUICK)], &syslog);
    syslog.wait_for("server be/one succeeded");
    syslog.wait_for("server be/two succeeded");
    cli(&proxy, "disable health be/one");
    assert_eq!(column(&proxy, "one", "status"), "no check");
    cli(&proxy, "set server be/one health down");
    syslog.wait_for("Server be/one is DOWN, changed from CLI. 1 active");
    assert_eq!((body(&proxy), body(&proxy)), ("two".to_owned(), "two".to_owned()));
    cli(&proxy, "enable health be/one");
    syslog.wait_for("Server be/one is UP. 2 active");
    cli(&proxy, "disable server be/one");
    syslog.wait_for(
        "Server be/one is going DOWN for maintenance. 1 active and 0 backup servers left.",
    );
    cli(&proxy, "enable server be/one");
    syslog.wait_for("Server be/one is UP/READY (leaving forced maintenance).");
    let port = two.origin.addr().port();
    cli(&proxy, &format!("set server be/one check-port {port}"));
    one.answers(500);
    two.answers(500);
    syslog.wait_for("Server be/one is DOWN.");
    assert!(cli(&proxy, "show servers state").contains(&format!(" {port} - - 0")));
    assert!(
        cli(&proxy, "set server be/one health well")
            .contains("expects 'up', 'stopping', or 'down'")
    );
}

#[test]
fn traffic_that_fails_counts() {
    let syslog = Syslog::new();
    // Checks are well; answers to requests aren't.
    let origin = Origin::http(|request| {
        let status = if request.starts_with("OPTIONS") { 200 } else { 500 };
        format!("HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n\r\n")
    });
    let config = format!(
        "{DEFAULTS}listen be\n    bind fd@${{FE}}\n    log {} format raw local0 info notice\n    option httpchk\n\
         \x20   server one {} check inter 10m observe layer7 error-limit 2 on-error mark-down\n",
        syslog.addr(),
        origin.addr()
    );
    let proxy = Launch::new(config).listen("FE").start();
    syslog.wait_for("server be/one succeeded");
    let mut client = Client::connect(proxy.addr("FE"));
    client.get("/");
    client.get("/");
    syslog.wait_for("reason: Health analyze, info: \"Detected 2 consecutive errors, last one was: Wrong http response\"");
    syslog.wait_for("Server be/one is DOWN.");
    assert!(exchange(proxy.addr("FE"), GET).starts_with("HTTP/1.1 503"));
}

#[test]
fn scripts_hear_of_checks_and_change_them() {
    let (one, syslog) = (Patient::new("one"), Syslog::new());
    let script = r#"
        core.event_sub({"SERVER_CHECK", "SERVER_DOWN", "SERVER_STATE"}, function(event, data)
            local check = data.check or (data.state and data.state.check)
            local text = event .. " " .. data.name
            if check then
                text = text .. " " .. check.result .. " " .. check.reason.short .. " " .. check.health.cur
            end
            core.log(core.notice, text)
            if event == "SERVER_DOWN" then data.reference:check_disable() end
        end)
    "#;
    let config = format!(
        "global\n    lua-load hear.lua\n    log {log} format raw local0\n    stats socket fd@${{CLI}} level admin\n\
         {DEFAULTS}listen be\n    bind fd@${{FE}}\n    option httpchk\n    server one {} {QUICK}\n",
        one.origin.addr(),
        log = syslog.addr(),
    );
    let proxy = Launch::new(config).file("hear.lua", script).listen("FE").listen("CLI").start();
    syslog.wait_for("SERVER_CHECK one PASSED L7OK 1");
    one.answers(500);
    syslog.wait_for("SERVER_CHECK one FAILED L7STS 0");
    syslog.wait_for("SERVER_STATE one FAILED L7STS 0");
    let until = Instant::now() + PATIENCE;
    while !cli(&proxy, "show servers state").contains(" 17 2 0 2 ") {
        assert!(Instant::now() < until, "the script disables the checks");
    }
}
