//! `disable-l7-retry`: the request isn't sent again once a server may have seen it.

use crate::action::prelude::*;

/// The declaration.
pub static DISABLE_L7_RETRY: ActionSpec = ActionSpec {
    name: "disable-l7-retry",
    rulesets: REQUEST,
    usage: "",
    sentence: "Tries the request again only when a connection fails, whatever `retry-on` says.",
    examples: &[ActionExample::shows(
        "http-request disable-l7-retry if METH_POST",
        "",
        "str(on)",
        "on",
    )],
    parse: |_, _| Ok(Box::new(DisableRetry)),
};

#[derive(Debug)]
struct DisableRetry;

impl Action for DisableRetry {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        cx.txn.no_replay = true;
        Verdict::Continue
    }
}
