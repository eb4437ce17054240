//! `use_backend`: which backend a request goes to.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::order::Stage;
use crate::plan::{BackendRef, UseBackend};
use moongate_lang::Words;
use moongate_sample::Point;

pub(super) static USE_BACKEND: Keyword = Keyword {
    name: "use_backend",
    sections: Sections::FRONT,
    usage: "use_backend <backend> [{ if | unless } <condition>]",
    sentence: "Sends what meets the condition to this backend; the name may be a log format.",
    examples: &["use_backend static if { path_beg /img }", "use_backend %[req.hdr(host),lower]"],
    parse: Parse::Late(parse),
    ..PLAIN
};

fn parse(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let point = Point::FeUseBackend.into();
    let name = words.expect("a backend's name")?;
    let target = match name.bytes().contains(&b'%') {
        true => BackendRef::Named(cx.format(name, point)?),
        false => BackendRef::Fixed(cx.backend(name, "use_backend")?),
    };
    let condition = cx.condition(words, point)?;
    words.finish("the backend")?;
    cx.stage(Stage::UseBackend);
    cx.proxy.use_backend.push(UseBackend { target, condition });
    Ok(())
}
