//! `debug`: the value is shown where the program writes, and given on as it is.

use crate::cast;
use crate::convert::prelude::*;
use std::io::Write;

/// The declaration.
pub static DEBUG: Converter = Converter {
    name: "debug",
    args: &[Arg::optional("prefix", ArgKind::Str), Arg::optional("destination", ArgKind::Str)],
    input: Type::Any,
    output: Type::Any,
    sentence: "Writes the value with its type to `stdout` or `stderr`, behind a prefix, and gives it on.",
    examples: &[
        Example::plain("str(a),debug(here,stderr)", "a"),
        Example::plain("int(4),debug(,stderr),add(1)", "5"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let where_to = match args.get(1) {
        Some(ArgValue::Str(text)) => String::from_utf8_lossy(text).into_owned(),
        _ => "buf0".to_owned(),
    };
    match &*where_to {
        "stdout" | "stderr" => Ok(()),
        other => Err(refuse(
            1,
            format!("the ring `{other}` isn't supported yet as a destination"),
            "write `debug(prefix,stderr)` or `debug(prefix,stdout)`",
        )),
    }
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let mut line = b"[debug] ".to_vec();
    line.extend_from_slice(args.str(0));
    line.extend_from_slice(format!(": type={} <", value.kind().name()).as_bytes());
    if let Some(Sample::Str(text)) = cast::cast(value.clone(), Type::Str) {
        // A terminal would act on control characters.
        line.extend(text.iter().map(|byte| if byte.is_ascii_control() { b'.' } else { *byte }));
    }
    line.extend_from_slice(b">\n");
    // Whoever closed the output doesn't want to see it; the value goes on all the same.
    let _ = match args.str(1) {
        b"stdout" => std::io::stdout().write_all(&line),
        _ => std::io::stderr().write_all(&line),
    };
    Some(value)
}
