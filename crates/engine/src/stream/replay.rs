//! A request is sent again when its answer is none, as `retry-on` says (configuration manual): as
//! long as all that was taken of its body is still known.

use super::connected;
use super::pump::Pump;
use crate::exchange::{Exchange, Step};
use crate::pool::discard;
use moongate_conf::plan::RetryOn;
use moongate_http::BodyReader;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The server closed the connection without a word.
    Empty,
    /// What it said is no answer, or half of one.
    Junk,
    /// It said nothing in time.
    Timeout,
    /// It answered with this status, which may be a failure.
    Status(u16),
    /// Something else.
    Other,
}

/// What a request needs to be sent again.
#[derive(Debug)]
pub(super) struct Replay {
    on: RetryOn,
    /// Where its body begins.
    reader: BodyReader,
}

impl Replay {
    /// None if the request is sent once only. What filters have made of one can't be made again.
    pub fn of(x: &Exchange) -> Option<Self> {
        let on = x.backend().settings.retry;
        let keeps = on.keeps_request() && !x.room.txn.no_replay && x.filters.is_none();
        keeps.then(|| Self { on, reader: x.room.request.clone() })
    }

    /// Whether such a failure is tried again.
    fn wants(&self, failure: Failure) -> bool {
        match failure {
            Failure::Empty => self.on.empty,
            Failure::Junk => self.on.junk,
            Failure::Timeout => self.on.timeout,
            Failure::Status(status) => self.on.has_status(status),
            Failure::Other => false,
        }
    }

    /// Makes ready for another attempt, with a connection to a server; false if there is none.
    pub async fn again(&self, x: &mut Exchange, failure: Failure, upload: &mut Pump) -> Step<bool> {
        let most = x.room.txn.max_retries.unwrap_or(x.backend().settings.retries);
        if !self.wants(failure) || x.room.txn.retries >= most || x.client.conn.broken {
            return Ok(false);
        }
        let Some(kept) = upload.take_kept() else { return Ok(false) };
        if let Some(side) = x.server.take() {
            discard(&side.conn.stream);
        }
        if !kept.is_empty() {
            let input = &mut x.client.conn.input;
            let rest = input.bytes().to_vec();
            input.clear();
            input.reserve_total(kept.len() + rest.len());
            input.push(&kept);
            input.push(&rest);
        }
        x.room.request = self.reader.clone();
        x.room.txn.response.clear();
        x.room.txn.times.connected = None;
        x.room.txn.reused = false;
        connected::reach_again(x).await?;
        Ok(true)
    }
}
