//! Log lines: profiles, steps, samples, levels and sinks that take nothing.

use moongate_tests::{Client, Launch, Origin, PATIENCE, Syslog, exchange};
use std::time::Instant;

const DEFAULTS: &str = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n";
const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

/// The texts of `count` lines of a frontend with these lines, once the client has sent `request`.
fn lines(sections: &str, frontend: &str, request: &str, count: usize) -> Vec<String> {
    let (origin, syslog) = (Origin::fixed("ok"), Syslog::new());
    let (log, server) = (syslog.addr(), origin.addr());
    let frontend = frontend.replace("LOG", &log.to_string());
    let config = format!(
        "{DEFAULTS}{sections}listen l\n    bind fd@${{FE}}\n{frontend}    server s {server}\n"
    );
    let proxy = Launch::new(config).listen("FE").start();
    exchange(proxy.addr("FE"), request);
    assert!(syslog.wait(count, Instant::now() + PATIENCE, |_| true), "{:?}", syslog.lines());
    syslog.lines()
}

#[test]
fn a_line_is_written_at_each_step_and_says_which() {
    let frontend = "    log LOG format raw local0\n    log-steps all\n    log-format \"%OG\"\n";
    assert_eq!(
        lines("", frontend, GET, 5),
        ["txn_accept", "txn_request", "txn_connect", "txn_response", "txn_close"]
    );
    let frontend =
        "    log LOG format raw local0\n    log-steps connect,close\n    log-format \"%OG %ST\"\n";
    assert_eq!(lines("", frontend, GET, 2), ["txn_connect -1", "txn_close 200"]);
}

#[test]
fn profiles_change_the_lines_of_their_targets() {
    let profile = "log-profile p\n    log-tag own\n    on close format \"closed %ST\" sd \"[a b=1]\"\n    on any drop\n\
                   log-profile q\n    on tcp-req-conn format \"from %ci\"\n    on any format \"any %OG\"\n";
    let frontend = "    log LOG format rfc5424 profile p local0\n    log LOG format raw local0\n\
                    \x20   log-format usual\n    tcp-request connection do-log profile q\n\
                    \x20   http-request do-log\n    http-request do-log profile q\n";
    let got = lines(profile, frontend, GET, 7);
    let tails: Vec<_> = got
        .iter()
        .map(|line| match line.split_once("+00:00").or(line.split_once(" - ")) {
            Some(_) if line.starts_with('<') => {
                line.splitn(4, ' ').nth(3).unwrap_or_default().to_owned()
            }
            _ => line.clone(),
        })
        .map(|line| line.chars().filter(|c| !c.is_ascii_digit() || line.contains('[')).collect())
        .collect::<Vec<String>>();
    // The first target has a profile, which counts for what no rule names another one for.
    assert_eq!(tails.iter().filter(|line| line.contains("from ...")).count(), 2, "{got:?}");
    assert_eq!(tails.iter().filter(|line| **line == "usual").count(), 2, "{got:?}");
    assert_eq!(tails.iter().filter(|line| line.contains("any http-req")).count(), 2, "{got:?}");
    let closed = got.iter().find(|line| line.contains("closed 200")).expect("a line of the end");
    assert!(closed.contains(" own ") && closed.ends_with(" - [a b=1] closed 200"), "{closed}");
}

#[test]
fn a_bad_request_is_an_error_of_the_session() {
    let sections = "log-profile e\n    on error format \"error %OG\"\n    on any drop\n";
    let frontend = "    log LOG format raw local0\n    log LOG format raw profile e local0\n\
                    \x20   log-format \"usual %ST\"\n    error-log-format \"bad %ST %r\"\n";
    let bad = "BAD\r\n\r\n";
    assert_eq!(lines(sections, frontend, bad, 2), ["bad 400 <BADREQ>", "error sess_error"]);
    assert_eq!(lines(sections, frontend, GET, 1), ["usual 200"]);
}

#[test]
fn logasap_of_a_tcp_stream_logs_once_the_server_is_reached() {
    let frontend = "    mode tcp\n    log LOG format raw local0\n    log-format \"%OG %B %ts\"\n    option logasap\n";
    let (origin, syslog) = (Origin::fixed("ok"), Syslog::new());
    let frontend = frontend.replace("LOG", &syslog.addr().to_string());
    let config = format!(
        "{DEFAULTS}listen l\n    bind fd@${{FE}}\n{frontend}    server s {}\n",
        origin.addr()
    );
    let proxy = Launch::new(config).listen("FE").start();
    let mut client = Client::connect(proxy.addr("FE"));
    client.get("/");
    assert!(syslog.wait(1, Instant::now() + PATIENCE, |_| true));
    assert_eq!(syslog.lines(), ["txn_connect +0 --"]);
}

#[test]
fn a_sample_takes_its_lines_of_each_round() {
    let syslog = Syslog::new();
    let origin = Origin::fixed("ok");
    let config = format!(
        "{DEFAULTS}listen l\n    bind fd@${{FE}}\n    log {log} format raw sample 1,3:3 local0\n\
         \x20   log {log} format short local0 notice\n    log-format \"%lc\"\n    server s {}\n",
        origin.addr(),
        log = syslog.addr()
    );
    let proxy = Launch::new(config).listen("FE").start();
    let mut client = Client::connect(proxy.addr("FE"));
    for _ in 0..6 {
        client.get("/");
    }
    drop(client);
    assert!(syslog.wait(4, Instant::now() + PATIENCE, |_| true), "{:?}", syslog.lines());
    assert_eq!(syslog.lines(), ["0", "2", "3", "5"]);
}

#[test]
fn levels_reach_the_targets_that_take_them() {
    let frontend = "    log LOG format priority local0 notice err\n    log LOG format short local0\n\
                    \x20   log-format x\n    http-request set-log-level alert\n";
    assert_eq!(lines("", frontend, GET, 2), ["<131>x", "<1>x"]);
    let frontend = "    log LOG format short local0\n    log-format %OG\n    log-steps all\n\
                    \x20   http-request set-log-level silent\n";
    assert_eq!(lines("", frontend, GET, 1), ["<6>txn_accept"]);
}

#[test]
fn sinks_that_take_nothing_cost_their_lines_only() {
    let origin = Origin::fixed("ok");
    let config = format!(
        "global\n    stats socket fd@${{CLI}} level admin\n{DEFAULTS}listen l\n    bind fd@${{FE}}\n    log /nonexistent/log format raw local0\n    option httplog\n    server s {}\n",
        origin.addr()
    );
    let proxy = Launch::new(config).listen("FE").listen("CLI").start();
    for _ in 0..3 {
        assert!(exchange(proxy.addr("FE"), GET).contains("200 OK"));
    }
    let info = exchange(proxy.addr("CLI"), "show info\n");
    assert!(info.contains("\nDroppedLogs: 3\n"), "{info}");
}
