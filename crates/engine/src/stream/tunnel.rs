//! After 101 or an accepted CONNECT, the connections carry bytes and no longer messages.

use super::copy::{Copier, Patience, copy_both};
use super::pump::Pump;
use crate::exchange::{Exchange, Exit, ending};
use moongate_http::{Body, Version};
use moongate_state::Stage;

/// Sends the answer's head and copies both ways until the end.
pub(super) async fn begin(x: &mut Exchange, mut upload: Pump) -> Exit {
    let head = &mut x.room.txn.response;
    head.set_version(Version::Http11);
    if head.status() != 101 {
        moongate_http::prepare_response(head, Body::None, x.version, true);
    }
    x.room.txn.status = x.room.txn.response.status();
    x.write_answer();
    x.room.txn.bytes_out += x.client.conn.output.len() as u64;
    x.room.txn.bytes_in += upload.moved;
    x.keep_alive = false;
    let mut copier = Copier::default();
    copier.limit(&x.room.txn);
    copier.limit_up(upload.gate.take());
    let patience = Patience::of(x);
    let Some(server) = &mut x.server else { return Exit::Done };
    let copied =
        copy_both(copier, &mut x.client.conn, &mut server.conn, &x.client.timer, patience).await;
    x.room.txn.bytes_in += copied.up;
    x.room.txn.bytes_out += copied.down;
    x.room.txn.server_bytes.0 += upload.moved + copied.up;
    x.room.txn.server_bytes.1 += copied.down;
    if let Some(cause) = copied.cause {
        x.room.txn.end(ending(cause, Stage::Data));
    }
    Exit::Done
}
