//! The Lua API: whatever a script calls with whatever it has, in every context, on transactions that
//! are alive, waiting and gone: no crash, no panic, no memory that isn't one's own.
//!
//! The calls come from the declarations, so that a new function is tried by itself. What an input
//! means is in `lua_bindings.lua`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use moongate_lua::{CLASSES, Fact, Facts, Host, Libraries, Outgoing, Settings, Subject};
use moongate_net::worker;
use moongate_rules::{
    ActionCx, FilterEvent, FilterIo, FilterNotes, Pending, Registered, Rulesets, ScriptHost,
    ServiceIo, ServiceRun, Verdict,
};
use moongate_sample::{
    Catalogue, Compiler, Cx, LiveNames, PatternStore, Point, Scope, cast, testing,
};
use moongate_state::Txn;
use std::fmt::Write as _;
use std::future::poll_fn;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};
use std::time::Duration;

const PLAYER: &str = include_str!("lua_bindings.lua");

const HTTP: &str = "POST /a/b?c=d&e=%20f HTTP/1.1\nHost: example.org\nAccept: x, y\nAccept: z\n\
    Cookie: a=b; c=d\nContent-Length: 9\n\nbody here";

const ANSWERED: &str = "GET /a HTTP/1.1\nHost: x.y\n\n----\nHTTP/1.1 200 OK\nSet-Cookie: a=b\n\
    Content-Length: 6\n\nanswer";

const POINTS: [(Point, bool); 8] = [
    (Point::FeTcpConnection, false),
    (Point::FeTcpSession, false),
    (Point::FeTcpContent, false),
    (Point::FeHttpRequest, false),
    (Point::BeHttpRequest, false),
    (Point::BeTcpResponse, true),
    (Point::BeHttpResponse, true),
    (Point::FeHttpResponse, true),
];

/// What scripts register stays for the life of the process: a program reads its configuration once.
#[unsafe(no_mangle)]
pub extern "C" fn __asan_default_options() -> *const std::ffi::c_char {
    c"detect_leaks=0".as_ptr()
}

/// Files of this process.
fn place(name: &str) -> PathBuf {
    let shm = Path::new("/dev/shm");
    let folder = if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() };
    folder.join(format!("moongate-fuzz-{}-{name}", std::process::id()))
}

/// The script: what there is to call, and the player.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let (acl, map) = (place("list.acl"), place("list.map"));
    std::fs::write(&acl, "a\nb\n").expect("the folder can be written");
    std::fs::write(&map, "k v\n").expect("the folder can be written");
    let mut out = String::from("local API = {\n");
    let mut words: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    for function in CLASSES.iter().flat_map(|class| class.functions) {
        let one = &function.declaration;
        for name in std::iter::once(&one.name).chain(one.aliases) {
            let _ = write!(out, "{{{:?},{name:?}", one.class);
            one.params.iter().for_each(|param| {
                let _ = write!(out, ",{:?}", param.kind);
            });
            let _ = writeln!(out, ",static={}}},", one.is_static());
            words.push((*name).to_owned());
        }
    }
    words.extend(CLASSES.iter().flat_map(|class| class.fields).map(|field| field.name.to_owned()));
    out.push_str("}\nlocal SAMPLES = {\n");
    let lua = |name: &str| name.replace(['.', '-', '+'], "_");
    let catalogue = Catalogue::standard();
    let (mut fetches, mut converters): (Vec<&str>, Vec<&str>) =
        (catalogue.fetch_names().collect(), catalogue.converter_names().collect());
    fetches.sort_unstable();
    converters.sort_unstable();
    for name in fetches {
        let _ = writeln!(out, "{{{:?},kinds={{'f','sf'}}}},", lua(name));
    }
    for name in converters {
        let _ = writeln!(out, "{{{:?},converts=true,kinds={{'c','sc'}}}},", lua(name));
    }
    let _ = writeln!(out, "}}\nlocal WORDS = {{");
    words.iter().for_each(|word| {
        let _ = write!(out, "{word:?},");
    });
    let (acl, map) = (acl.display().to_string(), map.display().to_string());
    let _ = writeln!(out, "{acl:?},{map:?}}}\nlocal ACL, MAP = {acl:?}, {map:?}");
    out.push_str(PLAYER);
    out
});

/// Texts that mean something somewhere.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "txn.a", "req.b", "res.c", "sess.d", "proc.e", "txn.", "nope.x", "http", "tcp", "tcp-req",
    "http-req", "http-res", "GET", "*l", "*a", "l", "host", "content-length", "transfer-encoding",
    "chunked", "127.0.0.1", "10.0.0.0/8", "::1", "a", "b", "k", "fe", "be", "s1", "be/s1", "drain",
    "ready", "50%", "100", "-1", "Sun, 06 Nov 1994 08:49:37 GMT", "PATREF_", "SERVER_UP", "SERVER",
    "f", "sf", "c", "sc", "http_req", "req", "res", "headers", "n", "status", "body", "url", "%d",
    ".*", "(", "a\u{e9}\u{1f600}", "0x10", "1e3", "nan", "silent", "info", "err",
];

/// A program that tells about itself.
struct Told;

impl Facts for Told {
    fn info(&self) -> Vec<(String, Fact)> {
        vec![("a".into(), Fact::Int(i64::MIN)), ("b".into(), Fact::Float(f64::NAN))]
    }

    fn stats(&self, subject: Subject) -> Vec<(String, Fact)> {
        vec![("of".into(), Fact::Text(format!("{subject:?}")))]
    }
}

/// A transaction with a number of its own.
fn txn(given: &str) -> Txn {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let mut txn = testing::txn(given).expect("the messages are good");
    txn.number = NUMBER.fetch_add(1, Relaxed);
    txn
}

fn cx<'a>(txn: &'a mut Txn, point: Point, scratch: &'a mut Vec<u8>) -> ActionCx<'a> {
    ActionCx { txn, point, last: true, span: None, scratch }
}

/// A host with its script, and runs that wait.
struct Stage {
    host: Host,
    registered: Registered,
    catalogue: Arc<Catalogue>,
    held: Vec<(Box<dyn Pending>, Txn, Point)>,
}

impl Stage {
    fn set(data: &[u8], per_thread: bool, outgoing: bool) -> Option<Self> {
        let host = Host::new(Settings {
            max_memory: 24 << 20,
            session_timeout: Duration::from_millis(150),
            task_timeout: Duration::from_millis(150),
            service_timeout: Duration::from_millis(150),
            burst_timeout: Duration::from_millis(100),
            libraries: Libraries::parse("string,table,math,utf8").ok()?,
            outgoing: Outgoing {
                verify_sockets: !outgoing,
                verify_requests: !outgoing,
                retries: 1,
                connect: Duration::from_millis(50),
                ..Outgoing::default()
            },
            ..Settings::default()
        });
        // Nothing goes to standard error.
        host.set_log(Box::new(|_, _, _| true));
        let file = place("player.lua");
        static WRITTEN: LazyLock<()> = LazyLock::new(|| {
            std::fs::write(place("player.lua"), &*SCRIPT).expect("the folder can be written");
        });
        LazyLock::force(&WRITTEN);
        let hex: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
        let lists = host.patterns();
        lists.file(place("list.acl").to_str()?, false, Path::new("")).ok()?;
        lists.file(place("list.map").to_str()?, true, Path::new("")).ok()?;
        let registered = host.load(file.to_str()?, &[hex], per_thread).ok()?;
        let mut catalogue = Catalogue::standard();
        registered.fetches.iter().for_each(|fetch| catalogue.add_fetch(fetch));
        registered.converters.iter().for_each(|converter| catalogue.add_converter(converter));
        let catalogue = Arc::new(catalogue);
        host.set_catalogue(Arc::clone(&catalogue));
        host.set_world(&txn(HTTP).session.world);
        host.set_facts(Box::new(Told));
        let _ = host.init();
        host.start();
        Some(Self { host, registered, catalogue, held: Vec::new() })
    }

    /// One run in the context that the byte says.
    async fn play(&mut self, byte: u8) {
        let more = usize::from(byte >> 4);
        match byte & 15 {
            0..=4 => self.action(more & 7, more & 8 != 0).await,
            5 | 6 => self.expression(more),
            7 | 8 => self.service("lua.h", more).await,
            9 => self.service("lua.t", more).await,
            10..=12 => self.filter(more).await,
            13 => self.command(more).await,
            14 => self.resume().await,
            // Tasks have their turn.
            _ => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }

    async fn action(&mut self, point: usize, hold: bool) {
        let (point, answered) = POINTS[point];
        let Ok(action) = self.host.action(Rulesets(u8::MAX), "p", &mut || None) else { return };
        let mut txn = txn(if answered { ANSWERED } else { HTTP });
        let mut scratch = Vec::new();
        let verdict = action.run(&mut cx(&mut txn, point, &mut scratch));
        let Verdict::Wait(mut pending) = verdict else { return };
        if hold {
            self.held.push((pending, txn, point));
        } else {
            finish(&mut pending, &mut txn, point).await;
        }
    }

    /// Goes on with a run that was left waiting, others having run meanwhile.
    async fn resume(&mut self) {
        if self.held.is_empty() {
            return;
        }
        let (mut pending, mut txn, point) = self.held.swap_remove(0);
        finish(&mut pending, &mut txn, point).await;
    }

    fn expression(&self, more: usize) {
        let txn = txn(if more & 1 == 0 { HTTP } else { ANSWERED });
        let text = ["lua.p", "path,lua.p", "lua.p,lua.p", "str(x),lua.p,upper"][more >> 1 & 3];
        let world = txn.session.world.clone();
        let names = LiveNames { world: &world, current: None };
        let patterns = PatternStore::default();
        let mut compiler = Compiler::new(&self.catalogue, &names, &patterns);
        let Ok(expr) = compiler.expr_word(&testing::word(text), Scope::ANYWHERE) else { return };
        let (point, _) = POINTS[more & 7];
        let _ = expr.eval(&Cx::new(&txn, point)).map(cast::text);
    }

    async fn service(&self, name: &str, more: usize) {
        let Some((_, _, service)) = self.registered.services.iter().find(|one| one.0 == name)
        else {
            return;
        };
        let mut txn = txn(HTTP);
        txn.req.eof = more & 1 == 0;
        let run = service.start(&mut txn);
        serve(run, txn, more).await;
    }

    async fn command(&self, more: usize) {
        for command in self.host.commands() {
            let mut txn = txn(HTTP);
            let words = [command.path.clone(), vec!["word".to_owned(); more]].concat();
            let run = command.run.start(&mut txn, &words);
            serve(run, txn, more).await;
        }
    }

    async fn filter(&self, more: usize) {
        let args = vec!["word".to_owned(); more & 3];
        let Ok(Some(filter)) = self.host.filter("lua.p", &args, more & 4 == 0) else { return };
        let mut txn = txn(if more & 8 == 0 { HTTP } else { ANSWERED });
        let Some(mut run) = filter.attach(&mut txn) else { return };
        let mut notes = FilterNotes::default();
        for response in [false, true] {
            for event in [
                FilterEvent::Start,
                FilterEvent::Headers,
                FilterEvent::Payload,
                FilterEvent::Payload,
                FilterEvent::HttpEnd,
                FilterEvent::End,
            ] {
                let told = poll_fn(|task| {
                    let mut io = FilterIo { txn: &mut txn, response, notes: &mut notes };
                    if !io.channel().eof {
                        io.channel().input.push(b"payload\nof some lines\n");
                    }
                    run.poll(event, &mut io, task)
                });
                let _ = tokio::time::timeout(Duration::from_secs(2), told).await;
                let _ = run.wants_data(response);
                let mut task = Context::from_waker(std::task::Waker::noop());
                let _ = run.poll_wake(response, &mut task);
                txn.req.output.clear();
                txn.res.output.clear();
            }
        }
    }
}

/// Polls a run to its end, if it comes to one.
async fn finish(pending: &mut Box<dyn Pending>, txn: &mut Txn, point: Point) {
    let done = poll_fn(|task| {
        let mut scratch = Vec::new();
        pending.poll(&mut cx(txn, point, &mut scratch), task)
    });
    let _ = tokio::time::timeout(Duration::from_secs(60), done).await;
}

/// Feeds a service and empties its output.
async fn serve(mut run: Box<dyn ServiceRun>, mut txn: Txn, more: usize) {
    let mut rounds = 0;
    let done = poll_fn(|task| {
        loop {
            rounds += 1;
            let mut io = ServiceIo { txn: &mut txn, head_ready: false, room: 1 + more * 64 };
            let polled = run.poll(&mut io, task);
            txn.res.output.clear();
            if polled.is_ready() || rounds > 40 {
                return Poll::Ready(());
            }
            if !txn.req.eof {
                txn.req.input.push(b"a line\nand more\r\n");
                txn.req.eof = rounds > more;
                continue;
            }
            return Poll::Pending;
        }
    });
    let _ = tokio::time::timeout(Duration::from_secs(5), done).await;
}

fuzz_target!(|input: &[u8]| {
    let Some((&first, rest)) = input.split_first() else { return };
    let (plan, data) = rest.split_at(rest.len().min(1 + usize::from(first & 7)));
    // A short input has a plan, too.
    let more = (plan.len() as u8..4).map(|at| at.wrapping_mul(89).wrapping_add(first));
    let plan: Vec<u8> = plan.iter().copied().chain(more).collect();
    let runtime = worker::runtime().expect("the system gives a reactor");
    runtime.block_on(async {
        // Waits cost no time.
        tokio::time::pause();
        let Some(mut stage) = Stage::set(data, first & 16 != 0, first & 32 != 0) else { return };
        for byte in plan {
            stage.play(byte).await;
        }
        // What still waits goes, the runs or the host first.
        if first & 64 != 0 {
            stage.held.clear();
        }
        if first & 128 != 0 {
            stage.resume().await;
        }
    });
});
