//! Edits of a head show in what is written, and can't break out of their place.
#![allow(clippy::unwrap_used)] // A test that unwraps in vain has failed.

use moongate_http::{Head, Limits, Version, read_request, write_head};

fn request(uri: &str) -> Head {
    let mut head = Head::new();
    head.set_request_line(b"GET", uri.as_bytes(), Version::Http11);
    head
}

fn read(text: &str) -> Head {
    let mut head = Head::new();
    read_request(&mut head, text.as_bytes(), &Limits::default(), &mut 0).unwrap().unwrap();
    head
}

fn written(head: &Head) -> String {
    let mut out = Vec::new();
    write_head(head, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn fields_edited_among_untouched_ones() {
    let mut head = read("GET / HTTP/1.1\r\nA: 1\r\nB:2\r\nC: 3 \r\nA: 4\nD: 5\r\n\r\n");
    assert_eq!(head.remove(b"a"), 2);
    assert_eq!(head.remove(b"nothing"), 0);
    head.add(b"X-New", b" v ");
    head.set(b"C", b"c");
    head.replace_value(0, b"b");
    head.replace_value(9, b"out of range");
    head.remove_at(9);
    assert_eq!(written(&head), "GET / HTTP/1.1\r\nb: b\r\nd: 5\r\nx-new:  v \r\nc: c\r\n\r\n");
    head.retain(|name, value| name != b"d" && value != b"b");
    assert_eq!(written(&head), "GET / HTTP/1.1\r\nx-new:  v \r\nc: c\r\n\r\n");
    assert_eq!(head.get(b"x-new"), Some(&b"v"[..]));
    head.remove_at(0);
    assert_eq!(head.field(0), Some((&b"c"[..], &b"c"[..])));
    assert_eq!(head.field(1), None);
    assert_eq!(head.fields().len(), 1);
}

#[test]
fn lookups() {
    let head = read("GET / HTTP/1.1\r\nX: 1\r\nHost: a\r\nx: 2, 3\r\n\r\n");
    assert_eq!(head.get(b"X"), Some(&b"1"[..]));
    assert_eq!(head.get(b"y"), None);
    assert_eq!(head.get_all(b"x").collect::<Vec<_>>(), [&b"1"[..], b"2, 3"]);
    assert_eq!(head.get_all(b"x").next_back(), Some(&b"2, 3"[..]));
    assert_eq!(head.positions(b"x").collect::<Vec<_>>(), [0, 2]);
    let names: Vec<_> = head.fields().rev().map(|(name, _)| name).collect();
    assert_eq!(names, [&b"x"[..], b"host", b"x"]);
}

#[test]
fn values_stay_on_their_line() {
    let mut head = request("/");
    head.add(b"a\r\nb: c", b"d\r\nEvil: 1\0");
    head.replace_value(0, b"e\nf");
    head.set_method(b"GET / HTTP/1.1\r\n");
    head.set_path(b"/a b\r\n\x7f");
    assert_eq!(written(&head), "GETHTTP1.1 /a%20b%0D%0A%7F HTTP/1.1\r\na__b__c: e f\r\n\r\n");
    let mut head = Head::new();
    head.set_status_line(200, b"O\r\nK", Version::Http11);
    assert_eq!(written(&head), "HTTP/1.1 200 O  K\r\n\r\n");
    head.set_status(503, None);
    assert_eq!(written(&head), "HTTP/1.1 503 Service Unavailable\r\n\r\n");
    head.set_status(503, Some(b"No"));
    assert_eq!(written(&head), "HTTP/1.1 503 No\r\n\r\n");
}

type Edit = fn(&mut Head, &[u8]);

#[test]
fn target_edits() {
    let (path, pathq, query): (Edit, Edit, Edit) =
        (Head::set_path, Head::set_pathq, Head::set_query);
    let cases = [
        (path, "/n", "/x", "/n"),
        (path, "/n", "/x?a=b", "/n?a=b"),
        (path, "/n", "/x?", "/n?"),
        (path, "/n", "*", "/n"),
        (path, "/n", "http://a/x?y", "http://a/n?y"),
        (path, "/n", "http://a?y", "http://a/n?y"),
        (path, "/n?z", "/x?a=b", "/n?z?a=b"),
        (path, "/n", "a:80", "/n"),
        (pathq, "/n", "/x?a=b", "/n"),
        (pathq, "/n?z=1", "*", "/n?z=1"),
        (pathq, "/n?z=1", "http://a/x?y", "http://a/n?z=1"),
        (query, "z=1", "/x", "/x?z=1"),
        (query, "z=1", "/x?a=b", "/x?z=1"),
        (query, "z=1", "*", "*?z=1"),
        (query, "", "/x", "/x"),
        (query, "", "/x?a=b", "/x?"),
        (query, "?z", "/x?a", "/x??z"),
        (query, "z", "http://a/x?y", "http://a/x?z"),
    ];
    for (edit, text, before, after) in cases {
        let mut head = request(before);
        edit(&mut head, text.as_bytes());
        assert_eq!(String::from_utf8_lossy(head.uri()), after, "{text} in {before}");
    }
}

#[test]
fn target_parts() {
    let cases = [
        ("/x", Some("/x"), Some("/x"), None),
        ("/x?", Some("/x"), Some("/x?"), Some("")),
        ("/x?a?b", Some("/x"), Some("/x?a?b"), Some("a?b")),
        ("*", None, None, None),
        ("http://a", None, None, None),
        ("http://a/", Some("/"), Some("/"), None),
        ("http://a/x?y", Some("/x"), Some("/x?y"), Some("y")),
        ("http://a?y", None, None, Some("y")),
        ("//a/b", Some("//a/b"), Some("//a/b"), None),
        ("a:80", None, None, None),
    ];
    for (uri, path, pathq, query) in cases {
        let head = request(uri);
        let text = |part: Option<&[u8]>| part.map(|p| String::from_utf8_lossy(p).into_owned());
        assert_eq!(text(head.path()).as_deref(), path, "path of {uri}");
        assert_eq!(text(head.pathq()).as_deref(), pathq, "pathq of {uri}");
        assert_eq!(text(head.query()).as_deref(), query, "query of {uri}");
    }
    let head = request("https://u@h:1/p");
    assert_eq!(head.scheme(), Some(&b"https"[..]));
    assert_eq!(head.authority(), Some(&b"u@h:1"[..]));
}

#[test]
fn cleared_heads_keep_their_memory() {
    let mut head = read("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let capacity = head.capacity();
    head.clear();
    assert!(head.is_empty() && head.fields().next().is_none() && head.capacity() == capacity);
    assert_eq!((head.method(), head.uri(), head.path()), (&b""[..], &b""[..], None));
    assert!(moongate_http::wants_keep_alive(&head));
}
