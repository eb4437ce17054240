//! Filters of scripts: their registration, their callbacks, and what these do to the data.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{Bench, bench, block_on};
use moongate_rules::{
    BodyLength, FilterEvent, FilterFlow, FilterIo, FilterNotes, FilterRun, ScriptHost,
};
use std::future::poll_fn;

/// A filter `f` with these callbacks.
fn script(callbacks: &str) -> String {
    format!(
        "F = {{flags = filter.FLT_CFG_FL_HTX}} F.__index = F
         function F:new() return setmetatable({{seen = self.args[1]}}, F) end
         {callbacks}
         core.register_filter('f', F, function(flt, args) flt.args = args return flt end)"
    )
}

struct Stream {
    bench: Bench,
    run: Box<dyn FilterRun>,
    notes: FilterNotes,
}

impl Stream {
    fn new(callbacks: &str, http: bool) -> Self {
        let mut bench = bench(&script(callbacks));
        let line = bench.host.filter("lua.f", &["word".into()], http).unwrap().unwrap();
        if !http {
            bench = bench.tcp(b"");
        }
        let run = line.attach(&mut bench.txn).unwrap();
        Self { bench, run, notes: FilterNotes::default() }
    }

    fn tell(&mut self, event: FilterEvent, response: bool) -> FilterFlow {
        let Self { bench, run, notes } = self;
        block_on(poll_fn(|task| {
            let mut io = FilterIo { txn: &mut bench.txn, response, notes };
            run.poll(event, &mut io, task)
        }))
    }

    /// Gives it a response's payload; what it put out, what it left, and what it said.
    fn pass(&mut self, input: &str, last: bool) -> (String, String, FilterFlow) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let channel = &mut self.bench.txn.res;
        channel.input.push(input.as_bytes());
        channel.eof = last;
        let flow = self.tell(FilterEvent::Payload, true);
        let channel = &mut self.bench.txn.res;
        let (put, left) = (text(channel.output.bytes()), text(channel.input.bytes()));
        channel.output.clear();
        channel.input.clear();
        (put, left, flow)
    }

    fn log(&self) -> String {
        self.bench.logs().join("\n")
    }
}

#[test]
fn callbacks_are_called_with_their_objects() {
    let mut stream = Stream::new(
        "function F:start_analyze(txn, chn)
             core.Info('start ' .. self.seen .. tostring(chn:is_resp())) filter.register_data_filter(self, chn)
         end
         function F:http_headers(txn, msg) core.Info('headers ' .. msg:get_stline().uri) return filter.CONTINUE end
         function F:http_end(txn, msg) core.Info('end ' .. tostring(msg:eom())) end
         function F:end_analyze(txn, chn) filter.unregister_data_filter(chn) return filter.ERROR end",
        true,
    );
    assert!(stream.run.listens(FilterEvent::Headers) && !stream.run.listens(FilterEvent::Payload));
    assert_eq!(stream.tell(FilterEvent::Start, false), FilterFlow::Continue);
    assert!(stream.run.wants_data(false) && !stream.run.wants_data(true));
    stream.tell(FilterEvent::Headers, false);
    stream.bench.txn.req.eof = true;
    stream.tell(FilterEvent::HttpEnd, false);
    assert_eq!(stream.tell(FilterEvent::End, false), FilterFlow::Error);
    assert!(!stream.run.wants_data(false));
    assert_eq!(stream.log(), "Info: start wordfalse\nInfo: headers /a/b?c=d\nInfo: end true");
}

#[test]
fn bodies_are_read_and_changed() {
    let given = |body: &str, input: &str, last: bool| {
        let mut stream =
            Stream::new(&format!("function F:http_payload(txn, msg) {body} end"), true);
        let (put, left, flow) = stream.pass(input, last);
        assert_eq!(stream.log(), "");
        (format!("{put}|{left}"), flow)
    };
    let go = FilterFlow::Continue;
    assert_eq!(given("msg:set(msg:body():upper())", "abc", false), ("|ABC".into(), go));
    assert_eq!(given("msg:set(msg:body(-20000, 2))", "abc", false), ("|ab".into(), go));
    assert_eq!(given("msg:append('>') msg:prepend('<')", "abc", false), ("|<abc>".into(), go));
    assert_eq!(given("msg:insert('-', 1) msg:remove(-1)", "abc", false), ("|a-b".into(), go));
    assert_eq!(given("msg:send('head ')", "abc", false), ("head |abc".into(), go));
    assert_eq!(
        given("msg:forward(2) return filter.WAIT", "abc", false),
        ("ab|c".into(), FilterFlow::Wait)
    );
    assert_eq!(given("msg:set(msg:line())", "a\nb", false), ("|a\n".into(), go));
    assert_eq!(given("msg:set(tostring(msg:eom()))", "a", true), ("|true".into(), go));
    assert_eq!(given("msg:set(tostring(msg:may_recv()))", "a", false), ("|true".into(), go));
    assert_eq!(
        given("msg:set(msg:input() .. msg:output() .. tostring(msg:is_full()))", "a", false),
        ("|10false".into(), go)
    );
    assert_eq!(given("return filter.ERROR", "a", false).1, FilterFlow::Error);
    // More than a buffer holds may be sent at once, but not put into the input.
    assert_eq!(given("msg:send(('x'):rep(40000))", "", false).0.len(), 40_001);
    assert_eq!(given("msg:set(tostring(msg:append(('x'):rep(40000))))", "a", false).0, "|-1");
}

#[test]
fn channels_of_tcp() {
    let mut stream = Stream::new(
        "function F:tcp_payload(txn, chn)
             local line = chn:line()
             if not line:find('\\n') then return filter.WAIT end
             chn:forward(#line) return filter.WAIT
         end",
        false,
    );
    assert_eq!(stream.pass("one\ntwo", false), ("one\n".into(), "two".into(), FilterFlow::Wait));
    assert_eq!(stream.pass("two", false), (String::new(), "two".into(), FilterFlow::Wait));
}

#[test]
fn channels_of_http_keep_their_bytes() {
    let mut stream = Stream::new(
        "function F:start_analyze(txn, chn) return select(2, pcall(chn.data, chn)) and core.Info(select(2, pcall(chn.data, chn))) end",
        true,
    );
    stream.tell(FilterEvent::Start, false);
    assert!(stream.log().contains("can't be used in HTTP mode"), "{}", stream.log());
}

#[test]
fn lengths_and_ends() {
    let mut stream = Stream::new(
        "function F:http_headers(txn, msg) assert(msg:set_body_len(7)) assert(msg:set_body_len('chunked')) end
         function F:http_payload(txn, msg)
             if self.held then msg:set_eom() else self.held = true msg:unset_eom() end
             msg:set(tostring(msg:eom()) .. tostring(msg:set_body_len(3)))
         end",
        true,
    );
    stream.bench.txn.response.set_status_line(200, b"OK", moongate_http::Version::Http11);
    stream.bench.txn.response.add(b"content-length", b"5");
    stream.tell(FilterEvent::Headers, true);
    assert_eq!(stream.notes.length, Some(BodyLength::Chunked), "{}", stream.log());
    assert_eq!(stream.bench.txn.response.get(b"content-length"), None);
    assert_eq!(stream.bench.txn.response.get(b"transfer-encoding"), Some(&b"chunked"[..]));
    stream.notes.framed = true;
    assert_eq!(stream.pass("x", true).1, "falsefalse");
    assert_eq!(stream.notes.end, Some(false));
    assert_eq!(stream.pass("x", true).1, "truefalse");
    assert_eq!(stream.notes.end, Some(true));
}

#[test]
fn callbacks_wait_and_wake() {
    let mut stream = Stream::new(
        "function F:http_payload(txn, msg)
             core.msleep(3) filter.wake_time(5) msg:set('late')
         end
         function F:http_headers(txn, msg)
             self.n = (self.n or 0) + 1
             if self.n < 3 then filter.wake_time(1) return filter.WAIT end
         end",
        true,
    );
    assert_eq!(stream.tell(FilterEvent::Headers, true), FilterFlow::Continue);
    let Stream { bench, run, notes } = &mut stream;
    block_on(async {
        poll_fn(|task| {
            let mut io = FilterIo { txn: &mut bench.txn, response: true, notes };
            run.poll(FilterEvent::Payload, &mut io, task)
        })
        .await;
        assert_eq!(bench.txn.res.input.bytes(), b"late");
        poll_fn(|task| run.poll_wake(true, task)).await;
    });
}

#[test]
fn a_callback_that_fails_lets_the_data_pass() {
    let mut stream = Stream::new("function F:http_payload(txn, msg) error('oh') end", true);
    assert_eq!(stream.pass("x", false), (String::new(), "x".into(), FilterFlow::Continue));
    assert!(stream.log().contains("Lua filter `f` failed"), "{}", stream.log());
}

#[test]
fn lines_of_the_configuration() {
    let made = |script: &str, name: &str, http| {
        let bench = bench(script);
        bench.host.filter(name, &[], http).map(|line| line.is_some())
    };
    let plain = "F = {} function F:new() return {} end
                 core.register_filter('f', F, function(flt, args) return flt end)";
    assert_eq!(made(plain, "lua.f", false), Ok(true));
    assert!(made(plain, "lua.f", true).unwrap_err().contains("FLT_CFG_FL_HTX"));
    assert!(
        made(plain, "lua.g", true).unwrap_err().contains("no script registered the filter `g`")
    );
    let none = "core.register_filter('f', {}, function() end)";
    assert_eq!(made(none, "lua.f", true), Ok(false));
    let without_new = "core.register_filter('f', {}, function(flt) return flt end)";
    assert_eq!(made(without_new, "lua.f", true), Ok(false));
    let fails = "core.register_filter('f', {}, function() error('no') end)";
    assert!(made(fails, "lua.f", true).unwrap_err().contains("no"));
    let odd = "core.register_filter('f', {}, function() return 7 end)";
    assert!(made(odd, "lua.f", true).unwrap_err().contains("a table or nil"));
}

#[test]
fn a_stream_may_go_without() {
    let bench = bench(
        "F = {flags = filter.FLT_CFG_FL_HTX} function F:new() return nil end
         core.register_filter('f', F, function(flt) return flt end)",
    );
    let line = bench.host.filter("lua.f", &[], true).unwrap().unwrap();
    let mut txn = bench.txn;
    assert!(line.attach(&mut txn).is_none());
}

#[test]
fn commands_of_the_runtime_api() {
    let mut bench = bench(
        "core.register_cli({'show', 'it'}, 'show it: shows it', function(applet, ...)
             applet:send(table.concat({...}, '|')) core.msleep(1)
             applet:send('-' .. (applet:getline() or ''))
         end)",
    );
    let commands = bench.host.commands();
    assert_eq!(commands[0].path, ["show", "it"]);
    assert_eq!(commands[0].usage, "show it: shows it");
    let words = ["show", "it", "now"].map(str::to_owned);
    let mut run = commands[0].run.start(&mut bench.txn, &words);
    bench.txn.req.input.push(b"more\n");
    let done = block_on(poll_fn(|task| {
        let txn = &mut bench.txn;
        run.poll(&mut moongate_rules::ServiceIo { txn, head_ready: false, room: 1000 }, task)
    }));
    assert!(done);
    assert_eq!(bench.txn.res.output.bytes(), b"show|it|now-more\n");
}

#[test]
fn odd_arguments_harm_nothing() {
    let methods = |class: &str| {
        let class = moongate_lua::CLASSES.iter().find(|one| one.name == class).unwrap();
        let names: Vec<&str> = class.functions.iter().map(|one| one.declaration.name).collect();
        format!("{{'{}'}}", names.join("','"))
    };
    let body = format!(
        "local odd = {{0, -1, 1, 3.5, 1e300, math.mininteger, math.maxinteger, '', 'x', 'a\\nb', ('y'):rep(20000),
                      true, {{}}, {{{{}}}}, print, msg, txn, 'chunked', '('}}
         local function try(object, names)
             for _, name in ipairs(names) do
                 local f = object[name]
                 pcall(f) pcall(f, object) pcall(f, 7)
                 for _, a in ipairs(odd) do
                     pcall(f, object, a) pcall(f, a, a)
                     for _, b in ipairs(odd) do pcall(f, object, a, b) end
                 end
             end
         end
         try(msg, {}) try(msg.channel, {}) try(txn:reply(), {}) try(filter, {})
         msg:set('done')",
        methods("HTTPMessage"),
        methods("Channel"),
        methods("Reply"),
        methods("filter")
    );
    let mut stream = Stream::new(&format!("function F:http_payload(txn, msg) {body} end"), true);
    stream.bench.txn.response.set_status_line(200, b"OK", moongate_http::Version::Http11);
    let (_, left, flow) = stream.pass("some", false);
    assert_eq!((left.as_str(), flow), ("done", FilterFlow::Continue), "{}", stream.log());
    assert!(!stream.log().contains("internal fault"), "{}", stream.log());
}
