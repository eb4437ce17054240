//! Answers of the proxy's own, and of services, pass the filters as those of servers do.

use super::filter::SharedFilters;
use crate::exchange::{Exchange, Exit, Room, Step, ending};
use moongate_http::Body;
use moongate_rules::{FilterEvent, ReplyBody};
use moongate_state::{Cause, Stage};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

impl Exchange {
    /// Tells the filters of an answer's head.
    async fn tell_answer(&mut self) -> Step<()> {
        let begun = self.filters.as_ref().is_some_and(|filters| filters.borrow().has_begun(true));
        if !begun {
            self.tell_filters(FilterEvent::Start, true, 0).await?;
        }
        self.tell_filters(FilterEvent::Headers, true, 0).await
    }

    /// Lets a whole answer pass the filters; the length that its head says is that of the outcome.
    pub(super) async fn filter_reply(&mut self, body: ReplyBody) -> ReplyBody {
        let Some(filters) = self.filters.clone() else { return body };
        if self.tell_answer().await.is_err() || self.head_only || !filters.borrow().sees_data(true)
        {
            return body;
        }
        // What a server had begun to answer is given up.
        filters.borrow_mut().restart(true);
        let mut out = Vec::new();
        if self.pass_filters(&filters, body.bytes(), true, &mut out).await.is_err() {
            // A filter that fails, or takes too long, leaves the answer as it is.
            return body;
        }
        let head = &mut self.room.txn.response;
        if head.get(b"content-length").is_some() {
            head.set(b"content-length", out.len().to_string().as_bytes());
        }
        ReplyBody::Own(out)
    }

    /// The filters that see the payload of a service's answer, whose head is ready; without a known
    /// length it goes in chunks.
    pub(super) async fn filter_service(
        &mut self,
        body: Body,
    ) -> Step<(Option<SharedFilters>, Body)> {
        self.tell_answer().await?;
        let filters = self.data_filters(true);
        let known = matches!(body, Body::None | Body::Length(0)) || self.head_only;
        if known || filters.is_none() {
            return Ok((None, body));
        }
        let body = self.unknown_length(Body::Chunked, true);
        Ok((filters, body))
    }

    /// Lets payload pass the filters: `last`, all of it up to the end.
    pub(super) async fn pass_filters(
        &mut self,
        filters: &SharedFilters,
        bytes: &[u8],
        last: bool,
        out: &mut Vec<u8>,
    ) -> Step<()> {
        self.within(self.server_timeout());
        let filters = Rc::clone(filters);
        let mut given = 0;
        let done = poll_fn(|cx| {
            loop {
                let Room { txn, .. } = &mut *self.room;
                let mut filters = filters.borrow_mut();
                let count = filters.give(true, &bytes[given..], last);
                given += count;
                let Ok(moved) = filters.run(cx, txn, true, true) else {
                    return Poll::Ready(false);
                };
                out.append(filters.out(true));
                let whole = given == bytes.len();
                let over =
                    if last { filters.is_over(true) } else { whole && !filters.is_busy(true) };
                if over && !moved {
                    return Poll::Ready(true);
                }
                if count == 0 && !moved {
                    break;
                }
            }
            self.client.timer.poll_expired(cx).map(|()| false)
        })
        .await;
        match done {
            true => Ok(()),
            false => {
                self.keep_alive = false;
                Err(Exit::Cut(ending(Cause::Internal, Stage::Data)))
            }
        }
    }
}
