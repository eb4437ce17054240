//! `set-fc-mark`, `set-bc-mark` and their kin: marks on the packets that go to the client or to the
//! server.

use crate::action::prelude::*;
use moongate_sample::{Sample, Type};

const RULESETS: Rulesets = HTTP.and(ALL_TCP);

/// `set-fc-mark`
pub static SET_FC_MARK: ActionSpec = ActionSpec {
    name: "set-fc-mark",
    rulesets: RULESETS,
    usage: "{ <mark> | <expression> }",
    sentence: "Sets the netfilter mark of packets to the client, which needs CAP_NET_ADMIN.",
    examples: &[
        ActionExample::shows("http-request set-fc-mark 0x20", "", "str(on)", "on"),
        ActionExample::shows("tcp-request content set-fc-mark src_port", "", "str(on)", "on"),
    ],
    parse: |cx, words| {
        parse(cx, words, i64::from(u32::MAX), |txn, mark| {
            // As in HAProxy, a system that refuses it is no reason to refuse the traffic.
            let _ = txn.session.set_mark(mark);
        })
    },
};

/// `set-mark`
pub static SET_MARK: ActionSpec = ActionSpec {
    name: "set-mark",
    sentence: "An older name of `set-fc-mark`.",
    examples: &[ActionExample::shows("http-request set-mark 1", "", "str(on)", "on")],
    ..SET_FC_MARK
};

/// `set-fc-tos`
pub static SET_FC_TOS: ActionSpec = ActionSpec {
    name: "set-fc-tos",
    rulesets: RULESETS,
    usage: "{ <tos> | <expression> }",
    sentence: "Sets the type of service, or traffic class, of packets to the client.",
    examples: &[
        ActionExample::shows("http-request set-fc-tos 0x48", "", "str(on)", "on"),
        ActionExample::shows("http-response set-fc-tos int(46),mul(4)", "", "str(on)", "on"),
    ],
    parse: |cx, words| {
        parse(cx, words, 255, |txn, tos| {
            let _ = txn.session.set_tos(u8::try_from(tos).unwrap_or(0));
        })
    },
};

/// `set-tos`
pub static SET_TOS: ActionSpec = ActionSpec {
    name: "set-tos",
    sentence: "An older name of `set-fc-tos`.",
    examples: &[ActionExample::shows("http-request set-tos 16", "", "str(on)", "on")],
    ..SET_FC_TOS
};

const BACK: Rulesets = REQUEST.and(Rulesets::of(&[Ruleset::TcpContent]));

/// `set-bc-mark`
pub static SET_BC_MARK: ActionSpec = ActionSpec {
    name: "set-bc-mark",
    rulesets: BACK,
    usage: "{ <mark> | <expression> }",
    sentence: "Sets the netfilter mark of packets to the server, which needs CAP_NET_ADMIN.",
    examples: &[ActionExample::shows("http-request set-bc-mark 0x20", "", "str(on)", "on")],
    parse: |cx, words| parse(cx, words, i64::from(u32::MAX), |txn, mark| txn.bc_mark = Some(mark)),
};

/// `set-bc-tos`
pub static SET_BC_TOS: ActionSpec = ActionSpec {
    name: "set-bc-tos",
    rulesets: BACK,
    usage: "{ <tos> | <expression> }",
    sentence: "Sets the type of service, or traffic class, of packets to the server.",
    examples: &[ActionExample::shows("tcp-request content set-bc-tos 0x48", "", "str(on)", "on")],
    parse: |cx, words| parse(cx, words, 255, |txn, tos| txn.bc_tos = u8::try_from(tos).ok()),
};

#[derive(Debug)]
struct SetMark {
    value: Value,
    most: i64,
    set: fn(&mut Txn, u32),
}

#[derive(Debug)]
enum Value {
    Fixed(u32),
    Expr(Expr),
}

fn parse(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
    most: i64,
    set: fn(&mut Txn, u32),
) -> Parsed {
    let value = match words.peek() {
        Some(word) if word.bytes().first().is_some_and(u8::is_ascii_digit) => {
            words.next();
            Value::Fixed(fixed(word, most)?)
        }
        _ => Value::Expr(cx.compiler.expr(words, cx.point)?),
    };
    Ok(Box::new(SetMark { value, most, set }))
}

fn fixed(word: &Word<'_>, most: i64) -> Result<u32, Diagnostic> {
    let text = word.str();
    let number = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => text.parse(),
    };
    number.ok().filter(|number| i64::from(*number) <= most).ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("`{text}` is no number from 0 to {most}"))
            .help("write it in decimal, or in hexadecimal behind `0x`")
    })
}

impl Action for SetMark {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let value = match &self.value {
            Value::Fixed(value) => Some(*value),
            Value::Expr(expr) => match expr.eval_as(&cx.cx(), Type::Sint) {
                Ok(Sample::Sint(value)) if (0..=self.most).contains(&value) => {
                    u32::try_from(value).ok()
                }
                _ => None,
            },
        };
        if let Some(value) = value {
            (self.set)(cx.txn, value);
        }
        Verdict::Continue
    }
}
