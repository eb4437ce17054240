//! Filters of a stream: which take part, what they are told, and the line of buffers through which
//! the payload of each direction passes them.

use crate::conn::Conn;
use crate::exchange::{Exchange, Exit, Room, Step, ending};
use moongate_http::BodyReader;
use moongate_net::Buffer;
use moongate_rules::{FilterEvent, FilterFlow, FilterIo, FilterNotes, FilterRun};
use moongate_state::{Cause, ProxyId, Stage as At, Txn};
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// What passes a line before its end is written waits at most so long.
const OUTPUT_LIMIT: usize = 16_384;

/// The filters of a stream, for its stages and its pumps.
pub(crate) type SharedFilters = Rc<RefCell<Filters>>;

/// The filters of a stream.
#[derive(Default)]
pub(crate) struct Filters {
    runs: Vec<Box<dyn FilterRun>>,
    /// By direction: requests, responses.
    lines: [Line; 2],
}

impl std::fmt::Debug for Filters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} filters", self.runs.len())
    }
}

/// One direction.
#[derive(Default)]
struct Line {
    /// One for each filter that the direction passes, in order.
    stages: Vec<Stage>,
    notes: FilterNotes,
    /// The analysis has begun.
    started: bool,
    /// Nothing more comes from the sender.
    over: bool,
    /// What passed all of them.
    out: Vec<u8>,
}

/// One filter's place in a line.
#[derive(Default)]
struct Stage {
    /// Which filter.
    run: usize,
    /// What waits for it.
    input: Buffer,
    /// What came while a callback was under way, which knows nothing of it.
    late: Buffer,
    /// It hasn't seen all of its input yet.
    fresh: bool,
    /// The callback that is under way.
    busy: Option<FilterEvent>,
    /// It knows that this is the end.
    told: bool,
    /// There was payload for it.
    seen: bool,
    /// It was told that all payload went through.
    parted: bool,
    /// Nothing more comes out of it.
    ended: bool,
}

impl Stage {
    /// Bytes that wait for the filter.
    fn waiting(&self) -> usize {
        self.input.len() + self.late.len()
    }
}

/// A filter said that the stream fails.
#[derive(Debug)]
pub(crate) struct Refused;

impl Filters {
    /// Whether a filter sees the payload of that direction.
    pub fn sees_data(&self, response: bool) -> bool {
        self.lines[usize::from(response)].stages.iter().any(|stage| {
            let run = &self.runs[stage.run];
            run.wants_data(response) && run.listens(FilterEvent::Payload)
        })
    }

    /// Whether the analysis of that direction has begun.
    pub fn has_begun(&self, response: bool) -> bool {
        self.lines[usize::from(response)].started
    }

    /// Whether a callback is under way.
    pub fn is_busy(&self, response: bool) -> bool {
        self.lines[usize::from(response)].stages.iter().any(|stage| stage.busy.is_some())
    }

    /// Begins another message in that direction.
    pub fn restart(&mut self, response: bool) {
        let line = &mut self.lines[usize::from(response)];
        line.over = false;
        line.out.clear();
        line.notes = FilterNotes { framed: true, ..FilterNotes::default() };
        for stage in &mut line.stages {
            *stage = Stage { run: stage.run, busy: stage.busy, ..Stage::default() };
        }
    }

    /// Takes as much of these bytes as there is room for; how much that is. `last`: nothing follows
    /// behind them.
    pub fn give(&mut self, response: bool, bytes: &[u8], last: bool) -> usize {
        let count = bytes.len().min(self.room(response));
        self.feed(response, &bytes[..count]);
        self.lines[usize::from(response)].over = last && count == bytes.len();
        count
    }

    /// What filters said of that direction's message.
    pub fn notes(&mut self, response: bool) -> &mut FilterNotes {
        &mut self.lines[usize::from(response)].notes
    }

    /// What came through.
    pub fn out(&mut self, response: bool) -> &mut Vec<u8> {
        &mut self.lines[usize::from(response)].out
    }

    /// Whether all came through.
    pub fn is_over(&self, response: bool) -> bool {
        let line = &self.lines[usize::from(response)];
        line.over && line.stages.last().is_none_or(|stage| stage.ended)
    }

    /// How much more the first filter takes now.
    fn room(&self, response: bool) -> usize {
        let line = &self.lines[usize::from(response)];
        match line.stages.first() {
            Some(stage) => moongate_net::buffer::size().saturating_sub(stage.waiting()),
            None => OUTPUT_LIMIT.saturating_sub(line.out.len()),
        }
    }

    /// Takes payload from the sender.
    fn feed(&mut self, response: bool, bytes: &[u8]) {
        pass(&mut self.lines[usize::from(response)], 0, bytes);
    }

    /// Decodes at most so much of what was received into the line; how much payload that was.
    pub fn decode(
        &mut self,
        response: bool,
        reader: &mut BodyReader,
        from: &mut Conn,
        most: usize,
    ) -> Result<usize, moongate_http::Malformed> {
        let mut moved = 0;
        while !reader.is_done() && !from.input.is_empty() {
            let room = self.room(response).min(most - moved);
            if room == 0 {
                break;
            }
            let take = from.input.len().min(room);
            let step = reader.step(&from.input.bytes()[..take])?;
            self.feed(response, &from.input.bytes()[step.data.clone()]);
            moved += step.data.len();
            from.input.consume(step.consumed);
        }
        self.lines[usize::from(response)].over = reader.is_done();
        Ok(moved)
    }

    /// Takes at most so much of what was received into the line, as it is; how much that was.
    pub fn take(&mut self, response: bool, from: &mut Conn, most: usize) -> usize {
        let count = from.input.len().min(self.room(response)).min(most);
        self.feed(response, &from.input.bytes()[..count]);
        from.input.consume(count);
        self.lines[usize::from(response)].over = from.eof && from.input.is_empty();
        count
    }

    /// Whether the sender should be read.
    pub fn wants_more(&self, response: bool) -> bool {
        !self.lines[usize::from(response)].over && self.room(response) > 0
    }

    /// Lets the filters of a direction work; whether anything moved.
    pub fn run(
        &mut self,
        cx: &mut Context<'_>,
        txn: &mut Txn,
        response: bool,
        http: bool,
    ) -> Result<bool, Refused> {
        let side = usize::from(response);
        let mut moved = false;
        for at in 0..self.lines[side].stages.len() {
            let line = &mut self.lines[side];
            let last = if at == 0 { line.over } else { line.stages[at - 1].ended };
            let held = line.notes.end == Some(false);
            let stage = &line.stages[at];
            let run = &mut self.runs[stage.run];
            let waits = match line.stages.get(at + 1) {
                Some(next) => next.waiting() >= moongate_net::buffer::size(),
                None => line.out.len() >= OUTPUT_LIMIT,
            };
            if stage.ended || waits {
                continue;
            }
            let sees = run.wants_data(response) && run.listens(FilterEvent::Payload);
            let woken = sees && run.poll_wake(response, cx).is_ready();
            // The end of a body that had any payload is news too: it may come behind the last of it.
            let rest = !stage.input.is_empty() || (http && stage.seen);
            let news = stage.fresh || (last && !stage.told && rest);
            let busy = stage.busy;
            if !sees && busy.is_none() {
                moved |= let_pass(line, at);
            } else if busy.is_some() || woken || news {
                let event = busy.unwrap_or(FilterEvent::Payload);
                moved |= self.call(cx, txn, (side, at), event, last)?;
            }
            let stage = &self.lines[side].stages[at];
            if last && stage.waiting() == 0 && stage.busy.is_none() && !held {
                moved |= self.end(cx, txn, (side, at), http)?;
            }
        }
        Ok(moved)
    }

    /// Tells a filter that all payload went through.
    fn end(
        &mut self,
        cx: &mut Context<'_>,
        txn: &mut Txn,
        (side, at): (usize, usize),
        http: bool,
    ) -> Result<bool, Refused> {
        let run = self.lines[side].stages[at].run;
        let parted = self.lines[side].stages[at].parted;
        if http && !parted && self.runs[run].listens(FilterEvent::HttpEnd) {
            self.call(cx, txn, (side, at), FilterEvent::HttpEnd, true)?;
            if self.lines[side].stages[at].busy.is_some() {
                return Ok(false);
            }
            let_pass(&mut self.lines[side], at);
        }
        let stage = &mut self.lines[side].stages[at];
        stage.ended = true;
        stage.input.release();
        Ok(true)
    }

    /// Calls a filter with what waits for it; whether anything moved.
    fn call(
        &mut self,
        cx: &mut Context<'_>,
        txn: &mut Txn,
        (side, at): (usize, usize),
        event: FilterEvent,
        last: bool,
    ) -> Result<bool, Refused> {
        let line = &mut self.lines[side];
        let stage = &mut line.stages[at];
        let run = &mut self.runs[stage.run];
        let before = stage.input.len();
        swap(txn, side, &mut stage.input);
        channel(txn, side).eof = last && stage.late.is_empty();
        let mut io = FilterIo { txn, response: side == 1, notes: &mut line.notes };
        let polled = run.poll(event, &mut io, cx);
        swap(txn, side, &mut stage.input);
        stage.busy = polled.is_pending().then_some(event);
        stage.parted |= event == FilterEvent::HttpEnd && stage.busy.is_none();
        stage.fresh = false;
        stage.told = last && stage.busy.is_none();
        let output = &mut channel(txn, side).output;
        let put = std::mem::take(output);
        let mut moved = !put.is_empty() || stage.input.len() != before;
        pass(line, at + 1, put.bytes());
        if polled.is_pending() {
            return Ok(moved);
        }
        if polled == Poll::Ready(FilterFlow::Continue) {
            moved |= let_pass(line, at);
        }
        let late = std::mem::take(&mut line.stages[at].late);
        moved |= !late.is_empty();
        pass(line, at, late.bytes());
        match polled {
            Poll::Ready(FilterFlow::Error) => Err(Refused),
            _ => Ok(moved),
        }
    }
}

/// Gives bytes to the filter at that place of a line, or to the receiver behind the last.
fn pass(line: &mut Line, at: usize, bytes: &[u8]) {
    if bytes.is_empty() {
        return;
    }
    match line.stages.get_mut(at) {
        Some(stage) => {
            let busy = stage.busy.is_some();
            let into = if busy { &mut stage.late } else { &mut stage.input };
            into.compact();
            into.reserve_total(into.len() + bytes.len());
            into.push(bytes);
            stage.fresh |= !busy;
            stage.seen = true;
        }
        None => line.out.extend_from_slice(bytes),
    }
}

/// Lets all pass that waits at that place; whether there was anything.
fn let_pass(line: &mut Line, at: usize) -> bool {
    let input = std::mem::take(&mut line.stages[at].input);
    line.stages[at].fresh = false;
    pass(line, at + 1, input.bytes());
    let any = !input.is_empty();
    let mut input = input;
    input.clear();
    input.release();
    any
}

fn channel(txn: &mut Txn, side: usize) -> &mut moongate_state::Channel {
    if side == 1 { &mut txn.res } else { &mut txn.req }
}

fn swap(txn: &mut Txn, side: usize, input: &mut Buffer) {
    std::mem::swap(&mut channel(txn, side).input, input);
}

impl Exchange {
    /// The filters, if one sees the payload of that direction.
    pub fn data_filters(&self, response: bool) -> Option<SharedFilters> {
        let filters = self.filters.as_ref()?;
        filters.borrow().sees_data(response).then(|| Rc::clone(filters))
    }

    /// Lets the filters of a proxy take part, and tells them that the request's analysis begins.
    pub async fn start_filters(&mut self, proxy: ProxyId) -> Step<()> {
        let worker = self.worker.clone();
        let plan = &worker.plan().proxy(proxy).filters;
        let filters = Rc::clone(self.filters.get_or_insert_with(SharedFilters::default));
        let begin = filters.borrow().lines[0].stages.len();
        let mut places = Vec::new();
        for spec in &plan.list {
            let run = spec.attach(&mut self.room.txn);
            let runs = &mut filters.borrow_mut().runs;
            places.push(run.map(|run| {
                runs.push(run);
                runs.len() - 1
            }));
        }
        for (side, order) in [&plan.requests, &plan.responses].into_iter().enumerate() {
            let all: Vec<usize> = (0..places.len()).collect();
            let order = order.as_deref().unwrap_or(&all);
            let stages = order.iter().filter_map(|place| *places.get(*place)?);
            let stages = stages.map(|run| Stage { run, ..Stage::default() });
            filters.borrow_mut().lines[side].stages.extend(stages);
        }
        self.tell_filters(FilterEvent::Start, false, begin).await
    }

    /// Tells the filters of a direction, from a place on, what happens.
    pub async fn tell_filters(
        &mut self,
        event: FilterEvent,
        response: bool,
        from: usize,
    ) -> Step<()> {
        let Some(filters) = self.filters.clone() else { return Ok(()) };
        let side = usize::from(response);
        let count = filters.borrow().lines[side].stages.len();
        filters.borrow_mut().lines[side].started |= event == FilterEvent::Start;
        for at in from..count {
            let flow = poll_fn(|cx| {
                let Filters { runs, lines } = &mut *filters.borrow_mut();
                let line = &mut lines[side];
                let run = &mut runs[line.stages[at].run];
                if !run.listens(event) {
                    return Poll::Ready(FilterFlow::Continue);
                }
                let Room { txn, .. } = &mut *self.room;
                run.poll(event, &mut FilterIo { txn, response, notes: &mut line.notes }, cx)
            })
            .await;
            if flow == FilterFlow::Error {
                let stage = if response { At::Header } else { At::Request };
                let status = if response { 502 } else { 500 };
                return Err(Exit::Error(status, ending(Cause::Internal, stage)));
            }
        }
        Ok(())
    }

    /// Tells the filters that it is all over. Nobody waits for them any more.
    pub fn end_filters(&mut self) {
        let Some(filters) = self.filters.take() else { return };
        let Filters { runs, lines } = &mut *filters.borrow_mut();
        let mut cx = Context::from_waker(Waker::noop());
        let txn = &mut self.room.txn;
        for (side, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.started) {
            for stage in &line.stages {
                let run = &mut runs[stage.run];
                if run.listens(FilterEvent::End) {
                    let mut io = FilterIo { txn, response: side == 1, notes: &mut line.notes };
                    let _ = run.poll(FilterEvent::End, &mut io, &mut cx);
                }
            }
        }
    }
}
