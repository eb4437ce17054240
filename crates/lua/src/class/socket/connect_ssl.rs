//! `Socket:connect_ssl`

use super::connect::{Secure, open};
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
        params: &[
            param("address", "string"),
            optional("port", "integer"),
            optional("name", "string"),
        ],
        returns: "integer?, string?",
        sentence: "Connects as `connect` does, over TLS; the server's certificate has to be for the \
                   address, or for the name, unless `ssl-server-verify none` is set.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
        let name = if call.given(4) { Some(call.utf8(4)?.to_owned()) } else { None };
        open(call, Some(Secure { host, name }))
    }
}
