//! Asks name servers: all at once, again after a while, the other kind of address after a failure,
//! and over TCP what UDP has no room for.

use super::Prefer;
use super::message::{self, Fault, Kind, Name, Reply};
use super::resolvers::{Answer, Failure, NameServer, Resolvers};
use std::collections::hash_map::RandomState;
use std::future::{Future, poll_fn};
use std::hash::BuildHasher;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::Poll;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

/// What one server said.
type Said = Result<Vec<IpAddr>, Failure>;

impl Resolvers {
    /// Finds out a name's addresses.
    pub(super) async fn ask(&self, name: &Name, prefer: Prefer) -> Answer {
        let found = self.rounds(name, prefer).await;
        let settings = &self.settings;
        let keep = if found.is_ok() { settings.hold.valid } else { settings.resolve };
        Answer { found, until: Instant::now() + keep }
    }

    async fn rounds(&self, name: &Name, prefer: Prefer) -> Said {
        if self.servers.is_empty() {
            return Err(Failure::Other);
        }
        // The semaphore is never closed.
        let _place = self.at_once.acquire().await;
        let mut last = Failure::Timeout;
        for round in 1..=self.settings.retries.max(1) {
            let next = tokio::time::Instant::now() + self.settings.retry;
            for kind in self.accept.kinds(prefer) {
                match self.servers(name, *kind).await {
                    Ok(found) => return Ok(found),
                    Err(failure) => last = failure,
                }
                // Servers that are silent about one kind are silent about the other.
                if last == Failure::Timeout {
                    break;
                }
            }
            if round < self.settings.retries {
                tokio::time::sleep_until(next).await;
            }
        }
        Err(last)
    }

    /// Asks all servers at once; the first good answer counts, or else the last failure.
    async fn servers(&self, name: &Name, kind: Kind) -> Said {
        type Question<'q> = (&'q NameServer, Pin<Box<dyn Future<Output = Said> + 'q>>);
        let mut open: Vec<Question<'_>> = Vec::with_capacity(self.servers.len());
        for server in &self.servers {
            open.push((server, Box::pin(server.ask(name, kind, self.settings.payload))));
        }
        let mut last = Failure::Other;
        let all = poll_fn(|cx| {
            let mut found = None;
            open.retain_mut(|(_, question)| {
                if found.is_some() {
                    return true;
                }
                match question.as_mut().poll(cx) {
                    Poll::Pending => true,
                    Poll::Ready(Ok(list)) => {
                        found = Some(list);
                        false
                    }
                    Poll::Ready(Err(failure)) => {
                        last = failure;
                        false
                    }
                }
            });
            match found {
                Some(list) => Poll::Ready(Ok(list)),
                None if open.is_empty() => Poll::Ready(Err(last)),
                None => Poll::Pending,
            }
        });
        match tokio::time::timeout(self.settings.retry, all).await {
            Ok(said) => said,
            Err(_) => {
                open.iter().for_each(|(server, _)| count(&server.counters.timeout));
                Err(Failure::Timeout)
            }
        }
    }
}

impl NameServer {
    /// Asks this server.
    async fn ask(&self, name: &Name, kind: Kind, payload: u16) -> Said {
        let id = random();
        let mut question = Vec::with_capacity(300);
        // Room for the length that stands before it on a stream.
        question.extend_from_slice(&[0; 2]);
        message::encode(&mut question, id, name, kind, payload);
        let length = u16::try_from(question.len() - 2).unwrap_or(u16::MAX);
        question[..2].copy_from_slice(&length.to_be_bytes());
        let mut reply = match self.stream {
            true => self.stream(&question, id, name, kind).await,
            false => self.datagram(&question[2..], id, name, kind, payload).await,
        };
        if matches!(reply, Ok(Reply::Truncated)) {
            count(&self.counters.truncated);
            if !self.stream {
                reply = self.stream(&question, id, name, kind).await;
            }
        }
        let counters = &self.counters;
        let (counter, said) = match reply {
            Ok(Reply::Addresses(list, alias)) => {
                if alias {
                    count(&counters.cname);
                }
                (&counters.valid, Ok(list))
            }
            Ok(Reply::Empty) => (&counters.empty, Err(Failure::Empty)),
            Ok(Reply::BrokenAlias) => (&counters.cname_error, Err(Failure::Other)),
            Ok(Reply::NoName) => (&counters.no_name, Err(Failure::NoName)),
            Ok(Reply::Refused) => (&counters.refused, Err(Failure::Refused)),
            Ok(Reply::Failed(_) | Reply::Truncated) => (&counters.other, Err(Failure::Other)),
            Err(None) => (&counters.invalid, Err(Failure::Other)),
            Err(Some(_)) => (&counters.send_error, Err(Failure::Other)),
        };
        count(counter);
        said
    }

    /// Asks over UDP, from a port of its own: the system chooses one that nobody can guess.
    async fn datagram(
        &self,
        question: &[u8],
        id: u16,
        name: &Name,
        kind: Kind,
        payload: u16,
    ) -> Result<Reply, Option<io::Error>> {
        let socket = UdpSocket::bind(any(self.address)).await?;
        socket.connect(self.address).await?;
        socket.send(question).await?;
        count(&self.counters.sent);
        // One byte more than is taken, to see that there is more.
        let most = usize::from(payload.max(512));
        let mut room = vec![0; most + 1];
        loop {
            let length = socket.recv(&mut room).await?;
            if length > most {
                count(&self.counters.too_big);
                return Ok(Reply::Truncated);
            }
            match message::decode(&room[..length], id, name, kind) {
                Ok(reply) => return Ok(reply),
                Err(Fault::Malformed) => return Err(None),
                Err(Fault::Stranger) => count(&self.counters.invalid),
            }
        }
    }

    /// Asks over TCP (RFC 7766): the message's length stands before it.
    async fn stream(
        &self,
        question: &[u8],
        id: u16,
        name: &Name,
        kind: Kind,
    ) -> Result<Reply, Option<io::Error>> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(question).await?;
        count(&self.counters.sent);
        let length = stream.read_u16().await?;
        let mut room = vec![0; usize::from(length)];
        stream.read_exact(&mut room).await?;
        message::decode(&room, id, name, kind).map_err(|_| None)
    }
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}

/// Where a socket for that address is bound: wherever the system wants.
fn any(address: SocketAddr) -> SocketAddr {
    let unspecified: IpAddr = match address {
        SocketAddr::V4(_) => std::net::Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => std::net::Ipv6Addr::UNSPECIFIED.into(),
    };
    SocketAddr::new(unspecified, 0)
}

/// A number that others can't guess: a count under a keyed hash whose key the system gave.
fn random() -> u16 {
    thread_local! {
        static KEY: RandomState = RandomState::new();
    }
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Relaxed);
    (KEY.with(|key| key.hash_one(number)) >> 24) as u16
}
