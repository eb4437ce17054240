//! Criteria that name a fetch and a way of matching at once: `path_beg` is `path -m beg`.

use crate::pattern::Method;

/// Fetches that have all of the suffixes, under the name that ACLs use.
const FAMILIES: [(&str, &str); 8] = [
    ("base", "base"),
    ("cook", "req.cook"),
    ("hdr", "req.hdr"),
    ("path", "path"),
    ("scook", "res.cook"),
    ("shdr", "res.hdr"),
    ("url", "url"),
    ("urlp", "urlp"),
];

/// Their suffixes.
const SUFFIXES: [(&str, Method); 8] = [
    ("_beg", Method::Beg),
    ("_dir", Method::Dir),
    ("_dom", Method::Dom),
    ("_end", Method::End),
    ("_len", Method::Len),
    ("_reg", Method::Reg),
    ("_sub", Method::Sub),
    ("", Method::Str),
];

/// The others.
const SINGLE: [(&str, &str, Method); 13] = [
    ("http_auth_group", "http_auth_group", Method::Str),
    ("method", "method", Method::Str),
    ("payload", "req.payload", Method::Bin),
    ("payload_lv", "req.payload_lv", Method::Bin),
    ("req.ssl_ver", "req.ssl_ver", Method::Int),
    ("req_rdp_cookie", "req.rdp_cookie", Method::Str),
    ("req_rdp_cookie_cnt", "req.rdp_cookie_cnt", Method::Int),
    ("req_ssl_sni", "req.ssl_sni", Method::Str),
    ("req_ssl_ver", "req.ssl_ver", Method::Int),
    ("req_ver", "req.ver", Method::Str),
    ("resp_ver", "res.ver", Method::Str),
    ("ssl_fc_sni_end", "ssl_fc_sni", Method::End),
    ("ssl_fc_sni_reg", "ssl_fc_sni", Method::Reg),
];

/// The fetch and the way of matching that a criterion means.
pub(super) fn derived(name: &str) -> Option<(&'static str, Method)> {
    if let Some((_, fetch, method)) = SINGLE.iter().find(|(known, ..)| *known == name) {
        return Some((fetch, *method));
    }
    for (base, fetch) in FAMILIES {
        let Some(suffix) = name.strip_prefix(base) else { continue };
        if let Some((_, method)) = SUFFIXES.iter().find(|(known, _)| *known == suffix) {
            return Some((fetch, *method));
        }
    }
    None
}

/// Every derived criterion with its fetch and its way of matching.
pub(super) fn all() -> impl Iterator<Item = (String, &'static str, Method)> {
    let family = |(base, fetch): (&'static str, &'static str)| {
        SUFFIXES.iter().map(move |(suffix, method)| (format!("{base}{suffix}"), fetch, *method))
    };
    let single = SINGLE.iter().map(|(name, fetch, method)| ((*name).to_owned(), *fetch, *method));
    FAMILIES.into_iter().flat_map(family).chain(single)
}

/// Every derived criterion, for "did you mean".
pub(super) fn names() -> impl Iterator<Item = String> {
    all().map(|(name, ..)| name)
}

/// Whether integers of the criterion are versions with a dot (manual 7.1.2).
pub(super) fn is_dotted(fetch: &str) -> bool {
    fetch.ends_with("ssl_ver")
}

/// Whether a value may still become another one while more bytes come: a test that fails on it
/// isn't decided before the end.
pub(super) fn grows(fetch: &str, args: &crate::Args) -> bool {
    match fetch {
        "req.len" | "res.len" => true,
        // Without a length they give what is there.
        "req.payload" | "res.payload" => args.sint(1) == Some(0),
        _ => false,
    }
}

/// Whether a converter has no value until what came is whole, and then one for good: a protocol's
/// check of its first message.
pub(super) fn settles(converter: &str) -> bool {
    matches!(converter, "fix_is_valid" | "mqtt_is_valid")
}
