//! Connections of one worker that wait for their next request.

use super::link::Link;
use super::request::Request;
use moongate_net::Address;
use std::cell::RefCell;
use std::time::Duration;
use tokio::time::Instant;

/// Connections kept by a worker, at most.
const MOST: usize = 64;

/// How long an unused connection is kept: less than servers do, so that it is rarely closed just
/// when it is used.
const AGE: Duration = Duration::from_secs(4);

/// To whom a connection goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    address: Address,
    port: u16,
    /// With TLS: whose certificate was checked.
    secure: Option<String>,
}

impl Key {
    pub(super) fn new(request: &Request) -> Self {
        Self {
            address: request.address.clone(),
            port: request.port,
            secure: request.secure.clone(),
        }
    }
}

struct Idle {
    key: Key,
    link: Link,
    since: Instant,
}

#[derive(Default)]
struct Pool {
    /// The one unused longest first.
    idle: Vec<Idle>,
    /// A task looks after it.
    tended: bool,
}

thread_local! {
    static POOL: RefCell<Pool> = RefCell::default();
}

/// Takes a connection on which nothing has come, neither data nor the end, as far as the reactor
/// has seen. What it hasn't seen yet shows at the first read, and the request is sent anew.
pub(super) fn take(key: &Key) -> Option<Link> {
    POOL.with_borrow_mut(|pool| {
        while let Some(at) = pool.idle.iter().rposition(|idle| idle.key == *key) {
            let mut idle = pool.idle.remove(at);
            if idle.link.is_quiet() {
                return Some(idle.link);
            }
        }
        None
    })
}

/// Keeps a connection for a while.
pub(super) fn give(key: Key, link: Link) {
    let tend = POOL.with_borrow_mut(|pool| {
        if pool.idle.len() >= MOST {
            pool.idle.remove(0);
        }
        pool.idle.push(Idle { key, link, since: Instant::now() });
        !std::mem::replace(&mut pool.tended, true)
    });
    if tend {
        tokio::spawn(tend_pool());
    }
}

/// Closes what was unused for too long; ends with the last connection.
async fn tend_pool() {
    loop {
        tokio::time::sleep(AGE / 4).await;
        let empty = POOL.with_borrow_mut(|pool| {
            pool.idle.retain(|idle| idle.since.elapsed() < AGE);
            pool.tended = !pool.idle.is_empty();
            !pool.tended
        });
        if empty {
            break;
        }
    }
}
