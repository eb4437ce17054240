//! `TXN:req_channel` and `TXN:res_channel`: the fields `req` and `res` in the older API's form.

use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `TXN:req_channel`
pub(super) struct ReqChannel;

impl Function for ReqChannel {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "req_channel",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "Channel",
        sentence: "Bytes from the client to the server, as the field `req`.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        channel(call, false)
    }
}

/// `TXN:res_channel`
pub(super) struct ResChannel;

impl Function for ResChannel {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "res_channel",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "Channel",
        sentence: "Bytes from the server to the client, as the field `res`.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        channel(call, true)
    }
}

fn channel(call: &Call<'_>, response: bool) -> Result<Done, Fault> {
    let number = call.lent()?.txn().number;
    call.vm().classes().push_channel(call, number, response);
    Ok(Done::Values(1))
}
