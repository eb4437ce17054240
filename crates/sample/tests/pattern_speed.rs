//! Measures look-ups and changes of large lists against small ones:
//! `cargo test --release -p moongate-sample --test pattern_speed -- --ignored --nocapture`.

#![allow(clippy::unwrap_used, reason = "only tests are here")]

use moongate_sample::pattern::{Method, PatternRef, View};
use moongate_sample::{PatternStore, Sample};
use std::hint::black_box;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// A kind of list: its name, its way of matching, how many entries, and what the nth one is.
struct Kind {
    name: &'static str,
    method: Method,
    large: usize,
    pattern: fn(usize) -> String,
    sought: fn(usize) -> Sample<'static>,
}

/// The entries of a small list.
const SMALL: usize = 20;

fn mixed(n: usize) -> usize {
    (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) as usize
}

fn text(text: String) -> Sample<'static> {
    Sample::string(text)
}

fn address(n: usize) -> Ipv4Addr {
    Ipv4Addr::from(mixed(n) as u32 | 1 << 31)
}

const KINDS: [Kind; 8] = [
    Kind {
        name: "str",
        method: Method::Str,
        large: 1_000_000,
        pattern: |n| format!("host-{n:07}.example.com"),
        sought: |n| text(format!("host-{n:07}.example.com")),
    },
    Kind {
        name: "ip",
        method: Method::Ip,
        large: 500_000,
        pattern: |n| format!("{}/{}", address(n), 12 + n % 21),
        sought: |n| Sample::Ipv4(address(n)),
    },
    Kind {
        name: "beg",
        method: Method::Beg,
        large: 10_000,
        pattern: |n| format!("/app{n:05}/{}", &"some/longer/path/"[..n % 17]),
        sought: |n| text(format!("/app{n:05}/some/longer/path/to/a/page.html")),
    },
    Kind {
        name: "end",
        method: Method::End,
        large: 10_000,
        pattern: |n| format!("{}{n:05}.example.org", &"name.longer.some."[n % 17..]),
        sought: |n| text(format!("a.name.longer.some.{n:05}.example.org")),
    },
    Kind {
        name: "dom",
        method: Method::Dom,
        large: 10_000,
        pattern: |n| format!("tenant{n:05}"),
        sought: |n| text(format!("www.tenant{n:05}.eu.example.com")),
    },
    Kind {
        name: "dir",
        method: Method::Dir,
        large: 10_000,
        pattern: |n| format!("tenant{n:05}"),
        sought: |n| text(format!("/static/tenant{n:05}/img/logo.png?v=3")),
    },
    Kind {
        name: "sub",
        method: Method::Sub,
        large: 10_000,
        pattern: |n| format!("token{n:05}x"),
        sought: |n| text(format!("/search?q=something&t=token{n:05}x&page=2")),
    },
    Kind {
        name: "reg",
        method: Method::Reg,
        large: 2_000,
        pattern: |n| format!("^/api/v[0-9]+/service{n:05}/[a-z]+$"),
        sought: |n| text(format!("/api/v2/service{n:05}/users")),
    },
];

fn memory() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}

fn build(kind: &Kind, count: usize) -> (Arc<PatternRef>, Arc<View>) {
    let store = PatternStore::default();
    let list = store.file("virt@speed", true, Path::new("")).unwrap();
    let view = list.view(kind.method.into()).unwrap();
    fill(kind, count, &list);
    list.commit(list.versions().1).unwrap();
    // The thread that builds indexes needs a moment.
    std::thread::sleep(Duration::from_millis(1500));
    (list, view)
}

fn fill(kind: &Kind, count: usize, list: &PatternRef) {
    let version = list.prepare();
    for n in 0..count {
        let line = ((kind.pattern)(n), format!("be{}", n % 100));
        let line = (line.0.as_bytes(), Some(line.1.as_bytes()));
        list.add_to(version, [line]).unwrap().unwrap();
    }
}

/// Nanoseconds for one look-up, and how many of a thousand found something.
fn look(kind: &Kind, count: usize, view: &View) -> (f64, usize) {
    let sought: Vec<Sample<'_>> = (0..1000).map(|n| (kind.sought)(mixed(n) % count)).collect();
    let hits = sought.iter().filter(|value| view.find((*value).clone()).is_some()).count();
    let mut best = f64::MAX;
    for _ in 0..30 {
        let start = Instant::now();
        for value in &sought {
            // A value that is borrowed, as from a request.
            let value = match value {
                Sample::Str(text) => Sample::str(&**text),
                other => other.clone(),
            };
            black_box(view.value(value));
        }
        best = best.min(start.elapsed().as_nanos() as f64 / 1000.0);
    }
    (best, hits)
}

/// Microseconds for adding and removing one entry.
fn change(list: &PatternRef) -> (f64, f64) {
    let keys: Vec<String> = (0..200).map(|n| format!("10.0.{n}.1")).collect();
    let start = Instant::now();
    keys.iter().for_each(|key| list.add(key.as_bytes(), Some(b"x")).unwrap());
    let added = start.elapsed();
    let start = Instant::now();
    keys.iter().for_each(|key| assert!(list.del(key.as_bytes())));
    let micros = |time: Duration| time.as_nanos() as f64 / 200_000.0;
    (micros(added), micros(start.elapsed()))
}

#[test]
#[ignore = "measures; wants a release build"]
fn large_against_small() {
    for kind in &KINDS {
        let (_list, view) = build(kind, SMALL);
        let (small, _) = look(kind, SMALL, &view);
        let before = memory();
        let (list, view) = build(kind, kind.large);
        let each = memory().saturating_sub(before) / kind.large;
        let (large, hits) = look(kind, kind.large, &view);
        let (added, removed) = change(&list);
        println!(
            "{:4} {:7} entries: look-up {large:6.0} ns ({SMALL} entries: {small:4.0} ns; {hits} of 1000 found), \
             add {added:5.1} µs, remove {removed:5.1} µs, {each} bytes an entry",
            kind.name, kind.large
        );
    }
}

#[test]
#[ignore = "measures; wants a release build"]
fn a_million_entries_are_replaced_under_traffic() {
    let kind = &KINDS[0];
    let (list, view) = build(kind, kind.large);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (view, done) = (&view, &done);
        let reader = scope.spawn(move || {
            let (mut worst, mut count) = (Duration::ZERO, 0_u64);
            while !done.load(Relaxed) {
                let start = Instant::now();
                black_box(view.value(Sample::str("host-0500000.example.com")));
                worst = worst.max(start.elapsed());
                count += 1;
            }
            (worst, count)
        });
        let start = Instant::now();
        fill(kind, kind.large, &list);
        let filled = start.elapsed();
        let start = Instant::now();
        list.commit(list.versions().1).unwrap();
        let committed = start.elapsed();
        std::thread::sleep(Duration::from_secs(2));
        done.store(true, Relaxed);
        let (worst, count) = reader.join().unwrap();
        println!(
            "1000000 entries prepared one by one in {filled:?}, committed in {committed:?}; \
             a reader made {count} look-ups meanwhile, the slowest took {worst:?}"
        );
    });
}
