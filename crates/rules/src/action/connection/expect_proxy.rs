//! `expect-proxy`: the connection has to begin with a PROXY header.

use crate::action::prelude::*;

/// The declaration.
pub static EXPECT_PROXY: ActionSpec = ActionSpec {
    name: "expect-proxy",
    rulesets: Rulesets::of(&[Ruleset::TcpConnection]),
    usage: "layer4",
    sentence: "Expects a PROXY header before anything else, as `accept-proxy` on the `bind` line would.",
    examples: &[ActionExample::shows(
        "tcp-request connection expect-proxy layer4 if { src 192.0.2.0/24 }",
        "",
        "str(on)",
        "on",
    )],
    parse: |_, words| {
        let layer = words.expect("`layer4`")?;
        match layer.str() {
            "layer4" => Ok(Box::new(ExpectProxy)),
            other => Err(Diagnostic::alert(layer.span(), format!("`{other}` isn't `layer4`"))),
        }
    },
};

#[derive(Debug)]
struct ExpectProxy;

impl Action for ExpectProxy {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        cx.txn.session.expects_proxy.set(true);
        Verdict::Continue
    }
}
