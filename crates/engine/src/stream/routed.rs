//! Stage 5: the backend is chosen and its rules let the request pass. The head is made fit for the
//! server here.

use super::{Connected, connected};
use crate::exchange::{Exchange, Step};
use moongate_http::{Body, prepare_request};
use moongate_sample::{Cx, Point};

/// A request that knows its backend.
pub(crate) struct Routed<'x>(&'x mut Exchange);

impl<'x> Routed<'x> {
    pub(super) fn new(x: &'x mut Exchange) -> Self {
        Self(x)
    }

    /// Finds a server and a connection to it.
    pub async fn reach_server(self) -> Step<Connected<'x>> {
        let x = self.0;
        x.make_unique_id();
        x.add_addresses();
        x.add_forwarded();
        let mut framing = x.settle_request();
        if x.filters.is_some() {
            framing = x.settle_filtered(framing, false, None).await?;
        }
        connected::reach(x, true).await?;
        Ok(Connected::new(x, framing))
    }
}

impl Exchange {
    /// `unique-id-format` and `unique-id-header`.
    fn make_unique_id(&mut self) {
        let plan = self.worker.plan().proxy(self.client.session.frontend);
        let Some(header) = &plan.unique_id_header else { return };
        let txn = &mut self.room.txn;
        let id =
            moongate_sample::unique_id(&Cx::new(txn, Point::FeHttpRequest)).map(<[u8]>::to_vec);
        if let Some(id) = id {
            txn.request.add(header.as_bytes(), &id);
        }
    }

    /// Rewrites what belongs to one connection only.
    fn settle_request(&mut self) -> Body {
        let (fe, be) = (self.frontend().settings.options, self.backend().settings.options);
        let close = fe.httpclose || be.httpclose || fe.http_server_close || be.http_server_close;
        let pretend = be.http_pretend_keepalive;
        prepare_request(&mut self.room.txn.request, self.request_body, !close || pretend)
    }
}
