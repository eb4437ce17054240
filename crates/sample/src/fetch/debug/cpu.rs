//! `cpu_calls`, `cpu_usage_thr` and their kin: what the work costs.

use crate::fetch::prelude::*;
use moongate_state::{cpu, turn};
use std::sync::atomic::Ordering::Relaxed;

const COST: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"), ..Fetch::PLAIN };
/// Single tasks aren't profiled.
const NOT_PROFILED: Fetch = Fetch { eval: Eval::Fn(|_, _| Ok(Sample::Sint(0))), ..COST };

/// `cpu_calls`
pub static CPU_CALLS: Fetch = Fetch {
    name: "cpu_calls",
    sentence: "How often the connection's task was run since this request or stream began.",
    examples: &[Example::plain("cpu_calls", "0")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(turn::calls().into()))),
    ..COST
};

/// `cpu_ns_avg`
pub static CPU_NS_AVG: Fetch = Fetch {
    name: "cpu_ns_avg",
    sentence: "Nanoseconds that a run of the task took: 0, as tasks aren't profiled.",
    examples: &[Example::plain("cpu_ns_avg", "0")],
    ..NOT_PROFILED
};

/// `cpu_ns_tot`
pub static CPU_NS_TOT: Fetch = Fetch {
    name: "cpu_ns_tot",
    sentence: "Nanoseconds that all runs of the task took: 0, as tasks aren't profiled.",
    examples: &[Example::plain("cpu_ns_tot", "0")],
    ..NOT_PROFILED
};

/// `lat_ns_avg`
pub static LAT_NS_AVG: Fetch = Fetch {
    name: "lat_ns_avg",
    sentence: "Nanoseconds that the task waited for a run: 0, as tasks aren't profiled.",
    examples: &[Example::plain("lat_ns_avg", "0")],
    ..NOT_PROFILED
};

/// `lat_ns_tot`
pub static LAT_NS_TOT: Fetch = Fetch {
    name: "lat_ns_tot",
    sentence: "Nanoseconds that the task waited for all runs: 0, as tasks aren't profiled.",
    examples: &[Example::plain("lat_ns_tot", "0")],
    ..NOT_PROFILED
};

/// `cpu_usage_thr`
pub static CPU_USAGE_THR: Fetch = Fetch {
    name: "cpu_usage_thr",
    sentence: "How much of a processor this thread used lately, from 0 to 100.",
    examples: &[Example::plain("cpu_usage_thr,div(101)", "0")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(cpu::thread_usage().into()))),
    ..COST
};

/// `cpu_usage_grp`
pub static CPU_USAGE_GRP: Fetch = Fetch {
    name: "cpu_usage_grp",
    sentence: "How much of their processors the threads of the group used lately, from 0 to 100.",
    examples: &[Example::plain("cpu_usage_grp,div(101)", "0")],
    eval: Eval::Fn(process),
    ..COST
};

/// `cpu_usage_proc`
pub static CPU_USAGE_PROC: Fetch = Fetch {
    name: "cpu_usage_proc",
    sentence: "How much of their processors all threads used lately, from 0 to 100.",
    examples: &[Example::plain("cpu_usage_proc,div(101)", "0")],
    eval: Eval::Fn(process),
    ..COST
};

fn process<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Sint(cpu::process_usage(cx.session().world.threads.load(Relaxed)).into()))
}
