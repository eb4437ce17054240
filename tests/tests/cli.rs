//! The command line and the process: flags, exit codes, signals, pid file, sockets handed over, the runtime socket.

use moongate_tests::{
    Client, Folder, Launch, Origin, PATIENCE, Signal, exchange, program, under_test_is_haproxy,
};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const DEFAULTS: &str = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 10s\n    timeout server 10s\n";

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(program());
    command.args(args).stdin(Stdio::null());
    command.output().unwrap_or_else(|error| panic!("can't start {}: {error}", program().display()))
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Checks a configuration with extra flags; the exit code and what was printed.
fn check(config: &str, flags: &[&str]) -> (Option<i32>, String) {
    let folder = Folder::new();
    let path = folder.write("proxy.cfg", config);
    let path = path.display().to_string();
    let mut args = vec!["-c"];
    args.extend(flags);
    args.extend(["-f", &path]);
    let output = run(&args);
    (output.status.code(), text(&output))
}

fn web(extra: &str) -> String {
    format!(
        "{extra}\n{DEFAULTS}frontend fe\n    bind fd@${{FE}}\n    http-request return status 200 content-type text/plain string hello\n"
    )
}

#[test]
fn a_good_configuration_is_valid() {
    let good = format!("{DEFAULTS}listen l\n    bind 127.0.0.1:8080\n    server s 127.0.0.1:1\n");
    assert_eq!(check(&good, &[]).0, Some(0));
    let (code, said) = check(&good, &["-V"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("Configuration file is valid"), "{said}");
    let (code, said) = check(&good, &["-q"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
}

#[test]
fn a_bad_configuration_says_where() {
    let (code, said) =
        check(&format!("{DEFAULTS}frontend f\n    bind 127.0.0.1:8080\n    optoin httplog\n"), &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("[ALERT]"), "{said}");
    assert!(said.contains("proxy.cfg:8"), "{said}");
    assert!(said.contains("optoin"), "{said}");
}

#[test]
fn a_missing_file_is_an_error() {
    let output = run(&["-c", "-f", "/nowhere/at/all.cfg"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("/nowhere/at/all.cfg"));
}

#[test]
fn dw_makes_a_warning_fatal() {
    // No timeouts in HTTP mode: worth a warning, no more.
    let warned =
        "defaults\n    mode http\nlisten l\n    bind 127.0.0.1:8080\n    server s 127.0.0.1:1\n";
    let (code, said) = check(warned, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("[WARNING]"), "{said}");
    assert_eq!(check(warned, &["-dW"]).0, Some(1));
}

#[test]
fn several_files_and_folders_are_one_configuration() {
    let folder = Folder::new();
    let first = folder.write("one.cfg", DEFAULTS);
    folder.write("more/10-a.cfg", "frontend a\n    bind 127.0.0.1:8080\n    default_backend b\n");
    folder.write("more/20-b.cfg", "backend b\n    server s 127.0.0.1:1\n");
    folder.write("more/ignored.txt", "this is no configuration\n");
    let more = folder.path().join("more").display().to_string();
    let first = first.display().to_string();
    let output = run(&["-c", "-f", &first, "-f", &more]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let output = run(&["-c", "--", &first, &more]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

#[test]
fn version_lines_are_those_that_tools_read() {
    for flag in ["-v", "-vv"] {
        let output = run(&[flag]);
        assert_eq!(output.status.code(), Some(0));
        let said = text(&output);
        let line = said
            .lines()
            .find(|line| line.starts_with("HAProxy version "))
            .unwrap_or_else(|| panic!("{said}"));
        let version = line.split(' ').nth(2).expect("the version is the third word");
        assert!(
            version.trim_start_matches('v').starts_with(|first: char| first.is_ascii_digit()),
            "{line}"
        );
    }
    let said = text(&run(&["-vv"]));
    assert!(said.lines().any(|line| line == "  TARGET  = linux-glibc"), "{said}");
    assert!(said.contains("Feature list"), "{said}");
}

#[test]
fn conditions_have_three_results() {
    let cases: &[(&str, i32)] = &[
        ("1", 0),
        ("0", 1),
        ("", 1),
        ("!0", 0),
        ("!1", 1),
        ("1 && 1", 0),
        ("1 && 0", 1),
        ("0 || 1", 0),
        ("(0 || 1) && !0", 0),
        ("1 || 0 && 0", 0),
        ("streq(a,a)", 0),
        ("streq(a,b)", 1),
        ("strneq(a,b)", 0),
        ("strstr(abc,b)", 0),
        ("strstr(abc,x)", 1),
        ("streq(\"$CLI_TEST\",yes)", 0),
        ("defined(CLI_TEST)", 0),
        ("defined(CLI_TEST_NOT)", 1),
        ("version_atleast(1.5)", 0),
        ("version_before(1.5)", 1),
        ("version_atleast(v2.0-dev1)", 0),
        ("feature(NOT_A_FEATURE)", 1),
        ("1 trailing", 2),
        ("streq(a", 2),
        ("nosuchpredicate(a)", 2),
        ("(1", 2),
    ];
    let mut wrong = Vec::new();
    for (condition, expected) in cases {
        // 2.6 ends with 1 for an error; the exit code 2 is newer. A leading v is newer, too.
        if under_test_is_haproxy()
            && (*expected == 2 || condition.contains("(v2") || condition.contains("strstr"))
        {
            continue;
        }
        let output =
            Command::new(program()).env("CLI_TEST", "yes").args(["-cc", condition]).output();
        let code = output.expect("the program starts").status.code();
        if code != Some(*expected) {
            wrong.push(format!("-cc '{condition}' gives {code:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unknown_flags_show_the_usage() {
    let output = run(&["-Z"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).to_lowercase().contains("usage"), "{}", text(&output));
}

#[test]
fn sigint_and_sigterm_stop_at_once() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let mut proxy = Launch::new(web("")).listen("FE").start();
        let mut idle = Client::connect(proxy.addr("FE"));
        assert!(idle.get("/").ends_with("hello"));
        proxy.signal(signal);
        let status = proxy.finished();
        assert!(
            status.code() == Some(0)
                || std::os::unix::process::ExitStatusExt::signal(&status).is_some(),
            "{status}"
        );
        idle.to_end();
    }
}

#[test]
fn sigusr1_finishes_what_runs() {
    let (ask, asked) = std::sync::mpsc::channel();
    let (answer, answered) = std::sync::mpsc::channel::<()>();
    let answered = std::sync::Mutex::new(answered);
    let origin = Origin::http(move |_| {
        ask.send(()).expect("the test waits");
        let _ = answered.lock().expect("one request").recv_timeout(PATIENCE);
        "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone".into()
    });
    let config =
        format!("{DEFAULTS}listen l\n    bind fd@${{FE}}\n    server s {}\n", origin.addr());
    let mut proxy = Launch::new(config).listen("FE").start();
    let mut client = Client::connect(proxy.addr("FE"));
    client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    asked.recv_timeout(PATIENCE).expect("the request arrives");
    proxy.signal(Signal::SIGUSR1);
    // The listening socket goes, the request stays.
    let until = Instant::now() + PATIENCE;
    while std::net::TcpStream::connect(proxy.addr("FE")).is_ok() && Instant::now() < until {
        std::thread::yield_now();
    }
    assert!(proxy.runs(), "it didn't wait for the request");
    answer.send(()).expect("the server waits");
    assert!(client.response().ends_with("done"));
    drop(client);
    assert_eq!(proxy.finished().code(), Some(0));
}

#[test]
fn hard_stop_after_bounds_the_wait() {
    let config = web("global\n    hard-stop-after 200ms");
    let mut proxy = Launch::new(config).listen("FE").start();
    let mut busy = Client::connect(proxy.addr("FE"));
    busy.get("/");
    busy.send("GET /never-ends HTTP/1.1\r\n");
    proxy.signal(Signal::SIGUSR1);
    proxy.finished();
}

#[test]
fn an_inherited_socket_is_used_as_it_is() {
    let proxy = Launch::new(web("")).listen("FE").start();
    assert!(exchange(proxy.addr("FE"), "GET / HTTP/1.0\r\n\r\n").ends_with("hello"));
}

#[test]
fn the_pid_file_names_the_process() {
    let mut proxy = Launch::new(web("")).listen("FE").arg("-p").arg("run.pid").start();
    Client::connect(proxy.addr("FE")).get("/");
    // With -db it may stay unwritten, as HAProxy leaves it.
    let path = proxy.folder().join("run.pid");
    if let Ok(pid) = std::fs::read_to_string(&path) {
        assert_eq!(pid.trim(), proxy.pid().to_string());
    }
    proxy.stop();
}

#[test]
fn a_daemon_leaves_its_parent() {
    let folder = Folder::new();
    let config = format!(
        "global\n    stats socket {0}/sock\n{1}listen l\n    bind {0}/web\n    server s 127.0.0.1:1\n",
        folder.path().display(),
        DEFAULTS
    );
    let config = folder.write("proxy.cfg", config);
    let pid_file = folder.path().join("run.pid");
    let status = Command::new(program())
        .args(["-D", "-f"])
        .arg(config)
        .arg("-p")
        .arg(&pid_file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert_eq!(status.expect("the program starts").code(), Some(0));
    let pid: i32 = std::fs::read_to_string(&pid_file)
        .expect("a daemon writes it")
        .trim()
        .parse()
        .expect("a number");
    let daemon = nix::unistd::Pid::from_raw(pid);
    let info = command(&folder.path().join("sock"), "show info");
    nix::sys::signal::kill(daemon, Signal::SIGTERM).expect("the daemon runs");
    assert!(info.contains(&format!("Pid: {pid}\n")), "{info}");
    let until = Instant::now() + PATIENCE;
    while UnixStream::connect(folder.path().join("web")).is_ok() {
        assert!(Instant::now() < until, "the daemon doesn't end");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Sends a line to a runtime socket, closes the sending side, returns the answer.
fn command(socket: &Path, line: &str) -> String {
    let until = Instant::now() + PATIENCE;
    let mut stream = loop {
        match UnixStream::connect(socket) {
            Ok(stream) => break stream,
            Err(error) => assert!(Instant::now() < until, "{}: {error}", socket.display()),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    writeln!(stream, "{line}").expect("the socket takes a line");
    stream.shutdown(std::net::Shutdown::Write).expect("a connection has two sides");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer in time, in UTF-8");
    answer
}

fn with_socket(level: &str) -> (moongate_tests::Proxy, std::path::PathBuf) {
    let config = web(&format!("global\n    stats socket \"${{DIR}}/sock\" level {level} mode 600"));
    let proxy = Launch::new(config).listen("FE").start();
    let socket = proxy.folder().join("sock");
    (proxy, socket)
}

#[test]
fn the_runtime_socket_answers() {
    let (proxy, socket) = with_socket("admin");
    Client::connect(proxy.addr("FE")).get("/");
    let info = command(&socket, "show info");
    assert!(info.contains(&format!("\nPid: {}\n", proxy.pid())), "{info}");
    assert!(info.starts_with("Name: "), "{info}");
    assert!(info.ends_with('\n'));
    assert!(
        command(&socket, "show info typed").contains(".Pid."),
        "typed lines carry their fields' names"
    );
    let json = command(&socket, "show info json");
    let parsed: serde_json::Value = serde_json::from_str(&json).expect("json");
    assert!(parsed.is_array(), "{json}");
    let help = command(&socket, "help");
    assert!(help.contains("show info"), "{help}");
    let unknown = command(&socket, "no such command");
    assert!(unknown.contains("Unknown command"), "{unknown}");
    let two = command(&socket, "show version;show version");
    assert_eq!(two.lines().filter(|line| !line.is_empty()).count(), 2, "{two}");
}

#[test]
fn what_is_too_long_is_refused_aloud() {
    let (_proxy, socket) = with_socket("admin");
    let long = "a".repeat(1_000_000);
    let line = command(&socket, &long);
    assert_eq!(line, "The line is longer than 16384 bytes.\n\n");
    let lines = "k v\n".repeat(200_000);
    let payload = command(&socket, &format!("add map #0 <<\n{lines}\n"));
    assert!(payload.starts_with("The payload is longer than 131072 bytes: "), "{payload}");
}

#[test]
fn show_stat_has_its_columns() {
    let (proxy, socket) = with_socket("operator");
    let mut client = Client::connect(proxy.addr("FE"));
    client.get("/");
    client.get("/");
    drop(client);
    let stat = command(&socket, "show stat");
    let mut lines = stat.lines();
    let head = lines.next().unwrap_or_default();
    assert!(
        head.starts_with("# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,"),
        "{head}"
    );
    let column = head
        .trim_start_matches("# ")
        .split(',')
        .position(|name| name == "req_tot")
        .expect("a column");
    let frontend =
        lines.find(|line| line.starts_with("fe,FRONTEND,")).unwrap_or_else(|| panic!("{stat}"));
    assert_eq!(frontend.split(',').nth(column), Some("2"), "{frontend}");
}

#[test]
fn levels_bound_what_a_socket_may() {
    let (_proxy, socket) = with_socket("user");
    let refused = command(&socket, "show sess");
    assert!(refused.contains("Permission denied"), "{refused}");
    assert!(command(&socket, "show info").contains("Pid:"));
}

#[test]
fn the_prompt_keeps_the_connection() {
    let (_proxy, socket) = with_socket("admin");
    command(&socket, "show version");
    let mut stream = UnixStream::connect(&socket).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    stream.write_all(b"prompt\nshow version\nshow version\nquit\n").expect("it reads");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("an answer in time");
    assert!(said.matches("> ").count() >= 3, "{said}");
}

#[test]
fn without_a_prompt_one_line_is_answered() {
    let (_proxy, socket) = with_socket("admin");
    let said = command(&socket, "show version\nshow version");
    // 2.6 goes on with what has come in the same read.
    if under_test_is_haproxy() {
        return;
    }
    assert_eq!(said.lines().filter(|line| !line.is_empty()).count(), 1, "{said}");
}
