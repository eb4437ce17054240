//! `regsub`: what a regular expression matches, replaced.

use crate::convert::prelude::*;
use crate::regex::{Regex, Template};

/// The declaration.
pub static REGSUB: Converter = Converter {
    name: "regsub",
    args: &[
        Arg::required("regex", ArgKind::Regex),
        Arg::required("replacement", ArgKind::Str),
        Arg::optional("flags", ArgKind::Str),
    ],
    sentence: "The text with what the expression matches replaced: the first match, or all with `g`; `i` ignores case.",
    examples: &[
        Example::plain("str(//a//b),regsub('/+','/','g')", "/a/b"),
        Example::plain("str(foo1),regsub(\"(FOO)([0-9])\",'\\2\\1',i)", "1foo"),
        Example::plain("str(abc),regsub(z,y)", "abc"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

/// Compiled when the configuration is read.
struct Rule {
    regex: Regex,
    template: Template,
    all: bool,
}

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let [ArgValue::Str(regex), ArgValue::Str(template), flags] = &*args else { return Ok(()) };
    let flags: &[u8] = if let ArgValue::Str(flags) = flags { flags } else { b"" };
    if !flags.iter().all(|flag| matches!(flag, b'g' | b'i')) {
        return Err(refuse(2, "unknown flag", "`g` replaces all matches, `i` ignores case"));
    }
    let regex = Regex::new(regex, flags.contains(&b'i')).map_err(|error| BadArg {
        index: 0,
        message: error.to_string(),
        help: None,
    })?;
    let template =
        Template::new(template).map_err(|message| BadArg { index: 1, message, help: None })?;
    let rule = Rule { regex, template, all: flags.contains(&b'g') };
    args[0] = ArgValue::Made(Box::new(rule));
    Ok(())
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let rule = args.made::<Rule>(0)?;
    let mut made = Vec::new();
    rule.regex.replace(&text, &rule.template, rule.all, &mut made);
    Some(Sample::string(made))
}
