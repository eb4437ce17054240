//! `TXN:set_fc_mark` and `TXN:set_fc_tos`: marks of the packets that go to the client.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

/// `TXN:set_fc_mark`
pub(super) struct SetMark;

impl Function for SetMark {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "set_fc_mark",
        aliases: &["set_mark"],
        contexts: Contexts::ANY,
        params: &[param("mark", "integer")],
        returns: "",
        sentence: "Sets the netfilter mark of the packets to the client.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let mark = u32::try_from(call.int(2)?).map_err(|_| Fault::Argument(2, "a mark"))?;
        // As in rules, a system that refuses it is no reason to stop.
        call.lent()?.txn().session.set_mark(mark);
        Ok(Done::Values(0))
    }
}

/// `TXN:set_fc_tos`
pub(super) struct SetTos;

impl Function for SetTos {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "set_fc_tos",
        aliases: &["set_tos"],
        contexts: Contexts::ANY,
        params: &[param("tos", "integer")],
        returns: "",
        sentence: "Sets the type of service (DSCP) of the packets to the client.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let tos = u8::try_from(call.int(2)?).map_err(|_| Fault::Argument(2, "a byte"))?;
        call.lent()?.txn().session.set_tos(tos);
        Ok(Done::Values(0))
    }
}
