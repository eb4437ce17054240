//! `force-persist` and `ignore-persist`: when cookies lead to a server that is down, or to none.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use moongate_lang::{Diagnostic, Words};
use moongate_sample::Point;

pub(super) static FORCE_PERSIST: Keyword = Keyword {
    name: "force-persist",
    sections: Sections::BACK,
    usage: "force-persist { if | unless } <condition>",
    sentence: "Sends requests that meet the condition to the server of their cookie or stick table, whether it is up or not.",
    examples: &["force-persist if { src 127.0.0.0/8 }"],
    parse: Parse::Late(|cx, words| rule(cx, words, true)),
    ..PLAIN
};

pub(super) static IGNORE_PERSIST: Keyword = Keyword {
    name: "ignore-persist",
    sections: Sections::BACK,
    usage: "ignore-persist { if | unless } <condition>",
    sentence: "Balances requests that meet the condition as if they had no cookie.",
    examples: &["ignore-persist if { path_beg /static/ }"],
    parse: Parse::Late(|cx, words| rule(cx, words, false)),
    ..PLAIN
};

fn rule(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>, force: bool) -> Done {
    let name = cx.keyword.str();
    let Some(condition) = cx.condition(words, Point::BeServerRule.into())? else {
        let message = format!("'{name}' requires either 'if' or 'unless' followed by a condition");
        return Err(
            Diagnostic::alert(words.here(), message).help(format!("write `{name} if <condition>`"))
        );
    };
    words.finish("the condition")?;
    cx.proxy.persist.push((force, condition));
    Ok(())
}
