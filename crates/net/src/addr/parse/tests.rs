use super::*;

fn parse(text: &str, want: Want<'_>) -> Result<(String, PortSpec), String> {
    match one(text, want) {
        Ok(parsed) => Ok((parsed.address.to_string(), parsed.port)),
        Err(error) => {
            assert!(text.get(error.range.clone()).is_some(), "{text}: {:?}", error.range);
            Err(error.message)
        }
    }
}

fn good(text: &str, want: Want<'_>, address: &str, port: PortSpec) {
    assert_eq!(parse(text, want), Ok((address.to_owned(), port)), "{text}");
}

fn bad(text: &str, want: Want<'_>, range: std::ops::Range<usize>, message: &str) {
    let error = one(text, want).expect_err(text);
    assert!(error.message.contains(message), "{text}: {}", error.message);
    assert_eq!(error.range, range, "{text}");
}

use PortSpec::{Offset, One, Range};

#[test]
fn binds() {
    let want = Want::BIND;
    good(":80", want, "0.0.0.0", One(80));
    good("*:80", want, "0.0.0.0", One(80));
    good("ipv6@:80", want, "::", One(80));
    good("ipv6@*:80", want, "::", One(80));
    good(":::80", want, "::", One(80));
    good("[::]:80", want, "::", One(80));
    good("::1:8080", want, "::1", One(8080));
    good("[2001:db8::1]:443", want, "2001:db8::1", One(443));
    good("10.0.0.1:2000-2100", want, "10.0.0.1", Range(2000, 2100));
    good("www.example.com:80", want, "www.example.com", One(80));
    good("ipv4@public_ssl:443", want, "public_ssl", One(443));
    good("tcp4@127.0.0.1:1", want, "127.0.0.1", One(1));
    good("stream+ipv4@127.0.0.1:8080", want, "127.0.0.1", One(8080));
    good("stream+fd@7", want, "fd@7", PortSpec::None);
    good("fd@0", want, "fd@0", PortSpec::None);
    good("/run/a.sock", want, "/run/a.sock", PortSpec::None);
    good("unix@a.sock", want, "a.sock", PortSpec::None);
    good("abns@name", want, "abns@name", PortSpec::None);
    good("abnsz@name", want, "abnsz@name", PortSpec::None);
    good("010.1.1.1:80", want, "8.1.1.1", One(80));
    good("1.2.3:80", want, "1.2.0.3", One(80));
    let prefixed = Want { unix_prefix: Some("/tmp/p-"), ..want };
    good("/a", prefixed, "/tmp/p-/a", PortSpec::None);
    good("unix@a", prefixed, "/tmp/p-a", PortSpec::None);
}

#[test]
fn wrong_binds() {
    let want = Want::BIND;
    bad("1.2.3.4", want, 0..7, "missing port specification in '1.2.3.4'");
    bad(":", want, 0..1, "missing port specification");
    bad("", want, 0..0, "empty address");
    bad(":80-70", want, 1..6, "invalid port range '80-70'");
    bad(":0", want, 1..2, "invalid port '0'");
    bad(":70000", want, 1..6, "invalid port '70000'");
    bad("[::1]:80x", want, 6..9, "invalid port '80x'");
    bad("[::1:80", want, 0..7, "missing ']'");
    bad("[::1]80", want, 5..7, "unexpected '80'");
    bad("999.1.1.1:80", want, 0..9, "invalid address: '999.1.1.1'");
    bad("ipv4@[::1]:80", want, 5..10, "invalid address: '[::1]'");
    bad("ipv6@127.0.0.1:80", want, 5..14, "invalid address: '127.0.0.1'");
    bad("1.2.3.4:+80", want, 8..11, "port offset not permitted here");
    bad("foo@1.2.3.4:80", want, 0..4, "unknown address prefix `foo@`");
    bad("udp@127.0.0.1:80", want, 0..4, "datagram-type address not acceptable");
    bad("fd@x", want, 3..4, "file descriptor 'x' is not a valid integer");
    bad("fd@-1", want, 3..5, "not a valid integer");
    bad("1.2.3.4:80-", want, 11..11, "invalid port ''");
    bad(&format!("/{}", "a".repeat(120)), want, 0..121, "too long (max 97)");
    bad("unix@", want, 0..5, "missing socket path");
    bad("fe80::1%lo:80", want, 0..10, "invalid address");
}

#[test]
fn servers() {
    let want = Want::SERVER;
    good("1.2.3.4", want, "1.2.3.4", PortSpec::None);
    good("1.2.3.4:80", want, "1.2.3.4", One(80));
    good("1.2.3.4:0", want, "1.2.3.4", One(0));
    good("1.2.3.4:+1000", want, "1.2.3.4", Offset(1000));
    good("1.2.3.4:-10", want, "1.2.3.4", Offset(-10));
    good("1.2.3.4:", want, "1.2.3.4", PortSpec::None);
    good("*", want, "0.0.0.0", PortSpec::None);
    good(":80", want, "0.0.0.0", One(80));
    good("::1", want, "::1", PortSpec::None);
    good("::1:80", want, "::1", One(80));
    good("[::1]", want, "::1", PortSpec::None);
    good("host:+10", want, "host", Offset(10));
    good("unix@/a", want, "/a", PortSpec::None);
    bad("1.2.3.4:80-90", want, 8..13, "port range not permitted here");
    bad("1.2.3.4:+x", want, 9..10, "invalid port 'x'");
    bad("fd@1", want, 0..4, "a file descriptor is not acceptable here");
    good("1.2.3.4:80-90", Want::SERVER_SOURCE, "1.2.3.4", Range(80, 90));
    bad("1.2.3.4:80", Want::HOST, 7..10, "port specification not permitted here");
    good("::1", Want::HOST, "::1", PortSpec::None);
}

#[test]
fn kinds() {
    let kind = |text, want| one(text, want).map(|parsed| parsed.kind);
    assert_eq!(kind("127.0.0.1:514", Want::LOG), Ok(Kind::Datagram));
    assert_eq!(kind("tcp@127.0.0.1:514", Want::LOG), Ok(Kind::Stream));
    assert_eq!(kind("/dev/log", Want::LOG), Ok(Kind::Datagram));
    assert_eq!(kind("127.0.0.1:514", Want::BIND), Ok(Kind::Stream));
    for text in ["quic4@:443", "quic+fd@3", "ring@a", "backend@a", "rhttp@a/b", "sockpair@3"] {
        let error = one(text, Want::BIND).expect_err(text);
        assert!(error.unsupported.is_some(), "{text}");
    }
}

#[test]
fn lists() {
    let list = Address::parse_list(":80,:443,/a.sock", Want::BIND).unwrap();
    assert_eq!(list.len(), 3);
    assert_eq!(Address::parse_list(":80,", Want::BIND).unwrap().len(), 1);
    let error = Address::parse_list(":80,,:81", Want::BIND).unwrap_err();
    assert_eq!(error.range, 4..4);
    let error = Address::parse_list(":80,1.2.3.4:x", Want::BIND).unwrap_err();
    assert_eq!(error.range, 12..13);
}

/// No text, however odd, makes it panic or point outside the text.
#[test]
fn odd_texts() {
    let pieces =
        ["[", "]", ":", "::", "1", "é", "@", "+", "-", "fd@", "unix@", "/", ".", "0x", "80"];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                let text = format!("{a}{b}{c}");
                for want in [Want::BIND, Want::SERVER, Want::HOST, Want::LOG] {
                    let _ = parse(&text, want);
                }
            }
        }
    }
}
