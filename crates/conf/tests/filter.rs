//! `filter` and `filter-sequence`: what is read, and what is said of mistakes.

mod common;

fn findings(lines: &str) -> Vec<String> {
    let text = format!(
        "defaults\n mode http\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n\
         listen l\n bind 127.0.0.1:8001\n{lines}\n"
    );
    common::text(&text).lines()
}

#[test]
fn mistakes() {
    let one = |lines: &str| findings(lines).remove(0);
    assert!(one(" filter lua.none").ends_with("no script registered the filter `lua.none`"));
    assert!(one(" filter").contains("a filter's name"));
    assert!(one(" filter odd").ends_with("unknown filter 'odd'"));
    assert!(one(" filter compression").contains("filter `compression`"));
    assert!(one(" filter-sequence request lua.a").ends_with("has no filter 'lua.a' left"));
    assert!(one(" filter-sequence requests").contains("names of filters"));
}
