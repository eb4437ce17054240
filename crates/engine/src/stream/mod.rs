//! The way of a request, one file a stage. Each stage is a type that the next step consumes, so
//! that what isn't known yet can't be asked for:
//!
//! `accept` → `session` → [`Received`] → `Admitted` → [`Routed`] → (assigned) [`Connected`] →
//! [`Answered`] → [`Forwarding`] → [`Finished`]; `exit` maps every early end to what the client
//! sees.

pub(crate) mod accept;
mod answered;
mod capture;
mod connected;
pub(crate) mod cookie;
mod cookie_answer;
mod cookie_date;
mod copy;
mod exit;
pub(crate) mod filter;
mod filter_body;
mod filter_copy;
mod filter_local;
mod finished;
mod forwarded;
mod forwarding;
mod proxied;
mod pump;
mod received;
mod replay;
mod routed;
mod serving;
mod session;
mod stats;
pub(crate) mod stick;
mod tcp;
mod tunnel;

pub(crate) use answered::Answered;
pub(crate) use connected::Connected;
pub(crate) use finished::Finished;
pub(crate) use forwarding::Forwarding;
pub(crate) use received::Received;
pub(crate) use routed::Routed;

use crate::exchange::{Client, Exchange, Step};
use crate::worker::Worker;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// What ended the wait for a request.
enum Waited {
    /// There is something to read, if only the end.
    Readable,
    /// The deadline passed.
    Timeout,
    /// The process stops.
    Stopping,
}

/// Serves one HTTP client: exchange after exchange, with nothing held in between.
pub(crate) async fn serve_http(worker: Rc<Worker>, mut client: Box<Client>) {
    let nice = niceness(&worker, &client);
    loop {
        let first = client.session.requests.get() == 0;
        let waited = wait_for_request(&worker, &client, first).await;
        let late = matches!(waited, Waited::Timeout);
        if matches!(waited, Waited::Stopping) || (late && !first) {
            return;
        }
        // Boxed: an idle connection's task has no room for an exchange.
        match worker.in_turns(nice, Box::pin(exchange(worker.clone(), client, late))).await {
            Some(next) => client = next,
            None => return,
        }
    }
}

/// `nice` of the address that the client came to.
fn niceness(worker: &Worker, client: &Client) -> i32 {
    let session = &client.session;
    let binds = &worker.plan().proxy(session.frontend).binds;
    binds.get(session.listener as usize).map_or(0, |bind| bind.nice)
}

/// One request and its answer; the client again if its connection goes on.
async fn exchange(worker: Rc<Worker>, client: Box<Client>, late: bool) -> Option<Box<Client>> {
    let mut x = Exchange::new(worker, client);
    let way = if late { Err(x.no_request_in_time()) } else { run(&mut x).await };
    if let Err(exit) = way {
        exit::leave(&mut x, exit).await;
    }
    x.finish()
}

/// The whole way.
async fn run(x: &mut Exchange) -> Step<()> {
    let routed = Received::read(x).await?.admit().await?.route().await?;
    let answered = routed.reach_server().await?.exchange().await?;
    answered.apply_response_rules().await?.forward().await?.release_server();
    Ok(())
}

/// Waits for the first byte of a request, without a buffer.
async fn wait_for_request(worker: &Worker, client: &Client, first: bool) -> Waited {
    let timeouts = worker.plan().proxy(client.session.frontend).settings.timeouts;
    let request = timeouts.http_request.or(timeouts.client);
    let ms = if first { request } else { timeouts.http_keep_alive.or(request) };
    client.timer.set(crate::exchange::deadline(ms));
    let stays =
        worker.plan().proxy(client.session.frontend).settings.options.idle_close_on_response;
    let mut place = None;
    let waited = poll_fn(|cx| {
        if client.conn.poll_readable(cx).is_ready() {
            return Poll::Ready(Waited::Readable);
        }
        if worker.stopping.get() && !first && !stays {
            return Poll::Ready(Waited::Stopping);
        }
        if place.is_none() {
            place = Some(worker.enter_idle(cx.waker()));
        }
        client.timer.poll_expired(cx).map(|()| Waited::Timeout)
    })
    .await;
    if let Some(place) = place {
        worker.leave_idle(place);
    }
    waited
}
