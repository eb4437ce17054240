//! `fc_rtt` and its kin: what the kernel measures of TCP connections (`TCP_INFO`).

use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;
use moongate_state::TcpInfo;

const UNIT: &[Arg] = &[Arg::optional("unit", ArgKind::OneOf(&["ms", "us"]))];
const TIME: Fetch = Fetch { args: UNIT, output: Type::Sint, ..Fetch::PLAIN };
const COUNT: Fetch = Fetch {
    args: &[Arg::optional("unit", ArgKind::Str)],
    output: Type::Sint,
    check: Some(ignored),
    ..Fetch::PLAIN
};

fn client(cx: &Cx<'_>) -> Result<TcpInfo, Missing> {
    cx.session().tcp_info().ok_or(Missing::Absent)
}

fn server(cx: &Cx<'_>) -> Result<TcpInfo, Missing> {
    TcpInfo::of(cx.txn.bc_fd).map_err(|_| Missing::Absent)
}

/// HAProxy declares a unit for counters too, and doesn't look at it; a wrong one is refused.
fn ignored(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args.first() {
        Some(ArgValue::Str(unit)) if !unit.is_empty() => Err(BadArg {
            index: 0,
            message: "a count has no unit".into(),
            help: Some("leave it out".into()),
        }),
        _ => Ok(()),
    }
}

/// Microseconds in the unit asked for: milliseconds unless it is `us`.
fn time(args: &Args, micros: u32) -> Fetched<'static> {
    let micros = i64::from(micros);
    Ok(Sample::Sint(if args.str(0) == b"us" { micros } else { micros / 1000 }))
}

/// `fc_rtt`
pub static FC_RTT: Fetch = Fetch {
    name: "fc_rtt",
    sentence: "The round-trip time of the client's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.",
    examples: &[Example::absent("", "fc_rtt"), Example::absent("", "fc_rtt(us)")],
    eval: Eval::Fn(|cx, args| time(args, client(cx)?.rtt)),
    ..TIME
};

/// `fc_rttvar`
pub static FC_RTTVAR: Fetch = Fetch {
    name: "fc_rttvar",
    sentence: "The variance of the round-trip time of the client's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.",
    examples: &[Example::absent("", "fc_rttvar"), Example::absent("", "fc_rttvar(us)")],
    eval: Eval::Fn(|cx, args| time(args, client(cx)?.rttvar)),
    ..TIME
};

/// `bc_rtt`
pub static BC_RTT: Fetch = Fetch {
    name: "bc_rtt",
    sentence: "The round-trip time of the server's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.",
    examples: &[Example::absent("", "bc_rtt"), Example::absent("", "bc_rtt(us)")],
    eval: Eval::Fn(|cx, args| time(args, server(cx)?.rtt)),
    ..TIME
};

/// `bc_rttvar`
pub static BC_RTTVAR: Fetch = Fetch {
    name: "bc_rttvar",
    sentence: "The variance of the round-trip time of the server's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.",
    examples: &[Example::absent("", "bc_rttvar"), Example::absent("", "bc_rttvar(us)")],
    eval: Eval::Fn(|cx, args| time(args, server(cx)?.rttvar)),
    ..TIME
};

/// `fc_unacked`
pub static FC_UNACKED: Fetch = Fetch {
    name: "fc_unacked",
    sentence: "Segments sent to the client and not acknowledged; none if the connection isn't TCP.",
    examples: &[Example::absent("", "fc_unacked"), Example::absent("", "fc_unacked,add(1)")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(client(cx)?.unacked.into()))),
    ..COUNT
};

/// `fc_sacked`
pub static FC_SACKED: Fetch = Fetch {
    name: "fc_sacked",
    sentence: "Segments that the client acknowledged selectively; none if the connection isn't TCP.",
    examples: &[Example::absent("", "fc_sacked"), Example::absent("", "fc_sacked,add(1)")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(client(cx)?.sacked.into()))),
    ..COUNT
};

/// `fc_lost`
pub static FC_LOST: Fetch = Fetch {
    name: "fc_lost",
    sentence: "Segments to the client that are thought lost; none if the connection isn't TCP.",
    examples: &[Example::absent("", "fc_lost"), Example::absent("", "fc_lost,add(1)")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(client(cx)?.lost.into()))),
    ..COUNT
};

/// `fc_retrans`
pub static FC_RETRANS: Fetch = Fetch {
    name: "fc_retrans",
    sentence: "Segments sent to the client again; none if the connection isn't TCP.",
    examples: &[Example::absent("", "fc_retrans"), Example::absent("", "fc_retrans,add(1)")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(client(cx)?.retrans.into()))),
    ..COUNT
};

/// `fc_fackets`
pub static FC_FACKETS: Fetch = Fetch {
    name: "fc_fackets",
    sentence: "Segments that the client acknowledged ahead; none if the connection isn't TCP.",
    examples: &[Example::absent("", "fc_fackets"), Example::absent("", "fc_fackets,add(1)")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(client(cx)?.fackets.into()))),
    ..COUNT
};

/// `fc_reordering`
pub static FC_REORDERING: Fetch = Fetch {
    name: "fc_reordering",
    sentence: "How much the order of segments to the client changes; none if the connection isn't TCP.",
    examples: &[Example::absent("", "fc_reordering"), Example::absent("", "fc_reordering,add(1)")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(client(cx)?.reordering.into()))),
    ..COUNT
};
