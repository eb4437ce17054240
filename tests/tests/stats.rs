//! The page of statistics: who gets it, in which forms, and what its forms do, also as HAProxy does it.

use moongate_tests::{Client, Launch, Proxy, under_test_is_haproxy};

const CONFIG: &str = "global
    stats socket \"${DIR}/sock\" level admin
    node edge
defaults
    mode http
    timeout connect 5s
    timeout client 10s
    timeout server 10s
    retries 0
frontend fe
    bind fd@${FE}
    http-request deny if { path /s/denied }
    http-after-response set-header x-after yes
    http-response set-header x-response yes
    redirect location /gone if { path /s }
    default_backend be
backend be
    stats enable
    stats uri /s
    stats refresh 5s
    stats admin if { req.hdr(x-admin) -m found }
    server s1 127.0.0.1:1
    server s2 127.0.0.1:1
backend other
    server s1 127.0.0.1:1
listen guarded
    bind fd@${GUARDED}
    stats scope .
    stats auth bob:pw
    stats realm Our\\ page
    stats admin if TRUE
listen ruled
    bind fd@${RULED}
    stats http-request deny if { req.hdr(x) no }
    stats http-request auth unless { req.hdr(x) yes }
";

fn start() -> Proxy {
    Launch::new(CONFIG).listen("FE").listen("GUARDED").listen("RULED").start()
}

/// The whole answer to a request.
fn ask(proxy: &Proxy, to: &str, head: &str, body: &str) -> String {
    let length =
        if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    let request = format!("{head}\r\nhost: here\r\nconnection: close\r\n{length}\r\n{body}");
    let mut client = Client::connect(proxy.addr(to));
    client.send(request.as_bytes());
    client.to_end()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn field<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn the_page_and_its_forms() {
    let proxy = start();
    let get = |target: &str| ask(&proxy, "FE", &format!("GET {target} HTTP/1.1"), "");
    let page = get("/s;norefresh");
    assert_eq!((status(&page), field(&page, "content-type")), ("200", Some("text/html")));
    assert_eq!((field(&page, "cache-control"), field(&page, "refresh")), (Some("no-cache"), None));
    assert_eq!(field(&page, "x-after"), Some("yes"));
    assert_eq!(field(&page, "x-response"), None, "it is no server's response");
    assert!(page.contains("</html>") && page.contains("other"), "{page}");
    assert!(!page.contains("method=\"post\""), "nobody may change anything: {page}");
    let csv = get("/s;csv");
    assert_eq!(
        (field(&csv, "content-type"), field(&csv, "refresh")),
        (Some("text/plain"), Some("5"))
    );
    assert!(csv.contains("# pxname,svname,qcur,") && csv.contains("\nbe,s1,"), "{csv}");
    let part = get("/s;csv?scope=OTH");
    assert!(part.contains("\nother,s1,") && !part.contains("\nbe,s1,"), "{part}");
    for json in [get("/s;json"), get("/s;json-schema")] {
        assert_eq!(field(&json, "content-type"), Some("application/json"));
    }
    // Rules of requests come first, and whatever the frontend says before what the backend has.
    assert_eq!(status(&get("/s/denied")), "403");
    assert_eq!(status(&get("/s")), "302");
    assert_eq!(status(&get("/else")), "503");
    assert_eq!(status(&ask(&proxy, "FE", "DELETE /s;csv HTTP/1.1", "")), "503");
    let head = ask(&proxy, "FE", "HEAD /s;csv HTTP/1.1", "");
    assert!(status(&head) == "200" && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn who_may_see_it() {
    let proxy = start();
    let asked = ask(&proxy, "GUARDED", "GET /haproxy?stats HTTP/1.1", "");
    assert_eq!(status(&asked), "401");
    assert_eq!(field(&asked, "www-authenticate"), Some("Basic realm=\"Our page\""));
    let told = |pair: &str| {
        let head = format!("GET /haproxy?stats;csv HTTP/1.1\r\nauthorization: Basic {pair}");
        ask(&proxy, "GUARDED", &head, "")
    };
    // bob:pw, bob:px
    let seen = told("Ym9iOnB3");
    assert!(seen.contains("\nguarded,FRONTEND") && !seen.contains("\nbe,"), "{seen}");
    assert_eq!(status(&told("Ym9iOnB4")), "401");
    let ruled =
        |x: &str| ask(&proxy, "RULED", &format!("GET /haproxy?stats HTTP/1.1\r\nx: {x}"), "");
    let asks = ruled("maybe");
    assert_eq!((status(&ruled("no")), status(&asks), status(&ruled("yes"))), ("403", "401", "200"));
    assert_eq!(field(&asks, "www-authenticate"), Some("Basic realm=\"HAProxy Statistics\""));
}

#[test]
fn what_its_forms_do() {
    let proxy = start();
    let post = |more: &str, body: &str| {
        let answer = ask(&proxy, "FE", &format!("POST /s;norefresh HTTP/1.1{more}"), body);
        assert_eq!(status(&answer), "303", "{answer}");
        field(&answer, "location").unwrap_or_default().to_owned()
    };
    let admin = "\r\nx-admin: 1";
    assert_eq!(post("", "s=s1&action=maint&b=be"), "/s;st=DENY;norefresh");
    for (body, told) in [
        ("s=s1&action=maint&b=be", "DONE"),
        ("s=s1&s=s9&action=drain&b=be", "PART"),
        ("s=s9&action=drain&b=be", "ERRP"),
        ("s=s1&action=dance&b=be", "ERRP"),
        ("s=s1&action=drain&b=nobody", "ERRP"),
        ("s=s1&b=be", "NONE"),
        ("s=s1&action=ehlth&b=be", "NONE"),
        ("s=s2&action=maint&b=be", "DONE"),
    ] {
        assert_eq!(post(admin, body), format!("/s;st={told};norefresh"), "{body}");
    }
    let long = format!("s={}&action=drain&b=be", "a".repeat(20_000));
    assert_eq!(post(admin, &long), "/s;st=EXCD;norefresh");
    let states = ask(&proxy, "FE", "GET /s;csv HTTP/1.1", "");
    assert!(
        states.lines().any(|line| line.starts_with("be,s1,") && line.contains(",DRAIN,")),
        "{states}"
    );
    assert!(
        states.lines().any(|line| line.starts_with("be,s2,") && line.contains(",MAINT,")),
        "{states}"
    );
}

#[test]
fn forms_of_other_hosts_and_what_cannot_be_done() {
    let proxy = start();
    if under_test_is_haproxy() {
        return;
    }
    let post = |more: &str, body: &str| {
        let answer = ask(&proxy, "FE", &format!("POST /s;up HTTP/1.1\r\nx-admin: 1{more}"), body);
        field(&answer, "location").unwrap_or_default().to_owned()
    };
    let body = "s=s1&action=maint&b=be";
    assert_eq!(post("\r\norigin: http://evil", body), "/s;st=DENY;up");
    assert_eq!(post("\r\nreferer: http://evil/here", body), "/s;st=DENY;up");
    assert_eq!(post("\r\norigin: http://here", body), "/s;st=DONE;up");
    assert_eq!(post("", "s=s1&action=shutdown&b=be"), "/s;st=UNSP;up");
    let page = ask(&proxy, "FE", "GET /s;st=UNSP HTTP/1.1\r\nx-admin: 1", "");
    assert!(page.contains("method=\"post\"") && page.contains("can't do that yet"), "{page}");
}

#[test]
fn a_page_of_thousands_of_servers_is_made_while_it_is_read() {
    let servers: String =
        (0..5000).map(|number| format!("    server s{number} 127.0.0.1:1\n")).collect();
    let config = CONFIG
        .replace("    server s2 127.0.0.1:1\n", &servers)
        .replace("    server s1 127.0.0.1:1\n", "");
    let proxy = Launch::new(config).listen("FE").listen("GUARDED").listen("RULED").start();
    let page = ask(&proxy, "FE", "GET /s;norefresh HTTP/1.0", "");
    assert!(page.contains("s4999") && page.contains("</html>"));
}
