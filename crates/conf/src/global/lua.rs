//! `lua-load`, `lua-load-per-thread`, `lua-prepend-path`: scripts.

use super::PLAIN;
use crate::catalogue::LuaPath;
use crate::keyword::{Done, GlobalCx, Keyword, Parse};
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static LUA_LOAD: Keyword = Keyword {
    name: "lua-load",
    usage: "lua-load <file> [<arg> …]",
    sentence: "Runs a script in the one state that all threads share.",
    examples: &["lua-load hello.lua"],
    parse: Parse::Global(|cx, words| load(cx, words, false)),
    ..PLAIN
};

pub(super) static LUA_LOAD_PER_THREAD: Keyword = Keyword {
    name: "lua-load-per-thread",
    usage: "lua-load-per-thread <file> [<arg> …]",
    sentence: "Runs a script in a state of each thread's own.",
    examples: &["lua-load-per-thread hello.lua"],
    parse: Parse::Global(|cx, words| load(cx, words, true)),
    ..PLAIN
};

pub(super) static LUA_PREPEND_PATH: Keyword = Keyword {
    name: "lua-prepend-path",
    usage: "lua-prepend-path <pattern> [path | cpath]",
    sentence: "Puts a pattern before those with which `require` looks for modules.",
    examples: &[
        "lua-prepend-path /usr/share/lua/?.lua",
        "lua-prepend-path /usr/lib/lua/?.so cpath",
    ],
    parse: Parse::Global(prepend_path),
    ..PLAIN
};

fn load(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>, per_thread: bool) -> Done {
    let word = words.expect("a script")?;
    let file = values::file(values::utf8(word)?, &cx.draft.default_path, cx.shared);
    let args = words.map(|word| values::utf8(word).map(str::to_owned));
    let args = args.collect::<Result<Vec<String>, Diagnostic>>()?;
    if !cx.draft.scripts && !cx.draft.bool_samples {
        let message =
            "tune.lua.bool-sample-conversion isn't set: true and false reach scripts as 1 and 0";
        cx.notes.push(
            Diagnostic::warning(cx.keyword.span(), message)
                .help("write `tune.lua.bool-sample-conversion normal` before this line, or `pre-3.1-bug` to keep the old way"),
        );
    }
    cx.draft.scripts = true;
    cx.scripts.tune(&cx.draft.global.tune.lua);
    cx.scripts.environment(cx.env);
    let registered = cx
        .scripts
        .load(&file.to_string_lossy(), &args, per_thread)
        .map_err(|message| Diagnostic::alert(word.span(), message))?;
    cx.catalogue.register(registered);
    Ok(())
}

fn prepend_path(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    cx.draft.prepended = true;
    cx.scripts.tune(&cx.draft.global.tune.lua);
    let word = words.expect("a pattern")?;
    let pattern = values::utf8(word)?;
    let path = match words.peek() {
        None => LuaPath::Path,
        Some(_) => values::choice(
            words,
            "a search path",
            &[("path", LuaPath::Path), ("cpath", LuaPath::Cpath)],
        )?,
    };
    words.finish("the search path")?;
    cx.scripts
        .prepend_path(pattern, path)
        .map_err(|message| Diagnostic::alert(word.span(), message))
}
