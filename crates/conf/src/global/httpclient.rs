//! `httpclient.*`: the HTTP requests of scripts.

use super::PLAIN;
use crate::keyword::{Done, GlobalCx, Keyword, Parse};
use crate::values;
use moongate_lang::{Diagnostic, Words};
use moongate_net::tls::Roots;
use std::sync::Arc;

pub(super) static RETRIES: Keyword = Keyword {
    name: "httpclient.retries",
    usage: "httpclient.retries <number>",
    sentence: "Sets how often a script's HTTP request tries again to connect.",
    examples: &["httpclient.retries 1"],
    parse: Parse::Global(|cx, words| {
        let count = values::integer(words, "a number of attempts", 0..=i32::MAX as u32)?;
        cx.draft.global.httpclient.retries = count;
        words.finish("`httpclient.retries`")
    }),
    ..PLAIN
};

pub(super) static CONNECT: Keyword = Keyword {
    name: "httpclient.timeout.connect",
    usage: "httpclient.timeout.connect <time>",
    sentence: "Limits how long a script's HTTP request takes to connect, each time it tries; 0: no limit.",
    examples: &["httpclient.timeout.connect 2s"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.httpclient.connect = values::ms(words, "a time")?;
        words.finish("the time")
    }),
    ..PLAIN
};

pub(super) static VERIFY: Keyword = Keyword {
    name: "httpclient.ssl.verify",
    usage: "httpclient.ssl.verify { none | required }",
    sentence: "Says whether servers' certificates are verified when a script sends HTTP requests.",
    examples: &["httpclient.ssl.verify none"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.httpclient.verify =
            values::choice(words, "a choice", &[("required", true), ("none", false)])?;
        words.finish("`httpclient.ssl.verify`")
    }),
    ..PLAIN
};

pub(super) static CA_FILE: Keyword = Keyword {
    name: "httpclient.ssl.ca-file",
    usage: "httpclient.ssl.ca-file { <file> | <folder> | @system-ca }",
    sentence: "Names the authorities whose certificates scripts trust, in HTTP requests and sockets.",
    examples: &["httpclient.ssl.ca-file @system-ca"],
    parse: Parse::Global(ca_file),
    ..PLAIN
};

fn ca_file(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a file")?;
    let name = values::utf8(word)?;
    let roots = match name {
        "@system-ca" => Roots::system(),
        name => {
            let relative = cx.draft.ca_base.as_ref().map(|base| base.join(name));
            let path =
                relative.unwrap_or_else(|| values::file(name, &cx.draft.default_path, cx.shared));
            Roots::open(&path)
        }
    };
    let roots = roots.map_err(|error| {
        Diagnostic::alert(word.span(), format!("can't use the certificates of {error}"))
            .help("name a file of certificates (PEM), a folder of such files, or `@system-ca`")
    })?;
    cx.draft.global.httpclient.roots = Some(Arc::new(roots));
    words.finish("the file")
}
