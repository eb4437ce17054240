//! Every early end of an exchange, and what the client sees of it.

use super::serving;
use crate::exchange::{Exchange, Exit, Room, ending};
use crate::pool::discard;
use crate::worker::Worker;
use moongate_conf::plan::OwnError;
use moongate_http::Body;
use moongate_rules::{ActionCx, ReplyBody, errors};
use moongate_sample::Point;
use moongate_state::{Cause, Stage, TableEvent};
use std::future::poll_fn;
use std::task::Poll;

/// How long a client may take to notice the end of a connection on which it was still sending.
const LINGER_MS: u64 = 2000;

/// Ends the exchange as `exit` says.
pub(super) async fn leave(x: &mut Exchange, exit: Exit) {
    // Whatever the server was doing, its connection can't be used again.
    if let Some(side) = x.server.take() {
        discard(&side.conn.stream);
    }
    match exit {
        Exit::Reply(body) => {
            note_cookies(x);
            count_refusal(x);
            reply(x, body).await;
        }
        Exit::Tarpit(body) => {
            let timeouts = x.frontend().settings.timeouts;
            x.room.txn.end(ending(Cause::Proxy, Stage::Tarpit));
            let own = x.room.txn.timeouts[5];
            x.sleep(own.or(timeouts.tarpit).or(timeouts.connect).unwrap_or(0)).await;
            // The time in the tarpit is shown as time in a queue (configuration manual, 8.4).
            x.room.txn.times.request = None;
            x.room.txn.times.dequeued = Some(x.worker.now());
            x.keep_alive = false;
            note_cookies(x);
            count_refusal(x);
            reply(x, body).await;
        }
        Exit::Error(status, ending) => {
            x.room.txn.end(ending);
            let (body, status) = (error_reply(x, status), Some(status));
            send_reply(x, body, status).await;
        }
        Exit::Early(status, ending) => {
            x.room.txn.end(ending);
            refuse(x, status).await;
        }
        Exit::Serve(run) => {
            if let Err(exit) = serving::serve(x, run).await {
                Box::pin(leave(x, exit)).await;
            }
        }
        Exit::Close(ending) | Exit::Cut(ending) => {
            x.room.txn.end(ending);
            x.keep_alive = false;
        }
        Exit::Drop => {
            x.keep_alive = false;
            drop_silently(x);
        }
        // Only a TCP connection becomes one of HTTP, and `tcp` sees to that.
        Exit::SpeakHttp => x.keep_alive = false,
        Exit::Quiet => {
            x.keep_alive = false;
            x.room.txn.log_level = Some(None);
        }
        Exit::Done => {}
    }
}

/// `silent-drop`: best effort; without the right to leave the connection silently it is reset.
pub(super) fn drop_silently(x: &Exchange) {
    let stream = &x.client.conn.stream;
    let _ = match x.room.txn.rst_ttl {
        Some(ttl) => stream.set_ttl(ttl).and_then(|()| stream.set_linger_zero()),
        None => stream.forget(),
    };
}

/// Answers a request that could not be read. The proxy's own file goes before the default.
async fn refuse(x: &mut Exchange, status: u16) {
    x.keep_alive = false;
    let own = error_reply(x, status);
    if !matches!(own_error(&x.worker.clone(), x, status), Some(OwnError::Whole(_))) {
        // What would have to be made of the request can't be: there is none.
        x.client.conn.output.push(&errors::early(status));
    } else if !x.room.txn.response.is_empty() {
        x.write_answer();
        x.client.conn.output.push(own.bytes());
    }
    x.room.txn.status = status;
    finish_sending(x).await;
}

/// Puts the error of that status into `txn.response`: the proxy's own file, or the default.
fn error_reply(x: &mut Exchange, status: u16) -> ReplyBody {
    let worker = x.worker.clone();
    let own = own_error(&worker, x, status);
    let Room { txn, scratch, .. } = &mut *x.room;
    match own {
        Some(OwnError::Whole(reply)) => {
            txn.response.clone_from(&reply.head);
            ReplyBody::Shared(reply.body.clone())
        }
        Some(OwnError::Made(answer)) => {
            let point = Point::FeHttpRequest;
            answer.make(&mut ActionCx { txn, point, last: true, span: None, scratch })
        }
        None => errors::reply(status, &mut txn.response),
    }
}

/// The backend's own answer to errors of that status, or the frontend's.
fn own_error<'w>(worker: &'w Worker, x: &Exchange, status: u16) -> Option<&'w OwnError> {
    let proxies = [x.room.txn.backend, x.client.session.frontend];
    proxies.iter().find_map(|id| {
        let errors = &worker.plan().proxy(*id).errors;
        errors.iter().find(|(code, _)| *code == status).map(|(_, reply)| reply)
    })
}

/// A request that rules refused is logged with what its cookie says.
fn note_cookies(x: &mut Exchange) {
    let refused = x.room.txn.ending.is_some_and(|it| {
        it.cause == Cause::Proxy && matches!(it.stage, Stage::Request | Stage::Tarpit)
    });
    if refused && x.room.txn.server.is_none() {
        x.read_cookies();
        x.room.txn.server = x.persistence.direct;
    }
}

/// Counts an answer by which a rule refused a message.
fn count_refusal(x: &Exchange) {
    if x.room.txn.ending.is_some_and(|ending| {
        ending.cause == Cause::Proxy && matches!(ending.stage, Stage::Request | Stage::Tarpit)
    }) {
        x.room.txn.count_tracked(TableEvent::Error);
    }
    if let Some(ending) = x.room.txn.ending
        && ending.cause == Cause::Proxy
        && x.room.txn.response.status() != 400
    {
        x.count_denied(ending.stage == Stage::Header);
    }
}

/// Sends the head in `txn.response` and this body. A default answer gives way to the proxy's own
/// file.
async fn reply(x: &mut Exchange, body: ReplyBody) {
    match body {
        ReplyBody::Default(status, _) => {
            // `auth` asks by this header, whatever answer it comes with.
            let challenge = x.room.txn.response.get(b"www-authenticate").map(<[u8]>::to_vec);
            let own = error_reply(x, status);
            if let Some(challenge) = challenge
                && !x.room.txn.response.is_empty()
            {
                x.room.txn.response.set(b"www-authenticate", &challenge);
            }
            send_reply(x, own, Some(status)).await;
        }
        own => send_reply(x, own, None).await,
    }
}

/// Sends the head in `txn.response` and this body. `status` is that of the error which is answered:
/// logs show it, whatever a file of the proxy's own says.
async fn send_reply(x: &mut Exchange, body: ReplyBody, status: Option<u16>) {
    let stage = if x.room.txn.times.response.is_some() { Stage::Header } else { Stage::Request };
    x.room.txn.end(ending(Cause::Local, stage));
    x.room.txn.local = true;
    // The server's answer, if there was one, isn't the one that is sent.
    x.room.txn.times.response = None;
    if x.room.txn.response.is_empty() {
        // An empty file: the connection closes without a word (configuration manual, `errorfile`).
        x.keep_alive = false;
        x.room.txn.status = status.unwrap_or(0);
        return finish_sending(x).await;
    }
    let before = x.room.txn.response.status();
    // A rule for all answers may refuse this one too; then its own answer is sent without them.
    let body = match x.run_after_response().await {
        Ok(()) | Err(Exit::Done) => body,
        Err(Exit::Reply(other)) => other,
        Err(_) => {
            x.keep_alive = false;
            return;
        }
    };
    let changed = x.room.txn.response.status();
    let shown = status.filter(|_| changed == before).unwrap_or(changed);
    x.skip_request_body();
    x.keep_alive &= !moongate_http::connection(&x.room.txn.response).close;
    let body = if x.filters.is_some() { x.filter_reply(body).await } else { body };
    let bytes = body.bytes();
    x.settle_response(Body::Length(bytes.len() as u64));
    x.room.txn.status = shown;
    let before = x.client.conn.output.len();
    x.write_answer();
    let bodiless = x.head_only || matches!(changed, 204 | 304);
    if !bodiless {
        x.client.conn.output.push(bytes);
    }
    x.room.txn.bytes_out += (x.client.conn.output.len() - before) as u64;
    finish_sending(x).await;
}

/// Sends what waits for the client, and lets it read it to the end if the connection then closes.
pub(super) async fn finish_sending(x: &mut Exchange) {
    x.within(x.client_timeout());
    if x.flush_client().await.is_err() {
        x.keep_alive = false;
        return;
    }
    if !x.keep_alive && !x.client.conn.eof {
        let unread = !x.room.request.is_done() || !x.client.conn.input.is_empty();
        if unread {
            linger(x).await;
        }
    }
}

/// Closing a socket with unread bytes resets it, and the reset may overtake the answer: says that
/// nothing follows, and reads until the client has seen it (RFC 9112 §9.6).
pub(super) async fn linger(x: &mut Exchange) {
    if x.client.conn.stream.shutdown_write().is_err() {
        return;
    }
    x.within(Some(LINGER_MS));
    x.client.conn.input.clear();
    poll_fn(|cx| {
        loop {
            match x.client.conn.poll_fill(cx) {
                Poll::Ready(Ok(count)) if count > 0 => x.client.conn.input.clear(),
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => return x.client.timer.poll_expired(cx),
            }
        }
    })
    .await;
}

impl Exchange {
    /// Passes over what has come of the request's body; if that isn't all of it, the connection
    /// can't go on after the answer.
    pub fn skip_request_body(&mut self) {
        let (reader, input) = (&mut self.room.request, &mut self.client.conn.input);
        while !reader.is_done() && !input.is_empty() {
            match reader.step(input.bytes()) {
                Ok(step) => input.consume(step.consumed),
                Err(_) => break,
            }
        }
        if !reader.is_done() {
            self.keep_alive = false;
        }
    }
}
