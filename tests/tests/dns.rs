//! Names that are asked for while traffic flows: a real name server, and bad ones.

use moongate_tests::{Client, Launch, Origin, PATIENCE, Proxy, exchange};
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::process::{Child, Command, Stdio};

const DEFAULTS: &str = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n";

/// Debian's dnsmasq on a free port.
struct NameServer {
    process: Child,
    address: SocketAddr,
    _folder: moongate_tests::Folder,
}

impl NameServer {
    /// Starts it; it knows the hosts of a file in the form of `/etc/hosts`.
    fn start(hosts: &str, args: &[&str]) -> NameServer {
        let folder = moongate_tests::Folder::new();
        let file = folder.path().join("hosts");
        std::fs::write(&file, hosts).expect("a temporary folder can be written to");
        // Somebody may take the port before the server does: then another one is tried.
        for _ in 0..10 {
            let address = free_port();
            let mut process = Command::new("dnsmasq")
                .args(["--keep-in-foreground", "--no-resolv", "--no-hosts", "--bind-interfaces"])
                .args(["--listen-address=127.0.0.1", "--conf-file=/dev/null", "--pid-file="])
                .args(["--log-facility=-", "--user=root", "--local=/example/"])
                .arg(format!("--port={}", address.port()))
                .arg(format!("--addn-hosts={}", file.display()))
                .args(args)
                .stderr(Stdio::piped())
                .spawn()
                .expect("dnsmasq is installed (see .ci/install)");
            let stderr = process.stderr.take().expect("it is piped");
            let mut lines = BufReader::new(stderr).lines();
            let ready = lines.by_ref().map_while(Result::ok).any(|line| {
                line.contains(" - 1 names") || line.contains("read ") && line.contains("hosts")
            });
            // What it says further has to go somewhere.
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
            if ready {
                return NameServer { process, address, _folder: folder };
            }
            let _ = process.wait();
        }
        panic!("dnsmasq doesn't start");
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that is free for UDP and TCP.
fn free_port() -> SocketAddr {
    loop {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("the loopback has a free port");
        let address = socket.local_addr().expect("a bound socket has an address");
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

fn resolvers(server: SocketAddr, more: &str) -> String {
    format!(
        "global\n    dns-accept-family ipv4,ipv6\n    stats socket fd@${{CLI}} level admin\nresolvers mydns\n    nameserver one {server}\n    timeout retry 100ms\n{more}{DEFAULTS}"
    )
}

/// A proxy that answers with what it found for the host of a request.
fn answering(server: SocketAddr, more: &str, family: &str) -> Proxy {
    let config = format!(
        "{}frontend f\n    bind fd@${{FE}}\n    http-request do-resolve(txn.ip,mydns{family}) req.hdr(host),host_only\n    http-request return status 200 content-type text/plain lf-string \"<%[var(txn.ip)]>\"\n",
        resolvers(server, more)
    );
    Launch::new(config).listen("FE").listen("CLI").start()
}

fn found(proxy: &Proxy, host: &str) -> String {
    let answer = exchange(
        proxy.addr("FE"),
        &format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"),
    );
    answer.rsplit("\r\n").next().unwrap_or_default().to_owned()
}

#[test]
fn names_of_a_real_name_server() {
    let hosts =
        "10.1.2.3 four.example\nfd00::6 six.example\n10.1.2.4 both.example\nfd00::4 both.example\n";
    let server = NameServer::start(hosts, &["--cname=alias.example,four.example"]);
    let proxy = answering(server.address, "", "");
    assert_eq!(found(&proxy, "four.example"), "<10.1.2.3>");
    assert_eq!(found(&proxy, "Four.Example:8080"), "<10.1.2.3>");
    assert_eq!(found(&proxy, "six.example"), "<fd00::6>");
    assert_eq!(found(&proxy, "both.example"), "<fd00::4>");
    assert_eq!(found(&proxy, "alias.example"), "<10.1.2.3>");
    assert_eq!(found(&proxy, "none.example"), "<>");
    assert_eq!(found(&proxy, "not_a/host"), "<>");
    let shown = exchange(proxy.addr("CLI"), "show resolvers mydns\n");
    assert!(shown.starts_with("Resolvers section mydns\n nameserver one:\n  sent:  "), "{shown}");
    // Four names with an address, of which one was asked for once only.
    assert!(shown.contains("\n  valid:       4\n"), "{shown}");
    assert!(shown.contains("\n  timeout:     0\n"), "{shown}");
    let missing = exchange(proxy.addr("CLI"), "show resolvers no\n");
    assert!(missing.contains("Can't find"), "{missing}");
    let proxy = answering(server.address, "", ",ipv4");
    assert_eq!(found(&proxy, "both.example"), "<10.1.2.4>");
    assert_eq!(found(&proxy, "six.example"), "<fd00::6>");
}

#[test]
fn an_answer_too_long_for_udp_comes_over_tcp() {
    let hosts: String = (0..100).map(|n| format!("10.9.0.{n} many.example\n")).collect();
    let server = NameServer::start(&hosts, &["--edns-packet-max=8192"]);
    let proxy = answering(server.address, "", ",ipv4");
    assert!(found(&proxy, "many.example").starts_with("<10.9.0."));
    let shown = exchange(proxy.addr("CLI"), "show resolvers mydns\n");
    assert!(shown.contains("\n  truncated:   1\n"), "{shown}");
    // With room for it, and on a server that is asked over TCP only.
    let proxy = answering(server.address, "    accepted_payload_size 8192\n", ",ipv4");
    assert!(found(&proxy, "many.example").starts_with("<10.9.0."));
    let shown = exchange(proxy.addr("CLI"), "show resolvers mydns\n");
    assert!(shown.contains("\n  truncated:   0\n"), "{shown}");
    let silent = UdpSocket::bind("127.0.0.1:0").expect("the loopback has a free port");
    let silent = silent.local_addr().expect("a bound socket has an address");
    let more = format!("    nameserver two tcp@{}\n", server.address);
    let proxy = answering(silent, &more, ",ipv4");
    assert!(found(&proxy, "many.example").starts_with("<10.9.0."));
}

#[test]
fn requests_go_to_the_address_that_was_found() {
    let server = NameServer::start("127.0.0.1 shop.example\n", &[]);
    let origin = Origin::fixed("hello");
    let config = format!(
        "{}frontend f\n    bind fd@${{FE}}\n    http-request do-resolve(txn.ip,mydns,ipv4) req.hdr(host),host_only\n    http-request set-dst var(txn.ip)\n    use_backend sorry unless {{ var(txn.ip) -m found }}\n    default_backend clear\nbackend sorry\n    http-request deny status 503\nbackend clear\n    http-request set-dst-port int({})\n    server clear 0.0.0.0:0\n",
        resolvers(server.address, ""),
        origin.addr().port()
    );
    let proxy = Launch::new(config).listen("FE").listen("CLI").start();
    let ask = |host: &str| {
        exchange(
            proxy.addr("FE"),
            &format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"),
        )
    };
    assert!(ask("shop.example").ends_with("hello"));
    assert!(ask("shop.example").ends_with("hello"));
    assert!(ask("no.example").starts_with("HTTP/1.1 503"));
}

#[test]
fn tcp_streams_wait_for_names_too() {
    let server = NameServer::start("10.1.2.3 four.example\n", &[]);
    let origin = Origin::fixed("ok");
    let config = format!(
        "{}listen l\n    mode tcp\n    bind fd@${{FE}}\n    tcp-request inspect-delay 5s\n    tcp-request content do-resolve(sess.ip,mydns,ipv4) str(four.example)\n    tcp-request content reject unless {{ var(sess.ip) -m ip 10.1.2.3 }}\n    server s {}\n",
        resolvers(server.address, ""),
        origin.addr()
    );
    let proxy = Launch::new(config).listen("FE").listen("CLI").start();
    let mut client = Client::connect(proxy.addr("FE"));
    assert!(client.get("/").ends_with("ok"));
}

#[test]
fn a_silent_name_server_holds_up_its_own_requests_only() {
    let silent = UdpSocket::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = silent.local_addr().expect("a bound socket has an address");
    let config = format!(
        "{}frontend f\n    bind fd@${{FE}}\n    http-request do-resolve(txn.ip,mydns) req.hdr(host),host_only if {{ path /ask }}\n    http-request return status 200 content-type text/plain lf-string \"<%[var(txn.ip)]>\"\n",
        resolvers(address, "    resolve_retries 100\n")
            .replace("global\n", "global\n    nbthread 1\n")
    );
    let proxy = Launch::new(config).listen("FE").listen("CLI").start();
    let mut waiting = Client::connect(proxy.addr("FE"));
    waiting.send("GET /ask HTTP/1.1\r\nhost: a.example\r\n\r\n");
    // Once the question is here, the request waits; others don't.
    silent.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    let mut question = [0; 512];
    let (length, from) = silent.recv_from(&mut question).expect("a question comes");
    for _ in 0..20 {
        assert!(
            exchange(proxy.addr("FE"), "GET / HTTP/1.1\r\nhost: b\r\nconnection: close\r\n\r\n")
                .ends_with("<>")
        );
    }
    // It asks again and again, from another port each time; now it gets answers.
    let mut reply = (question[..length].to_vec(), from);
    std::thread::spawn(move || {
        loop {
            // The question without EDNS, and one record: the address of the name at place 12.
            let question = &reply.0;
            let mut answer = question[..question.len() - 11].to_vec();
            answer[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
            answer.extend_from_slice(&[0xc0, 12, 0, 28, 0, 1, 0, 0, 0, 9, 0, 16]);
            answer.extend_from_slice(&[0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
            let _ = silent.send_to(&answer, reply.1);
            let mut room = [0; 512];
            match silent.recv_from(&mut room) {
                Ok((length, from)) => reply = (room[..length].to_vec(), from),
                // Nobody had to be told that the port of the first question is closed by now.
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {}
                Err(_) => break,
            }
        }
    });
    assert!(waiting.response().ends_with("<fd00::7>"));
}

/// A name server whose one answer the test changes: addresses for every A question, or none.
fn changing() -> (SocketAddr, std::sync::Arc<std::sync::Mutex<Vec<[u8; 4]>>>) {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = socket.local_addr().expect("a bound socket has an address");
    let list = std::sync::Arc::<std::sync::Mutex<Vec<[u8; 4]>>>::default();
    let shared = std::sync::Arc::clone(&list);
    std::thread::spawn(move || {
        let mut room = [0; 512];
        loop {
            let Ok((length, from)) = socket.recv_from(&mut room) else { continue };
            let mut answer = room[..length - 11].to_vec();
            let is_a = answer[answer.len() - 3] == 1;
            let list = shared.lock().expect("nobody panics with it").clone();
            let records = if is_a { list.len() } else { 0 };
            let code = if list.is_empty() { 0x83 } else { 0x80 };
            answer[2..12].copy_from_slice(&[0x81, code, 0, 1, 0, records as u8, 0, 0, 0, 0]);
            for ip in &list[..records] {
                answer.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4]);
                answer.extend_from_slice(ip);
            }
            let _ = socket.send_to(&answer, from);
        }
    });
    (address, list)
}

/// Two servers on one port of two addresses of the loopback, which say `one` and `two`.
fn two_servers() -> u16 {
    let one = Origin::fixed("one");
    let port = one.addr().port();
    let Ok(listener) = TcpListener::bind(("127.0.0.2", port)) else { return two_servers() };
    std::mem::forget(one);
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for mut stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || {
                let mut room = [0; 4096];
                while stream.read(&mut room).is_ok_and(|count| count > 0) {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\ntwo");
                }
            });
        }
    });
    port
}

/// Asks until the answer is as wanted.
fn until(proxy: &Proxy, wanted: impl Fn(&str) -> bool) {
    let end = std::time::Instant::now() + PATIENCE;
    let mut last = String::new();
    while std::time::Instant::now() < end {
        last = exchange(proxy.addr("FE"), "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        if wanted(&last) {
            return;
        }
    }
    panic!("it stays with {last}");
}

#[test]
fn servers_follow_their_names() {
    let (server, answer) = changing();
    let port = two_servers();
    let config = format!(
        "{}listen l\n    bind fd@${{FE}}\n    http-reuse always\n    server s shop.example:{port} resolvers mydns init-addr none\n",
        resolvers(server, "    timeout resolve 20ms\n    resolve_retries 1\n    hold nx 0\n")
    );
    let proxy = Launch::new(config).listen("FE").listen("CLI").start();
    until(&proxy, |answer| answer.starts_with("HTTP/1.1 503"));
    let set = |list: &[[u8; 4]]| *answer.lock().expect("nobody panics with it") = list.to_vec();
    set(&[[127, 0, 0, 1]]);
    until(&proxy, |answer| answer.ends_with("one"));
    set(&[[127, 0, 0, 2]]);
    until(&proxy, |answer| answer.ends_with("two"));
    // It has a good address, and keeps it while there is another.
    set(&[[127, 0, 0, 1], [127, 0, 0, 2]]);
    for _ in 0..5 {
        until(&proxy, |answer| answer.ends_with("two"));
    }
    set(&[]);
    until(&proxy, |answer| answer.starts_with("HTTP/1.1 503"));
    set(&[[127, 0, 0, 1]]);
    until(&proxy, |answer| answer.ends_with("one"));
}

#[test]
fn servers_of_one_name_share_its_addresses() {
    let (server, answer) = changing();
    *answer.lock().expect("nobody panics with it") = vec![[127, 0, 0, 1], [127, 0, 0, 2]];
    let port = two_servers();
    let config = format!(
        "{}listen l\n    bind fd@${{FE}}\n    balance roundrobin\n    server-template s 1-3 shop.example:{port} resolvers mydns init-addr none resolve-prefer ipv4\n",
        resolvers(server, "    timeout resolve 20ms\n")
    );
    let proxy = Launch::new(config).listen("FE").listen("CLI").start();
    until(&proxy, |answer| answer.ends_with("one"));
    until(&proxy, |answer| answer.ends_with("two"));
    let state = exchange(proxy.addr("CLI"), "show servers state l\n");
    let with = |ip: &str| state.lines().filter(|line| line.contains(&format!(" {ip} "))).count();
    assert_eq!((with("127.0.0.1"), with("127.0.0.2")), (1, 1), "{state}");
}
