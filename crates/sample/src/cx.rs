//! What an evaluation sees: a transaction, and the place in its life.

use crate::{Point, Sample};
use moongate_http::Head;
use moongate_state::{Session, Txn};

/// The context of one evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    /// The transaction. Connection rules have one too, with an empty request.
    pub txn: &'a Txn,
    /// Where in its life.
    pub point: Point,
    /// Nothing more will come: what is missing stays missing.
    pub last: bool,
}

/// What a fetch gives.
pub type Fetched<'a> = Result<Sample<'a>, Missing>;

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is none.
    Absent,
    /// There may be one when more bytes have come. Never given when [`Cx::last`] is set.
    NotYet,
}

impl<'a> Cx<'a> {
    /// An evaluation at `point`, with everything there that will ever be.
    pub fn new(txn: &'a Txn, point: Point) -> Self {
        Self { txn, point, last: true }
    }

    /// The client's connection.
    pub fn session(&self) -> &'a Session {
        &self.txn.session
    }

    /// The request's head, once there is one.
    pub fn request(&self) -> Result<&'a Head, Missing> {
        self.head(&self.txn.request)
    }

    /// The response's head, once there is one.
    pub fn response(&self) -> Result<&'a Head, Missing> {
        self.head(&self.txn.response)
    }

    /// `NotYet`, or `Absent` if nothing more will come.
    pub fn not_yet(&self) -> Missing {
        if self.last { Missing::Absent } else { Missing::NotYet }
    }

    fn head(&self, head: &'a Head) -> Result<&'a Head, Missing> {
        if head.is_empty() { Err(self.not_yet()) } else { Ok(head) }
    }
}
