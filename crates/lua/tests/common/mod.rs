//! A host with one script, and a transaction to run it on.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses some of it, and a failed test may panic"
)]

use moongate_lua::{Host, Settings};
use moongate_rules::{
    Action, ActionCx, Pending, Registered, Rulesets, ScriptHost, ServiceIo, Verdict,
};
use moongate_sample::testing;
use moongate_sample::{Catalogue, Compiler, Cx, LiveNames, PatternStore, Point, Sample, Scope};
use moongate_state::{Mode, Proxy, ProxyId, Session, Txn, World};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::task::Poll;

pub const REQUEST: &str =
    "POST /a/b?c=d HTTP/1.1\nHost: example.org\nAccept: x, y\nAccept: z\nX-V: abc, d,be";

pub struct Bench {
    pub host: Host,
    pub registered: Registered,
    pub catalogue: Arc<Catalogue>,
    pub logs: Arc<Mutex<Vec<String>>>,
    pub txn: Txn,
}

/// A file of that content, and its name.
pub fn file(content: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Relaxed);
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("{}-{number}.lua", std::process::id()));
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

pub fn host() -> (Host, Arc<Mutex<Vec<String>>>) {
    let host = Host::new(Settings::default());
    let logs: Arc<Mutex<Vec<String>>> = Arc::default();
    let sink = Arc::clone(&logs);
    host.set_log(Box::new(move |_, level, text| {
        sink.lock().unwrap().push(format!("{level:?}: {text}"));
        true
    }));
    (host, logs)
}

/// Loads a script and a request.
pub fn bench(script: &str) -> Bench {
    bench_with(script, false, |_| {})
}

pub fn bench_with(script: &str, per_thread: bool, settings: impl FnOnce(&mut Settings)) -> Bench {
    let (host, logs) = host();
    host.configure(settings);
    let registered = host.load(&file(script), &[], per_thread).unwrap();
    let mut catalogue = Catalogue::standard();
    registered.fetches.iter().for_each(|fetch| catalogue.add_fetch(fetch));
    registered.converters.iter().for_each(|converter| catalogue.add_converter(converter));
    let catalogue = Arc::new(catalogue);
    host.set_catalogue(Arc::clone(&catalogue));
    host.init().unwrap();
    Bench { host, registered, catalogue, logs, txn: testing::txn(REQUEST).unwrap() }
}

impl Bench {
    /// With this request, and perhaps a response behind `----`.
    pub fn with(mut self, messages: &str) -> Self {
        let number = self.txn.number;
        self.txn = testing::txn(messages).unwrap();
        self.txn.number = number + 1;
        self
    }

    /// On a TCP stream with this input.
    pub fn tcp(mut self, input: &[u8]) -> Self {
        let proxy = Proxy::new(ProxyId(0), "tcp", Mode::Tcp, true, true);
        let world = Arc::new(World::new(vec![Arc::new(proxy)]));
        self.txn = Txn::new(Rc::new(Session::new(world, ProxyId(0))));
        self.txn.req.input.push(input);
        self
    }

    pub fn action(&self, name: &str) -> Box<dyn Action> {
        self.host.action(Rulesets(u8::MAX), name, &mut || None).unwrap()
    }

    /// Runs an action up to its first wait.
    pub fn start(&mut self, name: &str) -> Verdict {
        let action = self.action(name);
        let mut scratch = Vec::new();
        action.run(&mut cx(&mut self.txn, &mut scratch))
    }

    /// Runs an action to its end.
    pub fn run(&mut self, name: &str) -> Verdict {
        let verdict = self.start(name);
        self.finish(verdict)
    }

    pub fn finish(&mut self, verdict: Verdict) -> Verdict {
        match verdict {
            Verdict::Wait(mut pending) => block_on(poll_fn(|task| {
                let mut scratch = Vec::new();
                pending.poll(&mut cx(&mut self.txn, &mut scratch), task)
            })),
            decided => decided,
        }
    }

    /// What an expression gives as text.
    pub fn expr(&self, text: &str) -> Option<String> {
        let world = self.txn.session.world.clone();
        let names = LiveNames { world: &world, current: None };
        let patterns = PatternStore::default();
        let mut compiler = Compiler::new(&self.catalogue, &names, &patterns);
        let expr = compiler.expr_word(&testing::word(text), Scope::ANYWHERE).unwrap();
        let value = expr.eval(&Cx::new(&self.txn, Point::FeHttpRequest)).ok()?;
        let text = moongate_sample::cast::text(value)?;
        Some(String::from_utf8_lossy(&text).into_owned())
    }

    /// A variable's value.
    pub fn var(&self, name: &str) -> Option<Sample<'static>> {
        self.txn.var(moongate_state::VarRef::parse(name).unwrap())
    }

    /// What the action `t` left in `txn.r`, as text.
    pub fn result(&mut self) -> String {
        let verdict = self.run("t");
        assert!(matches!(verdict, Verdict::Continue), "{verdict:?} {:?}", self.logs());
        match self.var("txn.r") {
            Some(value) => {
                let text = moongate_sample::cast::text(value).unwrap();
                String::from_utf8_lossy(&text).into_owned()
            }
            None => format!("nothing: {:?}", self.logs()),
        }
    }

    pub fn logs(&self) -> Vec<String> {
        self.logs.lock().unwrap().clone()
    }

    /// Runs a service; what arrives is fed in turn. Gives whether it went well, and its output.
    pub fn serve(&mut self, name: &str, feed: &[&[u8]]) -> (bool, bool, Vec<u8>) {
        let mut services = self.registered.services.iter();
        let (_, _, service) = services.find(|(n, ..)| n == name).expect("registered");
        self.txn.req.eof = false;
        let mut run = service.start(&mut self.txn);
        let mut feed = feed.iter();
        let (mut ready, mut sent) = (false, Vec::new());
        let done = block_on(poll_fn(|task| {
            loop {
                let txn = &mut self.txn;
                let mut io = ServiceIo { txn, head_ready: ready, room: 1000 };
                let polled = run.poll(&mut io, task);
                ready = io.head_ready;
                sent.extend_from_slice(self.txn.res.output.bytes());
                let moved = !self.txn.res.output.is_empty();
                self.txn.res.output.clear();
                if polled.is_ready() {
                    return polled;
                }
                match feed.next() {
                    Some(bytes) => {
                        self.txn.req.input.push(bytes);
                    }
                    None if !self.txn.req.eof => self.txn.req.eof = true,
                    None if moved => {}
                    None => return Poll::Pending,
                }
            }
        }));
        (done, ready, sent)
    }
}

pub fn cx<'a>(txn: &'a mut Txn, scratch: &'a mut Vec<u8>) -> ActionCx<'a> {
    ActionCx { txn, point: Point::FeHttpRequest, last: true, span: None, scratch }
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        tokio::time::timeout(std::time::Duration::from_secs(20), future).await.expect("it hangs")
    })
}

/// An action whose outcome is kept in `txn.r`: `body` returns it.
pub fn action(body: &str) -> String {
    format!(
        "core.register_action('t', {{'http-req', 'tcp-req'}}, function(txn)\n\
           local function f() {body} end\n\
           txn:set_var('txn.r', tostring(f()))\n\
         end)"
    )
}

/// A pending action, polled once.
pub fn poll_once(pending: &mut Box<dyn Pending>, txn: &mut Txn) -> Poll<Verdict> {
    let mut scratch = Vec::new();
    let mut task = std::task::Context::from_waker(std::task::Waker::noop());
    pending.poll(&mut cx(txn, &mut scratch), &mut task)
}
