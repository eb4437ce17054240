//! `capture-req` and `capture-res`: a value kept in a capture slot, and given on as it is.

use crate::convert::prelude::*;
use std::cell::RefCell;

const SLOT: Converter = Converter {
    args: &[Arg::required("slot", ArgKind::Sint)],
    check: Some(check),
    ..Converter::PLAIN
};

/// `capture-req`
pub static CAPTURE_REQ: Converter = Converter {
    name: "capture-req",
    sentence: "Keeps the text in this slot of the request's captures; without such a slot nothing is kept.",
    examples: &[
        Example::plain("str(abc),capture-req(0)", "abc"),
        Example::plain("str(abc),capture-req(9),upper", "ABC"),
    ],
    eval: Eval::Fn(|value, args, cx| kept(value, args, &cx.txn.req_captures)),
    ..SLOT
};

/// `capture-res`
pub static CAPTURE_RES: Converter = Converter {
    name: "capture-res",
    sentence: "Keeps the text in this slot of the response's captures; without such a slot nothing is kept.",
    examples: &[
        Example::plain("str(abc),capture-res(0)", "abc"),
        Example::plain("str(abc),capture-res(9),upper", "ABC"),
    ],
    eval: Eval::Fn(|value, args, cx| kept(value, args, &cx.txn.res_captures)),
    ..SLOT
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args.first() {
        Some(ArgValue::Sint(slot)) if !(0..256).contains(slot) => {
            Err(refuse(0, format!("there is no slot {slot}"), "the first slot is 0"))
        }
        _ => Ok(()),
    }
}

fn kept<'a>(
    value: Sample<'a>,
    args: &Args,
    slots: &RefCell<Vec<Option<Vec<u8>>>>,
) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let slot = args.sint(0).and_then(|slot| usize::try_from(slot).ok())?;
    let mut slots = slots.borrow_mut();
    if slots.len() <= slot {
        slots.resize(slot + 1, None);
    }
    slots[slot] = Some(text.to_vec());
    Some(Sample::Str(text))
}
