//! `pause`: the message waits for a while.

use crate::Pending;
use crate::action::connection::milliseconds;
use crate::action::prelude::*;
use moongate_sample::{Sample, Type};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// The declaration.
pub static PAUSE: ActionSpec = ActionSpec {
    name: "pause",
    rulesets: HTTP,
    usage: "{ <time> | <expression> }",
    sentence: "Waits so long before the next rule; an expression gives milliseconds.",
    examples: &[
        ActionExample::shows("http-request pause 10ms", "", "str(on)", "on"),
        ActionExample::shows("http-request pause int(5),mul(2)", "", "str(on)", "on"),
        ActionExample::shows("http-request pause rand(100)", "", "str(on)", "on"),
    ],
    parse,
};

#[derive(Debug)]
enum Pause {
    Fixed(u64),
    Expr(Expr),
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    Ok(Box::new(match words.peek() {
        Some(word) if word.bytes().first().is_some_and(u8::is_ascii_digit) => {
            words.next();
            Pause::Fixed(milliseconds(word)?)
        }
        _ => Pause::Expr(cx.compiler.expr(words, cx.point)?),
    }))
}

impl Action for Pause {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let time = match self {
            Pause::Fixed(time) => Some(*time),
            Pause::Expr(expr) => match expr.eval_as(&cx.cx(), Type::Sint) {
                Ok(Sample::Sint(time)) => u64::try_from(time).ok(),
                _ => None,
            },
        };
        match time {
            Some(time @ 1..) => Verdict::Wait(Box::new(Waiting { time, sleep: None })),
            _ => Verdict::Continue,
        }
    }
}

/// Begins with the first poll, so that it is made where the worker's timers are.
struct Waiting {
    time: u64,
    sleep: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Pending for Waiting {
    fn poll(&mut self, _: &mut ActionCx<'_>, task: &mut Context<'_>) -> Poll<Verdict> {
        let time = Duration::from_millis(self.time);
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(time)));
        sleep.as_mut().poll(task).map(|()| Verdict::Continue)
    }
}
