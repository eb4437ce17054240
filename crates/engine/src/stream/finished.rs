//! Stage 10: the exchange is over. Every way ends here: the log line, the counters, and whether
//! the connections go on.

use crate::exchange::{Client, Exchange, ServerSide};
use crate::pool::discard;
use moongate_conf::plan::Reuse;
use moongate_http::BodyReader;
use moongate_state::{LogOrigin, TableEvent};

/// An exchange whose answer is sent.
pub(crate) struct Finished<'x>(&'x mut Exchange, bool);

impl<'x> Finished<'x> {
    pub(super) fn new(x: &'x mut Exchange, all_sent: bool) -> Self {
        Self(x, all_sent)
    }

    /// Keeps the server's connection if it can carry another request.
    pub fn release_server(self) {
        let Self(x, all_sent) = self;
        let Some(side) = x.server.take() else { return };
        x.slot = None;
        let reuse = x.backend().settings.reuse;
        let (fe, be) = (x.frontend().settings.options, x.backend().settings.options);
        let close = fe.httpclose || be.httpclose || fe.http_server_close || be.http_server_close;
        let marked = x.room.txn.bc_mark.is_some() || x.room.txn.bc_tos.is_some();
        let whole = all_sent && !close && !marked && ends_cleanly(&x.room.response);
        x.client.last_server = Some((side.backend, side.id));
        if whole && x.server_keep_alive && reuse == Reuse::Never {
            let requests = side.requests + 1;
            x.client.own_server = Some(Box::new(ServerSide { requests, ..side }));
        } else if whole && x.server_keep_alive {
            x.worker.keep(side);
        } else {
            discard(&side.conn.stream);
        }
    }
}

/// Whether the body ended by itself and not by the end of the connection.
fn ends_cleanly(body: &BodyReader) -> bool {
    body.is_done()
}

impl Exchange {
    /// Logs and counts the exchange; the client's connection goes on, or not.
    pub fn finish(mut self) -> Option<Box<Client>> {
        if self.filters.is_some() {
            self.end_filters();
        }
        let now = self.worker.now();
        self.room.txn.times.finished = Some(now);
        self.count();
        // HAProxy's logs show the counts without the stream itself.
        self.slot = None;
        self.counted = None;
        crate::log::log_end(&self.worker, &self.room.txn);
        let keep = self.keep_alive && !self.client.conn.broken && !self.worker.stopping.get();
        let Self { worker, mut client, room, .. } = self;
        worker.give_room(room);
        // A connection that waits holds no buffers.
        client.conn.input.release();
        client.conn.output.release();
        client.since = now;
        keep.then_some(client)
    }

    /// Adds this exchange to the counters of its proxies and its server.
    fn count(&self) {
        let txn = &self.room.txn;
        let (bytes_in, bytes_out) = (txn.bytes_in, txn.bytes_out);
        if txn.log_origin.get() != LogOrigin::SessionError {
            txn.count_tracked(TableEvent::Bytes(bytes_in, bytes_out));
        }
        let frontend = txn.frontend();
        frontend.fe.bytes_in.add(bytes_in);
        frontend.fe.bytes_out.add(bytes_out);
        txn.session.world.counters.bytes_out.add(bytes_out);
        let http = txn.status > 0;
        if http {
            frontend.fe.responses[super::answered::class(txn.status)].add(1);
        }
        if txn.local {
            frontend.fe.intercepted.add(1);
        }
        if txn.routed {
            let backend = txn.backend();
            backend.be.bytes_in.add(bytes_in);
            backend.be.bytes_out.add(bytes_out);
            if http {
                backend.be.responses[super::answered::class(txn.status)].add(1);
            }
        }
        if let Some(server) = txn.server() {
            server.counters.bytes_in.add(bytes_in);
            server.counters.bytes_out.add(bytes_out);
        }
    }
}
