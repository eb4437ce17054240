//! `set-timeout`: another time limit for this transaction.

use crate::action::prelude::*;
use moongate_sample::{Sample, Type};

/// The declaration.
pub static SET_TIMEOUT: ActionSpec = ActionSpec {
    name: "set-timeout",
    rulesets: HTTP,
    usage: "{ client | connect | queue | server | tarpit | tunnel } { <time> | <expression> }",
    sentence: "Replaces a time limit for this transaction; an expression gives milliseconds.",
    examples: &[
        ActionExample::shows(
            "http-request set-timeout tunnel 5s",
            "",
            "cur_tunnel_timeout",
            "5000",
        ),
        ActionExample::shows("http-request set-timeout queue 2s", "", "cur_queue_timeout", "2000"),
        ActionExample::shows(
            "http-request set-timeout connect 7ms",
            "",
            "cur_connect_timeout",
            "7",
        ),
        ActionExample::shows(
            "http-request set-timeout server int(5),mul(1000)",
            "",
            "str(on)",
            "on",
        ),
    ],
    parse,
};

const NAMES: [&str; 6] = ["client", "connect", "queue", "server", "tarpit", "tunnel"];

#[derive(Debug)]
enum Time {
    Fixed(u64),
    Expr(Expr),
}

#[derive(Debug)]
struct SetTimeout {
    which: usize,
    time: Time,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("the name of a timeout")?;
    let which = match word.str() {
        "client" => 0,
        "server" => 1,
        "tunnel" => 2,
        "connect" => 3,
        "queue" => 4,
        "tarpit" => 5,
        name => {
            return Err(Diagnostic::alert(word.span(), format!("there is no timeout `{name}`"))
                .did_you_mean(name, NAMES));
        }
    };
    let time = match words.peek() {
        Some(word) if word.bytes().first().is_some_and(u8::is_ascii_digit) => {
            words.next();
            Time::Fixed(milliseconds(word)?)
        }
        _ => Time::Expr(cx.compiler.expr(words, cx.point)?),
    };
    Ok(Box::new(SetTimeout { which, time }))
}

/// A time with its unit, in milliseconds (manual 2.5).
pub(in crate::action) fn milliseconds(word: &Word<'_>) -> Result<u64, Diagnostic> {
    let text = word.str();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = match &text[digits..] {
        "us" => 0,
        "" | "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => u64::MAX,
    };
    let time = text[..digits].parse::<u64>().ok().and_then(|number| match unit {
        0 => Some(number.div_ceil(1000)),
        u64::MAX => None,
        unit => number.checked_mul(unit),
    });
    time.filter(|time| *time > 0).ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("`{text}` is no time"))
            .help("write a number above 0 and a unit, as in `500ms`, `10s` or `1m`")
    })
}

impl Action for SetTimeout {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let time = match &self.time {
            Time::Fixed(time) => Some(*time),
            Time::Expr(expr) => match expr.eval_as(&cx.cx(), Type::Sint) {
                Ok(Sample::Sint(time)) => u64::try_from(time).ok().filter(|time| *time > 0),
                _ => None,
            },
        };
        if time.is_some() {
            cx.txn.timeouts[self.which] = time;
        }
        Verdict::Continue
    }
}
