//! `set-retries`: how often the connection to a server is tried again.

use crate::action::prelude::*;
use moongate_sample::{Sample, Type};

/// The declaration.
pub static SET_RETRIES: ActionSpec = ActionSpec {
    name: "set-retries",
    rulesets: REQUEST.and(Rulesets::of(&[Ruleset::TcpContent])),
    usage: "{ <number> | <expression> }",
    sentence: "Replaces `retries` for this transaction, from 0 to 100.",
    examples: &[
        ActionExample::shows("http-request set-retries 5", "", "cur_max_retries", "5"),
        ActionExample::shows("http-request set-retries int(2),add(1)", "", "cur_max_retries", "3"),
        ActionExample::shows("http-request set-retries int(200)", "", "cur_max_retries", "0"),
    ],
    parse,
};

#[derive(Debug)]
enum SetRetries {
    Fixed(u32),
    Expr(Expr),
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    Ok(Box::new(match words.peek() {
        Some(word) if word.bytes().first().is_some_and(u8::is_ascii_digit) => {
            words.next();
            let number = word.str().parse().ok().filter(|number| *number <= 100);
            SetRetries::Fixed(number.ok_or_else(|| {
                Diagnostic::alert(word.span(), format!("`{}` is no number of retries", word.str()))
                    .help("write a number from 0 to 100")
            })?)
        }
        _ => SetRetries::Expr(cx.compiler.expr(words, cx.point)?),
    }))
}

impl Action for SetRetries {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let number = match self {
            SetRetries::Fixed(number) => Some(*number),
            SetRetries::Expr(expr) => match expr.eval_as(&cx.cx(), Type::Sint) {
                Ok(Sample::Sint(number)) => u32::try_from(number).ok().filter(|it| *it <= 100),
                _ => None,
            },
        };
        if number.is_some() {
            cx.txn.max_retries = number;
        }
        Verdict::Continue
    }
}
