//! Much traffic, slow peers and peers that leave: the process stays alive and its memory bounded.

use moongate_tests::peer::Peer;
use moongate_tests::{Client, Launch, Origin, PATIENCE, Proxy, exchange};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

const MEBIBYTE: usize = 1 << 20;

fn config(mode: &str, rules: &str, origin: std::net::SocketAddr) -> String {
    format!(
        "defaults\n    mode {mode}\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n\
         listen l\n    bind fd@${{FE}}\n{rules}    server s {origin}\n"
    )
}

fn proxy(mode: &str, origin: &Origin) -> Proxy {
    Launch::new(config(mode, "", origin.addr())).listen("FE").start()
}

/// Reads a head, byte by byte, so that what follows stays in the stream.
fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// Reads exactly `count` bytes that have to follow the pattern of [`pattern`], and returns how many did.
fn read_pattern(stream: &mut TcpStream, count: usize) -> usize {
    let mut piece = vec![0; 65536];
    let mut at = 0;
    while at < count {
        let most = piece.len().min(count - at);
        match stream.read(&mut piece[..most]) {
            Ok(0) | Err(_) => break,
            Ok(got) => {
                for (offset, byte) in piece[..got].iter().enumerate() {
                    assert_eq!(*byte, pattern(at + offset), "byte {}", at + offset);
                }
                at += got;
            }
        }
    }
    at
}

fn pattern(at: usize) -> u8 {
    u8::try_from(at % 251).expect("less than 256")
}

fn write_pattern(stream: &mut TcpStream, count: usize) -> bool {
    // Two whole periods more than needed, so that every offset has its bytes.
    let periods: Vec<u8> = (0..65536 + 502).map(pattern).collect();
    let mut at = 0;
    while at < count {
        let most = 65536.min(count - at);
        let from = at % 251;
        if stream.write_all(&periods[from..from + most]).is_err() {
            return false;
        }
        at += most;
    }
    true
}

fn connect(proxy: &Proxy) -> TcpStream {
    let stream = TcpStream::connect(proxy.addr("FE")).expect("the proxy listens");
    stream.set_read_timeout(Some(PATIENCE * 3)).expect("a timeout can be set");
    stream.set_write_timeout(Some(PATIENCE * 3)).expect("a timeout can be set");
    stream
}

/// An origin that takes a body of `up` bytes and answers with one of `down`, and tells how much it got.
fn bodies(up: usize, down: usize) -> (Origin, std::sync::mpsc::Receiver<usize>) {
    let (tell, told) = channel();
    let origin = Origin::new(move |mut stream| {
        read_head(&mut stream);
        let _ = tell.send(read_pattern(&mut stream, up));
        let _ = stream
            .write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {down}\r\n\r\n").as_bytes());
        write_pattern(&mut stream, down);
        let _ = stream.read(&mut [0]);
    });
    (origin, told)
}

#[test]
fn bodies_of_many_megabytes_both_ways() {
    let size = 32 * MEBIBYTE;
    let (origin, told) = bodies(size, size);
    let proxy = proxy("http", &origin);
    let mut stream = connect(&proxy);
    let head = format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {size}\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("the proxy reads");
    assert!(write_pattern(&mut stream, size));
    assert_eq!(told.recv_timeout(PATIENCE), Ok(size));
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 200"));
    assert_eq!(read_pattern(&mut stream, size), size);
}

#[test]
fn chunked_bodies_of_many_megabytes() {
    let size = 16 * MEBIBYTE;
    let (tell, told) = channel();
    let origin = Origin::new(move |stream| {
        // Counts the payload of the chunks by reading to the end of the connection's half.
        let mut stream = stream;
        read_head(&mut stream);
        let mut reader = std::io::BufReader::new(&stream);
        let mut sum = 0;
        loop {
            let mut line = String::new();
            if std::io::BufRead::read_line(&mut reader, &mut line).unwrap_or(0) == 0 {
                break;
            }
            let length = usize::from_str_radix(line.trim(), 16).expect("a chunk's size");
            let mut chunk = vec![0; length + 2];
            reader.read_exact(&mut chunk).expect("a whole chunk");
            sum += length;
            if length == 0 {
                break;
            }
        }
        let _ = tell.send(sum);
        let _ = (&stream).write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        let _ = (&stream).read(&mut [0]);
    });
    let proxy = proxy("http", &origin);
    let mut stream = connect(&proxy);
    stream
        .write_all(b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n")
        .expect("the proxy reads");
    let chunk = [format!("{MEBIBYTE:x}\r\n").as_bytes(), &vec![b'c'; MEBIBYTE], b"\r\n"].concat();
    for _ in 0..16 {
        stream.write_all(&chunk).expect("the proxy reads");
    }
    stream.write_all(b"0\r\n\r\n").expect("the proxy reads");
    assert_eq!(told.recv_timeout(PATIENCE), Ok(size));
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 200"));
}

#[test]
fn slow_readers_cost_no_memory() {
    // The servers are ready to send far more than all buffers; nobody reads.
    let size = 256 * MEBIBYTE;
    let (origin, _told) = bodies(0, size);
    let proxy = proxy("http", &origin);
    Client::connect(proxy.addr("FE")).send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    let before = proxy.resident();
    let mut readers: Vec<_> = (0..20).map(|_| connect(&proxy)).collect();
    for reader in &mut readers {
        reader.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").expect("the proxy reads");
        assert!(read_head(reader).starts_with("HTTP/1.1 200"));
        // A part is read, so that the proxy is surely in the middle of the body.
        assert_eq!(read_pattern(reader, MEBIBYTE), MEBIBYTE);
    }
    let grown = proxy.resident().saturating_sub(before);
    assert!(grown < 64 << 20, "20 slow readers cost {grown} bytes");
    // And the bytes are still the right ones.
    let mut first = readers.swap_remove(0);
    let mut rest = vec![0; 251];
    first.read_exact(&mut rest).expect("it goes on");
    assert!(rest.iter().enumerate().all(|(at, byte)| *byte == pattern(MEBIBYTE + at)));
}

#[test]
fn slow_servers_cost_no_memory() {
    let (tell, told) = channel();
    let origin = Origin::new(move |stream| {
        // Reads nothing for as long as the proxy keeps the connection.
        let mut stream = stream;
        read_head(&mut stream);
        let _ = tell.send(());
        std::thread::park_timeout(PATIENCE);
    });
    let proxy = proxy("http", &origin);
    let mut stream = connect(&proxy);
    stream.set_write_timeout(Some(Duration::from_millis(500))).expect("a timeout can be set");
    stream
        .write_all(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n")
        .expect("the proxy reads");
    // The proxy has started once the head is through.
    told.recv_timeout(PATIENCE).expect("the head arrives");
    let before = proxy.resident();
    // Writes until all buffers between here and the server are full.
    while stream.write(&[0; 65536]).is_ok() {}
    let grown = proxy.resident().saturating_sub(before);
    assert!(grown < 16 << 20, "a slow server costs {grown} bytes");
}

#[test]
fn tcp_carries_many_megabytes_both_ways_at_once() {
    let size = 32 * MEBIBYTE;
    let (tell, told) = channel();
    let origin = Origin::new(move |mut stream| {
        let mut writer = stream.try_clone().expect("a socket can be duplicated");
        let writing = std::thread::spawn(move || {
            write_pattern(&mut writer, size);
            let _ = writer.shutdown(Shutdown::Write);
        });
        let _ = tell.send(read_pattern(&mut stream, size));
        let _ = writing.join();
    });
    let proxy = proxy("tcp", &origin);
    let mut stream = connect(&proxy);
    let mut writer = stream.try_clone().expect("a socket can be duplicated");
    let writing = std::thread::spawn(move || write_pattern(&mut writer, size));
    assert_eq!(read_pattern(&mut stream, size), size);
    assert_eq!(stream.read(&mut [0]).ok(), Some(0), "the server's end comes through");
    assert!(writing.join().expect("the writer ends"));
    assert_eq!(told.recv_timeout(PATIENCE), Ok(size));
}

#[test]
fn thousands_of_idle_connections() {
    let origin = Origin::fixed("ok");
    let mut proxy = proxy("http", &origin);
    let first = Client::connect(proxy.addr("FE")).get("/");
    assert!(first.starts_with("HTTP/1.1 200"));
    let before = proxy.resident();
    // As many as the usual limit of open files lets this process have.
    let count = 3000.min(open_files() / 2);
    let mut idle = Vec::new();
    for _ in 0..count {
        let mut client = Client::within(proxy.addr("FE"), PATIENCE * 3);
        assert!(client.get("/").starts_with("HTTP/1.1 200"));
        idle.push(client);
    }
    let each = proxy.resident().saturating_sub(before) / count as u64;
    assert!(each < 20_000, "an idle connection costs {each} bytes");
    for client in idle.iter_mut().step_by(100) {
        assert!(client.get("/again").starts_with("HTTP/1.1 200"));
    }
    assert!(proxy.runs());
}

fn open_files() -> usize {
    let limits = nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE);
    limits.map_or(256, |(soft, _)| usize::try_from(soft).unwrap_or(usize::MAX)).saturating_sub(100)
}

#[test]
fn a_storm_that_exhausts_the_descriptors_is_survived() {
    let origin = Origin::fixed("ok");
    let launch = Launch::new(config("http", "", origin.addr())).listen("FE").descriptors(256);
    let mut proxy = launch.start();
    assert!(Client::connect(proxy.addr("FE")).get("/").starts_with("HTTP/1.1 200"));
    let addr = proxy.addr("FE");
    let wait = Duration::from_millis(100);
    let storm: Vec<_> = (0..400).map(|_| TcpStream::connect_timeout(&addr, wait)).collect();
    for stream in storm.iter().flatten() {
        let _ = (&mut &*stream).write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    }
    assert!(proxy.runs(), "{}", proxy.printed());
    drop(storm);
    // Once the storm has passed it serves as before.
    let until = Instant::now() + PATIENCE;
    loop {
        let mut client = Client::connect(proxy.addr("FE"));
        client.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        if client.to_end().starts_with("HTTP/1.1 200") {
            break;
        }
        assert!(Instant::now() < until, "it doesn't serve any more");
    }
    assert!(proxy.runs());
}

#[test]
fn clients_that_leave_everywhere_harm_nobody() {
    let origin = Origin::fixed(&"x".repeat(100_000));
    let mut proxy = proxy("http", &origin);
    let request = b"POST /path HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n0123456789";
    for length in 0..request.len() {
        let mut client = Client::connect(proxy.addr("FE"));
        client.send(&request[..length]);
        if length % 2 == 0 {
            client.reset();
        }
    }
    for _ in 0..50 {
        let mut client = Client::connect(proxy.addr("FE"));
        client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        client.count(1000);
        client.reset();
    }
    assert!(Client::connect(proxy.addr("FE")).get("/").contains("200 OK"));
    assert!(proxy.runs());
}

#[test]
fn servers_that_leave_everywhere_harm_nobody() {
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789";
    let next = std::sync::atomic::AtomicUsize::new(0);
    let origin = Origin::new(move |mut stream| {
        let length = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed).min(ANSWER.len());
        read_head(&mut stream);
        let _ = stream.write_all(&ANSWER[..length]);
    });
    let mut proxy = proxy("http", &origin);
    for _ in 0..ANSWER.len() {
        let answer =
            exchange(proxy.addr("FE"), "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        let good = answer.is_empty()
            || answer.starts_with("HTTP/1.1 502 ")
            || answer.starts_with("HTTP/1.1 200 ");
        assert!(good, "{answer}");
        assert!(!answer.ends_with("0123456789"), "an answer that was cut looks whole: {answer}");
    }
    let whole =
        exchange(proxy.addr("FE"), "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    assert!(whole.ends_with("0123456789"), "{whole}");
    assert!(proxy.runs());
}

#[test]
fn a_connection_for_each_request_leaves_nothing_behind() {
    let origin = Origin::fixed("ok");
    let proxy = proxy("http", &origin);
    let count =
        || std::fs::read_dir(format!("/proc/{}/fd", proxy.pid())).map_or(0, Iterator::count);
    let ask =
        || exchange(proxy.addr("FE"), "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    ask();
    let before = count();
    for _ in 0..1000 {
        assert!(ask().starts_with("HTTP/1.1 200"));
    }
    // Some connections to the server may be kept.
    let after = count();
    assert!(after < before + 50, "{before} descriptors before, {after} after");
}

#[test]
fn nginx_behind_it_serves_files() {
    let folder = moongate_tests::Folder::new();
    let content: Vec<u8> = (0..3 * MEBIBYTE).map(pattern).collect();
    folder.write("file", &content);
    let Some(nginx) = Peer::nginx(&format!("location / {{ alias {}/; }}", folder.path().display()))
    else {
        return;
    };
    let proxy = Launch::new(config("http", "", nginx.addr())).listen("FE").start();
    let mut stream = connect(&proxy);
    for _ in 0..3 {
        stream.write_all(b"GET /file HTTP/1.1\r\nhost: a\r\n\r\n").expect("the proxy reads");
        let head = read_head(&mut stream);
        assert!(
            head.starts_with("HTTP/1.1 200") && head.contains("content-length: 3145728"),
            "{head}"
        );
        assert_eq!(read_pattern(&mut stream, 3 * MEBIBYTE), 3 * MEBIBYTE);
    }
}

#[test]
fn redis_behind_it_answers() {
    let Some(redis) = Peer::redis() else { return };
    let proxy = Launch::new(config("tcp", "", redis.addr())).listen("FE").start();
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("PING\r\nSET key value\r\nGET key\r\n");
    assert_eq!(client.until("value\r\n"), "+PONG\r\n+OK\r\n$5\r\nvalue\r\n");
}
