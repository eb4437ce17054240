//! Samples as Lua values, and Lua values as samples.

use crate::raw::{Kind, Stack};
use moongate_sample::Sample;
use std::borrow::Cow;
use std::ffi::c_int;
use std::fmt::Write;

/// Pushes a sample; addresses become texts. `booleans`: as booleans, not as 0 and 1.
pub(crate) fn push(stack: &Stack<'_>, sample: &Sample<'_>, booleans: bool) {
    match sample {
        Sample::Bool(value) if booleans => stack.push_boolean(*value),
        Sample::Bool(value) => stack.push_integer((*value).into()),
        Sample::Sint(value) => stack.push_integer(*value),
        _ => push_text(stack, sample),
    }
}

/// Pushes a sample as a text.
pub(crate) fn push_text(stack: &Stack<'_>, sample: &Sample<'_>) {
    match sample {
        Sample::Str(text) | Sample::Bin(text) | Sample::Meth(text) => stack.push_bytes(text),
        Sample::Bool(value) => stack.push_bytes(if *value { b"1" } else { b"0" }),
        Sample::Sint(value) => push_display(stack, value),
        Sample::Ipv4(ip) => push_display(stack, ip),
        Sample::Ipv6(ip) => push_display(stack, ip),
    }
}

fn push_display(stack: &Stack<'_>, value: &dyn std::fmt::Display) {
    let mut text = Text::default();
    // An address or a number fits.
    let _ = write!(text, "{value}");
    stack.push_bytes(&text.bytes[..text.len]);
}

/// A short text without an allocation.
struct Text {
    bytes: [u8; 64],
    len: usize,
}

impl Default for Text {
    fn default() -> Self {
        Self { bytes: [0; 64], len: 0 }
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.len + text.len();
        let place = self.bytes.get_mut(self.len..end).ok_or(std::fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// The value at `index` as a sample of its own. What no sample can be is false, as in HAProxy.
pub(crate) fn sample(stack: &Stack<'_>, index: c_int) -> Sample<'static> {
    borrowed(stack, index).into_owned()
}

/// The value at `index` as a sample that borrows its text.
pub(crate) fn borrowed<'v>(stack: &Stack<'v>, index: c_int) -> Sample<'v> {
    match stack.kind(index) {
        Kind::Boolean => Sample::Bool(stack.boolean(index)),
        Kind::Number => Sample::Sint(match stack.integer(index) {
            Some(whole) => whole,
            None => stack.number(index).unwrap_or(0.0) as i64,
        }),
        Kind::String => Sample::Str(Cow::Borrowed(stack.bytes(index).unwrap_or_default())),
        _ => Sample::Bool(false),
    }
}
