//! `switch-mode`: a TCP connection speaks HTTP from now on.

use crate::action::prelude::*;

/// The declaration.
pub static SWITCH_MODE: ActionSpec = ActionSpec {
    name: "switch-mode",
    rulesets: Rulesets::of(&[Ruleset::TcpContent]),
    usage: "http [ proto h1 ]",
    sentence: "Reads the connection as HTTP from now on, whatever the mode of the frontend; no further rules of the set are run.",
    examples: &[ActionExample::shows(
        "tcp-request content switch-mode http if HTTP",
        "",
        "str(on)",
        "on",
    )],
    parse,
};

#[derive(Debug)]
struct SwitchMode;

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let mode = words.expect("`http`")?;
    if *mode != *"http" {
        return Err(Diagnostic::alert(mode.span(), format!("`{}` is no mode", mode.str()))
            .help("write `switch-mode http`"));
    }
    if words.take("proto") {
        let name = words.expect("a protocol")?;
        match name.str() {
            "h1" => {}
            "h2" => return Err(Diagnostic::unsupported(name.span(), "`proto h2`")),
            other => {
                return Err(Diagnostic::alert(name.span(), format!("unknown protocol `{other}`"))
                    .help("write `proto h1`"));
            }
        }
    }
    Ok(Box::new(SwitchMode))
}

impl Action for SwitchMode {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        Verdict::SpeakHttp
    }
}
