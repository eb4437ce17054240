//! `map` and its kin: what a map file gives for a value.
//!
//! A name says how keys are compared (`map_beg_…`) and what is given (`…_int`, `…_ip`, `…_key`).

use crate::convert::prelude::*;
use crate::pattern::{Method, PatternRef, View, made};
use crate::regex::Template;
use std::sync::Arc;

/// What a map gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    /// The value as text.
    Text,
    /// The value as an integer.
    Int,
    /// The value as an address.
    Ip,
    /// The key that matched.
    Key,
    /// The value with the groups of the expression that matched.
    Groups,
}

/// A map and what stands for a missing value.
struct Map {
    view: Arc<View>,
    default: Option<Sample<'static>>,
}

impl Output {
    const fn kind(self) -> Type {
        match self {
            Output::Text | Output::Key | Output::Groups => Type::Str,
            Output::Int => Type::Sint,
            Output::Ip => Type::Addr,
        }
    }

    const fn args(self) -> &'static [Arg] {
        const MAP: Arg = Arg::required("map", ArgKind::Map);
        const TEXT: &[Arg] = &[MAP, Arg::optional("default", ArgKind::Str)];
        const INT: &[Arg] = &[MAP, Arg::optional("default", ArgKind::Sint)];
        const KEY: &[Arg] = &[MAP];
        match self {
            Output::Text | Output::Groups | Output::Ip => TEXT,
            Output::Int => INT,
            Output::Key => KEY,
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Output::Text => "The text that a map has for the value, or a default.",
            Output::Int => "The integer that a map has for the value, or a default.",
            Output::Ip => "The address that a map has for the value, or a default.",
            Output::Key => "The key of a map that matches the value.",
            Output::Groups => {
                "The text that a map has for the value, `\\1` standing for the first group of the key."
            }
        }
    }
}

macro_rules! maps {
    ($($name:literal $alias:tt $method:ident $output:ident;)*) => {
        /// All of them.
        pub(super) static ALL: &[&Converter] = &[$({
            static MAP: Converter = Converter {
                name: $name,
                aliases: &$alias,
                args: Output::$output.args(),
                input: Method::$method.input(),
                output: Output::$output.kind(),
                sentence: Output::$output.sentence(),
                examples: &[],
                check: Some(|args| check(args, Method::$method, Output::$output)),
                eval: Eval::Fn(|value, args, _| look_up(value, args, Output::$output)),
            };
            &MAP
        }),*];
    };
}

maps! {
    "map_str" ["map"] Str Text; "map_str_int" [] Str Int; "map_str_ip" [] Str Ip; "map_str_key" [] Str Key;
    "map_beg" [] Beg Text; "map_beg_int" [] Beg Int; "map_beg_ip" [] Beg Ip; "map_beg_key" [] Beg Key;
    "map_sub" [] Sub Text; "map_sub_int" [] Sub Int; "map_sub_ip" [] Sub Ip; "map_sub_key" [] Sub Key;
    "map_dir" [] Dir Text; "map_dir_int" [] Dir Int; "map_dir_ip" [] Dir Ip; "map_dir_key" [] Dir Key;
    "map_dom" [] Dom Text; "map_dom_int" [] Dom Int; "map_dom_ip" [] Dom Ip; "map_dom_key" [] Dom Key;
    "map_end" [] End Text; "map_end_int" [] End Int; "map_end_ip" [] End Ip; "map_end_key" [] End Key;
    "map_reg" [] Reg Text; "map_reg_int" [] Reg Int; "map_reg_ip" [] Reg Ip; "map_reg_key" [] Reg Key;
    "map_int" [] Int Text; "map_int_int" [] Int Int; "map_int_ip" [] Int Ip; "map_int_key" [] Int Key;
    "map_ip" [] Ip Text; "map_ip_int" [] Ip Int; "map_ip_ip" [] Ip Ip; "map_ip_key" [] Ip Key;
    "map_regm" [] Reg Groups;
}

fn check(args: &mut [ArgValue], method: Method, output: Output) -> Result<(), BadArg> {
    let list = match args.first() {
        Some(ArgValue::Made(list)) => list.downcast_ref::<Arc<PatternRef>>().cloned(),
        _ => None,
    };
    let bad = |index, message: String| BadArg { index, message, help: None };
    let list = list.ok_or_else(|| bad(0, "a map's name is missing".into()))?;
    let kind = output.kind();
    let view = list.view_of(method.into(), Some(kind)).map_err(|error| bad(0, error.message))?;
    if matches!(output, Output::Int | Output::Ip) {
        list.demand(kind);
        for entry in list.entries() {
            let value = entry.value().unwrap_or_default();
            if made(value, kind).is_none() {
                let key = String::from_utf8_lossy(entry.pattern());
                let value = String::from_utf8_lossy(value);
                let what = if output == Output::Int { "integer" } else { "address" };
                let text = format!("the map gives `{value}` for `{key}`, which is no {what}");
                return Err(bad(0, text));
            }
        }
    }
    let default = match args.get(1) {
        Some(ArgValue::Sint(number)) => Some(Sample::Sint(*number)),
        Some(ArgValue::Str(text)) => match made(text, kind) {
            Some(value) => Some(value),
            None => return Err(bad(1, "the default is no address".into())),
        },
        _ => None,
    };
    args[0] = ArgValue::Made(Box::new(Map { view, default }));
    Ok(())
}

fn look_up<'a>(value: Sample<'a>, args: &'a Args, output: Output) -> Option<Sample<'a>> {
    let map = args.made::<Map>(0)?;
    let found = match output {
        Output::Key => map.view.find(value).map(|entry| Sample::string(entry.pattern())),
        Output::Groups => groups(&map.view, value),
        _ => map.view.value(value).and_then(|text| made(&text, output.kind())),
    };
    found.or_else(|| map.default.clone())
}

fn groups(view: &View, value: Sample<'_>) -> Option<Sample<'static>> {
    let text = bytes(value)?;
    let (template, captures) = view.captures(&text)?;
    let mut out = Vec::new();
    Template::new(&template).ok()?.expand(&text, &captures, &mut out);
    Some(Sample::string(out))
}

#[cfg(test)]
mod tests {
    use crate::{Catalogue, testing};

    /// What an expression gives, `MAP` in it standing for a file with these lines.
    fn with_map(name: &str, lines: &str, expr: &str) -> Result<Option<String>, String> {
        let path = std::env::temp_dir().join(format!("map-{}-{name}", std::process::id()));
        std::fs::write(&path, lines).unwrap();
        let expr = expr.replace("MAP", path.to_str().unwrap());
        let found = testing::evaluate(&Catalogue::standard(), "", &expr);
        std::fs::remove_file(&path).unwrap();
        found.map(|found| found.map(|text| String::from_utf8(text).unwrap()))
    }

    #[test]
    fn every_way_of_matching_and_giving() {
        let lines = "# hosts\n/api backend one\n/a 7\n192.0.2.0/24 here\n^/(x+) got \\1\n5:9 few\n";
        let gives = |name, expr| with_map(name, lines, expr).unwrap();
        assert_eq!(gives("a", "str(/api),map(MAP)").as_deref(), Some("backend one"));
        assert_eq!(gives("b", "str(/none),map(MAP)"), None);
        assert_eq!(gives("c", "str(/none),map(MAP,other)").as_deref(), Some("other"));
        assert_eq!(gives("d", "str(/apis),map_beg(MAP)").as_deref(), Some("backend one"));
        assert_eq!(gives("e", "str(/ab),map_beg_key(MAP)").as_deref(), Some("/a"));
    }

    #[test]
    fn kinds_of_values_and_refusals() {
        let one = |name: &str, lines: &str, expr: &str| with_map(name, lines, expr).unwrap();
        let net = "192.0.2.0/24 here\n";
        assert_eq!(one("f", net, "ipv4(192.0.2.9),map_ip(MAP)").as_deref(), Some("here"));
        assert_eq!(one("g", "a 7\n", "str(a),map_str_int(MAP),add(1)").as_deref(), Some("8"));
        assert_eq!(one("h", "a 7\n", "str(b),map_str_int(MAP,-1)").as_deref(), Some("-1"));
        assert_eq!(one("i", "5:9 few\n", "int(6),map_int(MAP)").as_deref(), Some("few"));
        let regex = "^/(x+) got-\\1\n";
        assert_eq!(one("j", regex, "str(/xxy),map_regm(MAP)").as_deref(), Some("got-xx"));
        assert_eq!(one("k", "a ::1\n", "str(a),map_str_ip(MAP)").as_deref(), Some("::1"));
        let error = with_map("l", "a b\n", "str(a),map_str_int(MAP)").unwrap_err();
        assert!(error.contains("no integer"), "{error}");
        let error = with_map("m", "a 1.2.3.4\n", "str(a),map_str_ip(MAP,x)").unwrap_err();
        assert!(error.contains("no address"), "{error}");
    }
}
