//! Stage 9: the answer's body flows to the client, and what is left of the request's to the server.

use super::Finished;
use super::pump::{Pump, PumpError};
use crate::conn::Conn;
use crate::exchange::{Exchange, Exit, Room, ServerSide, Step, deadline, ending};
use crate::throttle::Gate;
use moongate_http::Body;
use moongate_state::{Cause, LogOrigin, Stage};
use std::future::poll_fn;
use std::task::{Context, Poll};

/// An answer on its way.
pub(crate) struct Forwarding<'x> {
    x: &'x mut Exchange,
    upload: Pump,
    download: Pump,
}

enum Event {
    Sent,
    Upload,
    Download(PumpError),
    ClientTimeout,
    ServerTimeout,
}

impl<'x> Forwarding<'x> {
    pub(super) fn new(x: &'x mut Exchange, upload: Pump, body: Body, framing: Body) -> Self {
        x.room.response.reset(body);
        let mut download = Pump::new(framing);
        Gate::refresh(&mut download.gate, &x.room.txn, true);
        Self { x, upload, download }
    }

    /// An answer that filters have seen the head of.
    pub(super) fn filtered(x: &'x mut Exchange, upload: Pump, framing: Body) -> Self {
        let mut download = Pump::through(framing, x.data_filters(true), true);
        Gate::refresh(&mut download.gate, &x.room.txn, true);
        Self { x, upload, download }
    }

    /// Sends head and body.
    pub async fn forward(self) -> Step<Finished<'x>> {
        let Self { x, mut upload, mut download } = self;
        let (fe, be) = (&x.frontend().settings.options, &x.backend().settings.options);
        download.restrict(fe.no_splice[1] || be.no_splice[1], fe.drop_response_trailers);
        x.room.txn.status = x.room.txn.response.status();
        x.write_answer();
        let head = x.client.conn.output.len() as u64;
        crate::log::log_early(&x.worker, &mut x.room.txn, LogOrigin::Response);
        crate::log::log_step(&x.worker, &x.room.txn, LogOrigin::Response);
        let event = move_bodies(x, &mut upload, &mut download).await;
        x.room.txn.bytes_in += upload.moved;
        x.room.txn.bytes_out += head + download.moved;
        x.room.txn.server_bytes.0 += upload.moved;
        x.room.txn.server_bytes.1 += download.moved;
        let Some(server) = &x.server else { return Err(Exit::Done) };
        let all_sent = upload.is_done(&server.conn);
        match event {
            Event::Sent => {
                if !all_sent {
                    // The server answered without reading everything: neither connection can
                    // carry another request.
                    x.keep_alive = false;
                    super::exit::finish_sending(x).await;
                }
                Ok(Finished::new(x, all_sent))
            }
            event => {
                x.keep_alive = false;
                let live = x.room.txn.backend();
                let (cause, counter) = match event {
                    Event::Upload | Event::Download(PumpError::Write) => {
                        (Cause::Client, &live.be.client_aborts)
                    }
                    Event::ClientTimeout => (Cause::ClientTimeout, &live.be.client_aborts),
                    Event::ServerTimeout => (Cause::ServerTimeout, &live.be.server_aborts),
                    Event::Download(PumpError::Malformed) => {
                        (Cause::Proxy, &live.be.response_errors)
                    }
                    _ => (Cause::Server, &live.be.server_aborts),
                };
                counter.add(1);
                Err(Exit::Cut(ending(cause, Stage::Data)))
            }
        }
    }
}

/// Moves both bodies until they are sent, or the server wants no more of the request's.
async fn move_bodies(x: &mut Exchange, upload: &mut Pump, download: &mut Pump) -> Event {
    let (client_ms, server_ms) = (x.client_timeout(), x.server_timeout());
    let mut armed = false;
    let mut answered = false;
    let mut blocked_on_client = false;
    poll_fn(|cx| {
        let Room { txn, request, response, .. } = &mut *x.room;
        let Some(ServerSide { conn, .. }) = &mut x.server else {
            return Poll::Ready(Event::Sent);
        };
        let client = &mut x.client.conn;
        let before = download.moved + upload.moved;
        let waiting = client.output.len();
        if !answered {
            match download.poll(cx, txn, response, conn, client) {
                Poll::Ready(Ok(())) => answered = true,
                Poll::Ready(Err(error)) => return Poll::Ready(Event::Download(error)),
                Poll::Pending => {}
            }
        }
        if !upload.is_done(conn) && !conn.broken {
            match upload.poll(cx, txn, request, client, conn) {
                Poll::Ready(Err(PumpError::Write)) => conn.broken = true,
                // Without an answer yet, its failure is none of the answer.
                Poll::Ready(Err(_)) if answered => return Poll::Ready(Event::Upload),
                Poll::Ready(Err(_)) => conn.broken = true,
                Poll::Ready(Ok(())) | Poll::Pending => {}
            }
        }
        if answered && (upload.is_done(conn) || conn.broken || has_closed(conn, cx)) {
            return Poll::Ready(Event::Sent);
        }
        if download.is_throttled() || upload.is_throttled() {
            // Silence that a limit makes is nobody's fault.
            x.client.timer.clear();
            armed = false;
            return Poll::Pending;
        }
        // Bytes that wait for the client mean that the client is slow, not the server.
        let on_client = answered || !client.output.is_empty() || download.is_blocked();
        let progress = download.moved + upload.moved > before || client.output.len() < waiting;
        if !armed || progress || on_client != blocked_on_client {
            armed = true;
            blocked_on_client = on_client;
            x.client.timer.set(deadline(if on_client { client_ms } else { server_ms }));
        }
        x.client
            .timer
            .poll_expired(cx)
            .map(|()| if blocked_on_client { Event::ClientTimeout } else { Event::ServerTimeout })
    })
    .await
}

/// Whether the server closed its side; more that it sends belongs to no request.
fn has_closed(conn: &mut Conn, cx: &mut Context<'_>) -> bool {
    while !conn.eof && !conn.input.is_full() {
        if conn.poll_fill(cx).is_pending() {
            return false;
        }
    }
    conn.eof
}
