//! `stats enable`: requests for the page of statistics are answered here, once the rules of
//! `http-request` let them pass.

use super::serving;
use crate::exchange::{Exchange, Exit, Step};
use moongate_sample::{Cx, Point};
use moongate_state::ProxyId;
use moongate_stats::page::{Asked, NAME};
use std::sync::Arc;

impl Exchange {
    /// Answers if the request is one for the page of that proxy.
    pub(super) async fn answer_stats(&mut self, id: ProxyId, point: Point) -> Step<()> {
        let shared = Arc::clone(&self.worker.shared);
        let plan = shared.plan.proxy(id);
        let Some(page) = &plan.settings.stats else { return Ok(()) };
        let request = &self.room.txn.request;
        // As in HAProxy, other methods are the servers' business.
        let posts = request.method() == b"POST";
        if !posts && !matches!(request.method(), b"GET" | b"HEAD") {
            return Ok(());
        }
        // A path is looked for in any form of target.
        let target = match page.uri.first() {
            Some(b'/') => request.pathq().unwrap_or_default(),
            _ => request.uri(),
        };
        let Some(rest) = target.strip_prefix(page.uri.as_slice()) else { return Ok(()) };
        let mut asked = Asked::new(Arc::clone(&shared.plan), Arc::clone(page), id, rest);
        serving::stand_in(&mut self.room.txn, Some(NAME.into()), self.worker.now());
        self.run_rules(id, |rules| &rules.stats, point).await?;
        let cx = Cx::new(&self.room.txn, point);
        asked.admin = plan.stats_admin.iter().any(|when| when.eval(&cx).unwrap_or(false));
        if !posts {
            return Err(Exit::Serve(Box::new(asked.show(self.head_only))));
        }
        // One buffer of it is waited for (configuration manual, `stats admin`).
        self.buffer_body().await?;
        let whole = self.body_is_here().unwrap_or(false);
        let body = self.room.txn.req.input.bytes();
        let run = asked.change(&self.room.txn.request, whole.then_some(body));
        Err(Exit::Serve(Box::new(run)))
    }
}
