//! `-dK`: lists the known keywords by class, in the shape of HAProxy's own listing.

use crate::catalogue::RULESETS;
use crate::cli;
use moongate_conf::keyword::{Keyword, Section};
use moongate_conf::{Catalogue, bind, global, option, proxy, server};
use moongate_sample::Point;
use moongate_sample::args::signature;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A class's name, its sentence, and what lists it.
type Class = (&'static str, &'static str, fn(&mut String, &Catalogue));

const CLASSES: [Class; 6] = [
    ("act", "actions of rules", actions),
    ("cfg", "configuration keywords", configuration),
    ("cli", "commands of the runtime API", commands),
    ("cnv", "converters", converters),
    ("smp", "sample fetches", fetches),
    ("svc", "services", services),
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

fn configuration(out: &mut String, _: &Catalogue) {
    out.push_str("# List of registered configuration keywords:\n");
    let sections =
        [Section::Global, Section::Defaults, Section::Frontend, Section::Listen, Section::Backend];
    for section in sections {
        line(out, format_args!("{}", section.keyword()));
        let used = |keyword: &&&Keyword| keyword.sections.has(section);
        let mut names: BTreeSet<String> =
            global::ALL.iter().chain(proxy::ALL).filter(used).map(|one| one.name.into()).collect();
        if section != Section::Global {
            let options =
                option::all().filter(|one| section.is_defaults() || one.sections.has(section));
            names.extend(options.map(|one| format!("option {}", one.name)));
        }
        names.iter().for_each(|name| line(out, format_args!("\t{name}")));
    }
    for one in bind::ALL {
        line(out, format_args!("\tbind <addr> {}", one.usage));
    }
    for one in server::ALL {
        line(out, format_args!("\tserver <name> <addr> {}", one.usage));
    }
}

fn fetches(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered sample fetch functions:\n");
    let names: BTreeSet<&str> = catalogue.samples.fetch_names().collect();
    for fetch in names.iter().filter_map(|name| Some((name, catalogue.samples.fetch(name)?))) {
        let (name, fetch) = fetch;
        let marks = Point::ALL.map(|point| if fetch.scope.allows(point) { "Y" } else { "." });
        let (marks, args) = (marks.join(" "), signature(fetch.args));
        line(out, format_args!("[ {marks} ] {name}{args}: {}", fetch.output.name()));
    }
}

fn converters(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered sample converter functions:\n");
    let names: BTreeSet<&str> = catalogue.samples.converter_names().collect();
    for name in names {
        let Some(one) = catalogue.samples.converter(name) else { continue };
        let (args, input, output) = (signature(one.args), one.input.name(), one.output.name());
        line(out, format_args!("{name}{args}: {input} => {output}"));
    }
}

fn actions(out: &mut String, catalogue: &Catalogue) {
    for (ruleset, words) in RULESETS {
        line(out, format_args!("# List of registered {words} actions:"));
        let names: BTreeSet<&str> = catalogue.actions(ruleset).map(|action| action.name).collect();
        names.iter().for_each(|name| line(out, format_args!("\t{words} {name}")));
    }
}

fn commands(out: &mut String, _: &Catalogue) {
    out.push_str("# List of registered CLI keywords:\n");
    let names: BTreeSet<String> = cli::all().map(|command| command.words.join(" ")).collect();
    names.iter().for_each(|name| line(out, format_args!("{name}")));
}

fn services(out: &mut String, catalogue: &Catalogue) {
    out.push_str("# List of registered service names:\n");
    let names: BTreeSet<&String> = catalogue.services.keys().collect();
    names.iter().for_each(|name| line(out, format_args!("{name}")));
}
