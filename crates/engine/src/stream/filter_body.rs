//! Bodies that filters see: how their length is announced, and the pump that moves them.

use super::filter::SharedFilters;
use super::pump::{Pump, PumpError};
use crate::conn::Conn;
use crate::exchange::{Exchange, Exit, Room, ServerSide, Step, deadline, ending};
use moongate_http::{Body, BodyReader, Version};
use moongate_rules::BodyLength;
use moongate_state::{Cause, Stage, Txn};
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

/// What a wait for filtered payload can end with.
enum Held {
    /// All of it is there.
    Whole,
    /// More than a buffer holds.
    Long,
    /// The sender, or a filter, failed.
    Failed(PumpError),
    /// Time is over.
    Late,
}

impl Exchange {
    /// Settles how the head says where the body ends: filters may make it longer or shorter. A short
    /// body with a length is filtered before its head goes out, so that the length is right; a long
    /// one goes in chunks.
    pub(super) async fn settle_filtered(
        &mut self,
        body: Body,
        response: bool,
        upload: Option<&mut Pump>,
    ) -> Step<Body> {
        if response {
            self.room.response.reset(body);
        }
        let Some(filters) = self.data_filters(response) else { return Ok(body) };
        let said = {
            let mut filters = filters.borrow_mut();
            let notes = filters.notes(response);
            notes.framed = true;
            notes.length
        };
        let body = match (said, body) {
            (_, Body::None | Body::Length(0)) => return Ok(body),
            (Some(BodyLength::Fixed(length)), _) => return Ok(Body::Length(length)),
            (Some(BodyLength::Chunked), _) => Body::Chunked,
            (None, Body::Length(length)) => {
                let short = length <= self.worker.bufsize as u64;
                if short && (response || !self.expects_continue) {
                    return self.hold(&filters, length, response, upload).await;
                }
                Body::Chunked
            }
            (None, body) => return Ok(body),
        };
        Ok(self.unknown_length(body, response))
    }

    /// Announces a body whose length nobody knows.
    pub(super) fn unknown_length(&mut self, body: Body, response: bool) -> Body {
        let old = response && self.version < Version::Http11;
        let head = if response { &mut self.room.txn.response } else { &mut self.room.txn.request };
        head.remove(b"content-length");
        head.remove(b"transfer-encoding");
        if old {
            return Body::UntilClose;
        }
        head.add(b"transfer-encoding", b"chunked");
        debug_assert_eq!(body, Body::Chunked);
        body
    }

    /// Filters a short body before its head goes out.
    async fn hold(
        &mut self,
        filters: &SharedFilters,
        length: u64,
        response: bool,
        mut upload: Option<&mut Pump>,
    ) -> Step<Body> {
        let ms = if response { self.server_timeout() } else { self.client_timeout() };
        self.client.timer.set(deadline(ms));
        let limit = self.worker.bufsize;
        let held = poll_fn(|cx| {
            let Exchange { room, client, server, .. } = &mut *self;
            let Room { txn, request, response: answer, .. } = &mut **room;
            let polled = match (response, server) {
                (true, Some(ServerSide { conn, .. })) => {
                    if let Some(upload) = &mut upload
                        && !conn.broken
                        && !upload.is_done(conn)
                    {
                        // A failure shows again while the answer is forwarded.
                        let _ = upload.poll(cx, txn, request, &mut client.conn, conn);
                    }
                    poll_held(cx, filters, txn, answer, conn, (true, limit))
                }
                (true, None) => Poll::Ready(Held::Failed(PumpError::Read)),
                (false, _) => {
                    poll_held(cx, filters, txn, request, &mut client.conn, (false, limit))
                }
            };
            match polled {
                Poll::Ready(held) => Poll::Ready(held),
                Poll::Pending => client.timer.poll_expired(cx).map(|()| Held::Late),
            }
        })
        .await;
        let error = match held {
            Held::Whole => {
                let now = filters.borrow_mut().out(response).len() as u64;
                if now != length {
                    let txn = &mut self.room.txn;
                    let head = if response { &mut txn.response } else { &mut txn.request };
                    head.set(b"content-length", now.to_string().as_bytes());
                }
                return Ok(Body::Length(now));
            }
            Held::Long => return Ok(self.unknown_length(Body::Chunked, response)),
            Held::Late => None,
            Held::Failed(error) => Some(error),
        };
        Err(self.not_held(error.as_ref(), response))
    }

    /// A body that was waited for didn't come; no error: in time.
    fn not_held(&mut self, error: Option<&PumpError>, response: bool) -> Exit {
        if !response {
            self.keep_alive = false;
        }
        let stage = if response { Stage::Header } else { Stage::Request };
        let (status, cause) = match (error, response) {
            (None, true) => (504, Cause::ServerTimeout),
            (None, false) => (408, Cause::ClientTimeout),
            (Some(PumpError::Malformed), true) => (502, Cause::Proxy),
            (Some(PumpError::Malformed), false) => (400, Cause::Proxy),
            (Some(_), true) => (502, Cause::Server),
            (Some(_), false) => (400, Cause::Client),
        };
        Exit::Error(status, ending(cause, stage))
    }
}

/// Reads and filters until the body is whole, or more than `limit` came through.
fn poll_held(
    cx: &mut Context<'_>,
    filters: &SharedFilters,
    txn: &mut Txn,
    reader: &mut BodyReader,
    from: &mut Conn,
    (response, limit): (bool, usize),
) -> Poll<Held> {
    let mut filters = filters.borrow_mut();
    loop {
        let failed = |error| Poll::Ready(Held::Failed(error));
        let Ok(decoded) = filters.decode(response, reader, from, usize::MAX) else {
            return failed(PumpError::Malformed);
        };
        let Ok(moved) = filters.run(cx, txn, response, true) else {
            return failed(PumpError::Malformed);
        };
        if filters.is_over(response) {
            return Poll::Ready(Held::Whole);
        }
        if filters.out(response).len() >= limit {
            return Poll::Ready(Held::Long);
        }
        if moved || decoded > 0 {
            continue;
        }
        if !filters.wants_more(response) {
            return Poll::Pending;
        }
        match ready!(from.poll_fill(cx)) {
            Ok(0) if reader.finish_on_eof().is_err() => return failed(PumpError::Truncated),
            Ok(_) => {}
            Err(_) => return failed(PumpError::Read),
        }
    }
}

impl Pump {
    /// Moves what can be moved through the filters. Ready when all is sent.
    pub(super) fn poll_filtered(
        &mut self,
        cx: &mut Context<'_>,
        txn: &mut Txn,
        reader: &mut BodyReader,
        from: &mut Conn,
        to: &mut Conn,
    ) -> Poll<Result<(), PumpError>> {
        let Some((filters, response)) = self.filters.clone() else { return Poll::Ready(Ok(())) };
        loop {
            let most = self.allowance(cx, reader, from);
            let decoded = {
                let mut filters = filters.borrow_mut();
                let decoded = filters.decode(response, reader, from, most);
                let decoded = decoded.map_err(|_| PumpError::Malformed)?;
                if let Some(gate) = &mut self.gate {
                    gate.take(decoded as u64);
                }
                let moved = filters.run(cx, txn, response, true);
                let moved = moved.map_err(|_| PumpError::Malformed)?;
                let over = filters.is_over(response);
                self.frame(filters.out(response), over, reader, to)?;
                decoded > 0 || moved
            };
            if !to.output.is_empty() {
                ready!(to.poll_flush(cx)).map_err(|_| PumpError::Write)?;
            }
            if self.is_done_sending() {
                from.input.release();
                to.output.release();
                return Poll::Ready(Ok(()));
            }
            if decoded {
                continue;
            }
            if most == 0 || !filters.borrow().wants_more(response) {
                return Poll::Pending;
            }
            match ready!(from.poll_fill(cx)) {
                Ok(0) => reader.finish_on_eof().map_err(|_| PumpError::Truncated)?,
                Ok(_) => {}
                Err(_) => return Poll::Ready(Err(PumpError::Read)),
            }
        }
    }
}
