//! Tests of live lists and maps.

use super::*;
use std::collections::HashMap;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::Path;

fn file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("moongate-pattern-{}-{name}", std::process::id()));
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn files_are_read_once_and_shared() {
    let store = PatternStore::default();
    let path = file("shared", "# comment\n\n  one\n two words \r\n #sharp\nthree");
    let list = store.file(&path, false, Path::new("")).unwrap();
    let texts: Vec<_> = list.entries().iter().map(|entry| entry.pattern().to_vec()).collect();
    assert_eq!(texts, [&b"one"[..], b"two words ", b"#sharp", b"three"]);
    std::fs::remove_file(&path).unwrap();
    assert!(std::sync::Arc::ptr_eq(
        &list,
        &store.file(&format!("file@{path}"), false, Path::new("")).unwrap()
    ));
    assert!(std::sync::Arc::ptr_eq(&list, &store.find(&path).unwrap()));
    assert!(store.file("/nonexistent/list", false, Path::new("")).is_err());
    assert!(store.file("opt@/nonexistent/list", false, Path::new("")).unwrap().is_empty());
    assert!(store.file("virt@mine", true, Path::new("")).unwrap().is_empty());
    assert_eq!(store.all().len(), 3);
    assert_eq!(
        store.words(&[b"a"], Some(0)).unwrap_err(),
        "another list of patterns has the number 0"
    );
    assert_eq!(store.words(&[b"a"], Some(77)).unwrap().id, 77);
    assert!(store.find("#77").is_some());
}

#[test]
fn maps_give_values_and_change_while_used() {
    let store = PatternStore::default();
    let path = file("map", "/a  first value \n/a/b second\n/a/b third\n10.0.0.0/8 x\n");
    let list = store.file(&path, true, Path::new("")).unwrap();
    std::fs::remove_file(&path).unwrap();
    let beg = list.view(Method::Beg.into()).unwrap();
    let exact = list.view(Method::Str.into()).unwrap();
    let value = |view: &View, text: &str| {
        view.value(Sample::str(text)).map(|v| String::from_utf8_lossy(&v).into_owned())
    };
    assert_eq!(value(&beg, "/a/x").as_deref(), Some("first value"));
    assert_eq!(value(&beg, "/a/b/c").as_deref(), Some("second"));
    assert_eq!(value(&exact, "/a/b/c"), None);
    list.add(b"/a/b/c", Some(b"new")).unwrap();
    assert_eq!(value(&exact, "/a/b/c").as_deref(), Some("new"));
    assert_eq!(value(&beg, "/a/b/c/d").as_deref(), Some("new"));
    assert!(list.set(b"/a/b", b"changed").unwrap());
    assert_eq!(value(&exact, "/a/b").as_deref(), Some("changed"));
    assert!(list.del(b"/a/b") && !list.del(b"/a/b"));
    assert_eq!(value(&exact, "/a/b"), None);
    let id = list.entries()[0].id();
    assert!(list.set_id(id, b"by id").unwrap() && list.del_id(id) && !list.del_id(id));
    list.clear();
    assert!(list.is_empty() && value(&beg, "/a").is_none());
}

#[test]
fn a_bad_change_changes_nothing() {
    let store = PatternStore::default();
    let list = store.words(&[b"10.0.0.0/8"], None).unwrap();
    let view = list.view(Method::Ip.into()).unwrap();
    assert!(list.add(b"nonsense", None).is_err());
    assert_eq!(list.len(), 1);
    assert!(view.is_match(Sample::Ipv4([10, 1, 1, 1].into())));
}

#[test]
fn the_smallest_network_wins() {
    let store = PatternStore::default();
    let list = store.file("virt@nets", true, Path::new("")).unwrap();
    for (net, name) in [
        ("10.0.0.0/8", "a"),
        ("10.1.0.0/16", "b"),
        ("2001:db8::/32", "c"),
        ("10.1.0.0/255.255.0.0", "d"),
    ] {
        list.add(net.as_bytes(), Some(name.as_bytes())).unwrap();
    }
    let view = list.view(Method::Ip.into()).unwrap();
    let value = |ip: &str| view.value(Sample::ip(ip.parse().unwrap())).map(|v| v.to_vec());
    assert_eq!(value("10.1.2.3").as_deref(), Some(&b"b"[..]));
    assert_eq!(value("10.2.2.3").as_deref(), Some(&b"a"[..]));
    assert_eq!(value("2001:db8::1").as_deref(), Some(&b"c"[..]));
    assert_eq!(value("::ffff:10.1.2.3").as_deref(), Some(&b"b"[..]));
    assert_eq!(value("2002:a01:203::").as_deref(), Some(&b"b"[..]));
    assert_eq!(value("11.0.0.1"), None);
}

#[test]
fn expressions_give_their_groups() {
    let store = PatternStore::default();
    let list = store.file("virt@regm", true, Path::new("")).unwrap();
    list.add(b"^(a+)(b*)$", Some(b"\\2-\\1")).unwrap();
    let view = list.view(Method::Reg.into()).unwrap();
    let (value, captures) = view.captures(b"aab").unwrap();
    let mut out = Vec::new();
    crate::Template::new(&value).unwrap().expand(b"aab", &captures, &mut out);
    assert_eq!(out, b"b-aa");
}

#[test]
fn versions_take_over_at_once() {
    let store = PatternStore::default();
    let list = store.file("virt@versions", true, Path::new("")).unwrap();
    list.add(b"a", Some(b"1")).unwrap();
    let view = list.view(Method::Str.into()).unwrap();
    let value = |key: &str| view.value(Sample::str(key)).map(|value| value.to_vec());
    assert_eq!((list.prepare(), list.prepare(), list.prepare()), (1, 2, 3));
    assert_eq!(list.add_to(4, [(&b"b"[..], None)]), Err(BadVersion::Future));
    for key in ["b", "c"] {
        list.add_to(2, [(key.as_bytes(), Some(&b"2"[..]))]).unwrap().unwrap();
    }
    list.add_to(1, [(&b"z"[..], Some(&b"2"[..]))]).unwrap().unwrap();
    assert_eq!((list.len(), list.len_of_all(), list.versions()), (1, 4, (0, 3)));
    assert_eq!(list.entries_from(Some(2), 0, 9).len(), 2);
    assert!(list.set_in(2, b"c", b"3").unwrap() && !list.del_from(2, b"d").unwrap());
    assert_eq!((value("a").as_deref(), value("b")), (Some(&b"1"[..]), None));
    list.commit(2).unwrap();
    assert_eq!((value("a"), value("c").as_deref()), (None, Some(&b"3"[..])));
    assert_eq!((list.len_of_all(), list.versions()), (2, (2, 3)));
    assert_eq!(list.commit(1), Err(BadVersion::OutOfRange));
    assert_eq!(list.add_to(1, [(&b"b"[..], None)]), Err(BadVersion::OutOfRange));
    list.commit(3).unwrap();
    assert!(list.is_empty() && value("c").is_none());
}

#[test]
fn values_have_to_be_what_the_map_is_used_for() {
    let store = PatternStore::default();
    let list = store.file("virt@numbers", true, Path::new("")).unwrap();
    list.demand(crate::Type::Sint);
    assert_eq!(list.add(b"a", Some(b"x")).unwrap_err().message, "unable to parse 'x'");
    list.put(b"a", b"1").unwrap();
    assert!(list.put(b"a", b"y").is_err() && list.set(b"a", b"").is_err());
    assert_eq!(list.get(b"a").and_then(|e| e.value().map(<[u8]>::to_vec)), Some(b"1".to_vec()));
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

/// A pattern for a method, of few letters, so that many match.
fn pattern(dice: &mut Dice, method: Method) -> String {
    let text = |dice: &mut Dice, letters: &[u8], most: usize| -> String {
        let length = 1 + dice.roll(most);
        (0..length).map(|_| letters[dice.roll(letters.len())] as char).collect()
    };
    match method {
        Method::Int | Method::Len => match dice.roll(4) {
            0 => format!("{}:{}", dice.roll(6), 6 + dice.roll(9)),
            _ => dice.roll(14).to_string(),
        },
        Method::Ip => match dice.roll(8) {
            0 => format!("2001:db8::{:x}/{}", dice.roll(8), dice.roll(129)),
            1 => format!("::ffff:10.0.{}.0/{}", dice.roll(3), 96 + dice.roll(33)),
            2 => format!("10.0.{}.{}/255.255.0.255", dice.roll(3), dice.roll(3)),
            3 => format!("10.{}.{}.{}", dice.roll(2), dice.roll(3), dice.roll(3)),
            _ => format!("10.{}.{}.{}/{}", dice.roll(2), dice.roll(3), dice.roll(3), dice.roll(33)),
        },
        Method::Bin => ["61", "6162", "62", "2F61", "2f61", "41"][dice.roll(6)].to_owned(),
        Method::Reg => {
            let (a, b) = (text(dice, b"ab/", 3), text(dice, b"ab.", 2));
            [format!("^{a}"), format!("{a}.*{b}"), format!("({a}|{b})$"), format!("(?<={a}){b}")]
                [dice.roll(4)]
            .clone()
        }
        _ => text(dice, b"aAb/.", 5),
    }
}

fn sought(dice: &mut Dice, method: Method) -> Sample<'static> {
    match method {
        Method::Int => Sample::Sint(dice.roll(16) as i64),
        Method::Ip if dice.roll(3) == 0 => {
            let inner = Ipv4Addr::new(10, dice.roll(2) as u8, dice.roll(3) as u8, 1);
            let outer = format!("2001:db8::{:x}", dice.roll(9)).parse().unwrap();
            Sample::Ipv6(if dice.roll(2) == 0 { inner.to_ipv6_mapped() } else { outer })
        }
        Method::Ip => Sample::Ipv4(Ipv4Addr::new(
            10,
            dice.roll(2) as u8,
            dice.roll(3) as u8,
            dice.roll(4) as u8,
        )),
        _ => {
            let length = dice.roll(12);
            let letters = b"aAb/.?:";
            let text: Vec<u8> = (0..length).map(|_| letters[dice.roll(7)]).collect();
            if method == Method::Bin { Sample::Bin(text.into()) } else { Sample::string(text) }
        }
    }
}

/// Patterns that are ready for one way of matching.
type Known = HashMap<Vec<u8>, needle::Needle>;

/// What a list gives that is searched one by one.
fn linear(how: How, known: &mut Known, list: &[Entry], value: &Sample<'_>) -> Option<u64> {
    let lowered = bytes(value).filter(|_| how.icase && how.method != Method::Reg);
    let value = lowered.map_or(value.clone(), |text| Sample::string(text.to_ascii_lowercase()));
    let mut best: Option<(usize, u64)> = None;
    for entry in list {
        let ready = || needle::Needle::new(how, entry.pattern()).unwrap();
        let needle = known.entry(entry.pattern().to_vec()).or_insert_with(ready);
        if let Some(rank) = needle.rank(how, &value)
            && best.is_none_or(|(known, _)| rank > known)
        {
            best = Some((rank, entry.id()));
        }
    }
    best.map(|(_, id)| id)
}

#[test]
fn indexes_find_what_a_walk_along_the_list_finds() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let store = PatternStore::default();
    for round in 0..99 {
        let method = Method::ALL[2 + round % 11];
        let icase = round % 3 == 0 && !matches!(method, Method::Int | Method::Ip | Method::Bin);
        let how = How { icase, ..method.into() };
        let list = store.words(&[], None).unwrap();
        let (view, mut known) = (list.view(how).unwrap(), Known::new());
        let size = [3, 20, 120][dice.roll(3)];
        for step in 0..size * 2 {
            let text = pattern(&mut dice, method);
            match dice.roll(8) {
                0 => drop(list.del(text.as_bytes())),
                1 => drop(list.set(text.as_bytes(), step.to_string().as_bytes())),
                2 if step == size => {
                    let version = list.prepare();
                    list.add_to(version, [(text.as_bytes(), None)]).unwrap().unwrap();
                    list.commit(version).unwrap();
                }
                _ => list.add(text.as_bytes(), Some(b"0")).unwrap(),
            }
            let (entries, value) = (list.entries(), sought(&mut dice, method));
            let wanted = linear(how, &mut known, &entries, &value);
            let found = view.find(value.clone());
            assert_eq!(found.as_ref().map(Entry::id), wanted, "{how:?} {value:?} {entries:?}");
            assert_eq!(view.is_match(value), wanted.is_some());
            if let Some(found) = found {
                assert_eq!(list.entries_from(None, found.id(), 1), [found]);
            }
        }
        // An index that is made of a list as it is.
        let fresh = How { resolve: !how.resolve, ..how };
        let whole = list.view(fresh).unwrap();
        for _ in 0..30 {
            let value = sought(&mut dice, method);
            let wanted = linear(how, &mut known, &list.entries(), &value);
            assert_eq!(whole.find(value).map(|entry| entry.id()), wanted);
        }
    }
}

#[test]
fn readers_see_whole_contents() {
    let store = PatternStore::default();
    let list = store.file("virt@whole", true, Path::new("")).unwrap();
    let view = list.view(Method::Sub.into()).unwrap();
    let fill = |value: &str| {
        let version = list.prepare();
        for key in 0..100 {
            let line = (format!("k{key:03}"), value);
            list.add_to(version, [(line.0.as_bytes(), Some(line.1.as_bytes()))]).unwrap().unwrap();
        }
        list.commit(version).unwrap();
    };
    fill("0");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (view, done) = (&view, &done);
        let reader = scope.spawn(move || {
            let mut last = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                for key in ["k000", "k050", "k099"] {
                    let value = view.value(Sample::str(key)).expect("always one version");
                    let value = String::from_utf8_lossy(&value).parse::<u32>().unwrap();
                    assert!(value >= last);
                    last = value;
                }
            }
        });
        (1..60).for_each(|value| fill(&value.to_string()));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        reader.join().unwrap();
    });
    assert_eq!(view.value(Sample::str("xk042")).map(|value| value.to_vec()), Some(b"59".to_vec()));
}
