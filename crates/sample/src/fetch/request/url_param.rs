//! `url_param`, `urlp` and `urlp_val`: parameters of the query string.

use crate::fetch::headers::{self, See};
use crate::fetch::prelude::*;

const ARGS: &[Arg] = &[
    Arg::optional("name", ArgKind::Str),
    Arg::optional("delimiter", ArgKind::Str),
    Arg::optional("i", ArgKind::Str),
];

/// `url_param`
pub static URL_PARAM: Fetch = Fetch {
    name: "url_param",
    aliases: &["urlp"],
    args: ARGS,
    scope: Scope::REQUEST,
    sentence: "The value of a parameter of the query, as written; the first parameter without a name.",
    examples: &[
        Example::shows("GET /?a=1&b=2 HTTP/1.1\nhost: a\n\n", "url_param(b)", "2"),
        Example::shows("GET /x;id=7;?a=1 HTTP/1.1\nhost: a\n\n", "urlp(id,;)", "7"),
        Example::shows("GET /?A=1 HTTP/1.1\nhost: a\n\n", "urlp(a,,i)", "1"),
        Example::absent("GET /?ab=1 HTTP/1.1\nhost: a\n\n", "urlp(b)"),
        Example::shows("GET /?a=%26b=;b==1?&& HTTP/1.1\nhost: a\n\n", "urlp(b)", "=1"),
    ],
    eval: Eval::Fn(text),
    each: Some(each_text),
    ..Fetch::PLAIN
};

/// `urlp_val`
pub static URLP_VAL: Fetch = Fetch {
    name: "urlp_val",
    args: ARGS,
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "The value of a parameter of the query as an integer.",
    examples: &[
        Example::shows("GET /?a=1&b=22x HTTP/1.1\nhost: a\n\n", "urlp_val(b)", "22"),
        Example::shows("GET /?a=-x HTTP/1.1\nhost: a\n\n", "urlp_val(a)", "0"),
    ],
    eval: Eval::Fn(number),
    each: Some(each_number),
    ..Fetch::PLAIN
};

fn text<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    matching(cx, args)?.next().map(Sample::str).ok_or(Missing::Absent)
}

fn number<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    matching(cx, args)?.next().and_then(headers::number).ok_or(Missing::Absent)
}

fn each_text<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    let _ = matching(cx, args)?.try_for_each(|value| see(Sample::str(value)));
    Ok(())
}

fn each_number<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    let _ = matching(cx, args)?.try_for_each(|value| see(Sample::Sint(headers::integer(value))));
    Ok(())
}

fn matching<'a>(cx: &Cx<'a>, args: &'a Args) -> Result<impl Iterator<Item = &'a [u8]>, Missing> {
    let start = args.str(1).first().copied().unwrap_or(b'?');
    let name = args.str(0);
    let fold = args.str(2) == b"i";
    let uri = cx.request()?.uri();
    let at = memchr::memchr(start, uri).ok_or(Missing::Absent)?;
    let wanted = move |known: &[u8]| {
        name.is_empty() || known == name || fold && known.eq_ignore_ascii_case(name)
    };
    let parts = uri[at + 1..].split(move |byte| matches!(byte, b'&' | b';') || *byte == start);
    Ok(parts.filter_map(move |part| {
        let equal = memchr::memchr(b'=', part)?;
        wanted(&part[..equal]).then(|| &part[equal + 1..])
    }))
}
