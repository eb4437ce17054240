//! `show stat`: the counters of frontends, backends, servers and listeners (management manual,
//! chapter 9.1).

use crate::cli::{Call, Command, Rest, find};
use moongate_conf::plan::CliLevel;
use moongate_stats::dump::{Dump, Rows, Wanted};
use moongate_stats::field::Form;

/// `show stat`
pub static STAT: Command = Command {
    words: &["show", "stat"],
    level: CliLevel::User,
    usage: "show stat [{<iid>|<proxy>} <type> <sid>] [typed|json] [desc] [up|no-maint]",
    sentence: "show the counters of proxies and servers",
    run,
};

fn run(call: &mut Call<'_>) -> Result<(), String> {
    let (wanted, form) = read(call)?;
    let rows = Rows::new(call.runtime.shared.plan.clone(), wanted);
    call.rest = Some(Box::new(Dump::new(rows, form)));
    Ok(())
}

/// How much is sent at once.
const PIECE: usize = 16_384;

impl Rest for Dump {
    fn next(&mut self, out: &mut String) -> bool {
        self.fill(out, PIECE)
    }
}

fn read(call: &Call<'_>) -> Result<(Wanted, Form), String> {
    let plan = &call.runtime.shared.plan;
    let mut wanted = Wanted::all(plan);
    let mut form = Form::default();
    let mut args = call.args.as_slice();
    if let [domain, name, rest @ ..] = args
        && *domain == "domain"
    {
        if *name != "proxy" {
            return Err("Invalid statistics domain.".into());
        }
        args = rest;
    }
    let number = |word: &str| word.parse::<i64>().ok();
    if let [proxy, kinds, server, rest @ ..] = args
        && let (Some(kinds), Some(server)) = (number(kinds), number(server))
    {
        match number(proxy) {
            Some(number) if number > 0 => {
                wanted.proxies.retain(|id| i64::from(plan.proxy(*id).state.number) == number);
            }
            Some(_) => {}
            None => wanted.proxies = vec![find::any(plan, proxy).ok_or("No such proxy.")?.id],
        }
        wanted.kinds = kinds;
        wanted.server = u32::try_from(server).ok();
        args = rest;
    }
    for word in args {
        match *word {
            "up" => wanted.up = true,
            "no-maint" => wanted.no_maintenance = true,
            other => {
                form.take(other);
            }
        }
    }
    Ok((wanted, form))
}
