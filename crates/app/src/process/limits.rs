//! Descriptor and memory limits, and how many connections they allow (management manual, chapter 5).

use super::Message;
use crate::args::Options;
use moongate_conf::Plan;
use moongate_net::Address;
use moongate_net::privileges::{self, FileLimit, PrivilegeError};
use nix::sys::resource::{Resource, setrlimit};
use std::sync::atomic::Ordering::Relaxed;

/// No more descriptors than this are asked for unless the configuration says so: on some systems
/// the hard limit is a billion.
const MOST: u64 = 1_048_576;

/// Descriptors of a worker beside its connections: its poller, its waker, and a few log sockets.
const PER_WORKER: u64 = 8;

/// Descriptors of the process beside everything counted.
const SPARE: u64 = 16;

/// Sets the limits, and the connections that they allow where the configuration doesn't say.
///
/// # Errors
/// The system's refusal of a limit that was asked for.
pub fn apply(options: &Options, plan: &mut Plan, threads: usize) -> Result<(), Message> {
    if let Some(megabytes) = options.memory {
        let bytes = megabytes.saturating_mul(1 << 20);
        setrlimit(Resource::RLIMIT_DATA, bytes, bytes)
            .map_err(|error| Message::alert(format!("cannot limit the memory: {error}")))?;
    }
    if let Some(limit) = plan.global.ulimit_n {
        privileges::set_file_limit(limit).map_err(alert)?;
    }
    let binds: usize = plan.proxies.iter().map(|proxy| proxy.binds.len()).sum();
    let sockets = plan.global.stats_sockets.len() + plan.global.logs.len();
    let fixed = (binds + sockets) as u64 + threads as u64 * PER_WORKER + SPARE;
    let limit = privileges::file_limit().map_err(alert)?;
    let maxconn = match plan.global.maxconn {
        Some(maxconn) => {
            let needed = descriptors(maxconn, fixed);
            let have = raise(plan, needed, limit)?;
            if have.soft < needed {
                Message::warning(format!(
                    "FD limit ({}) too low for maxconn={maxconn}. Please raise 'ulimit-n' to {needed} or more to avoid any trouble.",
                    have.soft
                ))
                .show();
            }
            maxconn
        }
        None => {
            let have = raise(plan, limit.hard.min(MOST), limit)?;
            connections(have.soft, fixed)
        }
    };
    plan.global.maxconn = Some(maxconn);
    plan.world.maxconn.store(maxconn, Relaxed);
    plan.world.threads.store(u32::try_from(threads).unwrap_or(u32::MAX), Relaxed);
    Ok(())
}

/// Closes the descriptors of `fd@`: each line has its own copy by now, and a socket listens for as
/// long as one is open.
pub fn close_inherited(plan: &Plan) {
    let binds = plan.proxies.iter().flat_map(|proxy| &proxy.binds).map(|bind| &bind.address);
    let sockets = plan.global.stats_sockets.iter().map(|socket| &socket.address);
    let mut list: Vec<i32> = binds
        .chain(sockets)
        .filter_map(|address| match address {
            Address::Fd(fd) if *fd > 2 => Some(*fd),
            _ => None,
        })
        .collect();
    list.sort_unstable();
    list.dedup();
    for fd in list {
        // It was open a moment ago; there is nothing to do if it isn't any more.
        let _ = nix::unistd::close(fd);
    }
}

/// A connection from a client has one to a server.
fn descriptors(maxconn: u64, fixed: u64) -> u64 {
    maxconn.saturating_mul(2).saturating_add(fixed)
}

fn connections(descriptors: u64, fixed: u64) -> u64 {
    (descriptors.saturating_sub(fixed) / 2).max(1)
}

/// `ulimit-n` is the user's own word; nothing changes it.
fn raise(plan: &Plan, wanted: u64, now: FileLimit) -> Result<FileLimit, Message> {
    match plan.global.ulimit_n {
        Some(_) => Ok(now),
        None => privileges::raise_file_limit(wanted).map_err(alert),
    }
}

fn alert(error: PrivilegeError) -> Message {
    Message::alert(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        assert_eq!(descriptors(1000, 40), 2040);
        assert_eq!(connections(2040, 40), 1000);
        assert_eq!(connections(10, 40), 1, "never none at all");
        assert_eq!(descriptors(u64::MAX, 1), u64::MAX);
    }
}
