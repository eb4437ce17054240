//! `core.tcp`: a new socket.

use super::super::socket;
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `core.tcp`
pub(super) struct Tcp;

impl Function for Tcp {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "tcp",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "Socket",
        sentence: "A new socket, to be connected.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        socket::push(call);
        Ok(Done::Values(1))
    }
}
