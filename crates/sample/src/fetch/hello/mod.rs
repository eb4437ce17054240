//! What a TLS hello says that passes by unencrypted (RFC 8446 section 4.1.2, RFC 6066).

use super::Fetch;

mod groups;
mod kind;
mod names;
mod parse;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &names::SNI,
    &names::ALPN,
    &kind::VER,
    &kind::REQ_HELLO_TYPE,
    &kind::RES_HELLO_TYPE,
    &kind::EC_EXT,
    &kind::ST_EXT,
    &groups::CIPHERLIST,
    &groups::KEYSHARE_GROUPS,
    &groups::SIGALGS,
    &groups::SUPPORTED_GROUPS,
];

/// A hello for the name `a.b`, with the protocols `h2` and `x`.
#[cfg(test)]
pub(super) const BYTES: &[u8] = b"\x16\x03\x01\x00\x79\x01\x00\x00\x75\x03\x03\
    01234567890123456789012345678901\x00\x00\x04\x13\x01\x13\x02\x01\x00\x00\x48\
    \x00\x00\x00\x08\x00\x06\x00\x00\x03a.b\
    \x00\x10\x00\x07\x00\x05\x02h2\x01x\
    \x00\x0a\x00\x06\x00\x04\x00\x1d\x00\x17\
    \x00\x0d\x00\x06\x00\x04\x04\x03\x08\x04\
    \x00\x33\x00\x0d\x00\x0b\x00\x1d\x00\x01k\x00\x17\x00\x02kk\
    \x00\x23\x00\x00\x00\xff\x00\x04\x00\x00\x00\x00";

#[cfg(test)]
mod tests {
    use super::BYTES;
    use crate::{Catalogue, Compiler, Cx, Missing, NoNames, PatternStore, Point, Sample, Scope};
    use crate::{cast, testing};

    /// What an expression gives on these bytes in TCP mode.
    fn on(bytes: &[u8], expr: &str, last: bool) -> Result<String, Missing> {
        let mut txn = testing::txn("").unwrap();
        txn.req.input.push(bytes);
        let (catalogue, patterns) = (Catalogue::standard(), PatternStore::default());
        let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
        let expr = compiler.expr_word(&testing::word(expr), Scope::ANYWHERE).unwrap();
        let mut cx = Cx::new(&txn, Point::FeTcpContent);
        cx.last = last;
        let text = |value: Sample<'_>| match value {
            Sample::Bin(bytes) => bytes.into_owned(),
            value => cast::text(value).unwrap().into_owned(),
        };
        expr.eval(&cx).map(|value| String::from_utf8_lossy(&text(value)).into_owned())
    }

    #[test]
    fn a_hello_is_read() {
        let gives = |expr| on(BYTES, expr, false);
        assert_eq!(BYTES.len(), 5 + 0x79);
        assert_eq!(gives("req.ssl_sni").as_deref(), Ok("a.b"));
        assert_eq!(gives("req.ssl_alpn").as_deref(), Ok("h2"));
        assert_eq!(gives("req.ssl_ver").as_deref(), Ok("196611"));
        assert_eq!(gives("req.ssl_hello_type").as_deref(), Ok("1"));
        assert_eq!(gives("req.ssl_ec_ext").as_deref(), Ok("1"));
        assert_eq!(gives("req.ssl_st_ext").as_deref(), Ok("1"));
        assert_eq!(gives("req.ssl_cipherlist,hex").as_deref(), Ok("13011302"));
        assert_eq!(gives("req.ssl_keyshare_groups,hex").as_deref(), Ok("001D0017"));
        assert_eq!(gives("req.ssl_sigalgs,hex").as_deref(), Ok("04030804"));
        assert_eq!(gives("req.ssl_supported_groups,hex").as_deref(), Ok("001D0017"));
    }

    #[test]
    fn a_part_of_a_hello_isn_t_one_yet() {
        for end in 0..BYTES.len() {
            let (part, expr) = (&BYTES[..end], "req.ssl_sni");
            assert_eq!(on(part, expr, false), Err(Missing::NotYet), "{end}");
            assert_eq!(on(part, expr, true), Err(Missing::Absent), "{end}");
        }
        assert_eq!(on(b"GET / HTTP/1.1\r\n", "req.ssl_sni", false), Err(Missing::Absent));
    }

    #[test]
    fn broken_hellos_are_no_danger() {
        for at in 0..BYTES.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut bytes = BYTES.to_vec();
                bytes[at] = byte;
                for expr in ["req.ssl_sni", "req.ssl_alpn", "req.ssl_keyshare_groups"] {
                    let _ = on(&bytes, expr, true);
                }
            }
        }
    }
}
