//! `-dK`: lists the known keywords by class, line by line in the form of HAProxy's own listing, so that
//! tools which read that one read this one too (management manual, chapter 3).

use crate::catalogue::RULESETS;
use crate::cli;
use crate::process::master;
use moongate_conf::keyword::{Keyword, Section, Sections};
use moongate_conf::{Catalogue, bind, global, option, proxy, server};
use moongate_lang::spec::ArgKind;
use moongate_sample::acl;
use moongate_sample::args::declared;
use moongate_sample::{Point, Type};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A class's name, its words in the list of classes, and what lists it.
type Class = (&'static str, &'static str, fn(&mut String, &Catalogue));

const CLASSES: [Class; 7] = [
    ("acl", "ACL keywords", criteria),
    ("cfg", "configuration keywords", configuration),
    ("cli", "CLI keywords", commands),
    ("cnv", "sample converter keywords", converters),
    ("flt", "filter names", filters),
    ("smp", "sample fetch functions", fetches),
    ("svc", "service names", services),
];

/// What `-dK<classes>` prints.
pub fn dump(classes: &str, catalogue: &Catalogue) -> String {
    let mut out = String::new();
    if classes.is_empty() || classes == "help" {
        out.push_str("# List of supported keyword classes:\nall: list all keywords\n");
        for (name, sentence, _) in CLASSES {
            line(&mut out, format_args!("{name}: {sentence}"));
        }
        return out;
    }
    for wanted in classes.split(',') {
        let chosen = CLASSES.iter().filter(|(name, ..)| wanted == "all" || wanted == *name);
        chosen.for_each(|(_, _, list)| list(&mut out, catalogue));
    }
    out
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String can't fail.
    let _ = writeln!(out, "{text}");
}

/// Criteria that name a fetch and a way of matching at once, as far as there is the fetch.
fn criteria(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered ACL keywords:\n");
    let known = acl::criteria().filter(|(_, fetch, _)| catalogue.samples.fetch(fetch).is_some());
    let lines: BTreeSet<String> = known
        .map(|(name, fetch, method)| format!("{name} = {fetch} -m {}", method.name()))
        .collect();
    lines.iter().for_each(|text| line(out, format_args!("{text}")));
}

fn configuration(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered configuration keywords:\nglobal\n");
    names(out, global::ALL.iter().flat_map(|one| with_aliases(one)));
    // One list for all kinds of proxies, as HAProxy has it.
    out.push_str("listen\n");
    let fits = |one: &&&Keyword| one.sections != Sections::GLOBAL;
    names(out, proxy::ALL.iter().filter(fits).flat_map(|one| with_aliases(one)));
    let binds = bind::ALL.iter().map(|one| format!("bind <addr> {}{}", one.name, skip(one.usage)));
    names(out, binds);
    let servers = server::ALL
        .iter()
        .map(|one| format!("server <name> <addr> {}{}", one.name, skip(one.usage)));
    names(out, servers);
    names(out, option::all().map(|one| format!("option {}{}", one.name, capabilities(one))));
    for (ruleset, words) in RULESETS {
        names(out, catalogue.actions(ruleset).map(|one| format!("{words} {}", prefixed(one.name))));
    }
}

fn names(out: &mut String, names: impl Iterator<Item = String>) {
    names.collect::<BTreeSet<_>>().iter().for_each(|name| line(out, format_args!("\t{name}")));
}

fn with_aliases(one: &'static Keyword) -> impl Iterator<Item = String> {
    std::iter::once(one.name).chain(one.aliases.iter().copied()).map(str::to_owned)
}

/// How many words follow an option's name: ` +1`; ` +-1` where their number varies.
fn skip(usage: &str) -> String {
    let (mut count, mut depth) = (0, 0);
    for word in usage.split_whitespace().skip(1) {
        if word.starts_with('[') {
            return " +-1".to_owned();
        }
        // `{ a | b }` is one word of several to choose from.
        depth += word.matches('{').count();
        count += usize::from(depth == 0);
        let closed = word.matches('}').count().min(depth);
        depth -= closed;
        count += closed;
    }
    if count == 0 { String::new() } else { format!(" +{count}") }
}

/// Where an option counts: ` [ FE BE HTTP ]`.
fn capabilities(one: &option::OptionSpec) -> String {
    let marks = [
        (one.sections.has(Section::Frontend), " FE"),
        (one.sections.has(Section::Backend), " BE"),
        (option::needs_http(one.name), " HTTP"),
    ];
    let marks: String = marks.iter().filter(|(has, _)| *has).map(|(_, mark)| *mark).collect();
    format!(" [{marks} ]")
}

/// A name that goes on in the same word ends in a star.
fn prefixed(name: &str) -> String {
    let goes_on = |name: &str| matches!(name, "track-sc");
    match name.strip_suffix('(') {
        Some(name) => format!("{name}*"),
        None if goes_on(name) => format!("{name}*"),
        None => name.to_owned(),
    }
}

fn commands(out: &mut String, _: &Catalogue) {
    out.push_str("# List of registered CLI keywords:\n");
    let own = cli::all().map(|command| command.words.join(" "));
    let all: BTreeSet<String> =
        own.chain(master::COMMANDS.iter().map(|&name| name.to_owned())).collect();
    for name in all {
        let ours = cli::all().any(|command| command.words.join(" ") == name);
        let marks = [(master::COMMANDS.contains(&name.as_str()), "[MASTER] "), (ours, "[WORKER] ")];
        let marks: String = marks.iter().filter(|(has, _)| *has).map(|(_, mark)| *mark).collect();
        line(out, format_args!("{name} {marks}"));
    }
}

fn converters(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered sample converter functions:\n");
    let names: BTreeSet<&str> = catalogue.samples.converter_names().collect();
    for name in names {
        let Some(one) = catalogue.samples.converter(name) else { continue };
        // With a type beside the field it is an integer, which HAProxy doesn't list.
        let field = one.args.iter().any(|arg| arg.kind == ArgKind::Field);
        let output = if field { Type::Bin } else { one.output };
        let (args, input, output) = (declared(one.args), one.input.name(), output.name());
        line(out, format_args!("{name}{args}: {output} => {input}"));
    }
}

/// Filters are those of scripts, which have their own names.
fn filters(out: &mut String, _: &Catalogue) {
    out.push_str("# List of registered filter names:\n");
}

/// The places of the columns of the table of fetches, as HAProxy's listing words them.
pub const COLUMNS: [&str; 22] = [
    "frontend tcp-request connection rule",
    "frontend tcp-request session rule",
    "frontend tcp-request content rule",
    "frontend http-request header rule",
    "frontend http-request body rule",
    "frontend use-backend rule",
    "backend tcp-request content rule",
    "backend http-request header rule",
    "backend http-request body rule",
    "backend use-server, balance or stick-match rule",
    "server source selection",
    "backend tcp-response content rule",
    "backend http-response header rule",
    "backend http-response body rule",
    "backend stick-store rule",
    "frontend tcp-response content rule",
    "frontend http-response header rule",
    "frontend http-response body rule",
    "logs",
    "backend tcp-check rule",
    "configuration parser",
    "CLI parser",
];

fn fetches(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered sample fetch functions:\n");
    for (at, title) in COLUMNS.iter().enumerate() {
        let (blank, bars, dashes) =
            (" ".repeat(COLUMNS.len() + 1 - at), "/ ".repeat(at), "-".repeat(COLUMNS.len() - at));
        line(out, format_args!("#{blank}{bars}_.{dashes} {title}"));
    }
    line(out, format_args!("# {} ", "/ ".repeat(COLUMNS.len())));
    line(out, format_args!("# {}", "| ".repeat(COLUMNS.len())));
    let names: BTreeSet<&str> = catalogue.samples.fetch_names().collect();
    for (name, fetch) in
        names.iter().filter_map(|name| Some((name, catalogue.samples.fetch(name)?)))
    {
        let marks = Point::ALL.map(|point| if fetch.scope.allows(point) { "Y" } else { "." });
        let (marks, args) = (marks.join(" "), declared(fetch.args));
        line(out, format_args!("[ {marks} ] {name}{args}: {}", fetch.output.name()));
    }
}

fn services(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered service names:\n");
    let names: BTreeSet<&String> = catalogue.services.keys().collect();
    names.iter().for_each(|name| line(out, format_args!("{name}")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_behind_options() {
        assert_eq!(skip("tfo"), "");
        assert_eq!(skip("mss <bytes>"), " +1");
        assert_eq!(skip("level { user | operator }"), " +1");
        assert_eq!(skip("init-addr { last | <ip> }[,…]"), " +1");
        assert_eq!(skip("source <addr>[:<port>] [interface <name>]"), " +-1");
    }

    #[test]
    fn has_the_form_of_haproxys_listing() {
        let text = dump("all", &crate::catalogue::assemble());
        let lines: Vec<&str> = text.lines().collect();
        for wanted in [
            "path_beg = path -m beg",
            "\tbind <addr> mss +1",
            "\toption logasap [ FE ]",
            "\thttp-request set-var*",
            "show map [WORKER] ",
            "reload [MASTER] ",
            "quit [MASTER] [WORKER] ",
            "lower: str => str",
            "field(integer,string[,integer]): str => str",
            "#                       _.---------------------- frontend tcp-request connection rule",
            "#  / / / / / / / / / / / / / / / / / / / / / _.- CLI parser",
            "# | | | | | | | | | | | | | | | | | | | | | | ",
            "[ . . Y Y Y Y Y Y Y Y Y . . . . . . . . . . . ] path: str",
        ] {
            assert!(lines.contains(&wanted), "{wanted}");
        }
        assert!(dump("cnv,svc", &Catalogue::default()).ends_with("service names:\n"));
        assert!(dump("help", &Catalogue::default()).contains("\nflt: "));
    }
}
