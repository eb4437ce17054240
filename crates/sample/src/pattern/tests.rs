//! Tests of live lists and maps.

use super::*;
use std::io::Write as _;
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
    let texts: Vec<_> = list.entries().iter().map(|entry| entry.pattern.to_vec()).collect();
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
    assert!(list.set(b"/a/b", b"changed"));
    assert_eq!(value(&exact, "/a/b").as_deref(), Some("changed"));
    assert!(list.del(b"/a/b") && !list.del(b"/a/b"));
    assert_eq!(value(&exact, "/a/b"), None);
    let id = list.entries()[0].id;
    assert!(list.set_id(id, b"by id") && list.del_id(id) && !list.del_id(id));
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
