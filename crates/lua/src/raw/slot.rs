//! The transaction that is lent to a machine while a slice of a script runs.

use super::call::Fault;
use super::vm::Vm;
use moongate_rules::{ActionCx, FilterIo, FilterNotes, ServiceIo};
use moongate_sample::{Cx, Point};
use moongate_state::Txn;
use std::ptr::NonNull;
use std::time::Duration;

/// What callbacks of a filter say beside what they return.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FilterState {
    /// Whether it sees the data of requests, and of responses.
    pub(crate) wants: [bool; 2],
    /// When it is to be called again.
    pub(crate) wake: Option<Duration>,
    /// What it says of the message.
    pub(crate) notes: FilterNotes,
}

/// What is lent: valid only while the slice runs that it was made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    txn: NonNull<Txn>,
    number: u64,
    point: Point,
    last: bool,
    /// Whether the transaction may be changed: not by fetches and converters.
    edit: bool,
    /// Whether a fetch or a converter may wait: its rule is tried again.
    waits: bool,
    /// Whether a service's head is whole.
    started: Option<NonNull<bool>>,
    /// How much a service may leave in the output.
    room: usize,
    /// For filters.
    filter: Option<NonNull<FilterState>>,
}

impl Slot {
    /// For an action.
    pub(crate) fn action(cx: &mut ActionCx<'_>) -> Self {
        Self {
            number: cx.txn.number,
            txn: NonNull::from(&mut *cx.txn),
            point: cx.point,
            last: cx.last,
            edit: true,
            waits: false,
            started: None,
            room: 0,
            filter: None,
        }
    }

    /// The same at the beginning of an action in TCP mode: it may wait for bytes, whatever else its
    /// rule set waits for. Who runs it says when that is over.
    pub(crate) fn patient(mut self) -> Self {
        use Point::{BeTcpContent, BeTcpResponse, FeTcpContent, FeTcpResponse};
        if matches!(self.point, FeTcpContent | BeTcpContent | FeTcpResponse | BeTcpResponse) {
            self.last = false;
        }
        self
    }

    /// The same for a fetch or a converter that may wait.
    pub(crate) fn that_may_wait(mut self) -> Self {
        self.waits = true;
        self
    }

    /// Whether that is so.
    pub(super) fn waits(&self) -> bool {
        self.waits
    }

    /// For a fetch or a converter.
    pub(crate) fn sample(cx: &Cx<'_>) -> Self {
        Self {
            number: cx.txn.number,
            txn: NonNull::from(cx.txn),
            point: cx.point,
            last: cx.last,
            edit: false,
            waits: false,
            started: None,
            room: 0,
            filter: None,
        }
    }

    /// For a service; `started` stays true once its head is whole.
    pub(crate) fn service(io: &mut ServiceIo<'_>, started: &mut bool) -> Self {
        Self {
            number: io.txn.number,
            txn: NonNull::from(&mut *io.txn),
            point: Point::BeHttpRequestBody,
            last: io.txn.req.eof,
            edit: true,
            waits: false,
            started: Some(NonNull::from(started)),
            room: io.room,
            filter: None,
        }
    }
}

impl Slot {
    /// For a callback of a filter.
    pub(crate) fn filter(io: &mut FilterIo<'_>, state: &mut FilterState) -> Self {
        let point = if io.response { Point::BeHttpResponse } else { Point::BeHttpRequest };
        Self {
            number: io.txn.number,
            txn: NonNull::from(&mut *io.txn),
            point,
            last: true,
            edit: true,
            waits: false,
            started: None,
            room: 0,
            filter: Some(NonNull::from(state)),
        }
    }
}

/// The lent transaction in use; nobody else gets at it before this is dropped.
pub(crate) struct Lent<'v> {
    slot: Slot,
    vm: &'v Vm,
}

impl<'v> Lent<'v> {
    /// Takes the transaction of that number.
    ///
    /// # Errors
    /// It isn't the one that is running, or it is in use further up.
    pub(super) fn take(vm: &'v Vm, number: Option<u64>) -> Result<Self, Fault> {
        match vm.slot.take() {
            Some(slot) if number.is_none_or(|number| number == slot.number) => {
                Ok(Self { slot, vm })
            }
            Some(slot) => {
                vm.slot.set(Some(slot));
                Err(Fault::text("this object belongs to a transaction that isn't running now"))
            }
            None => Err(Fault::text("there is no transaction to work on here")),
        }
    }

    /// The transaction.
    pub(crate) fn txn(&self) -> &Txn {
        // SAFETY: the slot was set for this slice from a reference that outlives it, and while this
        // value exists nobody else reaches the transaction through the machine.
        unsafe { self.slot.txn.as_ref() }
    }

    /// The transaction, to be changed.
    ///
    /// # Errors
    /// Fetches and converters must not change it.
    pub(crate) fn edit(&mut self) -> Result<&mut Txn, Fault> {
        if !self.slot.edit {
            return Err(Fault::text("a fetch or a converter can't change the transaction"));
        }
        // SAFETY: as `txn`; the slot came from an exclusive reference then.
        Ok(unsafe { self.slot.txn.as_mut() })
    }

    /// For evaluating expressions.
    pub(crate) fn cx(&self) -> Cx<'_> {
        Cx { txn: self.txn(), point: self.slot.point, last: self.slot.last }
    }

    /// Whether nothing more will come.
    pub(crate) fn last(&self) -> bool {
        self.slot.last
    }

    /// Notes that a service's head is whole.
    pub(crate) fn start(&mut self) {
        if let Some(mut started) = self.slot.started {
            // SAFETY: as `txn`: the slot was made from the service's own for this slice.
            unsafe { *started.as_mut() = true }
        }
    }

    /// Whether a service's head is whole.
    pub(crate) fn started(&self) -> bool {
        // SAFETY: as `start`.
        self.slot.started.is_some_and(|started| unsafe { *started.as_ref() })
    }

    /// What the running filter says.
    pub(crate) fn filter(&mut self) -> Option<&mut FilterState> {
        // SAFETY: as `txn`: the slot was made from the filter's own for this slice.
        self.slot.filter.map(|mut state| unsafe { state.as_mut() })
    }

    /// How many bytes a service may still put out.
    pub(crate) fn room(&self) -> usize {
        let output = &self.txn().res.output;
        self.slot.room.saturating_sub(output.len()).min(output.room())
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.vm.slot.set(Some(self.slot));
    }
}
