//! The class `Channel`: the bytes of one direction in TCP mode, those that wait for a decision
//! (input) and those on their way out (output).

mod buffer;
mod edit;
mod forward;
mod measure;
mod read;
mod send;

use super::Class;
use crate::raw::call::function;
use crate::raw::slot::Lent;
use crate::raw::{Call, Fault};
use moongate_state::{Channel, Mode, Txn};

/// `Channel`
pub(super) const CLASS: Class = Class {
    name: "Channel",
    sentence: "Bytes of one direction: input waits for a decision, output is on its way.",
    functions: &[
        function::<read::Dup>(),
        function::<read::Get>(),
        function::<read::GetLine>(),
        function::<read::Data>(),
        function::<read::Line>(),
        function::<edit::Set>(),
        function::<edit::Append>(),
        function::<edit::Prepend>(),
        function::<edit::Insert>(),
        function::<edit::Remove>(),
        function::<send::Send>(),
        function::<forward::Forward>(),
        function::<measure::Input>(),
        function::<measure::Output>(),
        function::<measure::IsFull>(),
        function::<measure::IsResp>(),
        function::<measure::MayRecv>(),
    ],
    fields: &[],
    constants: &[],
};

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

/// The channel, to be changed.
fn raw<'l>(lent: &'l mut Lent<'_>, response: bool) -> Result<&'l mut Channel, Fault> {
    not_http(lent)?;
    let txn = lent.edit()?;
    Ok(if response { &mut txn.res } else { &mut txn.req })
}
