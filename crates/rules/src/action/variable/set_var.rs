//! `set-var` and `set-var-fmt`: a variable set to a value or to a text.

use super::{is_kept, variable};
use crate::action::prelude::*;
use moongate_lang::arguments;
use moongate_sample::Sample;
use moongate_sample::convert::Assign;

const GET: &str = "GET /p?q=1 HTTP/1.1\nhost: a\n\n";
const EVERYWHERE: Rulesets = ALL_HTTP.and(ALL_TCP);

/// `set-var`
pub static SET_VAR: ActionSpec = ActionSpec {
    name: "set-var(",
    rulesets: EVERYWHERE,
    usage: "<name>[,<condition>…]) <expression>",
    sentence: "Sets a variable to an expression's value, if it has one and all conditions hold.",
    examples: &[
        ActionExample::shows("http-request set-var(txn.x) path,upper", GET, "var(txn.x)", "/P"),
        ActionExample::absent("http-request set-var(txn.x) req.hdr(no)", GET, "var(txn.x)"),
        ActionExample::absent("http-request set-var(txn.x,ifexists) path", GET, "var(txn.x)"),
        ActionExample::shows(
            "tcp-request content set-var(sess.s) src",
            GET,
            "var(sess.s)",
            "192.0.2.1",
        ),
    ],
    parse: set_var,
};

/// `set-var-fmt`
pub static SET_VAR_FMT: ActionSpec = ActionSpec {
    name: "set-var-fmt(",
    rulesets: EVERYWHERE,
    usage: "<name>[,<condition>…]) <format>",
    sentence: "Sets a variable to a text, if all conditions hold.",
    examples: &[
        ActionExample::shows(
            "http-request set-var-fmt(txn.x) %[src]:%[src_port]",
            GET,
            "var(txn.x)",
            "192.0.2.1:50000",
        ),
        ActionExample::absent(
            "http-request set-var-fmt(req.x,ifnotempty) %[req.hdr(no)]",
            GET,
            "var(req.x)",
        ),
    ],
    parse: set_var_fmt,
};

#[derive(Debug)]
struct SetVar {
    /// None: nothing keeps the variable.
    assign: Option<Assign>,
    value: Expr,
}

#[derive(Debug)]
struct SetVarFmt {
    /// None: nothing keeps the variable.
    assign: Option<Assign>,
    text: Format,
}

/// Reads `set-var(<name>[,<condition>…])`.
fn assign(cx: &mut ParseCx<'_, '_>) -> Result<Option<Assign>, Diagnostic> {
    let word = cx.keyword;
    let open = memchr::memchr(b'(', word.bytes()).unwrap_or(word.bytes().len());
    let read = arguments::read(word, open)?;
    if read.end < word.bytes().len() {
        let span = word.span_of(read.end..word.bytes().len());
        return Err(Diagnostic::alert(span, "nothing may follow the parenthesis"));
    }
    let Some((name, conditions)) = read.list.split_first() else {
        return Err(Diagnostic::alert(word.span(), "the variable's name is missing")
            .help("write it as in `set-var(txn.name)`"));
    };
    let var = variable(name)?;
    let mut assign = Assign::new(var);
    for condition in conditions {
        assign.only(condition.str()).map_err(|bad| {
            let message = format!("`{}` is no condition", condition.str());
            Diagnostic::alert(condition.span(), message).help(bad.help)
        })?;
    }
    Ok(is_kept(cx, name, var).then_some(assign))
}

fn set_var(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let assign = assign(cx)?;
    let value = cx.compiler.expr(words, cx.point)?;
    Ok(Box::new(SetVar { assign, value }))
}

fn set_var_fmt(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let assign = assign(cx)?;
    let word = words.expect("the text")?;
    let text = cx.compiler.format(word, cx.point, FormatOptions::VALUE)?;
    Ok(Box::new(SetVarFmt { assign, text }))
}

impl Action for SetVar {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        if let (Ok(value), Some(assign)) = (self.value.eval(&cx.cx()), &self.assign) {
            assign.assign(cx.txn, &value);
        }
        Verdict::Continue
    }
}

impl Action for SetVarFmt {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        with_text(cx, &self.text, |txn, text| {
            if let Some(assign) = &self.assign {
                assign.assign(txn, &Sample::str(text));
            }
        });
        Verdict::Continue
    }
}
