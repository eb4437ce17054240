//! Copies bytes both ways between two connections until both have ended: tunnels and TCP mode.

use super::filter::SharedFilters;
use crate::conn::Conn;
use crate::exchange::{Exchange, deadline};
use crate::throttle::Gate;
use moongate_net::Timer;
use moongate_state::{Cause, Txn};
use std::future::poll_fn;
use std::task::{Context, Poll};

/// One direction.
#[derive(Debug, Default)]
pub(super) struct Way {
    /// The sender's end was passed on: nothing more will be moved.
    pub over: bool,
    /// Bytes.
    pub moved: u64,
    /// Bandwidth limits.
    gate: Option<Box<Gate>>,
}

/// Milliseconds of silence that end the copying; none: no limit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Patience {
    /// While the client is expected to send or to read.
    pub client: Option<u64>,
    /// While the server is.
    pub server: Option<u64>,
    /// Instead of `client` once the client has ended its side.
    pub client_fin: Option<u64>,
    /// Instead of `server` once the server has.
    pub server_fin: Option<u64>,
}

/// How copying ended.
#[derive(Debug)]
pub(crate) struct Copied {
    /// Bytes from the client, and to it.
    pub up: u64,
    pub down: u64,
    /// Who ended it, if not both in order.
    pub cause: Option<Cause>,
}

/// Copies until both sides have ended, one fails, or silence lasts too long.
pub(crate) async fn copy_both(
    mut copier: Copier,
    client: &mut Conn,
    server: &mut Conn,
    timer: &Timer,
    patience: Patience,
) -> Copied {
    let cause = poll_fn(|cx| copier.poll(cx, (client, server), timer, patience, None)).await;
    copier.copied(cause)
}

/// Both directions under way.
#[derive(Debug, Default)]
pub(crate) struct Copier {
    up: Way,
    down: Way,
    armed: Option<(bool, bool)>,
    /// Filters that the bytes pass.
    filters: Option<SharedFilters>,
}

impl Copier {
    /// One whose bytes pass filters, if there are any.
    pub fn through(filters: Option<SharedFilters>) -> Self {
        Self { filters, ..Self::default() }
    }

    /// Limits both ways as rules have said so far.
    pub fn limit(&mut self, txn: &Txn) {
        for (way, response) in [(&mut self.up, false), (&mut self.down, true)] {
            Gate::refresh(&mut way.gate, txn, response);
        }
    }

    /// Limits the way up as an upload that began before.
    pub fn limit_up(&mut self, gate: Option<Box<Gate>>) {
        self.up.gate = gate.or(self.up.gate.take());
    }

    /// Moves what can be moved. Ready when both sides have ended, or with who ended it otherwise.
    pub fn poll(
        &mut self,
        cx: &mut Context<'_>,
        (client, server): (&mut Conn, &mut Conn),
        timer: &Timer,
        patience: Patience,
        mut txn: Option<&mut Txn>,
    ) -> Poll<Option<Cause>> {
        let before = self.up.moved + self.down.moved;
        if let Some(cause) = self.poll_up(cx, client, server, txn.as_deref_mut()) {
            return Poll::Ready(Some(cause));
        }
        let down = match (&self.filters, txn) {
            (Some(filters), Some(txn)) => {
                let causes = (Cause::Server, Cause::Client);
                super::filter_copy::poll(
                    &mut self.down,
                    cx,
                    filters,
                    (txn, true),
                    (server, client),
                    causes,
                )
            }
            _ => self.down.poll(cx, server, client, Cause::Server, Cause::Client),
        };
        if let Some(cause) = down {
            return Poll::Ready(Some(cause));
        }
        if self.up.over && self.down.over {
            return Poll::Ready(None);
        }
        if self.up.is_throttled() || self.down.is_throttled() {
            // Silence that a limit makes is nobody's fault.
            timer.clear();
            self.armed = None;
            return Poll::Pending;
        }
        let shut = (self.up.over, self.down.over);
        let (ms, cause) = patience.now(shut.0, shut.1);
        if before != self.up.moved + self.down.moved || self.armed != Some(shut) {
            self.armed = Some(shut);
            timer.set(deadline(ms));
        }
        timer.poll_expired(cx).map(|()| Some(cause))
    }

    /// Moves what the client sent; the cause if that failed.
    pub fn poll_up(
        &mut self,
        cx: &mut Context<'_>,
        client: &mut Conn,
        server: &mut Conn,
        txn: Option<&mut Txn>,
    ) -> Option<Cause> {
        let causes = (Cause::Client, Cause::Server);
        match (&self.filters, txn) {
            (Some(filters), Some(txn)) => super::filter_copy::poll(
                &mut self.up,
                cx,
                filters,
                (txn, false),
                (client, server),
                causes,
            ),
            _ => self.up.poll(cx, client, server, causes.0, causes.1),
        }
    }

    /// What was moved, and how it ended.
    pub fn copied(&self, cause: Option<Cause>) -> Copied {
        Copied { up: self.up.moved, down: self.down.moved, cause }
    }
}

impl Patience {
    /// Of a stream that carries bytes: `timeout tunnel` goes before the sides' own.
    pub fn of(x: &Exchange) -> Self {
        let tunnel = x.tunnel_timeout();
        Self {
            client: tunnel.or(x.client_timeout()),
            server: tunnel.or(x.server_timeout()),
            client_fin: x.frontend().settings.timeouts.client_fin,
            server_fin: x.backend().settings.timeouts.server_fin,
        }
    }

    /// The time limit now, and whose it is: the shorter of the two sides'.
    fn now(&self, client_shut: bool, server_shut: bool) -> (Option<u64>, Cause) {
        let client = if client_shut { self.client_fin.or(self.client) } else { self.client };
        let server = if server_shut { self.server_fin.or(self.server) } else { self.server };
        match (client, server) {
            (Some(client), Some(server)) if server < client => (Some(server), Cause::ServerTimeout),
            (Some(client), _) => (Some(client), Cause::ClientTimeout),
            (None, server) => (server, Cause::ServerTimeout),
        }
    }
}

impl Way {
    /// How much of what was received may go on now; if none, the task is woken when some may.
    pub(super) fn allowance(&mut self, cx: &Context<'_>, from: &Conn) -> usize {
        match &mut self.gate {
            Some(gate) if !from.input.is_empty() => gate.poll(cx, from.input.len()),
            _ => usize::MAX,
        }
    }

    /// So much of it went on.
    pub(super) fn took(&mut self, count: usize) {
        if let Some(gate) = &mut self.gate {
            gate.take(count as u64);
        }
    }

    fn is_throttled(&self) -> bool {
        !self.over && self.gate.as_ref().is_some_and(|gate| gate.waits())
    }

    /// Moves what can be moved; the cause if a side failed.
    fn poll(
        &mut self,
        cx: &mut Context<'_>,
        from: &mut Conn,
        to: &mut Conn,
        reader: Cause,
        writer: Cause,
    ) -> Option<Cause> {
        while !self.over {
            if !to.output.is_empty() {
                match to.poll_flush(cx) {
                    Poll::Ready(Ok(())) => {}
                    Poll::Ready(Err(_)) => return Some(writer),
                    Poll::Pending => return None,
                }
            }
            if !from.input.is_empty() {
                let most = self.allowance(cx, from);
                if most == 0 {
                    return None;
                }
                let sent = match most < from.input.len() {
                    false => from.input.poll_drain(cx, &mut to.stream),
                    true => to.poll_send(cx, &from.input.bytes()[..most]).map_ok(|sent| {
                        from.input.consume(sent);
                        sent
                    }),
                };
                match sent {
                    Poll::Ready(Ok(sent)) => {
                        self.moved += sent as u64;
                        self.took(sent);
                    }
                    Poll::Ready(Err(_)) => {
                        to.broken = true;
                        return Some(writer);
                    }
                    Poll::Pending => return None,
                }
                continue;
            }
            from.input.release();
            if from.eof {
                self.over = true;
                let _ = to.stream.shutdown_write();
                return None;
            }
            match from.poll_fill(cx) {
                Poll::Ready(Ok(_)) => {}
                Poll::Ready(Err(_)) => return Some(reader),
                Poll::Pending => return None,
            }
        }
        None
    }
}
