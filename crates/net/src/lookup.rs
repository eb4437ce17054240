//! Asking the system's resolver while the process serves: in threads of its own, so that no worker
//! waits for it.

use crate::addr::Host;
use std::io;
use std::net::IpAddr;
use tokio::sync::{Semaphore, oneshot};

/// Questions asked at once; others queue.
const AT_ONCE: usize = 16;

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);

/// All addresses of a host. What is no name is answered at once.
///
/// The thread isn't the runtime's: a resolver that takes long holds nobody up, not even the end of
/// the process.
///
/// # Errors
/// The resolver's.
pub async fn lookup(host: &Host) -> io::Result<Vec<IpAddr>> {
    if let Some(ip) = host.ip() {
        return Ok(vec![ip]);
    }
    let place = PLACES.acquire().await.map_err(|_| io::Error::other("no resolver"))?;
    let (sender, answer) = oneshot::channel();
    let host = host.clone();
    std::thread::Builder::new().name("resolver".into()).spawn(move || {
        let _place = place;
        // Nobody may wait any more.
        let _ = sender.send(host.resolve());
    })?;
    answer.await.map_err(|_| io::Error::other("the resolver's thread ended"))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses() {
        crate::worker::runtime().unwrap().block_on(async {
            let name = |name: &str| Host::Name { name: name.to_owned(), family: None };
            assert!(lookup(&name("localhost")).await.unwrap().iter().all(IpAddr::is_loopback));
            assert!(lookup(&name("no.such.name.invalid")).await.is_err());
            let ip: IpAddr = "192.0.2.1".parse().unwrap();
            assert_eq!(lookup(&Host::Ip(ip)).await.unwrap(), [ip]);
        });
    }
}
