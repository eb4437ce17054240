//! Tables as a whole: entries come, are counted in, and go.

use super::*;
use std::time::Duration;

fn table(size: usize, expire: Option<u64>, nopurge: bool, columns: Vec<Column>) -> Arc<Table> {
    let kind = KeyKind::Text(32);
    let spec = TableSpec { kind, size, expire, nopurge, columns, server_by_address: false };
    Arc::new(Table::new("t", spec))
}

fn keys(table: &Table) -> Vec<String> {
    table.entries().iter().map(|entry| table.kind().show(entry.key())).collect()
}

#[test]
fn the_oldest_make_room() {
    let table = table(2, None, false, vec![]);
    table.find_or_make(b"a").unwrap();
    let b = table.find_or_make(b"b").unwrap();
    std::thread::sleep(Duration::from_millis(2));
    table.find_or_make(b"a").unwrap();
    table.find_or_make(b"c").unwrap();
    assert_eq!(keys(&table), ["a", "c"]);
    assert!(!table.remove(&b), "it is gone already");
    assert_eq!(table.len(), 2);
}

#[test]
fn entries_used_since_they_came_make_room_too() {
    let table = table(3, None, false, vec![]);
    let [a, b, c] = [b"a", b"b", b"c"].map(|key| table.find_or_make(key).unwrap());
    std::thread::sleep(Duration::from_millis(2));
    for entry in [&c, &b, &a] {
        table.change(entry, |_| ());
        std::thread::sleep(Duration::from_millis(2));
    }
    table.find_or_make(b"d").unwrap();
    assert_eq!(keys(&table), ["b", "a", "d"]);
    let tracker = Tracker::begin(0, table.clone(), b);
    table.find_or_make(b"e").unwrap();
    table.find_or_make(b"f").unwrap();
    assert!(table.find(b"b").is_some() && table.find(b"f").is_some() && table.len() == 3);
    drop(tracker);
}

#[test]
fn what_is_tracked_stays() {
    let table = table(1, Some(1), false, vec![Column::new(Data::ConnCur, 1, 0)]);
    let a = table.find_or_make(b"a").unwrap();
    let tracker = Tracker::begin(0, table.clone(), a.clone());
    std::thread::sleep(Duration::from_millis(3));
    assert!(table.find_or_make(b"b").is_none());
    assert!(!table.remove(&a));
    assert_eq!((table.len(), a.trackers()), (1, 1));
    assert_eq!(table.value(&a, Data::ConnCur, 0), Some(1));
    drop(tracker);
    assert_eq!(table.value(&a, Data::ConnCur, 0), Some(0));
    std::thread::sleep(Duration::from_millis(3));
    assert!(table.find(b"a").is_none() && table.is_empty());
    assert!(table.find_or_make(b"b").is_some());
}

#[test]
fn a_full_table_may_refuse() {
    let table = table(1, None, true, vec![]);
    assert!(table.find_or_make(b"a").is_some());
    assert!(table.find_or_make(b"b").is_none());
    assert!(table.find_or_make(b"a").is_some());
    assert_eq!(table.time_left(&table.find(b"a").unwrap()), 0);
}

#[test]
fn large_tables_keep_their_size() {
    let table = table(2000, Some(60_000), false, vec![]);
    for number in 0..5000_u32 {
        assert!(table.find_or_make(&number.to_be_bytes()).is_some());
    }
    assert!((1900..=2000).contains(&table.len()), "{}", table.len());
    assert!(table.find(&4999_u32.to_be_bytes()).is_some());
    assert!(table.find(&0_u32.to_be_bytes()).is_none());
    assert_eq!(table.entries().len(), table.len());
}

#[test]
fn arrays_stand_for_single_counters() {
    let columns = vec![Column::new(Data::GpcRate, 2, 1000), Column::new(Data::Gpc, 3, 0)];
    let table = table(10, None, false, columns);
    let entry = table.find_or_make(b"a").unwrap();
    table.change(&entry, |edit| {
        assert_eq!(edit.add(Data::Gpc1, 0, 5), Some(5));
        assert_eq!(edit.add(Data::Gpc1Rate, 0, 2), Some(2));
        assert_eq!(edit.add(Data::Gpc, 3, 1), None);
        assert_eq!(edit.add(Data::Gpt0, 0, 1), None);
        assert_eq!(edit.set(Data::Gpc, 1, 9), Some(5));
    });
    assert_eq!(table.value(&entry, Data::Gpc, 1), Some(9));
    assert_eq!(table.value(&entry, Data::GpcRate, 1), Some(2));
    assert_eq!(table.value(&entry, Data::Gpc0, 0), Some(0));
    let filter = Filter { data: Data::Gpc, index: 1, compare: Compare::Gt, with: 8 };
    assert!(filter.fits(&table, &entry));
    assert!(!Filter { with: 9, ..filter }.fits(&table, &entry));
}

#[test]
fn streams_hide_what_their_session_tracks() {
    let table = table(10, None, false, vec![Column::new(Data::HttpReqCnt, 1, 0)]);
    let (a, b) = (table.find_or_make(b"a").unwrap(), table.find_or_make(b"b").unwrap());
    let (session, stream) = (Trackers::default(), Trackers::default());
    session.add(Tracker::begin(0, table.clone(), a.clone()));
    session.count(TableEvent::Request, Some(&stream));
    stream.add(Tracker::begin(0, table.clone(), b.clone()));
    session.count(TableEvent::Request, Some(&stream));
    stream.count(TableEvent::Request, None);
    let count = |entry: &Entry| table.value(entry, Data::HttpReqCnt, 0);
    assert_eq!((count(&a), count(&b)), (Some(1), Some(1)));
    stream.clear();
    assert!(stream.is_empty() && !b.is_tracked() && a.is_tracked());
}

#[test]
fn a_walk_sees_all_in_steps() {
    for size in [10, 5000] {
        let table = table(size, None, false, vec![Column::new(Data::Gpc0, 1, 0)]);
        for number in 0..size as u64 {
            let entry = table.find_or_make(&number.to_be_bytes()).unwrap();
            table.change(&entry, |edit| edit.set(Data::Gpc0, 0, number));
        }
        let walk = |filters, most| {
            let (mut walk, mut steps, mut seen) = (Walk::new(table.clone(), filters), 1, vec![]);
            while walk.step(most, |table, entry| seen.push(table.value(entry, Data::Gpc0, 0))) {
                steps += 1;
            }
            seen.sort_unstable();
            seen.dedup();
            (seen.len(), steps)
        };
        assert_eq!(walk(vec![], size + 1), (size, 1));
        let (seen, steps) = walk(vec![], 7);
        assert!(seen == size && (size / 7..=size / 7 + 1).contains(&steps), "{steps}");
        let filter = Filter { data: Data::Gpc0, index: 0, compare: Compare::Lt, with: 3 };
        assert_eq!(walk(vec![filter], size + 1), (3, 1));
    }
    assert!(!Walk::new(table(2000, None, false, vec![]), vec![]).step(1, |_, _| ()));
}
