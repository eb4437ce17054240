//! `use-service`: a service answers in a server's place.

use crate::Service;
use crate::action::prelude::*;
use std::sync::Arc;

/// The declaration.
pub static USE_SERVICE: ActionSpec = ActionSpec {
    name: "use-service",
    rulesets: Rulesets::of(&[Ruleset::HttpRequest, Ruleset::TcpContent]),
    usage: "<service>",
    sentence: "Has a service answer in a server's place: one that a script registered, as `lua.` and its name.",
    examples: &[],
    parse,
};

#[derive(Debug)]
struct UseService {
    service: Arc<dyn Service>,
}

impl Action for UseService {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        Verdict::Serve(self.service.start(cx.txn))
    }
}

/// Services of HAProxy's own that Moongate doesn't have yet.
const LATER: [&str; 1] = ["prometheus-exporter"];

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("a service's name")?;
    let name = word.str();
    let Some((http, service)) = cx.services.and_then(|services| services.get(name)) else {
        if LATER.contains(&name) {
            return Err(Diagnostic::unsupported(word.span(), format!("service `{name}`")));
        }
        let known = cx.services.into_iter().flat_map(|services| services.keys());
        return Err(Diagnostic::alert(word.span(), format!("unable to find service '{name}'"))
            .label("no script registered a service of that name")
            .did_you_mean(name, known.map(String::as_str)));
    };
    if *http != (cx.ruleset == Ruleset::HttpRequest) {
        let (kind, place) = match http {
            true => ("an HTTP service", "`http-request use-service`"),
            false => ("a TCP service", "`tcp-request content use-service`"),
        };
        let message = format!("'{name}' is {kind}");
        return Err(Diagnostic::alert(word.span(), message).help(format!("use it in {place}")));
    }
    Ok(Box::new(UseService { service: Arc::clone(service) }))
}
