//! `use-service`: a service answers in a server's place.

use crate::late::Late;
use moongate_lang::{Diagnostic, Words};
use moongate_rules::{Action, ActionCx, Ruleset, Service, Verdict};
use std::sync::Arc;

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

/// Reads the service's name.
pub(crate) fn parse(
    cx: &mut Late<'_, '_>,
    words: &mut Words<'_, '_>,
    ruleset: Ruleset,
) -> Result<Box<dyn Action>, Diagnostic> {
    let keyword = Words::last(words);
    let wants_http = match ruleset {
        Ruleset::HttpRequest => true,
        Ruleset::TcpContent => false,
        _ => {
            return Err(Diagnostic::alert(keyword, "`use-service` can't be used in this rule set"));
        }
    };
    let word = words.expect("a service's name")?;
    let name = word.str();
    let Some((http, service)) = cx.catalogue.services.get(name) else {
        if LATER.contains(&name) {
            return Err(Diagnostic::unsupported(word.span(), format!("service `{name}`")));
        }
        let known = cx.catalogue.services.keys().map(String::as_str);
        return Err(Diagnostic::alert(word.span(), format!("unable to find service '{name}'"))
            .label("no script registered a service of that name")
            .did_you_mean(name, known));
    };
    if *http != wants_http {
        let (kind, place) = match http {
            true => ("an HTTP service", "`http-request use-service`"),
            false => ("a TCP service", "`tcp-request content use-service`"),
        };
        let message = format!("'{name}' is {kind}");
        return Err(Diagnostic::alert(word.span(), message).help(format!("use it in {place}")));
    }
    Ok(Box::new(UseService { service: Arc::clone(service) }))
}
