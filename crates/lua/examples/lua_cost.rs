//! Measures what scripts add to one request: `cargo run --release --example lua_cost [-- <name>]`.

use moongate_lua::{Host, Settings};
use moongate_rules::{ActionCx, Rulesets, ScriptHost, ServiceIo};
use moongate_sample::{Args, Catalogue, Cx, Point, Sample, convert, fetch, testing};
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Instant;

// As the program does.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SCRIPT: &str = r#"
core.register_action("set", {"http-req"}, function(txn)
    txn.http:req_set_header("x-lua", "1")
end)
core.register_action("read", {"http-req"}, function(txn)
    local headers = txn.http:req_get_headers()
    local count = 0
    for name, values in pairs(headers) do
        for _, value in pairs(values) do count = count + #value end
    end
    local where = txn.f:path() .. txn.f:src()
    txn:set_var("txn.count", count)
    txn.http:req_set_header("x-lua", where)
end)
core.register_action("empty", {"http-req"}, function(txn) end)
core.register_fetches("join", function(txn) return txn.f:path() .. txn.f:src() end)
core.register_fetches("const", function(txn) return "x" end)
core.register_converters("upper", function(value) return string.upper(value) end)
core.register_service("hello", "http", function(applet)
    local response = "Hello World !"
    applet:set_status(200)
    applet:add_header("content-length", string.len(response))
    applet:add_header("content-type", "text/plain")
    applet:start_response()
    applet:send(response)
end)
"#;

const REQUEST: &str = "GET /some/path?query=1 HTTP/1.1\nHost: www.example.org\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64)\nAccept: text/html,application/xhtml+xml\n\
    Accept-Language: en-US,en;q=0.5\nAccept-Encoding: gzip, deflate\nCookie: session=0123456789abcdef\n";

/// The best of many short rounds: others may use the machine meanwhile.
fn time(name: &str, mut work: impl FnMut()) {
    const ROUND: u32 = 2_000;
    if std::env::args().skip(1).any(|arg| !arg.starts_with('-') && !name.contains(&arg)) {
        return;
    }
    let mut best = f64::MAX;
    for _ in 0..200 {
        let begun = Instant::now();
        for _ in 0..ROUND {
            work();
        }
        best = best.min(begun.elapsed().as_secs_f64() * 1e9 / f64::from(ROUND));
    }
    println!("{name:32} {best:8.0} ns");
}

fn main() {
    let per_thread = std::env::args().any(|arg| arg == "--per-thread");
    let path = std::env::temp_dir().join(format!("lua_cost-{}.lua", std::process::id()));
    std::fs::write(&path, SCRIPT).expect("the temporary folder is writable");
    let host = Host::new(Settings::default());
    let file = path.to_str().expect("a plain name");
    let registered = host.load(file, &[], per_thread).expect("the script is good");
    let _ = std::fs::remove_file(&path);
    let mut catalogue = Catalogue::standard();
    registered.fetches.iter().for_each(|fetch| catalogue.add_fetch(fetch));
    registered.converters.iter().for_each(|converter| catalogue.add_converter(converter));
    host.set_catalogue(Arc::new(catalogue));
    host.init().expect("no init functions");

    let mut txn = testing::txn(REQUEST).expect("a good request");
    let mut scratch = Vec::new();
    for name in ["empty", "set", "read"] {
        let action = host.action(Rulesets(u8::MAX), name, &mut || None).expect("registered");
        // As every request does: a fresh head.
        let head = txn.request.clone();
        time(&format!("action {name}"), || {
            txn.request.clone_from(&head);
            let point = Point::FeHttpRequest;
            let scratch = &mut scratch;
            action.run(&mut ActionCx { txn: &mut txn, point, last: true, span: None, scratch });
        });
    }
    let head = txn.request.clone();
    time("(copying the head)", || txn.request.clone_from(&head));
    let args = Args(Box::new([]));
    for fetch in &registered.fetches {
        let fetch::Eval::Dyn(object) = fetch.eval else { continue };
        time(fetch.name, || {
            let _ = std::hint::black_box(object.eval(&Cx::new(&txn, Point::FeHttpRequest), &args));
        });
    }
    for converter in &registered.converters {
        let convert::Eval::Dyn(object) = converter.eval else { continue };
        time(converter.name, || {
            let input = Sample::str("/some/path");
            let cx = Cx::new(&txn, Point::FeHttpRequest);
            std::hint::black_box(object.eval(input, &args, &cx));
        });
    }
    for (name, _, service) in &registered.services {
        time(name, || {
            let mut run = service.start(&mut txn);
            let mut io = ServiceIo { txn: &mut txn, head_ready: false, room: 16384 };
            let mut task = Context::from_waker(Waker::noop());
            assert!(run.poll(&mut io, &mut task).is_ready());
            txn.res.output.clear();
        });
    }
}
