//! Reads configuration files, tells what is wrong with them, and how long reading took.

use moongate_conf::{Catalogue, NoScripts, read};
use moongate_lang::render::{self, Style};
use moongate_lang::{Diagnostics, Env, Facts, files};
use std::time::Instant;

fn main() {
    let mut diagnostics = Diagnostics::default();
    let start = Instant::now();
    let sources = files::load(std::env::args_os().skip(1), &mut diagnostics);
    let mut env = Env::from_process();
    let facts = Facts { version: "3.5-dev5", features: &["LUA", "THREAD"], ..Facts::default() };
    let mut catalogue = Catalogue::default();
    catalogue.samples = moongate_sample::Catalogue::standard();
    for (_, family) in moongate_rules::action::FAMILIES {
        family.iter().for_each(|action| catalogue.add_action(action));
    }
    let plan = read(&sources, &mut env, &facts, &mut catalogue, &NoScripts, &mut diagnostics);
    let time = start.elapsed();
    print!("{}", render::text(diagnostics.iter(), &sources, &Style::plain(1)));
    let proxies = plan.as_ref().map_or(0, |plan| plan.proxies.len());
    println!("{proxies} proxies, {} findings, {time:?}", diagnostics.iter().count());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
        println!("{line}");
    }
}
