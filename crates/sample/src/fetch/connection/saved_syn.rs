//! `fc_saved_syn`: the packet that opened the client's connection.

use crate::fetch::prelude::*;
use std::borrow::Cow;

/// `fc_saved_syn`
pub static FC_SAVED_SYN: Fetch = Fetch {
    name: "fc_saved_syn",
    output: Type::Bin,
    sentence: "The packet that opened the client's connection, if `tcp-ss` of `bind` has it kept. The system may give it only once: keep it in a `sess.` variable.",
    examples: &[Example::absent("", "fc_saved_syn"), Example::absent("", "fc_saved_syn,ip.ver")],
    eval: Eval::Fn(|cx, _| {
        let packet = cx.session().saved_syn().ok_or(Missing::Absent)?;
        Ok(Sample::Bin(Cow::Owned(packet)))
    }),
    ..Fetch::PLAIN
};
