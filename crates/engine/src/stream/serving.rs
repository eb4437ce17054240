//! A service answers in the server's place: its output is framed and sent as a server's would be.

use super::exit::{finish_sending, linger};
use super::filter::SharedFilters;
use crate::exchange::{Exchange, Exit, Failure, Room, Step, ending};
use moongate_http::{Body, LAST_CHUNK, Version, response_body, write_chunk_size};
use moongate_rules::{ServiceIo, ServiceRun, errors};
use moongate_state::{Cause, Stage, Txn};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

/// How far a run has come.
#[derive(Default)]
struct Progress {
    /// No rules for responses of servers apply.
    own: bool,
    head_ready: bool,
    head_sent: bool,
    done: bool,
    /// The service failed behind its head: what it wrote is sent, and the connection ends.
    failed: bool,
    framing: Option<Body>,
    /// Payload sent, for answers with a length.
    sent: u64,
    /// Filters that see the payload.
    filters: Option<SharedFilters>,
}

/// Runs an HTTP service to its end.
pub(super) async fn serve(x: &mut Exchange, mut run: Box<dyn ServiceRun>) -> Step<()> {
    x.hide_body();
    take_over(&mut x.room.txn, &*run, x.worker.now());
    let mut progress = Progress { own: run.is_own(), ..Progress::default() };
    loop {
        step(x, &mut *run, &mut progress).await?;
        if progress.done && !progress.head_ready {
            answer_fault(&mut x.room.txn, &mut progress);
        }
        if progress.head_ready && !progress.head_sent {
            begin_answer(x, &mut progress).await?;
        }
        if let Some(filters) = &progress.filters {
            filter(x, filters.clone(), progress.done).await?;
        }
        frame(x, &mut progress);
        if progress.failed {
            x.keep_alive = false;
            x.room.txn.end(ending(Cause::Local, Stage::Request));
            drop(run);
            finish_sending(x).await;
            return Ok(());
        }
        if progress.done {
            break;
        }
    }
    end_answer(x, &progress)?;
    x.room.txn.end(ending(Cause::Local, Stage::Request));
    drop(run);
    x.skip_request_body();
    finish_sending(x).await;
    Ok(())
}

/// Lets what the service wrote pass the filters.
async fn filter(x: &mut Exchange, filters: SharedFilters, last: bool) -> Step<()> {
    let written = std::mem::take(&mut x.room.txn.res.output);
    let mut out = Vec::new();
    x.pass_filters(&filters, written.bytes(), last, &mut out).await?;
    let output = &mut x.room.txn.res.output;
    output.reserve_total(out.len());
    output.push(&out);
    Ok(())
}

/// From now on the service stands where a server would: it is connected at once.
fn take_over(txn: &mut Txn, run: &dyn ServiceRun, now: Instant) {
    txn.local = true;
    txn.served = true;
    stand_in(txn, run.name(), now);
}

/// The same, while rules may still decide otherwise.
pub(super) fn stand_in(txn: &mut Txn, name: Option<Arc<str>>, now: Instant) {
    txn.service = name;
    txn.times.dequeued.get_or_insert(now);
    txn.times.connected = Some(now);
}

/// A service that fails before it answers has answered 500.
fn answer_fault(txn: &mut Txn, progress: &mut Progress) {
    let body = errors::reply(500, &mut txn.response);
    txn.res.output.clear();
    txn.res.output.push(body.bytes());
    progress.head_ready = true;
    progress.done = true;
}

/// Polls the service until it wrote something or ended, and feeds it the request's body.
async fn step(x: &mut Exchange, run: &mut dyn ServiceRun, progress: &mut Progress) -> Step<()> {
    let room = x.worker.bufsize;
    if x.client.conn.output.len() >= room {
        x.within(x.client_timeout());
        if let Err(failure) = x.flush_client().await {
            x.keep_alive = false;
            let cause = match failure {
                Failure::Timeout => Cause::ClientTimeout,
                Failure::Io => Cause::Client,
            };
            return Err(Exit::Cut(ending(cause, Stage::Data)));
        }
    }
    poll_fn(|cx| {
        loop {
            let fed = feed(x, cx)?;
            let mut io = ServiceIo { txn: &mut x.room.txn, head_ready: progress.head_ready, room };
            let polled = run.poll(&mut io, cx);
            progress.head_ready = io.head_ready;
            match polled {
                Poll::Ready(true) => {
                    progress.done = true;
                    return Poll::Ready(Ok(()));
                }
                Poll::Ready(false) if progress.head_ready => {
                    progress.failed = true;
                    return Poll::Ready(Ok(()));
                }
                Poll::Ready(false) => {
                    answer_fault(&mut x.room.txn, progress);
                    return Poll::Ready(Ok(()));
                }
                Poll::Pending => {}
            }
            if progress.head_ready && (!progress.head_sent || !x.room.txn.res.output.is_empty()) {
                return Poll::Ready(Ok(()));
            }
            // What it wrote before goes out while it waits; a failure shows when it is flushed.
            let _ = x.client.conn.poll_flush(cx);
            if !fed {
                return Poll::Pending;
            }
        }
    })
    .await
}

/// Moves payload of the request to the service; whether there was any.
fn feed(x: &mut Exchange, cx: &mut Context<'_>) -> Result<bool, Exit> {
    let Room { txn, request, .. } = &mut *x.room;
    let channel = &mut txn.req;
    let mut fed = false;
    loop {
        if request.is_done() {
            fed |= !channel.eof;
            channel.eof = true;
            return Ok(fed);
        }
        let input = &mut x.client.conn.input;
        if !input.is_empty() && channel.input.room() > 0 {
            let take = input.len().min(channel.input.room());
            let step = match request.step(&input.bytes()[..take]) {
                Ok(step) => step,
                Err(_) => return Err(Exit::Error(400, ending(Cause::Proxy, Stage::Data))),
            };
            channel.input.push(&input.bytes()[step.data.clone()]);
            txn.bytes_in += step.consumed as u64;
            input.consume(step.consumed);
            fed |= !step.data.is_empty();
            continue;
        }
        if !input.is_empty() {
            return Ok(fed);
        }
        match x.client.conn.poll_fill(cx) {
            Poll::Ready(Ok(count)) if count > 0 => {}
            Poll::Ready(_) => {
                x.keep_alive = false;
                channel.eof = true;
                return match request.finish_on_eof() {
                    Ok(()) => Ok(true),
                    Err(_) => Err(Exit::Close(ending(Cause::Client, Stage::Data))),
                };
            }
            Poll::Pending => return Ok(fed),
        }
    }
}

/// The head is there: framing is decided, the head is sent with the first payload.
async fn begin_answer(x: &mut Exchange, progress: &mut Progress) -> Step<()> {
    x.room.txn.times.response = Some(x.worker.now());
    progress.head_sent = true;
    let modern = x.version >= Version::Http11;
    if !modern {
        x.room.txn.response.set_version(Version::Http10);
    }
    if modern && framing_of(x)? == Body::UntilClose {
        x.room.txn.response.add(b"transfer-encoding", b"chunked");
    }
    if !progress.own {
        x.run_response_rules().await?;
    }
    x.run_after_response().await?;
    let mut body = framing_of(x)?;
    if x.filters.is_some() {
        (progress.filters, body) = x.filter_service(body).await?;
    }
    let framing = x.settle_response(body);
    progress.framing = Some(framing);
    x.room.txn.status = x.room.txn.response.status();
    let before = x.client.conn.output.len();
    x.write_answer();
    x.room.txn.bytes_out += (x.client.conn.output.len() - before) as u64;
    Ok(())
}

/// How the head that the service made says that its body ends.
fn framing_of(x: &mut Exchange) -> Step<Body> {
    let fault = |_| Exit::Error(500, ending(Cause::Internal, Stage::Header));
    response_body(&mut x.room.txn.response, b"GET").map_err(fault)
}

/// Moves what the service wrote to the client's output, in the answer's framing.
fn frame(x: &mut Exchange, progress: &mut Progress) {
    let output = &mut x.room.txn.res.output;
    let Some(framing) = progress.framing else { return };
    let mut payload = output.bytes();
    if let Body::Length(length) = framing {
        let left = usize::try_from(length - progress.sent).unwrap_or(usize::MAX);
        payload = &payload[..payload.len().min(left)];
    }
    let before = x.client.conn.output.len();
    if !payload.is_empty() && framing != Body::None {
        if framing == Body::Chunked {
            write_chunk_size(payload.len(), x.client.conn.output.tail());
        }
        x.client.conn.output.push(payload);
        if framing == Body::Chunked {
            x.client.conn.output.push(b"\r\n");
        }
        progress.sent += payload.len() as u64;
    }
    output.clear();
    output.release();
    if progress.done && framing == Body::Chunked {
        x.client.conn.output.push(LAST_CHUNK);
    }
    x.room.txn.bytes_out += (x.client.conn.output.len() - before) as u64;
}

/// The service is done: was its answer whole?
fn end_answer(x: &mut Exchange, progress: &Progress) -> Step<()> {
    match progress.framing {
        None => Err(Exit::Error(500, ending(Cause::Internal, Stage::Request))),
        Some(Body::Length(length)) if progress.sent < length && !x.head_only => {
            x.keep_alive = false;
            Ok(())
        }
        Some(_) => Ok(()),
    }
}

/// Runs a TCP service to its end.
pub(super) async fn serve_tcp(x: &mut Exchange, mut run: Box<dyn ServiceRun>) {
    take_over(&mut x.room.txn, &*run, x.worker.now());
    let room = x.worker.bufsize;
    let client_ms = x.client_timeout();
    x.within(client_ms);
    let over = poll_fn(|cx| {
        loop {
            let Exchange { client, room: own, .. } = &mut *x;
            let channel = &mut own.txn.req;
            let mut moved = false;
            if !channel.eof && !channel.input.is_full() {
                match channel.input.poll_fill(cx, &mut client.conn.stream) {
                    Poll::Ready(Ok(count)) if count > 0 => {
                        own.txn.bytes_in += count as u64;
                        moved = true;
                    }
                    Poll::Ready(_) => {
                        channel.eof = true;
                        moved = true;
                    }
                    Poll::Pending => {}
                }
            }
            let waiting = client.conn.output.len();
            let left = room.saturating_sub(waiting);
            let mut io = ServiceIo { txn: &mut own.txn, head_ready: false, room: left };
            let polled = run.poll(&mut io, cx);
            let output = &mut own.txn.res.output;
            own.txn.bytes_out += output.len() as u64;
            moved |= !output.is_empty();
            client.conn.output.push(output.bytes());
            output.clear();
            if let Poll::Ready(done) = polled {
                return Poll::Ready(done);
            }
            match client.conn.poll_flush(cx) {
                Poll::Ready(Ok(())) => moved |= waiting > 0,
                Poll::Ready(Err(_)) => return Poll::Ready(false),
                Poll::Pending => {}
            }
            if moved {
                client.timer.set(crate::exchange::deadline(client_ms));
                continue;
            }
            return client.timer.poll_expired(cx).map(|()| false);
        }
    })
    .await;
    drop(run);
    if !over {
        x.room.txn.end(ending(Cause::Internal, Stage::Request));
    }
    finish_sending(x).await;
    if !x.room.txn.req.eof && !x.client.conn.broken {
        // The client may still be sending; nobody reads that any more.
        linger(x).await;
    }
}
