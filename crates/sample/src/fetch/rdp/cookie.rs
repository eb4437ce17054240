//! `req.rdp_cookie` and `req.rdp_cookie_cnt`: the cookie of an RDP connection request (MS-RDPBCGR
//! section 2.2.1.1).

use crate::fetch::prelude::*;

const NAME: &[Arg] = &[Arg::optional("name", ArgKind::Str)];

/// `req.rdp_cookie`
pub static COOKIE: Fetch = Fetch {
    name: "req.rdp_cookie",
    aliases: &["rdp_cookie"],
    args: NAME,
    scope: Scope::REQUEST,
    sentence: "The value of the RDP cookie of this name, or of any.",
    examples: &[Example::absent("", "req.rdp_cookie"), Example::absent("", "rdp_cookie(msts)")],
    eval: Eval::Fn(|cx, args| match cookie(cx, args)? {
        Some(value) if !value.is_empty() => Ok(Sample::str(value)),
        _ => Err(Missing::Absent),
    }),
    ..Fetch::PLAIN
};

/// `req.rdp_cookie_cnt`
pub static COUNT: Fetch = Fetch {
    name: "req.rdp_cookie_cnt",
    aliases: &["rdp_cookie_cnt"],
    args: NAME,
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "1 if there is an RDP cookie of this name, or any, else 0.",
    examples: &[
        Example::absent("", "req.rdp_cookie_cnt"),
        Example::shows("TCP\n0123456789abc", "rdp_cookie_cnt", "0"),
    ],
    eval: Eval::Fn(|cx, args| Ok(Sample::Sint(cookie(cx, args)?.is_some().into()))),
    ..Fetch::PLAIN
};

/// The value; none if these bytes have no such cookie.
fn cookie<'a>(cx: &Cx<'a>, args: &Args) -> Result<Option<&'a [u8]>, Missing> {
    if !cx.txn.request.is_empty() {
        return Ok(None);
    }
    let channel = &cx.txn.req;
    let bytes = channel.input.bytes();
    let more = if channel.eof { Missing::Absent } else { cx.not_yet() };
    // Behind the headers of TPKT (RFC 1006) and of a connection request (X.224).
    let head: &[u8; 11] = bytes.first_chunk().ok_or(more)?;
    if !matches!(head, [3, 0, _, _, _, 0xe0, 0, 0, 0, 0, 0]) {
        return Ok(None);
    }
    let rest = &bytes[11..];
    let Some(word) = rest.first_chunk::<7>() else { return Err(more) };
    if !word.eq_ignore_ascii_case(b"cookie:") {
        return Ok(None);
    }
    let end = memchr::memchr2(b'\r', b'\n', rest).ok_or(more)?;
    let pair = rest[7..end].trim_ascii_start();
    let Some(equal) = memchr::memchr(b'=', pair) else { return Ok(None) };
    let (name, value) = (&pair[..equal], &pair[equal + 1..]);
    let wanted = args.str(0);
    Ok((wanted.is_empty() || name.eq_ignore_ascii_case(wanted)).then_some(value))
}

#[cfg(test)]
mod tests {
    use crate::{Catalogue, Compiler, Cx, NoNames, PatternStore, Point, Sample, Scope, testing};

    fn on(text: &[u8], expr: &str) -> Option<Sample<'static>> {
        let mut txn = testing::txn("").unwrap();
        let head = [3, 0, 0, text.len() as u8 + 11, text.len() as u8 + 6, 0xe0, 0, 0, 0, 0, 0];
        txn.req.input.push(&[&head[..], text].concat());
        let (catalogue, patterns) = (Catalogue::standard(), PatternStore::default());
        let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
        let expr = compiler.expr_word(&testing::word(expr), Scope::ANYWHERE).unwrap();
        match expr.eval(&Cx::new(&txn, Point::FeTcpContent)).ok()? {
            Sample::Str(text) => Some(Sample::string(text)),
            Sample::Sint(number) => Some(Sample::Sint(number)),
            _ => None,
        }
    }

    #[test]
    fn cookies_are_found_by_name_or_without() {
        let text = b"Cookie: mstshash=user\r\n";
        assert_eq!(on(text, "req.rdp_cookie"), Some(Sample::str("user")));
        assert_eq!(on(text, "req.rdp_cookie(MSTShash)"), Some(Sample::str("user")));
        assert_eq!(on(text, "req.rdp_cookie(msts)"), None);
        assert_eq!(on(text, "req.rdp_cookie_cnt"), Some(Sample::Sint(1)));
        assert_eq!(on(b"Cookie: mstshash=\r\n", "req.rdp_cookie"), None);
        assert_eq!(on(b"Cookie: mstshash=\r\n", "req.rdp_cookie_cnt"), Some(Sample::Sint(1)));
        assert_eq!(on(b"Cookie: mstshash\r\n", "req.rdp_cookie_cnt"), Some(Sample::Sint(0)));
        assert_eq!(on(b"Cookie: mstshash=user", "req.rdp_cookie_cnt"), None);
    }
}
