//! Actions that answer in the server's place.

use super::ActionSpec;
use super::prelude::*;
use moongate_state::{Cause, Ending, Stage};

mod auth;
mod deny;
mod early_hint;
mod location;
mod payload;
mod redirect;
mod reply;
mod return_;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[
    &return_::RETURN,
    &deny::DENY_REQUEST,
    &deny::DENY_RESPONSE,
    &deny::TARPIT,
    &redirect::REDIRECT,
    &auth::AUTH,
    &early_hint::EARLY_HINT,
];

pub use auth::{ask, ask_unless};
pub use redirect::parse_statement as parse_redirect;
pub use reply::{ErrorAnswer, ErrorKind};

/// Notes that rules refused the request or the response: `PR` or `PH` in logs.
pub(super) fn refused(txn: &mut Txn, response: bool) {
    let stage = if response { Stage::Header } else { Stage::Request };
    txn.end(Ending { cause: Cause::Proxy, stage });
}
