//! `capture`: a value kept for logs and for later rules.

use crate::action::prelude::*;
use moongate_sample::Type;
use std::cell::RefCell;

/// The declaration.
pub static CAPTURE: ActionSpec = ActionSpec {
    name: "capture",
    rulesets: ALL_HTTP.and(Rulesets::of(&[Ruleset::TcpContent])),
    usage: "<expression> { len <length> | id <slot> }",
    sentence: "Keeps an expression's value, cut to a length, in a new slot (requests) or in one declared before.",
    examples: &[
        ActionExample::shows(
            "http-request capture req.hdr(host) len 3",
            "GET / HTTP/1.1\nhost: abcde\n\n",
            "capture.req.hdr(0)",
            "abc",
        ),
        ActionExample::absent(
            "http-request capture req.hdr(no) len 3",
            "GET / HTTP/1.1\nhost: a\n\n",
            "capture.req.hdr(0)",
        ),
    ],
    parse,
};

#[derive(Debug)]
struct Capture {
    value: Expr,
    slot: usize,
    length: usize,
    response: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let value = cx.compiler.expr(words, cx.point)?;
    let response = of_response(cx.ruleset);
    let how = words.expect("`len` or `id`")?;
    let number = |words: &mut Words<'_, '_>, least: u32| {
        let word = words.expect("a number")?;
        word.str().parse::<u32>().ok().filter(|number| *number >= least).ok_or_else(|| {
            Diagnostic::alert(word.span(), format!("`{}` is no number above it", word.str()))
                .label(format!("write a number, {least} or more"))
        })
    };
    let slots = &mut cx.compiler.captures;
    let slots = if response { &mut slots.response } else { &mut slots.request };
    let (slot, length) = match how.str() {
        "len" if response => {
            return Err(Diagnostic::alert(
                how.span(),
                "a response's slot has to be declared before",
            )
            .help("write `declare capture response len <length>`, and `id <slot>` here"));
        }
        "len" => {
            let length = number(words, 1)?;
            slots.push(length);
            (slots.len() - 1, length)
        }
        "id" => {
            let slot = number(words, 0)? as usize;
            // In a backend the frontend's slots aren't known yet.
            (slot, slots.get(slot).copied().unwrap_or(u32::MAX))
        }
        other => {
            return Err(Diagnostic::alert(how.span(), format!("unexpected `{other}`"))
                .help("`len <length>` makes a slot, `id <slot>` uses one"));
        }
    };
    Ok(Box::new(Capture { value, slot, length: length as usize, response }))
}

impl Action for Capture {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let value = self.value.eval_as(&cx.cx(), Type::Str).ok();
        let Some(text) = value.and_then(moongate_sample::cast::text) else {
            return Verdict::Continue;
        };
        let kept = text[..text.len().min(self.length)].to_vec();
        let slots: &RefCell<_> =
            if self.response { &cx.txn.res_captures } else { &cx.txn.req_captures };
        let mut slots = slots.borrow_mut();
        // A backend may name a slot that its frontend doesn't have; the bound keeps that small.
        if self.slot < 256 {
            if slots.len() <= self.slot {
                slots.resize(self.slot + 1, None);
            }
            slots[self.slot] = Some(kept);
        }
        Verdict::Continue
    }
}
