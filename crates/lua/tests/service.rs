//! Services: `AppletHTTP` and `AppletTCP`.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::bench;

#[test]
fn hello_world() {
    let mut bench = bench(
        "core.register_service('hello', 'http', function(applet)
           local response = 'Hello World !'
           applet:set_status(201)
           applet:add_header('Content-Length', string.len(response))
           applet:add_header('content-type', 'text/plain')
           applet:start_response()
           applet:send(response)
         end)
         core.register_service('tcp', 'tcp', function(applet) applet:send('hello world\\n') end)",
    );
    assert_eq!(bench.serve("lua.hello", &[]), (true, true, b"Hello World !".to_vec()));
    let head = &bench.txn.response;
    assert_eq!((head.status(), head.get(b"content-length")), (201, Some(&b"13"[..])));
    assert_eq!(bench.serve("lua.tcp", &[]), (true, false, b"hello world\n".to_vec()));
}

#[test]
fn facts_of_the_request() {
    let mut bench = bench(
        "core.register_service('s', 'http', function(applet)
           applet:start_response()
           local r = {applet.method, applet.path, applet.qs, applet.version, applet.length,
             applet.headers.host[0], applet.headers.accept[1], applet.f:src(),
             tostring(applet.nope), tostring(applet:set_var('txn.x', 1)), applet:get_var('txn.x'),
             tostring(applet:get_priv()), type(applet)}
           applet:send(table.concat(r, ' '))
         end)",
    );
    let (done, _, sent) = bench.serve("lua.s", &[]);
    assert!(done, "{:?}", bench.logs());
    let sent = String::from_utf8(sent).unwrap();
    assert_eq!(sent, "POST /a/b c=d HTTP/1.1 0 example.org z 192.0.2.1 nil true 1 nil table");
}

#[test]
fn bodies_come_in_pieces() {
    let script = "core.register_service('echo', 'http', function(applet)
           applet:start_response()
           applet:send(applet:getline() .. '|' .. applet:receive(4) .. '|' .. applet:receive() .. '|'
             .. applet:receive() .. applet:getline() .. '|')
         end)";
    let whole = "line1\n|2345|rest\n||";
    let (done, _, sent) = bench(script).serve("lua.echo", &[b"line1\n2345rest\n"]);
    assert_eq!((done, String::from_utf8(sent).unwrap().as_str()), (true, whole));
    let pieces: Vec<&[u8]> = b"line1\n2345rest\n".chunks(1).collect();
    let (done, _, sent) = bench(script).serve("lua.echo", &pieces);
    assert_eq!((done, String::from_utf8(sent).unwrap().as_str()), (true, whole));
}

#[test]
fn large_texts_are_sent_in_turns() {
    let mut bench = bench(
        "core.register_service('big', 'tcp', function(applet)
           result = applet:send(string.rep('0123456789', 10000)) applet:send('!') end)",
    );
    let (done, _, sent) = bench.serve("lua.big", &[]);
    assert!(done);
    assert_eq!(sent.len(), 100_001);
    assert_eq!(&sent[99_990..], b"0123456789!");
}

#[test]
fn tcp_reads_with_a_time_limit() {
    let mut bench = bench(
        "core.register_service('s', 'tcp', function(applet)
           local a = applet:receive(10, 20)
           local b = applet:try_receive()
           applet:send(tostring(a) .. tostring(b) .. applet:receive(3))
           applet:send(tostring(applet:try_receive()))
         end)",
    );
    let mut services = bench.registered.services.iter();
    let (_, _, service) = services.find(|(name, ..)| name == "lua.s").unwrap();
    bench.txn.req.eof = false;
    let mut run = service.start(&mut bench.txn);
    let mut polls = 0;
    let done = common::block_on(std::future::poll_fn(|task| {
        polls += 1;
        if polls == 3 {
            bench.txn.req.input.push(b"abc");
        }
        let txn = &mut bench.txn;
        let mut io = moongate_rules::ServiceIo { txn, head_ready: false, room: 1000 };
        let polled = run.poll(&mut io, task);
        if polls > 1 && polled.is_pending() {
            task.waker().wake_by_ref();
        }
        polled
    }));
    assert!(done, "{:?}", bench.logs());
    assert_eq!(bench.txn.res.output.bytes(), b"nilnilabcnil");
}

#[test]
fn failures() {
    let mut bench = bench(
        "core.register_service('none', 'http', function(applet) end)
         core.register_service('early', 'http', function(applet) applet:send('x') end)
         core.register_service('late', 'http', function(applet)
           applet:start_response() applet:set_status(500) end)
         core.register_service('split', 'http', function(applet) applet:add_header('a', 'b\\r\\nc: d') end)
         core.register_service('error', 'http', function(applet) applet:start_response() error('boom') end)",
    );
    assert_eq!(bench.serve("lua.none", &[]), (false, false, vec![]));
    assert!(bench.logs().is_empty());
    assert!(!bench.serve("lua.early", &[]).0);
    assert!(bench.logs()[0].contains("AppletHTTP:send: call start_response() before sending"));
    assert!(!bench.serve("lua.late", &[]).0);
    assert!(!bench.serve("lua.split", &[]).0);
    assert_eq!(bench.serve("lua.error", &[]), (false, true, vec![]));
    let log = &bench.logs()[3];
    assert!(log.contains("Lua service `error` failed") && log.contains("boom"), "{log}");
    assert!(log.contains("request: POST /a/b?c=d"), "{log}");
}
