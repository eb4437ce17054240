//! TCP mode: content rules look at the first bytes, then bytes flow both ways.

use super::connected;
use super::copy::{Copier, Patience};
use super::exit::leave;
use crate::exchange::{Client, Exchange, Exit, Room, Step, deadline, ending};
use crate::worker::Worker;
use moongate_rules::{ActionCx, Cursor, FilterEvent, Rules, Verdict};
use moongate_sample::Point;
use moongate_state::{Cause, LogOrigin, Mode, ProxyId, Stage};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};

/// Serves one TCP client; the client again, with what it has sent, if it speaks HTTP from now on.
pub(super) async fn serve(worker: Rc<Worker>, client: Box<Client>) -> Option<Box<Client>> {
    let mut x = Exchange::new(worker, client);
    // What came with the PROXY header.
    std::mem::swap(&mut x.client.conn.input, &mut x.room.txn.req.input);
    crate::log::log_begin(&x.worker, &x.room.txn);
    match run(&mut x).await {
        Ok(()) => {}
        Err(Exit::SpeakHttp) => {
            let Exchange { mut client, mut room, .. } = x;
            std::mem::swap(&mut client.conn.input, &mut room.txn.req.input);
            client.carried = Some(room);
            return Some(client);
        }
        Err(exit) => leave_tcp(&mut x, exit).await,
    }
    x.keep_alive = false;
    x.finish();
    None
}

async fn run(x: &mut Exchange) -> Step<()> {
    let frontend = x.client.session.frontend;
    if !x.frontend().filters.list.is_empty() {
        x.start_filters(frontend).await?;
    }
    inspect(x, frontend, Point::FeTcpContent).await?;
    x.choose_backend().await?;
    if x.backend().mode == Mode::Http {
        // A backend of HTTP makes the connection one of HTTP.
        return Err(Exit::SpeakHttp);
    }
    x.count_in_backend();
    let backend = x.room.txn.backend;
    if backend != frontend {
        if !x.backend().filters.list.is_empty() {
            x.start_filters(backend).await?;
        }
        inspect(x, backend, Point::BeTcpContent).await?;
    }
    send_back(x).await;
    x.prefer_server();
    x.follow_stickiness();
    connected::reach(x, false).await?;
    crate::log::log_early(&x.worker, &mut x.room.txn, LogOrigin::Connect);
    // What rules left of the input, and what they made of it, goes to the server.
    let Room { txn, .. } = &mut *x.room;
    std::mem::swap(&mut x.client.conn.input, &mut txn.req.input);
    if let Some(server) = &mut x.server {
        server.conn.output.push(txn.req.output.bytes());
        txn.req.output.clear();
    }
    if x.filters.is_some() {
        x.tell_filters(FilterEvent::Start, true, 0).await?;
    }
    let mut copier = Copier::through(x.filters.clone());
    copier.limit(&x.room.txn);
    let cause = match inspect_response(x, &mut copier).await? {
        Some(cause) => Some(cause),
        None => {
            copier.limit(&x.room.txn);
            let patience = Patience::of(x);
            let Exchange { client, server, room, .. } = &mut *x;
            let Some(server) = server else { return Ok(()) };
            poll_fn(|cx| {
                let ends = (&mut client.conn, &mut server.conn);
                copier.poll(cx, ends, &client.timer, patience, Some(&mut room.txn))
            })
            .await
        }
    };
    let copied = copier.copied(cause);
    x.room.txn.bytes_in += copied.up;
    x.room.txn.bytes_out += copied.down;
    x.room.txn.server_bytes.0 += copied.up;
    x.room.txn.server_bytes.1 += copied.down;
    if let Some(cause) = cause {
        x.room.txn.end(ending(cause, Stage::Data));
    }
    Ok(())
}

/// `tcp-request content`: runs the rules as bytes come, until they are decided or the
/// `inspect-delay` is over.
async fn inspect(x: &mut Exchange, proxy: ProxyId, point: Point) -> Step<()> {
    let worker = x.worker.clone();
    let plan = worker.plan().proxy(proxy);
    let rules = &plan.rules.tcp_content;
    if rules.is_empty() {
        return Ok(());
    }
    x.within(plan.settings.inspect_delay.or(x.client_timeout()));
    let mut last = plan.settings.inspect_delay.is_none();
    let mut cursor = Cursor::default();
    while cursor.0 < rules.0.len() {
        read_waiting(x).await;
        let last_now = last || x.room.txn.req.eof || x.room.txn.req.input.is_full();
        let verdict = decide(x, None, (rules, &mut cursor), point, last_now).await;
        send_back(x).await;
        match verdict {
            Verdict::MoreData => last = wait_for_more(x).await,
            Verdict::SpeakHttp => return Err(Exit::SpeakHttp),
            verdict => {
                if x.obey(verdict, point)? {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// Takes what the client has sent already, without waiting.
async fn read_waiting(x: &mut Exchange) {
    poll_fn(|cx| {
        let _ = feed(x, cx);
        Poll::Ready(())
    })
    .await;
}

/// Reads from the client into the request channel: whether anything changed.
fn feed(x: &mut Exchange, cx: &mut Context<'_>) -> bool {
    let channel = &mut x.room.txn.req;
    if channel.eof || channel.input.is_full() {
        return false;
    }
    match channel.input.poll_fill(cx, &mut x.client.conn.stream) {
        Poll::Ready(Ok(count)) if count > 0 => true,
        Poll::Ready(_) => {
            channel.eof = true;
            x.client.conn.eof = true;
            true
        }
        Poll::Pending => false,
    }
}

/// Runs rules up to a verdict; one that takes time is fed meanwhile, until the clock says that
/// nothing more is to be waited for.
async fn decide(
    x: &mut Exchange,
    mut copier: Option<&mut Copier>,
    (rules, cursor): (&Rules, &mut Cursor),
    point: Point,
    last: bool,
) -> Verdict {
    let Room { txn, scratch, .. } = &mut *x.room;
    let mut cx = ActionCx { txn, point, last, span: None, scratch };
    let verdict = rules.run(cursor, &mut cx);
    let Verdict::Wait(mut pending) = verdict else { return verdict };
    let mut over = false;
    let verdict = poll_fn(|task| {
        loop {
            let Room { txn, scratch, .. } = &mut *x.room;
            let mut cx = ActionCx { txn, point, last: over, span: None, scratch };
            if let Poll::Ready(verdict) = pending.poll(&mut cx, task) {
                return Poll::Ready(verdict);
            }
            let wrote = !x.room.txn.res.output.is_empty();
            poll_send_back(x, task);
            let sent = wrote && x.room.txn.res.output.is_empty();
            let fed = match &mut copier {
                None => feed(x, task),
                Some(copier) => feed_response(x, copier, task),
            };
            if fed || sent {
                continue;
            }
            if over || x.client.timer.poll_expired(task).is_pending() {
                return Poll::Pending;
            }
            over = true;
        }
    })
    .await;
    moongate_rules::waited(&mut x.room.txn, &verdict);
    verdict
}

/// Reads from the server into the response channel, while the client's bytes go on: whether
/// anything changed.
fn feed_response(x: &mut Exchange, copier: &mut Copier, task: &mut Context<'_>) -> bool {
    let Exchange { client, server, room, .. } = &mut *x;
    let Some(server) = server else { return false };
    let txn = &mut room.txn;
    server.conn.output.push(txn.req.output.bytes());
    txn.req.output.clear();
    // A failure shows again when the bytes are copied.
    let _ = copier.poll_up(task, &mut client.conn, &mut server.conn, Some(txn));
    let channel = &mut txn.res;
    if channel.eof || channel.input.is_full() {
        return false;
    }
    match channel.input.poll_fill(task, &mut server.conn.stream) {
        Poll::Ready(Ok(count)) if count > 0 => true,
        Poll::Ready(_) => {
            channel.eof = true;
            server.conn.eof = true;
            true
        }
        Poll::Pending => false,
    }
}

/// Waits for more bytes, or the end of the delay: whether nothing more will come.
async fn wait_for_more(x: &mut Exchange) -> bool {
    poll_fn(|cx| {
        if feed(x, cx) {
            return Poll::Ready(x.room.txn.req.eof);
        }
        x.client.timer.poll_expired(cx).map(|()| true)
    })
    .await
}

/// Sends the client what rules wrote to it.
async fn send_back(x: &mut Exchange) {
    if x.room.txn.res.output.is_empty() {
        return;
    }
    x.client.conn.output.push(x.room.txn.res.output.bytes());
    x.room.txn.bytes_out += x.room.txn.res.output.len() as u64;
    x.room.txn.res.output.clear();
    // A client that is gone shows when its connection is used next.
    let _ = poll_fn(|cx| x.client.conn.poll_flush(cx)).await;
}

fn poll_send_back(x: &mut Exchange, cx: &mut Context<'_>) {
    let output = &mut x.room.txn.res.output;
    if !output.is_empty() {
        x.client.conn.output.push(output.bytes());
        x.room.txn.bytes_out += output.len() as u64;
        output.clear();
    }
    let _ = x.client.conn.poll_flush(cx);
}

/// `tcp-response content`: looks at the server's first bytes while the client's go on.
async fn inspect_response(x: &mut Exchange, copier: &mut Copier) -> Step<Option<Cause>> {
    let worker = x.worker.clone();
    let (fe, be) = (x.client.session.frontend, x.room.txn.backend);
    let sets = [(be, Point::BeTcpResponse), (fe, Point::FeTcpResponse)];
    for (id, point) in sets.into_iter().take(if fe == be { 1 } else { 2 }) {
        let plan = worker.plan().proxy(id);
        let rules = &plan.rules.tcp_response;
        if rules.is_empty() {
            continue;
        }
        x.client.timer.set(deadline(plan.settings.response_inspect_delay.or(x.server_timeout())));
        let mut last = false;
        let mut cursor = Cursor::default();
        while cursor.0 < rules.0.len() {
            let channel = &x.room.txn.res;
            if channel.input.is_empty() && !channel.eof && !last {
                match await_response(x, copier).await {
                    Ok(over) => last = over,
                    Err(cause) => return Ok(Some(cause)),
                }
                continue;
            }
            let no_delay = plan.settings.response_inspect_delay.is_none();
            let channel = &x.room.txn.res;
            let last_now = last || no_delay || channel.eof || channel.input.is_full();
            match decide(x, Some(copier), (rules, &mut cursor), point, last_now).await {
                Verdict::MoreData => match await_response(x, copier).await {
                    Ok(over) => last = over,
                    Err(cause) => return Ok(Some(cause)),
                },
                verdict => {
                    if x.obey(verdict, point)? {
                        break;
                    }
                }
            }
        }
    }
    x.store_stickiness();
    let Room { txn, .. } = &mut *x.room;
    if let Some(server) = &mut x.server {
        std::mem::swap(&mut server.conn.input, &mut txn.res.input);
        server.conn.output.push(txn.req.output.bytes());
        txn.req.output.clear();
    }
    x.client.conn.output.push(txn.res.output.bytes());
    txn.bytes_out += txn.res.output.len() as u64;
    txn.res.output.clear();
    Ok(None)
}

/// Waits for bytes of the server, moving the client's: whether the delay is over.
async fn await_response(x: &mut Exchange, copier: &mut Copier) -> Result<bool, Cause> {
    poll_fn(|cx| {
        let Exchange { client, server, room, .. } = &mut *x;
        let Some(server) = server else { return Poll::Ready(Ok(true)) };
        if let Some(cause) =
            copier.poll_up(cx, &mut client.conn, &mut server.conn, Some(&mut room.txn))
        {
            return Poll::Ready(Err(cause));
        }
        let channel = &mut room.txn.res;
        match channel.input.poll_fill(cx, &mut server.conn.stream) {
            Poll::Ready(Ok(count)) if count > 0 => Poll::Ready(Ok(false)),
            Poll::Ready(_) => {
                channel.eof = true;
                server.conn.eof = true;
                Poll::Ready(Ok(true))
            }
            Poll::Pending => client.timer.poll_expired(cx).map(|()| Ok(true)),
        }
    })
    .await
}

/// Ends a TCP stream early: there is nothing to say to the client, except by a service.
async fn leave_tcp(x: &mut Exchange, exit: Exit) {
    match exit {
        Exit::Serve(run) => super::serving::serve_tcp(x, run).await,
        Exit::Error(_, ending) | Exit::Early(_, ending) => x.room.txn.end(ending),
        exit => leave(x, exit).await,
    }
}
