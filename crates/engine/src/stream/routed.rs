//! Stage 5: the backend is chosen and its rules let the request pass. The head is made fit for the
//! server here.

use super::{Connected, connected};
use crate::exchange::{Exchange, Step};
use moongate_conf::plan::ForwardFor;
use moongate_http::{Body, prepare_request};
use moongate_sample::{Cx, Point};
use std::io::Write;

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
        x.add_forwardfor();
        let framing = x.settle_request();
        connected::reach(x, true).await?;
        Ok(Connected::new(x, framing))
    }
}

impl Exchange {
    /// `unique-id-format` and `unique-id-header`.
    fn make_unique_id(&mut self) {
        let plan = self.worker.plan().proxy(self.client.session.frontend);
        let Some(format) = &plan.unique_id_format else { return };
        let txn = &mut self.room.txn;
        if txn.unique_id.is_none() {
            let mut id = Vec::new();
            format.write(&Cx::new(txn, Point::FeHttpRequest), &mut id);
            txn.unique_id = Some(id);
        }
        if let (Some(header), Some(id)) = (&plan.unique_id_header, &txn.unique_id) {
            txn.request.add(header.as_bytes(), id);
        }
    }

    /// `option forwardfor` of the frontend or the backend; the backend's header name wins.
    fn add_forwardfor(&mut self) {
        let fe = self.worker.plan().proxy(self.client.session.frontend);
        let be = self.worker.plan().proxy(self.room.txn.backend);
        let (from, to) = (fe.settings.forwardfor.as_ref(), be.settings.forwardfor.as_ref());
        let Some(chosen) = to.or(from) else { return };
        let Some(src) = self.client.session.src.get() else { return };
        let spared = |option: Option<&ForwardFor>| {
            option.and_then(|o| o.except).is_some_and(|net| within(src.ip(), net))
        };
        if spared(from) || spared(to) {
            return;
        }
        let head = &mut self.room.txn.request;
        let if_none = from.is_none_or(|o| o.if_none) && to.is_none_or(|o| o.if_none);
        if if_none && head.get(&chosen.header).is_some() {
            return;
        }
        let scratch = &mut self.room.scratch;
        scratch.clear();
        // Writing to a vector can't fail.
        let _ = write!(scratch, "{}", src.ip());
        head.add(&chosen.header, scratch);
    }

    /// Rewrites what belongs to one connection only.
    fn settle_request(&mut self) -> Body {
        let (fe, be) = (self.frontend().settings.options, self.backend().settings.options);
        let close = fe.httpclose || be.httpclose || fe.http_server_close || be.http_server_close;
        let pretend = be.http_pretend_keepalive;
        prepare_request(&mut self.room.txn.request, self.request_body, !close || pretend)
    }
}

/// Whether `ip` is in a network given by address and mask length.
fn within(ip: std::net::IpAddr, (net, bits): (std::net::IpAddr, u8)) -> bool {
    use std::net::IpAddr::{V4, V6};
    match (ip, net) {
        (V4(ip), V4(net)) => {
            let shift = 32 - u32::from(bits.min(32));
            u32::from(ip).checked_shr(shift).unwrap_or(0)
                == u32::from(net).checked_shr(shift).unwrap_or(0)
        }
        (V6(ip), V6(net)) => {
            let shift = 128 - u32::from(bits.min(128));
            u128::from(ip).checked_shr(shift).unwrap_or(0)
                == u128::from(net).checked_shr(shift).unwrap_or(0)
        }
        _ => false,
    }
}
