//! `set var`: variables of the process, from an expression or a format.

use crate::cli::{Call, Command};
use moongate_conf::plan::CliLevel;
use moongate_lang::{Diagnostic, FileId, Span, Word, Words};
use moongate_sample::{Catalogue, Compiler, Cx, FormatOptions, NoNames, Point, Sample};
use moongate_state::{ProxyId, Session, Txn, VarRef, VarScope};
use std::rc::Rc;
use std::sync::Arc;

/// `set var <name> [expr|fmt] …`
pub static VAR: Command = Command {
    words: &["set", "var"],
    level: CliLevel::Operator,
    usage: "set var <name> [expr|fmt] <expression or format>",
    sentence: "set a variable of the process (proc.…)",
    run,
};

fn run(call: &mut Call<'_>) -> Result<(), String> {
    if !call.session.experimental {
        return Err("This command is restricted to experimental mode only.".into());
    }
    let [name, rest @ ..] = call.args.as_slice() else {
        return Err("Missing variable name.".into());
    };
    let var = VarRef::parse(name).filter(|var| var.scope == VarScope::Proc);
    let var = var.ok_or("Only variables of the process can be set: 'proc.<name>'.")?;
    let (format, words) = match rest {
        ["fmt", rest @ ..] => (true, rest),
        ["expr", rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    // One file of one line, which nobody is shown.
    let span = |len| Span::new(FileId(0), 0, len);
    let words: Vec<Word<'_>> =
        words.iter().map(|word| Word::plain(word.as_bytes(), span(word.len()))).collect();
    let shared = &call.runtime.shared;
    let txn = Txn::new(Rc::new(Session::new(Arc::clone(&shared.plan.world), ProxyId(0))));
    let catalogue = Catalogue::standard();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &shared.plan.patterns);
    let value = value(format, &mut Words::new(&words, span(0)), &mut compiler, &txn);
    match value.map_err(|diagnostic| diagnostic.message)? {
        Some(value) => txn.set_var(var, value),
        None => return Err("The expression gives no value.".into()),
    }
    Ok(())
}

fn value(
    format: bool,
    words: &mut Words<'_, '_>,
    compiler: &mut Compiler<'_>,
    txn: &Txn,
) -> Result<Option<Sample<'static>>, Diagnostic> {
    let cx = Cx::new(txn, Point::Cli);
    let value = if format {
        let format = words.expect("a format")?;
        let format = compiler.format(format, Point::Cli, FormatOptions::VALUE)?;
        format.eval(&cx).map(|text| Sample::Str(text.into_owned().into()))
    } else {
        let expr = compiler.expr(words, Point::Cli)?;
        expr.eval(&cx).ok().map(Sample::into_owned)
    };
    words.finish("the value")?;
    Ok(value)
}
