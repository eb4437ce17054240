//! `set-var` and `set-var-fmt` of `global`: variables of the process, set once at the start.

use crate::catalogue::Catalogue;
use crate::draft::DefaultPath;
use crate::late::folder;
use crate::names::Names;
use moongate_lang::{Diagnostic, Diagnostics, Sources, Span, Word, Words};
use moongate_sample::{Compiler, Cx, FormatOptions, PatternStore, Point, Sample};
use moongate_state::{ProxyId, Session, Txn, VarRef, VarScope, World};
use std::rc::Rc;
use std::sync::Arc;

/// Sets the variables of the lines: whether each is a format, its words, its end.
pub(crate) fn set(
    lines: &[(bool, Vec<Word<'_>>, Span)],
    (sources, default_path): (&Sources, &DefaultPath),
    catalogue: &Catalogue,
    names: &Names,
    patterns: &PatternStore,
    world: &Arc<World>,
    diagnostics: &mut Diagnostics,
) {
    if lines.is_empty() {
        return;
    }
    let seen = names.seen();
    let mut compiler = Compiler::new(&catalogue.samples, &seen, patterns);
    let txn = Txn::new(Rc::new(Session::new(Arc::clone(world), ProxyId(0))));
    for (format, words, end) in lines {
        compiler.folder = default_path.folder(folder(sources, *end));
        let mut words = Words::new(words, *end);
        let done = one(*format, &mut words, &mut compiler, &txn);
        diagnostics.keep(done);
        for warning in compiler.take_warnings() {
            diagnostics.push(warning);
        }
    }
}

fn one(
    format: bool,
    words: &mut Words<'_, '_>,
    compiler: &mut Compiler<'_>,
    txn: &Txn,
) -> Result<(), Diagnostic> {
    let name = words.expect("a variable")?;
    let var =
        VarRef::parse(name.str()).filter(|var| var.scope == VarScope::Proc).ok_or_else(|| {
            let message = format!("'{}' isn't a variable that can be set here", name.str());
            Diagnostic::alert(name.span(), message)
                .help("only variables of the process can be set in `global`, as in `proc.name`")
        })?;
    let cx = Cx::new(txn, Point::ConfigParser);
    let value = if format {
        let format = compiler.format(
            words.expect("a format")?,
            Point::ConfigParser,
            FormatOptions::VALUE,
        )?;
        format.eval(&cx).map(|text| Sample::Str(text.into_owned().into()))
    } else {
        let expr = compiler.expr(words, Point::ConfigParser)?;
        expr.eval(&cx).ok().map(Sample::into_owned)
    };
    words.finish("the value")?;
    let Some(value) = value else {
        return Err(Diagnostic::alert(name.span(), format!("'{}' gets no value", name.str()))
            .help("the expression has to give one when the configuration is read"));
    };
    txn.set_var(var, value);
    Ok(())
}
