//! The class `StickTable`.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod common;
use common::{action, bench};
use moongate_state::table::{Column, Data, KeyKind, TableSpec, Tracker};
use moongate_state::{Mode, Proxy, ProxyId, Table, World};
use std::sync::Arc;

fn table(name: &str, kind: KeyKind, columns: Vec<Column>) -> Table {
    let expire = (name == "ip").then_some(60_000);
    let nopurge = name == "bin";
    Table::new(
        name,
        TableSpec { kind, size: 20_000, expire, nopurge, columns, server_by_address: false },
    )
}

fn world() -> Arc<World> {
    let count = |data| Column::new(data, 1, 0);
    let tables = [
        table("ip", KeyKind::Ip, vec![count(Data::Gpc0), Column::new(Data::ConnRate, 1, 10_000)]),
        table(
            "text",
            KeyKind::Text(20),
            vec![
                Column::new(Data::Gpc, 3, 0),
                Column::new(Data::GpcRate, 2, 1000),
                count(Data::ServerKey),
            ],
        ),
        table("int", KeyKind::Integer, vec![count(Data::Gpt0), count(Data::ServerId)]),
        table("bin", KeyKind::Binary(4), vec![]),
        table("six", KeyKind::Ipv6, vec![count(Data::Gpc0)]),
    ];
    let mut proxies = Vec::new();
    for (id, table) in (0..).zip(tables) {
        let proxy = Proxy::new(ProxyId(id), &table.name.clone(), Mode::Http, id == 0, id != 0);
        proxy.set_table(table);
        proxies.push(Arc::new(proxy));
    }
    let id = ProxyId(proxies.len() as u32);
    proxies.push(Arc::new(Proxy::new(id, "none", Mode::Http, true, true)));
    let world = World::new(proxies);
    let at = |index: usize| world.proxies[index].table().unwrap().clone();
    let make = |index: usize, key: &[u8]| at(index).find_or_make(key).unwrap();
    for (key, count) in [([192, 0, 2, 1], 5), ([192, 0, 2, 2], 50)] {
        at(0).change(&make(0, &key), |edit| edit.set(Data::Gpc0, 0, count));
    }
    at(1).change(&make(1, b"/a"), |edit| {
        for (index, value) in (0..).zip([7, 8, 9]) {
            edit.set(Data::Gpc, index, value);
        }
        edit.set(Data::GpcRate, 1, 4);
        edit.set_server(Some("s1".into()));
    });
    make(1, b"/b");
    at(2).change(&make(2, &u32::MAX.to_be_bytes()), |edit| edit.set(Data::Gpt0, 0, 3));
    make(2, &5_u32.to_be_bytes());
    make(3, b"a\0b\0");
    let mapped = std::net::Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped();
    make(4, &mapped.octets());
    Arc::new(world)
}

fn value(body: &str) -> String {
    let (mut bench, world) = (bench(&action(body)), world());
    bench.host.set_world(&world);
    let table = world.proxies[0].table().unwrap().clone();
    let entry = table.find(&[192, 0, 2, 2]).unwrap();
    let tracker = Tracker::begin(0, table, entry);
    let result = bench.result();
    drop(tracker);
    result
}

#[test]
fn proxies_have_their_table() {
    let body = "assert(core.proxies.none.stktable == nil and core.frontends.none.stktable == nil)
        assert(core.frontends.ip.stktable and core.backends.text.stktable)
        assert(core.proxies.int.stktable:info().type == 'integer')
        return 'fine'";
    assert_eq!(value(body), "fine");
}

#[test]
fn info() {
    let body = "local i = core.proxies.ip.stktable:info()
        assert(i.type == 'ip' and i.length == 4 and i.size == 20000 and i.used == 2)
        assert(i.expire == 60000 and i.nopurge == false)
        assert(i.data.gpc0 == -1 and i.data.conn_rate == 10000 and i.data.gpc1 == nil)
        i = core.proxies.text.stktable:info()
        assert(i.type == 'string' and i.length == 20 and i.expire == 0)
        assert(i.data.gpc == -1 and i.data.gpc_rate == 1000 and i.data.server_key == -1)
        i = core.proxies.bin.stktable:info()
        assert(i.type == 'binary' and i.length == 4 and i.nopurge == true and next(i.data) == nil)
        i = core.proxies.six.stktable:info()
        assert(i.type == 'ipv6' and i.length == 16 and i.used == 1)
        return 'fine'";
    assert_eq!(value(body), "fine");
}

#[test]
fn lookup() {
    let body = "local t = core.proxies.ip.stktable
        local e = t:lookup('192.0.2.1')
        assert(e.gpc0 == 5 and e.conn_rate == 0 and e.use == 0 and e.gpc1 == nil)
        assert(e.expire > 50000 and e.expire <= 60000)
        assert(t:lookup('192.0.2.2').use == 1 and t:lookup('192.0.2.2').conn_rate == 1)
        for _, none in ipairs({'192.0.2.3', '::1', 'x', '', 5, '\\xff'}) do
          assert(t:lookup(none) == nil, none)
        end
        t = core.proxies.text.stktable
        e = t:lookup('/a')
        assert(e.gpc == 7 and e.gpc0 == 7 and e.gpc1 == 8 and e.gpc2 == 9 and e.gpc3 == nil)
        assert(e.gpc_rate == 0 and e.gpc0_rate == 0 and e.gpc1_rate == 4)
        assert(e.server_key == 's1' and t:lookup('/b').server_key == '-' and e.expire == 0)
        t = core.proxies.int.stktable
        assert(t:lookup(5).gpt0 == 0 and t:lookup('5').server_id == 0 and t:lookup(5.0))
        assert(t:lookup(4294967295).gpt0 == 3 and t:lookup(-1).gpt0 == 3)
        assert(t:lookup('x') == nil and t:lookup(5.5) == nil and t:lookup(6) == nil)
        t = core.proxies.bin.stktable
        assert(t:lookup('a\\0b') and t:lookup('a\\0b\\0') and t:lookup('61006200') == nil)
        t = core.proxies.six.stktable
        assert(t:lookup('::ffff:192.0.2.1') and t:lookup('192.0.2.1') and not t:lookup('::1'))
        local told, why = pcall(t.lookup, t)
        assert(not told and why:find('StickTable:lookup: the argument <key> has to be a string, not nothing', 1, true), why)
        return 'fine'";
    assert_eq!(value(body), "fine");
}

#[test]
fn dump() {
    let body =
        "local count = function(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
        local t = core.proxies.ip.stktable
        local d = t:dump()
        assert(count(d) == 2 and d['192.0.2.1'].gpc0 == 5 and d['192.0.2.2'].conn_rate == 1)
        assert(count(d['192.0.2.1']) == 2 and count(t:dump(nil)) == 2 and count(t:dump({})) == 2)
        d = core.proxies.int.stktable:dump()
        assert(count(d) == 2 and d[5].gpt0 == 0 and d[4294967295].gpt0 == 3)
        assert(core.proxies.bin.stktable:dump()['a\\0b\\0'])
        assert(core.proxies.six.stktable:dump()['::ffff:192.0.2.1'].gpc0 == 0)
        local some = function(...) return count(t:dump({...})) end
        assert(some({'gpc0', 'gt', 5}) == 1 and some({'gpc0', 'ge', 5}) == 2)
        assert(some({'gpc0', 'lt', 5}) == 0 and some({'gpc0', 'le', '5'}) == 1)
        assert(some({'gpc0', 'eq', 50.0}) == 1 and some({'gpc0', 'ne', 5}) == 1)
        assert(some({'gpc0', 'gt', 1.5}, {'conn_rate', 'eq', 0}) == 1)
        t = core.proxies.text.stktable
        for _, name in ipairs({'gpc', 'gpc0', 'gpc1', 'gpc[1]', 'gpc2', 'gpc[2]'}) do
          assert(some({name, 'ge', 7}) == 1 and some({name, 'gt', 9}) == 0, name)
        end
        assert(some({'gpc1_rate', 'eq', 4}) == 1 and some({'gpc_rate[1]', 'eq', 4}) == 1)
        assert(t:dump({{'gpc2', 'gt', 0}})['/a'].gpc2 == 9)
        return 'fine'";
    assert_eq!(value(body), "fine");
}

#[test]
fn wrong_filters_are_told() {
    let body = "local t, list = core.proxies.text.stktable, {}
        for _, f in ipairs({
          {'gpc'}, {{'gpc', 'gt'}}, {{'gpc', 'gt', 1, 2}}, {{1, 'gt', 1}}, {{'gpc', 'gt', 'x'}},
          {{'gpc', 'gt', 1}, {'gpc', 'is', 1}}, {{'gpt0', 'gt', 1}}, {{'gpc3', 'gt', 1}},
          {{'nothing', 'gt', 1}}, {{'gpc[x]', 'gt', 1}}, {{'server_key', 'eq', 1}},
          {a = {'gpc', 'gt', 1}}, {{}, {}, {}, {}, {}},
        }) do
          local none, why = t:dump(f)
          assert(none == nil)
          list[#list + 1] = why
        end
        local good, why = pcall(t.dump, t, 'gpc0')
        assert(not good)
        list[#list + 1] = why:gsub('^.-StickTable', 'StickTable')
        return table.concat(list, '\\n')";
    let form = "comparison 1 of the filter: it has to be a table of a data type, an operator and a number, as in {\"gpc0\", \"gt\", 30}";
    let expected = [
        form.to_owned(),
        form.to_owned(),
        form.to_owned(),
        form.to_owned(),
        "comparison 1 of the filter: the value to compare with has to be a number".to_owned(),
        "comparison 2 of the filter: `is` is no operator; they are eq, ne, lt, le, gt and ge"
            .to_owned(),
        "comparison 1 of the filter: the table doesn't store `gpt0`, but server_key, gpc, gpc_rate".to_owned(),
        "comparison 1 of the filter: `gpc3` is out of range: `gpc` goes from 0 to 2".to_owned(),
        "comparison 1 of the filter: `nothing` is no data type; this table has server_key, gpc, gpc_rate".to_owned(),
        "comparison 1 of the filter: `gpc[x]` is no data type; this table has server_key, gpc, gpc_rate".to_owned(),
        "comparison 1 of the filter: `server_key` is a text, which can't be compared".to_owned(),
        "a filter is a list of comparisons, as in {{\"gpc0\", \"gt\", 30}}".to_owned(),
        "a filter has at most 4 comparisons, this one has 5".to_owned(),
        "StickTable:dump: the argument <filter> has to be a table of comparisons, not a string"
            .to_owned(),
    ];
    assert_eq!(value(body).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn long_dumps_let_others_work() {
    // A fetch answers at once; an action lets others have their turn, also in a coroutine.
    let script = "local function count()
          local n, sum = 0, 0
          for _, e in pairs(core.proxies.int.stktable:dump()) do n = n + 1 sum = sum + e.gpt0 end
          return n .. ' ' .. sum
        end
        core.register_fetches('all', count)
        core.register_action('t', {'http-req'}, function(txn)
          local inner = coroutine.wrap(count)()
          txn:set_var('txn.r', count() .. ' ' .. inner)
        end)";
    let (mut bench, world) = (bench(script), world());
    bench.host.set_world(&world);
    let table = world.proxies[2].table().unwrap();
    for number in 0..10_000_u32 {
        let entry = table.find_or_make(&number.to_be_bytes()).unwrap();
        table.change(&entry, |edit| edit.set(Data::Gpt0, 0, 1));
    }
    assert_eq!(bench.expr("lua.all").as_deref(), Some("10001 10003"));
    let verdict = bench.start("t");
    assert!(matches!(verdict, moongate_rules::Verdict::Wait(_)), "{verdict:?}");
    bench.finish(verdict);
    let result = bench.var("txn.r").map(|value| moongate_sample::cast::text(value).unwrap());
    assert_eq!(result.as_deref(), Some(&b"10001 10003 10001 10003"[..]));
}

#[test]
fn objects_of_other_classes_are_refused() {
    let body = "local t = core.proxies.ip.stktable
        for _, f in ipairs({t.info, t.lookup, t.dump}) do
          for _, bad in ipairs({1, 'x', {}, {[0] = 0}, txn, core.proxies.ip, f}) do
            local good, why = pcall(f, bad, 'x')
            assert(not good and why:find('call it with a colon', 1, true), why)
          end
        end
        t[0] = 5
        assert(not pcall(t.info, t))
        return 'fine'";
    assert_eq!(value(body), "fine");
}
