//! What a declaration needs.

pub(in crate::convert) use crate::args::BadArg;
pub(in crate::convert) use crate::convert::{Converter, Eval};
pub(in crate::convert) use crate::fetch::Example;
pub(in crate::convert) use crate::{ArgValue, Args, Cx, Sample, Type};
pub(in crate::convert) use moongate_lang::spec::{Arg, ArgKind};
pub(in crate::convert) use std::borrow::Cow;

/// The bytes of text, of bytes and of a method; other types are cast before they come here.
pub(in crate::convert) fn bytes(value: Sample<'_>) -> Option<Cow<'_, [u8]>> {
    match value {
        Sample::Str(bytes) | Sample::Bin(bytes) | Sample::Meth(bytes) => Some(bytes),
        _ => None,
    }
}

/// The number of an integer or a boolean.
pub(in crate::convert) fn number(value: &Sample<'_>) -> Option<i64> {
    match value {
        Sample::Sint(number) => Some(*number),
        Sample::Bool(truth) => Some(i64::from(*truth)),
        _ => None,
    }
}

/// A part of the bytes; what is borrowed stays borrowed.
pub(in crate::convert) fn part(
    bytes: Cow<'_, [u8]>,
    range: std::ops::Range<usize>,
) -> Cow<'_, [u8]> {
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(range).unwrap_or_default()),
        Cow::Owned(mut bytes) => {
            bytes.truncate(range.end);
            bytes.drain(..range.start.min(bytes.len()));
            Cow::Owned(bytes)
        }
    }
}

/// The sentence for a bad argument.
pub(in crate::convert) fn refuse(
    index: usize,
    message: impl Into<String>,
    help: impl Into<String>,
) -> BadArg {
    BadArg { index, message: message.into(), help: Some(help.into()) }
}
