//! `show info`: the process in names and numbers.

use crate::cli::{Command, Runtime};
use crate::version;
use moongate_conf::plan::CliLevel;
use moongate_stats::field::{Field, Form, Value, object, typed};
use std::sync::atomic::Ordering::Relaxed;
use std::time::UNIX_EPOCH;

/// `show info [typed|json] [desc] [float]`
pub static INFO: Command = Command {
    words: &["show", "info"],
    level: CliLevel::User,
    usage: "show info [typed|json] [desc] [float]",
    sentence: "show facts and counters of the process",
    run: |call| {
        let mut form = Form::default();
        for word in &call.args {
            form.take(word);
        }
        let values = values(call.runtime);
        if form.json {
            let list: Vec<_> = values.iter().map(|(field, value)| object(field, value)).collect();
            call.line(serde_json::json!(list));
            return Ok(());
        }
        for (field, value) in &values {
            if form.typed {
                call.line(typed("", field, value, form.described));
            } else if form.described {
                call.line(format_args!("{}: {value}:\"{}\"", field.name, field.sentence));
            } else {
                call.line(format_args!("{}: {value}", field.name));
            }
        }
        Ok(())
    },
};

/// Every field that has a value here, at HAProxy's places.
pub fn values(runtime: &Runtime) -> Vec<(Field, Value)> {
    let shared = &runtime.shared;
    let (plan, world) = (&shared.plan, &shared.plan.world);
    let counters = &world.counters;
    let uptime = world.started.0.elapsed().as_secs();
    let started = world.started.1.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let limit = moongate_net::privileges::file_limit().map_or(0, |limit| limit.soft);
    let listeners: usize = plan.proxies.iter().map(|proxy| proxy.binds.len()).sum();
    let listeners = listeners + plan.global.stats_sockets.len();
    let maxconn = world.maxconn.load(Relaxed);
    let mut list = List::default();
    list.text(0, "Name", "POS", "The product's name", "HAProxy");
    list.text(1, "Version", "POS", "The version that is understood", version::HAPROXY);
    list.text(2, "Release_date", "POS", "The date of that version", version::DATE);
    list.small(3, "Nbthread", "CGS", "Worker threads", world.threads.load(Relaxed).into());
    list.small(4, "Nbproc", "CGS", "Worker processes", 1);
    list.small(5, "Process_num", "KGP", "This process among them", 1);
    list.small(6, "Pid", "SGP", "The process's number", std::process::id().into());
    list.text(7, "Uptime", "MDP", "Time since the start", &uptime_text(uptime));
    list.small(8, "Uptime_sec", "MDP", "Seconds since the start", uptime);
    list.small(13, "Ulimit-n", "CLP", "Descriptors allowed", limit);
    list.small(14, "Maxsock", "CLP", "Sockets allowed", limit);
    list.small(15, "Maxconn", "CLP", "Connections from clients allowed", maxconn);
    list.small(16, "Hard_maxconn", "CLP", "Connections from clients allowed", maxconn);
    list.small(17, "CurrConns", "MGP", "Connections from clients now", counters.connections.get());
    list.small(
        18,
        "CumConns",
        "MCP",
        "Connections from clients so far",
        counters.connections_total.get(),
    );
    list.small(19, "CumReq", "MCP", "Requests so far", counters.requests.get());
    list.text(50, "node", "COS", "The node's name", &world.node);
    if !world.description.is_empty() {
        list.text(51, "description", "COS", "The configuration's description", &world.description);
    }
    list.small(52, "Stopping", "MGP", "Whether it is stopping", shared.is_stopping().into());
    list.small(
        53,
        "Jobs",
        "MGP",
        "Listeners and connections",
        (listeners + shared.connections()) as u64,
    );
    list.small(55, "Listeners", "MGP", "Listening sockets", listeners as u64);
    list.small(58, "DroppedLogs", "MGP", "Log lines that couldn't be sent", shared.dropped_logs());
    list.large(61, "TotalBytesOut", "MGP", "Bytes sent to clients", counters.bytes_out.get());
    list.text(
        66,
        "Build info",
        "POS",
        "The version of Moongate",
        &format!("Moongate {}", version::MOONGATE),
    );
    list.small(70, "Start_time_sec", "MDP", "When it started, in seconds of Unix time", started);
    list.0
}

fn uptime_text(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    format!("{days}d {}h{:02}m{:02}s", hours % 24, minutes % 60, seconds % 60)
}

#[derive(Default)]
struct List(Vec<(Field, Value)>);

impl List {
    fn add(
        &mut self,
        place: usize,
        name: &'static str,
        tags: &'static str,
        sentence: &'static str,
        value: Value,
    ) {
        self.0.push((Field { place, name, tags, sentence }, value));
    }

    fn text(
        &mut self,
        place: usize,
        name: &'static str,
        tags: &'static str,
        sentence: &'static str,
        value: &str,
    ) {
        self.add(place, name, tags, sentence, Value::Str(value.into()));
    }

    fn small(
        &mut self,
        place: usize,
        name: &'static str,
        tags: &'static str,
        sentence: &'static str,
        value: u64,
    ) {
        self.add(place, name, tags, sentence, Value::U32(u32::try_from(value).unwrap_or(u32::MAX)));
    }

    fn large(
        &mut self,
        place: usize,
        name: &'static str,
        tags: &'static str,
        sentence: &'static str,
        value: u64,
    ) {
        self.add(place, name, tags, sentence, Value::U64(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptimes() {
        assert_eq!(uptime_text(4), "0d 0h00m04s");
        assert_eq!(uptime_text(86400 * 3 + 3600 * 5 + 61), "3d 5h01m01s");
    }
}
