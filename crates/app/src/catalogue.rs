//! Assembles every name that a configuration may use: what the rooms below declare.

use moongate_conf::Catalogue;
use moongate_rules::{ActionSpec, Ruleset};
use moongate_sample::{convert, fetch};

/// A catalogue of all fetches, converters and actions; scripts add theirs.
pub fn assemble() -> Catalogue {
    let mut catalogue = Catalogue::default();
    for (_, family) in fetch::FAMILIES {
        family.iter().for_each(|fetch| catalogue.samples.add_fetch(fetch));
    }
    for (_, family) in convert::FAMILIES {
        family.iter().for_each(|converter| catalogue.samples.add_converter(converter));
    }
    for (_, family) in moongate_rules::action::FAMILIES {
        family.iter().for_each(|action| catalogue.add_action(action));
    }
    catalogue
}

/// Rule sets with the words that a configuration names them by.
pub const RULESETS: [(Ruleset, &str); 7] = [
    (Ruleset::TcpConnection, "tcp-request connection"),
    (Ruleset::TcpSession, "tcp-request session"),
    (Ruleset::TcpContent, "tcp-request content"),
    (Ruleset::TcpResponse, "tcp-response content"),
    (Ruleset::HttpRequest, "http-request"),
    (Ruleset::HttpResponse, "http-response"),
    (Ruleset::HttpAfterResponse, "http-after-response"),
];

/// How an action is written: a name that ends in `(` goes on without a space.
pub fn action_usage(action: &ActionSpec) -> String {
    match action.name.strip_suffix('(') {
        Some(_) => format!("{}{}", action.name, action.usage),
        None => format!("{} {}", action.name, action.usage).trim_end().to_owned(),
    }
}
