//! Types of the whole API for editors (LuaLS annotations), written from the declarations.

use crate::class::CLASSES;
use crate::declaration::{Declaration, Param};
use moongate_lang::spec::{Arg, ArgKind};
use moongate_sample::{Catalogue, Type};
use std::fmt::Write as _;

/// Tables that scripts find as globals; the other classes have objects only.
const GLOBALS: [&str; 5] = ["core", "act", "filter", "Map", "Regex"];

/// Words of Lua that nothing else can be called.
#[rustfmt::skip]
const RESERVED: [&str; 22] = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
];

/// The text of `haproxy.gen.lua`.
// Writing to a String can't fail.
pub fn editor_types(catalogue: &Catalogue) -> String {
    let mut out = String::from(
        "---@meta haproxy\n\
         -- Written by `cargo run -p xtask -- docs` from the declarations. Don't edit.\n\
         -- For editors: point the setting `workspace.library` of the Lua language server here.\n",
    );
    for class in CLASSES {
        let name = class.name;
        let _ = write!(out, "\n---{}\n---@class {name}\n", class.sentence);
        for field in class.fields {
            let _ = writeln!(out, "---@field {} {} {}", field.name, field.kind, field.sentence);
        }
        for constant in class.constants {
            let _ = writeln!(out, "---@field {} integer {}", constant.name, constant.sentence);
        }
        let local = if GLOBALS.contains(&name) { "" } else { "local " };
        let _ = writeln!(out, "{local}{name} = {{}}");
        for function in class.functions {
            method(&mut out, &function.declaration);
        }
        match name {
            "Fetches" => fetches(&mut out, catalogue),
            "Converters" => converters(&mut out, catalogue),
            _ => {}
        }
    }
    out
}

fn method(out: &mut String, one: &Declaration) {
    let _ = write!(out, "\n---{}\n", one.sentence);
    for param in one.params {
        let mark = if param.optional { "?" } else { "" };
        let _ = writeln!(out, "---@param {}{mark} {}", name(param), param.kind);
    }
    if !one.returns.is_empty() {
        let _ = writeln!(out, "---@return {}", one.returns);
    }
    let dot = if one.is_static() { '.' } else { ':' };
    let params: Vec<String> = one.params.iter().map(name).collect();
    let _ = writeln!(out, "function {}{dot}{}({}) end", one.class, one.name, params.join(", "));
    for alias in one.aliases {
        let _ = writeln!(out, "{}.{alias} = {0}.{}", one.class, one.name);
    }
}

fn name(param: &Param) -> String {
    let name = param.name;
    if RESERVED.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

fn fetches(out: &mut String, catalogue: &Catalogue) {
    let mut names: Vec<&str> = catalogue.fetch_names().collect();
    names.sort_unstable();
    for name in names {
        let Some(fetch) = catalogue.fetch(name) else { continue };
        sample(out, "Fetches", name, fetch.args, (fetch.output, fetch.sentence), false);
    }
}

fn converters(out: &mut String, catalogue: &Catalogue) {
    let mut names: Vec<&str> = catalogue.converter_names().collect();
    names.sort_unstable();
    for name in names {
        let Some(converter) = catalogue.converter(name) else { continue };
        let facts = (converter.output, converter.sentence);
        sample(out, "Converters", name, converter.args, facts, true);
    }
}

fn sample(
    out: &mut String,
    class: &str,
    name: &str,
    args: &[Arg],
    (output, sentence): (Type, &str),
    converts: bool,
) {
    let lua: String =
        name.chars().map(|c| if matches!(c, '.' | '-' | '+') { '_' } else { c }).collect();
    let _ = write!(out, "\n---{sentence}\n");
    let mut params = Vec::new();
    if converts {
        params.push("value".to_owned());
        let _ = writeln!(out, "---@param value any");
    }
    for (at, arg) in args.iter().enumerate() {
        let plain = arg.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let taken = RESERVED.contains(&arg.name) || params.iter().any(|param| param == arg.name);
        let begins = arg.name.starts_with(|c: char| c.is_ascii_alphabetic());
        let name = match plain && begins && !taken {
            true => arg.name.to_owned(),
            false => format!("arg{}", at + 1),
        };
        let mark = if arg.optional { "?" } else { "" };
        let number = matches!(arg.kind, ArgKind::Sint | ArgKind::Size);
        let kind = if number { "integer|string" } else { "string" };
        let _ = writeln!(out, "---@param {name}{mark} {kind}");
        params.push(name);
    }
    let kind = match output {
        Type::Bool => "boolean|integer",
        Type::Sint => "integer",
        _ => "string",
    };
    let _ = writeln!(out, "---@return {kind}?");
    if RESERVED.contains(&lua.as_str()) {
        params.insert(0, "self".to_owned());
        let _ = writeln!(out, "{class}[\"{lua}\"] = function({}) end", params.join(", "));
    } else {
        let _ = writeln!(out, "function {class}:{lua}({}) end", params.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_there() {
        let text = editor_types(&Catalogue::standard());
        assert!(text.starts_with("---@meta"));
        for class in CLASSES {
            assert!(text.contains(&format!("---@class {}\n", class.name)), "{}", class.name);
        }
        assert!(text.contains("function TXN:set_var(name, value, ifexist) end"));
        assert!(text.contains("function core.register_filter(name, class, func) end"));
        assert!(text.contains("function Fetches:req_hdr("));
    }

    #[test]
    fn it_is_lua() {
        // What Lua itself reads, an editor reads.
        let text = editor_types(&Catalogue::standard());
        let host = crate::Host::new(crate::Settings::default());
        let name = format!("moongate-types-{}.lua", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).expect("a file");
        let loaded = moongate_rules::ScriptHost::load(&host, &path.to_string_lossy(), &[], false);
        std::fs::remove_file(&path).expect("it is there");
        loaded.expect("a script that runs");
    }
}
