//! `Socket:connect_ssl`

use super::this;
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};

/// `Socket:connect_ssl`
pub(super) struct ConnectSsl;

impl Function for ConnectSsl {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "connect_ssl",
        aliases: &[],
        contexts: Contexts::RUNNING,
        params: &[param("address", "string"), optional("port", "integer")],
        returns: "integer?, string?",
        sentence: "Would connect over TLS; raises an error, as TLS isn't supported yet.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        this(call)?;
        Err(Fault::text("TLS isn't supported yet"))
    }
}
