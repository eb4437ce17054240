//! `bind` options that concern the socket or its counting.

use super::BindSpec;
use crate::values;
use std::time::Duration;

pub(super) static ACCEPT_PROXY: BindSpec = BindSpec {
    name: "accept-proxy",
    usage: "accept-proxy",
    sentence: "Expects a PROXY header, version 1 or 2, at the beginning of each connection.",
    examples: &["accept-proxy"],
    parse: |cx, _| {
        cx.accept_proxy = true;
        Ok(())
    },
};

pub(super) static BACKLOG: BindSpec = BindSpec {
    name: "backlog",
    usage: "backlog <connections>",
    sentence: "Sets how many connections may wait to be accepted on this socket.",
    examples: &["backlog 500"],
    parse: |cx, words| {
        cx.listen.backlog = values::integer(words, "a number of connections", 1..=i32::MAX as u32)?;
        Ok(())
    },
};

pub(super) static DEFER_ACCEPT: BindSpec = BindSpec {
    name: "defer-accept",
    usage: "defer-accept",
    sentence: "Accepts a connection only once its first bytes have come.",
    examples: &["defer-accept"],
    parse: |cx, _| {
        cx.listen.defer_accept = true;
        Ok(())
    },
};

pub(super) static ID: BindSpec = BindSpec {
    name: "id",
    usage: "id <number>",
    sentence: "Gives the socket a number that doesn't change when others are added.",
    examples: &["id 10"],
    parse: |cx, words| {
        cx.number = Some(values::integer(words, "a number", 1..=i32::MAX as u32)?);
        Ok(())
    },
};

pub(super) static INTERFACE: BindSpec = BindSpec {
    name: "interface",
    usage: "interface <name>",
    sentence: "Accepts connections that come in through this network device only.",
    examples: &["interface lo"],
    parse: |cx, words| {
        cx.listen.interface = Some(values::text(words, "a device")?);
        Ok(())
    },
};

pub(super) static MAXCONN: BindSpec = BindSpec {
    name: "maxconn",
    usage: "maxconn <connections>",
    sentence: "Limits how many connections of this socket are served at once.",
    examples: &["maxconn 1000"],
    parse: |cx, words| {
        cx.maxconn = values::integer(words, "a number of connections", 0..=u64::from(u32::MAX))?;
        Ok(())
    },
};

pub(super) static MSS: BindSpec = BindSpec {
    name: "mss",
    usage: "mss <bytes>",
    sentence: "Sets the largest segment that is announced to clients; negative: so much less.",
    examples: &["mss 1400"],
    parse: |cx, words| {
        cx.listen.mss = Some(values::integer(words, "a number of bytes", -65535..=65535)?);
        Ok(())
    },
};

pub(super) static NAME: BindSpec = BindSpec {
    name: "name",
    usage: "name <name>",
    sentence: "Gives the socket a name for statistics and logs.",
    examples: &["name public"],
    parse: |cx, words| {
        cx.name = Some(values::text(words, "a name")?.into());
        Ok(())
    },
};

pub(super) static NICE: BindSpec = BindSpec {
    name: "nice",
    usage: "nice <nice>",
    sentence: "Sets how much its connections let others of their thread go first, from -1024 (others let them) to 1024.",
    examples: &["nice 100", "nice -100"],
    parse: |cx, words| {
        cx.nice = values::integer(words, "a niceness from -1024 to 1024", -1024..=1024)?;
        Ok(())
    },
};

pub(super) static TCP_SS: BindSpec = BindSpec {
    name: "tcp-ss",
    usage: "tcp-ss <mode>",
    sentence: "Keeps the packet that opens a connection, for `fc_saved_syn`: 1 with IP and TCP headers, 2 with the Ethernet header too, 0 not.",
    examples: &["tcp-ss 1"],
    parse: |cx, words| {
        cx.listen.save_syn = values::integer(words, "a mode from 0 to 2", 0..=2u8)?;
        Ok(())
    },
};

pub(super) static TCP_UT: BindSpec = BindSpec {
    name: "tcp-ut",
    usage: "tcp-ut <time>",
    sentence: "Drops a connection whose data stay unacknowledged for so long.",
    examples: &["tcp-ut 30s"],
    parse: |cx, words| {
        let time = values::timeout(words, "a time")?;
        cx.listen.user_timeout = time.map(Duration::from_millis);
        Ok(())
    },
};

pub(super) static TFO: BindSpec = BindSpec {
    name: "tfo",
    usage: "tfo",
    sentence: "Accepts data in the packet that opens a connection.",
    examples: &["tfo"],
    parse: |cx, _| {
        cx.listen.tfo = true;
        Ok(())
    },
};

pub(super) static TRANSPARENT: BindSpec = BindSpec {
    name: "transparent",
    usage: "transparent",
    sentence: "Binds the address even if it isn't one of this machine.",
    examples: &["transparent"],
    parse: |cx, _| {
        cx.listen.transparent = true;
        Ok(())
    },
};

pub(super) static V4V6: BindSpec = BindSpec {
    name: "v4v6",
    usage: "v4v6",
    sentence: "Lets an IPv6 socket take IPv4 connections too.",
    examples: &["v4v6"],
    parse: |cx, _| {
        cx.listen.v4v6 = true;
        cx.listen.v6only = false;
        Ok(())
    },
};

pub(super) static V6ONLY: BindSpec = BindSpec {
    name: "v6only",
    usage: "v6only",
    sentence: "Lets an IPv6 socket take IPv6 connections only.",
    examples: &["v6only"],
    parse: |cx, _| {
        cx.listen.v6only = true;
        cx.listen.v4v6 = false;
        Ok(())
    },
};
