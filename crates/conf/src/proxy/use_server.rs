//! `use-server`: which server a request goes to.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::order::Stage;
use crate::plan::{ServerRef, UseServer};
use moongate_lang::{Diagnostic, Words};
use moongate_sample::Point;

pub(super) static USE_SERVER: Keyword = Keyword {
    name: "use-server",
    sections: Sections::BACK,
    usage: "use-server <server> { if | unless } <condition>",
    sentence: "Sends what meets the condition to this server; the name may be a log format.",
    examples: &["use-server www if { req.hdr(x-debug) 1 }"],
    parse: Parse::Late(parse),
    ..PLAIN
};

fn parse(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let point = Point::BeServerRule.into();
    let name = words.expect("a server's name")?;
    let target = match name.bytes().contains(&b'%') {
        true => ServerRef::Named(cx.format(name, point)?),
        false => ServerRef::Fixed(cx.own_server(name)?),
    };
    let condition = cx.condition(words, point)?;
    words.finish("the server")?;
    if condition.is_none() {
        return Err(Diagnostic::alert(words.here(), "`use-server` needs a condition")
            .label("expected `if` or `unless`"));
    }
    cx.stage(Stage::UseServer);
    cx.proxy.use_server.push(UseServer { target, condition });
    Ok(())
}
