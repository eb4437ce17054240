//! The classes of proxies, servers and listeners, and events.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench, block_on};
use moongate_lua::{Fact, Facts, Subject};
use moongate_net::Target;
use moongate_state::{Listener, Mode, Proxy, ProxyId, Server, ServerId, World};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

struct Told;

impl Facts for Told {
    fn info(&self) -> Vec<(String, Fact)> {
        Vec::new()
    }

    fn stats(&self, subject: Subject) -> Vec<(String, Fact)> {
        vec![("of".into(), Fact::Text(format!("{subject:?}"))), ("x".into(), Fact::Float(0.5))]
    }
}

fn world() -> Arc<World> {
    let fe = Proxy::new(ProxyId(0), "fe", Mode::Http, true, false);
    let listener = |number, name: &str| Listener {
        number,
        name: name.into(),
        address: "127.0.0.1:80".into(),
        sessions: Default::default(),
    };
    fe.set_listeners(vec![listener(1, ""), listener(2, "tls")]);
    let be = Proxy::new(ProxyId(1), "be", Mode::Tcp, false, true);
    let target = Target::Inet("127.0.0.1:8080".parse().unwrap());
    let one = Server::new(ServerId(0), "s1", Some(target));
    one.weight.store(10, Relaxed);
    let mut two = Server::new(ServerId(1), "s2", None);
    two.backup = true;
    be.set_servers(vec![one, two]);
    let both = Proxy::new(ProxyId(2), "both", Mode::Http, true, true);
    Arc::new(World::new([fe, be, both].into_iter().map(Arc::new).collect()))
}

fn with_world(script: &str) -> (common::Bench, Arc<World>) {
    let (bench, world) = (bench(script), world());
    bench.host.set_world(&world);
    bench.host.set_facts(Box::new(Told));
    (bench, world)
}

fn value(body: &str) -> String {
    with_world(&action(body)).0.result()
}

#[test]
fn proxies() {
    let body = "local count = function(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
        assert(count(core.proxies) == 3 and count(core.frontends) == 2 and count(core.backends) == 2)
        local fe, be, both = core.frontends.fe, core.proxies['be'], core.backends.both
        assert(fe.name == 'fe' and fe.uuid == '1' and be:get_name() == 'be' and be:get_uuid() == '2')
        assert(fe:get_cap() == 'frontend' and be:get_cap() == 'backend' and both:get_cap() == 'proxy')
        assert(fe:get_mode() == 'http' and be:get_mode() == 'tcp')
        assert(be:get_srv_act() == 1 and be:get_srv_bck() == 1)
        assert(count(be.servers) == 2 and count(fe.servers) == 0 and be.nothing == nil)
        assert(fe:get_stats().of == 'Frontend(ProxyId(0))' and be:get_stats().x == 0.5)
        assert(both:get_stats().of == 'Backend(ProxyId(2))')
        local l = fe.listeners assert(l['sock-1'].name == 'sock-1')
        local s = l.tls:get_stats() assert(s.svname == 'tls' and s.pxname == 'fe' and s.scur == 0)
        fe.mine = 5 assert(core.frontends.fe.mine == 5)
        return 'fine'";
    assert_eq!(value(body), "fine");
}

#[test]
fn objects_of_other_classes_are_refused() {
    let body = "local px, sv = core.backends.be, core.backends.be.servers.s1
        for _, f in ipairs({px.get_name, px.get_stats, sv.get_weight, sv.set_maint}) do
          for _, bad in ipairs({1, 'x', {}, {[0] = 0}, txn, txn.http, f}) do
            local ok, e = pcall(f, bad)
            assert(not ok and e:match('has to be the object itself'), e)
          end
        end
        local ok, e = pcall(px.get_name, sv) assert(not ok)
        sv[0] = 1 << 60 ok, e = pcall(sv.get_name, sv) assert(not ok)
        return 'fine'";
    assert_eq!(value(body), "fine");
    let mut bench =
        bench(&action("local _, e = pcall(function() return core.proxies end) return e"));
    let message = bench.result();
    assert!(message.contains("not known before the configuration is read"), "{message}");
}

#[test]
fn servers() {
    let body = "local be = core.backends.be local s, t = be.servers.s1, be.servers.s2
        assert(s.name == 's1' and s.puid == '1' and s:get_name() == 's1' and t:get_puid() == '2')
        assert(s:get_rid() == 0 and not s:is_dynamic() and t:is_backup() and not s:is_backup())
        assert(s:get_cur_sess() == 0 and s:get_pend_conn() == 0)
        assert(s:get_addr() == '127.0.0.1:8080' and t:get_addr() == '<unknown>')
        assert(s:get_proxy():get_name() == 'be')
        assert(s:get_stats().of == 'Server(ProxyId(1), ServerId(0))')
        assert(s:set_maxconn(5) == nil and s:set_maxconn('x'):match('maxconn')) assert(s:get_maxconn() == 5)
        s:set_weight('50%') assert(s:get_weight() == 5)
        s:set_weight(20) assert(s:get_weight() == 20 and not s:is_draining())
        assert(s:set_weight('300'):match('from 0 to 256') and s:get_weight() == 20)
        s:set_drain() assert(s:get_weight() == 0 and s:is_draining() and be:get_srv_act() == 0)
        s:set_ready() assert(s:get_weight() == 10 and be:get_srv_act() == 1)
        s:set_maint() assert(be:get_srv_act() == 0) s:set_ready() assert(be:get_srv_act() == 1)
        local said = s:set_addr('10.0.0.1')
        assert(said:match('IP changed from .127.0.0.1. to .10.0.0.1. by .Lua script.'), said)
        assert(s:get_addr() == '10.0.0.1:8080')
        s:set_addr('::1', 90) assert(s:get_addr() == '[::1]:90')
        assert(s:set_addr('x'):match('invalid address'))
        return 'fine'";
    assert_eq!(value(body), "fine");
}

#[test]
fn events_of_servers() {
    let script = "local all
        core.register_init(function() end)
        all = core.event_sub({'SERVER'}, function(event, data, sub, when)
          assert(math.type(when) == 'integer' and data.reference:get_name() == data.name)
          local more = ''
          if data.state then more = data.state.old_state .. '>' .. data.state.new_state .. tostring(data.state.admin) end
          if data.admin then more = '#' .. #data.admin.old_admin .. '#' .. #data.admin.new_admin end
          core.Info(event .. ' ' .. data.proxy_name .. '/' .. data.name .. ' ' .. more)
        end)
        core.register_action('t', {'http-req'}, function(txn)
          core.backends.be.servers.s1:event_sub({'SERVER_UP'}, function(event, data, sub)
            core.Info('up of s1') sub:unsub() end)
          core.backends.be.servers.s2:event_sub({'SERVER_UP'}, function() core.Info('wrong') end)
        end)
        core.register_action('maint', {'http-req'}, function() core.backends.be.servers.s1:set_maint() end)
        core.register_action('ready', {'http-req'}, function() core.backends.be.servers.s1:set_ready() end)
        core.register_action('end', {'http-req'}, function() all:unsub() end)";
    let (mut bench, world) = with_world(script);
    let change = |up| {
        world.change_server(ProxyId(1), ServerId(0), |server| server.up.store(up, Relaxed));
    };
    block_on(async {
        let local = tokio::task::LocalSet::new();
        local
            .run_until(async {
                bench.host.start();
                tokio::task::yield_now().await;
                bench.start("t");
                bench.start("maint");
                bench.start("ready");
                change(false);
                change(true);
                while bench.logs().len() < 11 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                bench.start("end");
                change(false);
                for _ in 0..20 {
                    tokio::task::yield_now().await;
                }
            })
            .await;
    });
    let logs = bench.logs();
    assert_eq!(logs.len(), 11, "{logs:?}");
    assert_eq!(logs.iter().filter(|log| *log == "Info: up of s1").count(), 1);
    let all: Vec<&str> = logs.iter().filter(|log| !log.ends_with("s1")).map(|l| &l[6..]).collect();
    assert_eq!(
        all,
        [
            "SERVER_DOWN be/s1 ",
            "SERVER_STATE be/s1 RUNNING>STOPPEDtrue",
            "SERVER_ADMIN be/s1 #0#2",
            "SERVER_UP be/s1 ",
            "SERVER_STATE be/s1 STOPPED>RUNNINGtrue",
            "SERVER_ADMIN be/s1 #2#0",
            "SERVER_DOWN be/s1 ",
            "SERVER_STATE be/s1 RUNNING>STOPPEDfalse",
            "SERVER_UP be/s1 ",
            "SERVER_STATE be/s1 STOPPED>RUNNINGfalse",
        ]
    );
}

#[test]
fn events_of_patterns() {
    let path = format!("{}/{}-events.map", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    std::fs::write(&path, "a b\n").unwrap();
    let script = "core.register_init(function()
          local ref = core.get_patref('MAP')
          ref:event_sub({'PAT_REF'}, function(event, data, sub) core.Info(event .. tostring(data)) end)
          local ok, e = pcall(ref.event_sub, ref, {'SERVER_UP'}, print) assert(e:match('PAT_REF_ADD'))
        end)";
    let (host, logs) = common::host();
    let list = host.patterns().file(&path, true, Path::new("")).unwrap();
    let script = common::file(&script.replace("MAP", &path));
    moongate_rules::ScriptHost::load(&host, &script, &[], false).unwrap();
    moongate_rules::ScriptHost::init(&host).unwrap();
    block_on(async {
        let local = tokio::task::LocalSet::new();
        local
            .run_until(async {
                host.start();
                list.add(b"c", Some(b"d")).unwrap();
                list.set(b"c", b"e").unwrap();
                list.del(b"c");
                list.del(b"nothing");
                list.clear();
                let version = list.prepare();
                list.add_to(version, [(&b"x"[..], Some(&b"y"[..]))]).unwrap().unwrap();
                list.commit(version).unwrap();
                while logs.lock().unwrap().len() < 5 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
            .await;
    });
    let told =
        ["ADD", "SET", "DEL", "CLEAR", "COMMIT"].map(|what| format!("Info: PAT_REF_{what}nil"));
    assert_eq!(*logs.lock().unwrap(), told);
}
