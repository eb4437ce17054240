//! The class `Channel`: the bytes of one direction in TCP mode, those that wait for a decision
//! (input) and those on their way out (output).

mod buffer;
pub(super) mod edit;
pub(super) mod forward;
pub(super) mod measure;
pub(super) mod read;
pub(super) mod send;

use super::Class;
use crate::declaration::Context;
use crate::raw::call::function;
use crate::raw::slot::Lent;
use crate::raw::{Call, Fault};
use moongate_state::{Channel, Mode, Txn};

/// `Channel`
pub(super) const CLASS: Class = Class {
    name: "Channel",
    sentence: "Bytes of one direction: input waits for a decision, output is on its way.",
    functions: &[
        function::<read::Dup<false>>(),
        function::<read::Get<false>>(),
        function::<read::GetLine<false>>(),
        function::<read::Data<false>>(),
        function::<read::Line<false>>(),
        function::<edit::Set<false>>(),
        function::<edit::Append<false>>(),
        function::<edit::Prepend<false>>(),
        function::<edit::Insert<false>>(),
        function::<edit::Remove<false>>(),
        function::<send::Send<false>>(),
        function::<forward::Forward<false>>(),
        function::<measure::Input<false>>(),
        function::<measure::Output<false>>(),
        function::<measure::IsFull<false>>(),
        function::<measure::IsResp<false>>(),
        function::<measure::MayRecv<false>>(),
    ],
    fields: &[],
    constants: &[],
};

/// What else has these methods, by number.
const OWNERS: [&str; 2] = ["Channel", "HTTPMessage"];

/// Whether a function may wait for bytes to come or go. Filters are called when they have.
fn may_wait(call: &Call<'_>) -> bool {
    call.may_wait() && call.vm().context() != Context::Filter
}

/// Whether the object at 1 is the response's channel.
fn is_response(call: &Call<'_>) -> Result<bool, Fault> {
    let object = call.object(1);
    object.map(|(_, which)| which == 1).ok_or(Fault::Argument(1, "a Channel"))
}

fn channel(txn: &Txn, response: bool) -> &Channel {
    if response { &txn.res } else { &txn.req }
}

/// Refuses HTTP mode: messages have structure there that raw bytes would break.
fn not_http(lent: &Lent<'_>) -> Result<(), Fault> {
    if lent.txn().backend().mode == Mode::Http || lent.txn().frontend().mode == Mode::Http {
        let why = "can't be used in HTTP mode: a channel's bytes are whole messages there";
        return Err(Fault::text(why));
    }
    Ok(())
}

/// Refuses bytes where there are none: of messages, only filters see them.
fn allowed<const MESSAGE: bool>(call: &Call<'_>, lent: &Lent<'_>) -> Result<(), Fault> {
    if !MESSAGE {
        return not_http(lent);
    }
    if call.vm().context() != Context::Filter {
        return Err(Fault::text("the body of a message can be used in filters only"));
    }
    Ok(())
}

/// The channel, to be changed.
fn raw<'l, const MESSAGE: bool>(
    call: &Call<'_>,
    lent: &'l mut Lent<'_>,
    response: bool,
) -> Result<&'l mut Channel, Fault> {
    allowed::<MESSAGE>(call, lent)?;
    let txn = lent.edit()?;
    Ok(if response { &mut txn.res } else { &mut txn.req })
}
