//! Stage 2: a client's connection with its facts. Session rules run here; then the protocol
//! decides which way it goes.

use super::{proxied, serve_http, tcp};
use crate::exchange::{Client, Exchange, Exit};
use crate::worker::Worker;
use moongate_sample::Point;
use moongate_state::{Mode, TableEvent};
use std::rc::Rc;
use std::sync::atomic::Ordering::Relaxed;

/// A place among the open connections; dropping it makes room.
#[derive(Debug)]
pub(super) struct Admission {
    worker: Rc<Worker>,
    frontend: moongate_state::ProxyId,
    listener: u32,
}

impl Admission {
    /// Takes the place that the acceptor reserved.
    pub fn new(worker: Rc<Worker>, frontend: moongate_state::ProxyId, listener: u32) -> Self {
        Self { worker, frontend, listener }
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let shared = &self.worker.shared;
        let world = &shared.plan.world;
        world.counters.connections.leave();
        world.proxy(self.frontend).fe.sessions.leave();
        if let Some(bind) = world.proxy(self.frontend).listeners().get(self.listener as usize) {
            bind.sessions.leave();
        }
        shared.loads[self.worker.index].fetch_sub(1, Relaxed);
        if shared.waiting.load(Relaxed) > 0 {
            shared.room.notify_waiters();
        }
    }
}

/// Serves a connection to its end.
pub(super) async fn serve(worker: Rc<Worker>, client: Box<Client>, _admission: Admission) {
    let plan = worker.plan().proxy(client.session.frontend);
    let nice = super::niceness(&worker, &client);
    let quiet = plan.rules.tcp_connection.is_empty()
        && plan.rules.tcp_session.is_empty()
        && !client.session.expects_proxy.get();
    let client = match quiet {
        true => client,
        // Boxed: few connections have rules of their own, and every idle one would hold the room.
        false => match worker.in_turns(nice, Box::pin(apply_rules(&worker, client))).await {
            Some(client) => client,
            None => return,
        },
    };
    match plan.mode {
        Mode::Http => serve_http(worker.clone(), client).await,
        Mode::Tcp | Mode::Log => {
            // What becomes of one in a hundred thousand needs no room of its own in each task.
            if let Some(client) =
                worker.in_turns(nice, Box::pin(tcp::serve(worker.clone(), client))).await
            {
                Box::pin(serve_http(worker.clone(), client)).await;
            }
        }
    }
}

/// `tcp-request connection`, the PROXY header and `tcp-request session`: the client again, unless it was refused.
async fn apply_rules(worker: &Rc<Worker>, client: Box<Client>) -> Option<Box<Client>> {
    let frontend = client.session.frontend;
    let mut x = Exchange::new(worker.clone(), client);
    let sets: [(fn(&_) -> &_, Point); 2] = [
        (|rules: &moongate_conf::plan::RuleSets| &rules.tcp_connection, Point::FeTcpConnection),
        (|rules: &moongate_conf::plan::RuleSets| &rules.tcp_session, Point::FeTcpSession),
    ];
    for (set, point) in sets {
        // The header comes before the rules that see what it tells.
        let due = point == Point::FeTcpSession && x.client.session.expects_proxy.get();
        if due && !proxied::take_header(&mut x).await {
            return None;
        }
        match x.run_rules(frontend, set, point).await {
            Ok(()) => {}
            Err(exit) => {
                let counters = &worker.plan().world.proxy(frontend).fe;
                match point {
                    Point::FeTcpConnection => counters.denied_connections.add(1),
                    _ => counters.denied_sessions.add(1),
                }
                if matches!(exit, Exit::Drop) {
                    super::exit::drop_silently(&x);
                }
                return None;
            }
        }
    }
    x.client.session.trackers.count(TableEvent::Session, None);
    let Exchange { worker, mut client, room, .. } = x;
    let ends = (client.session.src.get(), client.session.dst.get());
    let changed = ends != (client.session.fc_src, client.session.fc_dst);
    client.ends = changed.then(|| Box::new(ends));
    worker.give_room(room);
    Some(client)
}
