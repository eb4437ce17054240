//! What is said about configurations that have something wrong.

mod common;

use common::{files, text};
use moongate_conf::list_unsupported;

/// The rest of a section that has nothing wrong.
const FINE: &str = "defaults\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n";

fn lines(body: &str) -> Vec<String> {
    text(&format!("{FINE}{body}")).lines()
}

#[track_caller]
fn one(body: &str, line: &str, help: &str) {
    let outcome = text(&format!("{FINE}{body}"));
    assert_eq!(outcome.lines(), [line]);
    assert!(outcome.help().contains(help), "{}", outcome.help());
    assert_eq!(outcome.plan.is_some(), line.contains(" warning: "));
}

#[test]
fn keywords_in_the_wrong_section() {
    one(
        "frontend f\n bind :80\n balance roundrobin\n",
        "7:2 warning: 'balance' ignored because frontend 'f' has no backend capability",
        "`balance` belongs to a defaults, listen or backend section",
    );
    one(
        "backend b\n maxconn 3\n",
        "6:2 warning: 'maxconn' ignored because backend 'b' has no frontend capability",
        "a backend has `fullconn`",
    );
    one(
        "frontend f\n bind :80\n server s 127.0.0.1:80\n",
        "7:2 alert: 'server' not allowed because frontend 'f' has no backend capability",
        "`server` belongs to a listen or backend section",
    );
    one(
        "defaults\n acl a src 127.0.0.1\n",
        "6:2 alert: 'acl' not allowed in anonymous 'defaults' section",
        "give the section a name",
    );
    one("defaults\n bind :80\n", "6:2 alert: 'bind' not allowed in 'defaults' section", "frontend");
    one(
        "backend b\n timeout client 3s\n",
        "6:10 warning: 'timeout client' will be ignored because backend 'b' has no frontend capability",
        "frontend",
    );
    one(
        "backend b\n option dontlognull\n",
        "6:2 warning: 'dontlognull' ignored because backend 'b' has no frontend capability",
        "frontend",
    );
    one(
        "backend b\n option httplog\n",
        "6:2 warning: backend 'b' : 'option httplog' directive is ignored in backends.",
        "",
    );
    one(
        "backend b\n tcp-request connection accept\n",
        "6:14 alert: tcp-request connection is not allowed because backend 'b' is not a frontend",
        "frontend or listen",
    );
    one(
        "global\n balance roundrobin\n",
        "6:2 alert: unknown keyword 'balance' in 'global' section",
        "proxy's",
    );
    one(
        "backend b\n nbthread 3\n",
        "6:2 alert: unknown keyword 'nbthread' in 'backend' section",
        "`global`",
    );
}

#[test]
fn mistyped_words() {
    one(
        "backend b\n balanse roundrobin\n",
        "6:2 alert: unknown keyword 'balanse' in 'backend' section",
        "`balance`",
    );
    one(
        "frontend f\n bind :80\n option httplg\n",
        "7:9 alert: unknown option `httplg`",
        "`httplog`",
    );
    one("backend b\n timeout sever 3s\n", "6:10 alert: unknown timeout `sever`", "`server`");
    one(
        "backend b\n balance roundrobbin\n",
        "6:10 alert: unknown algorithm `roundrobbin`",
        "`roundrobin`",
    );
    one("frontend f\n bind :80 nam x\n", "6:11 alert: 'bind' : unknown keyword 'nam'", "`name`");
    one(
        "backend b\n server s 127.0.0.1:80 wieght 3\n",
        "6:24 alert: 'server' : unknown keyword 'wieght'",
        "`weight`",
    );
    one("frontend f\n bind :80\n mode htp\n", "7:7 alert: unknown proxy mode 'htp'", "`http`");
    one(
        "frontend f\n bind :80 :81\n",
        "6:11 alert: 'bind' : unknown keyword ':81'",
        "separated by commas",
    );
    one("backnd b\n server s 127.0.0.1:80\n", "5:1 alert: unknown section 'backnd'", "`backend`");
    one(
        "backend b\n http-request dney\n",
        "6:15 alert: `http-request` has no action `dney`",
        "`deny`",
    );
}

#[test]
fn what_is_not_supported_is_said_once_for_each() {
    let outcome = text(
        "global\n ssl-engine x\npeers p\n peer a 127.0.0.1:1\n bind :1\nfrontend f\n bind :80 ssl crt x\n compression algo gzip\n option http-use-proxy-header\n timeout client 1s\n http-request cache-use x\nbackend b\n balance source\n server s 127.0.0.1:80 slowstart 1s\n server t 127.0.0.1:80 slowstart 1s\n timeout connect 1s\n timeout server 1s\n use-server s if TRUE\n",
    );
    let said: Vec<_> = outcome.lines();
    assert_eq!(
        said,
        [
            "2:2 alert: keyword `ssl-engine` isn't supported by Moongate yet",
            "3:1 alert: section `peers` isn't supported by Moongate yet",
            "7:11 alert: `ssl` of `bind` isn't supported by Moongate yet",
            "8:2 alert: keyword `compression` isn't supported by Moongate yet",
            "9:9 alert: `option http-use-proxy-header` isn't supported by Moongate yet",
            "11:15 alert: action `cache-use` of `http-request` isn't supported by Moongate yet",
            "13:10 alert: `balance source` isn't supported by Moongate yet",
            "14:24 alert: `slowstart` of `server` isn't supported by Moongate yet",
            "15:24 alert: `slowstart` of `server` isn't supported by Moongate yet",
        ]
    );
    let missing = list_unsupported(&outcome.findings);
    assert_eq!(missing.len(), 8);
    assert_eq!(missing[0].what, "`slowstart` of `server`");
    assert_eq!(missing[0].places.len(), 2);
}

#[test]
fn names() {
    one("backend b\nbackend b\n", "6:9 alert: backend 'b' has the same name as backend 'b'", "");
    one(
        "frontend f\n bind :80\n default_backend sevrers\nbackend servers\n",
        "7:18 alert: unable to find required default_backend: 'sevrers'",
        "`servers`",
    );
    one(
        "frontend f\n bind :80\n use_backend g\nfrontend g\n bind :81\n",
        "7:14 alert: 'use_backend' of frontend 'f' names 'g', which is a frontend",
        "backend or listen",
    );
    one(
        "frontend f\n mode http\n bind :80\n default_backend b\nbackend b\n",
        "8:18 alert: http frontend 'f' tries to use incompatible tcp backend 'b' in a 'default_backend' rule (see 'mode')",
        "mode",
    );
    one(
        "backend b\n server s 127.0.0.1:1\n server s 127.0.0.1:2\n",
        "7:9 alert: backend 'b' : another server named 's' was already defined, please use distinct names",
        "",
    );
    one(
        "backend b\n use-server x if TRUE\n server s1 127.0.0.1:1\n",
        "6:13 alert: backend 'b' : unable to find server 'x' referenced in a 'use-server' rule",
        "",
    );
    one(
        "backend b/c\n",
        "5:10 alert: character '/' is not permitted in 'backend' name 'b/c'",
        "letters",
    );
    one(
        "backend a\n id 3\nbackend b\n id 3\n",
        "7:1 alert: backend 'b' reuses the custom id 3",
        "",
    );
    assert_eq!(
        lines("backend a\n server s 127.0.0.1:1 id 3\n server t 127.0.0.1:1 id 3\n"),
        ["7:9 alert: 'server t' reuses the custom id 3 of server 's'"]
    );
    one(
        "backend a from nowhere\n",
        "5:16 alert: failed to find defaults section named 'nowhere'",
        "",
    );
}

#[test]
fn warnings_about_the_whole() {
    assert_eq!(
        text("frontend f\n mode http\n").lines(),
        [
            "1:1 warning: frontend 'f' has no 'bind' directive. Please declare it as a backend if this was intended.",
            "1:1 warning: missing timeouts for frontend 'f'.",
        ]
    );
    let backend = "backend b\n server s 127.0.0.1:1\n timeout connect 1s\n";
    assert_eq!(text(backend).lines(), ["1:1 warning: missing timeouts for backend 'b'."]);
    assert!(text(&format!("{backend} timeout tunnel 1s\n")).lines().is_empty());
    assert!(text("backend b\n").lines().is_empty());
    assert!(text("frontend f\n disabled\n").lines().is_empty());
    assert_eq!(
        lines("frontend f\n bind :80\n option httplog\n log stdout local0\n"),
        [
            "7:2 warning: 'option httplog' not usable with frontend 'f' (needs 'mode http'). Falling back to 'option tcplog'."
        ]
    );
    assert_eq!(
        lines("frontend f\n bind :80\n option tcplog\n"),
        ["5:1 warning: log format ignored for frontend 'f' since it has no log address."]
    );
    assert_eq!(
        lines(
            "listen f\n bind :80\n monitor-uri /x\n option forwardfor\n option http-no-delay\n http-request deny\n"
        ),
        [
            "5:1 warning: monitor-uri will be ignored for proxy 'f' (needs 'mode http').",
            "5:1 warning: 'http-request' rules ignored for proxy 'f' as they require HTTP mode.",
            "5:1 warning: 'option forwardfor' ignored for proxy 'f' as it requires HTTP mode.",
            "5:1 warning: 'option http-no-delay' ignored for proxy 'f' as it requires HTTP mode.",
        ]
    );
}

#[test]
fn misplaced_lines() {
    assert_eq!(
        lines(
            "frontend f\n mode http\n bind :80\n http-request deny\n http-request deny if TRUE\n tcp-request content accept\n tcp-request connection accept\n use_backend b\n http-request set-header a b\nbackend b\n mode http\n"
        ),
        [
            "9:2 warning: previous 'http-request' action is final and has no condition attached, further entries are NOOP",
            "10:2 warning: a 'tcp-request' rule placed after an 'http-request' rule will still be processed before",
            "11:2 warning: a 'tcp-request' rule placed after a 'tcp-request content' rule will still be processed before",
            "13:2 warning: a 'http-request' rule placed after a 'use_backend' rule will still be processed before",
        ]
    );
}

#[test]
fn formats_that_lose_their_effect() {
    one(
        "defaults\n option httplog\n option tcplog\n",
        "7:2 warning: 'option tcplog' overrides previous 'option httplog' in 'defaults' section.",
        "",
    );
    one(
        "defaults\n log-format a\n log-format b\n",
        "7:2 warning: 'log-format' overrides previous 'log-format' in 'defaults' section.",
        "",
    );
}

#[test]
fn defaults_and_their_users() {
    let rules = "defaults d\n timeout client 1s\n http-request deny if { src 10.0.0.1 }\n";
    let outcome =
        text(&format!("{rules}frontend f from d\n bind :80\n mode http\nbackend b from d\n"));
    assert!(
        outcome.lines()[0].contains("frontends and backends cannot inherit"),
        "{:?}",
        outcome.lines()
    );
    let outcome = text("defaults d\n timeout client 1s\nbackend a from d\nbackend b\n");
    assert_eq!(
        outcome.lines(),
        [
            "4:1 warning: defaults section 'd' is explicitly referenced by another proxy and implicitly used here"
        ]
    );
    // What nobody uses is checked all the same, and what many use is told once.
    assert_eq!(
        text("defaults d\n acl a nonsense\ndefaults\n").lines(),
        ["2:8 alert: unknown fetch `nonsense`"]
    );
    assert_eq!(
        text("defaults d\n acl a nonsense\nbackend a from d\nbackend b from d\n").lines(),
        ["2:8 alert: unknown fetch `nonsense`"]
    );
}

#[test]
fn a_refused_acl_is_told_once() {
    assert_eq!(
        lines("backend b\n acl a nonsense\n acl a nonsense\n http-request deny if a\n mode http\n"),
        ["6:8 alert: unknown fetch `nonsense`", "7:8 alert: unknown fetch `nonsense`"]
    );
    assert_eq!(
        lines("backend b\n http-request deny if b\n mode http\n"),
        ["6:23 alert: there is no ACL `b`"]
    );
}

#[test]
fn lines_that_come_twice() {
    one(
        "frontend f\n bind :80\n timeout client 1s\n timeout client 3s\n timeout client 4s\n",
        "9:10 warning: overwriting 'timeout client' which was already specified",
        "earlier",
    );
    one(
        "frontend f\n bind :80\n tcp-request inspect-delay 1s\n tcp-request inspect-delay 2s\n",
        "8:2 warning: ignoring tcp-request inspect-delay (was already defined) in frontend 'f'",
        "",
    );
}

#[test]
fn what_haproxy_took_once() {
    one(
        "backend b\n contimeout 3\n",
        "6:2 alert: the 'contimeout' keyword is not supported any more by HAProxy",
        "`timeout connect`",
    );
    one(
        "frontend f\n bind :80\n mode http\n option accept-invalid-http-request\n",
        "8:9 warning: 'option accept-invalid-http-request' is deprecated, use 'option accept-unsafe-violations-in-http-request' if absolutely needed",
        "",
    );
}

#[test]
fn sections_whose_first_line_is_wrong_are_read_all_the_same() {
    assert_eq!(
        lines(
            "backend a from x\nbackend a from x\n server s 127.0.0.1:1 oops\ndefaults d from x\n option oops\nbackend b from d\n"
        ),
        [
            "5:16 alert: failed to find defaults section named 'x'",
            "6:9 alert: backend 'a' has the same name as backend 'a'",
            "6:16 alert: failed to find defaults section named 'x'",
            "7:23 alert: 'server' : unknown keyword 'oops'",
            "8:17 alert: failed to find defaults section named 'x'",
            "9:9 alert: unknown option `oops`",
        ]
    );
}

#[test]
fn files_begin_with_a_section() {
    let outcome = files(&[("a.cfg", "global\n daemon\n"), ("b.cfg", " daemon\nglobal\n")]);
    assert_eq!(outcome.lines(), ["1:2 alert: unknown keyword 'daemon' out of section"]);
}

#[test]
fn scripts() {
    let set = "global\n tune.lua.bool-sample-conversion normal\n";
    let outcome = text(&format!(
        "{set} lua-prepend-path /x/?.so cpath\n lua-load a.lua 1 2\n lua-load-per-thread b.lua\n"
    ));
    assert!(outcome.lines().is_empty(), "{:?}", outcome.lines());
    assert_eq!(
        *outcome.scripts.0.lock().unwrap(),
        ["path /x/?.so Cpath", "load a.lua [\"1\", \"2\"] false", "load b.lua [] true"]
    );
    let outcome = text(&format!("{set} lua-load broken.lua\n"));
    assert_eq!(outcome.lines(), ["3:11 alert: runtime error: broken.lua:1: oops"]);
    assert_eq!(
        text("global\n lua-load a.lua\n lua-load b.lua\n").lines(),
        [
            "2:2 warning: tune.lua.bool-sample-conversion isn't set: true and false reach scripts as 1 and 0"
        ]
    );
}

#[test]
fn values_out_of_range() {
    assert!(lines("global\n nbthread 0\n")[0].starts_with("6:11 alert: "));
    assert!(lines("backend b\n server s 127.0.0.1:1 weight 257\n")[0].starts_with("6:30 alert: "));
    assert!(lines("backend b\n timeout queue 5x\n")[0].starts_with("6:17 alert: "));
    assert!(lines("frontend f\n bind :0\n")[0].starts_with("6:"));
    assert_eq!(
        lines("global\n maxconn 1\n maxconn 2\n"),
        ["7:2 warning: 'maxconn' already specified. Continuing."]
    );
}

#[test]
fn acls_that_are_declared_too_late() {
    one(
        "frontend f\n bind :80\n use_backend b if x\n acl x always_true\nbackend b\n",
        "7:19 alert: there is no ACL `x`",
        "move the line `acl x` above this one",
    );
    one(
        "frontend f\n bind :80\n use_backend b if is_apy\n acl is_api always_true\nbackend b\n",
        "7:19 alert: there is no ACL `is_apy`",
        "did you mean `is_api`?",
    );
}

#[test]
fn missing_and_extra_words_are_answered_with_the_usage() {
    one(
        "frontend f\n bind :80\n backlog\n",
        "7:9 alert: a number of connections is missing",
        "write `backlog <",
    );
    one(
        "frontend f\n bind :80\n timeout client-fin 5 seconds\n",
        "7:23 alert: `seconds` isn't expected after the time",
        "as in `timeout client-fin 5s`",
    );
}
