//! What `capture` lines keep of heads for the logs.

use crate::exchange::Exchange;
use moongate_conf::plan::CookieCapture;
use moongate_http::{Head, cookies, set_cookie};

impl Exchange {
    /// `capture request header` and `capture cookie`.
    pub(super) fn capture_request(&mut self) {
        let plan = self.worker.plan().proxy(self.client.session.frontend);
        let txn = &mut self.room.txn;
        keep_headers(&txn.request, &plan.req_captures, txn.req_captures.get_mut());
        // Logs show the slots of a response even when no server gave one.
        txn.res_captures.get_mut().resize(plan.res_captures.len(), None);
        if let Some(capture) = &plan.cookie_capture {
            let mut found = txn.request.get_all(b"cookie").flat_map(cookies);
            txn.cookies[0] = found.find_map(|pair| keep_cookie(capture, pair));
        }
    }

    /// `capture response header` and `capture cookie`.
    pub(super) fn capture_response(&mut self) {
        let plan = self.worker.plan().proxy(self.client.session.frontend);
        let txn = &mut self.room.txn;
        txn.res_captures.get_mut().clear();
        keep_headers(&txn.response, &plan.res_captures, txn.res_captures.get_mut());
        if let Some(capture) = &plan.cookie_capture {
            let mut found = txn.response.get_all(b"set-cookie").filter_map(set_cookie);
            txn.cookies[1] = found.find_map(|pair| keep_cookie(capture, pair));
        }
    }
}

/// Fills the slots, each with the last value of its header; rules fill those without a name.
fn keep_headers(head: &Head, slots: &[(Vec<u8>, usize)], into: &mut Vec<Option<Vec<u8>>>) {
    for (name, len) in slots {
        let value = head.get_all(name).next_back();
        into.push(value.map(|value| value[..value.len().min(*len)].to_vec()));
    }
}

/// The cookie as `name=value`, cut, if its name fits.
fn keep_cookie(capture: &CookieCapture, (name, value): (&[u8], &[u8])) -> Option<Vec<u8>> {
    let fits = if capture.whole { name == capture.name } else { name.starts_with(&capture.name) };
    fits.then(|| {
        let mut kept = [name, b"=", value].concat();
        kept.truncate(capture.len);
        kept
    })
}
