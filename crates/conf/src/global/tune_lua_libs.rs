//! `tune.lua.openlibs` and `tune.lua.bool-sample-conversion`: what scripts find in their states.

use super::PLAIN;
use crate::keyword::{Done, GlobalCx, Keyword, Parse};
use crate::plan::LUA_LIBRARIES;
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static OPENLIBS: Keyword = Keyword {
    name: "tune.lua.openlibs",
    usage: "tune.lua.openlibs { all | none | <library>[,…] }",
    sentence: "Says which of Lua's own libraries scripts find.",
    examples: &["tune.lua.openlibs all", "tune.lua.openlibs string,table"],
    parse: Parse::Global(openlibs),
    ..PLAIN
};

pub(super) static BOOL_SAMPLE_CONVERSION: Keyword = Keyword {
    name: "tune.lua.bool-sample-conversion",
    usage: "tune.lua.bool-sample-conversion { normal | pre-3.1-bug }",
    sentence: "Says whether scripts see true and false as such, or as 1 and 0.",
    examples: &["tune.lua.bool-sample-conversion normal"],
    parse: Parse::Global(|cx, words| {
        let ways = [("normal", true), ("pre-3.1-bug", false)];
        cx.draft.global.tune.lua.bool_samples = values::choice(words, "a way", &ways)?;
        cx.draft.bool_samples = true;
        words.finish("`tune.lua.bool-sample-conversion`")
    }),
    ..PLAIN
};

fn openlibs(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a list of libraries")?;
    if cx.draft.scripts || cx.draft.prepended {
        let message = "'tune.lua.openlibs' has to stand before the first script";
        return Err(Diagnostic::alert(cx.keyword.span(), message)
            .help("move it above `lua-load`, `lua-load-per-thread` and `lua-prepend-path`"));
    }
    let mut chosen = [false; LUA_LIBRARIES.len()];
    match values::utf8(word)? {
        "all" => chosen = [true; LUA_LIBRARIES.len()],
        "none" => {}
        list => {
            for name in list.split(',') {
                let at = LUA_LIBRARIES.iter().position(|library| *library == name);
                let at = at.ok_or_else(|| {
                    Diagnostic::alert(word.span(), format!("unknown Lua library '{name}'"))
                        .did_you_mean(name, LUA_LIBRARIES)
                })?;
                chosen[at] = true;
            }
        }
    }
    cx.draft.global.tune.lua.libraries = chosen;
    words.finish("the libraries")
}
