//! `show resolvers`: what name servers did.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;
use moongate_net::dns::{Counters, NameServer};
use std::sync::atomic::Ordering::Relaxed;

/// `show resolvers [<section>]`
pub static RESOLVERS: Command = Command {
    words: &["show", "resolvers"],
    level: CliLevel::User,
    usage: "show resolvers [<section>]",
    sentence: "show what the name servers of all sections, or of one, did",
    run: |call| {
        let plan = &call.runtime.shared.plan;
        let wanted = call.args.first().cloned();
        let mut list = plan
            .resolvers
            .iter()
            .filter(|resolvers| wanted.is_none_or(|wanted| *wanted == *resolvers.name));
        let Some(first) = list.next() else {
            return match wanted {
                Some(_) => Err("Can't find that resolvers section.".into()),
                None => {
                    call.line("No resolvers found");
                    Ok(())
                }
            };
        };
        let lines: Vec<String> = std::iter::once(first)
            .chain(list)
            .flat_map(|resolvers| {
                let title = format!("Resolvers section {}", resolvers.name);
                std::iter::once(title).chain(resolvers.servers.iter().map(server))
            })
            .collect();
        lines.iter().for_each(|line| call.line(line));
        Ok(())
    },
};

fn server(server: &NameServer) -> String {
    let mut text = format!(" nameserver {}:", server.name);
    for (name, value) in counters(&server.counters) {
        let name = format!("{name}:");
        text.push_str(&format!("\n  {name:<13}{value}"));
    }
    text
}

/// The counters in HAProxy's order and under its names.
fn counters(counters: &Counters) -> [(&'static str, u64); 15] {
    [
        ("sent", &counters.sent),
        ("snd_error", &counters.send_error),
        ("valid", &counters.valid),
        ("update", &counters.update),
        ("cname", &counters.cname),
        ("cname_error", &counters.cname_error),
        ("any_err", &counters.empty),
        ("nx", &counters.no_name),
        ("timeout", &counters.timeout),
        ("refused", &counters.refused),
        ("other", &counters.other),
        ("invalid", &counters.invalid),
        ("too_big", &counters.too_big),
        ("truncated", &counters.truncated),
        ("outdated", &counters.outdated),
    ]
    .map(|(name, value)| (name, value.load(Relaxed)))
}
