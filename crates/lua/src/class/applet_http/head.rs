//! `AppletHTTP:set_status`, `:add_header` and `:start_response`: the head of the answer.

use crate::class::http::{check_name, check_value};
use crate::declaration::{Context, Contexts, Declaration, optional, param};
use crate::raw::slot::Lent;
use crate::raw::{Call, Done, Fault, Function};
use moongate_http::Head;

/// The head, as long as it isn't sent.
fn head<'l>(lent: &'l mut Lent<'_>) -> Result<&'l mut Head, Fault> {
    if lent.started() {
        return Err(Fault::text("the response has begun: its head can't be changed any more"));
    }
    Ok(&mut lent.edit()?.response)
}

/// `AppletHTTP:set_status`
pub(super) struct SetStatus;

impl Function for SetStatus {
    const DECLARATION: Declaration = Declaration {
        class: "AppletHTTP",
        name: "set_status",
        aliases: &[],
        contexts: Contexts::of(&[Context::Service]),
        params: &[param("code", "integer"), optional("reason", "string")],
        returns: "boolean",
        sentence: "Sets the answer's status, 200 by default, and its reason to the given or the usual one; \
                   gives true.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let status = u16::try_from(call.int(2)?).ok().filter(|code| (100..=599).contains(code));
        let status = status.ok_or(Fault::Argument(2, "a status from 100 to 599"))?;
        let reason = if call.given(3) { Some(call.text(3)?) } else { None };
        check_value(reason.unwrap_or_default())?;
        head(&mut call.lent()?)?.set_status(status, reason);
        call.push_boolean(true);
        Ok(Done::Values(1))
    }
}

/// `AppletHTTP:add_header`
pub(super) struct AddHeader;

impl Function for AddHeader {
    const DECLARATION: Declaration = Declaration {
        class: "AppletHTTP",
        name: "add_header",
        aliases: &[],
        contexts: Contexts::of(&[Context::Service]),
        params: &[param("name", "string"), param("value", "string")],
        returns: "boolean",
        sentence: "Adds a header line to the answer; gives true.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let (name, value) = (call.text(2)?, call.text(3)?);
        check_name(name)?;
        check_value(value)?;
        head(&mut call.lent()?)?.add(name, value);
        call.push_boolean(true);
        Ok(Done::Values(1))
    }
}

/// `AppletHTTP:start_response`
pub(super) struct StartResponse;

impl Function for StartResponse {
    const DECLARATION: Declaration = Declaration {
        class: "AppletHTTP",
        name: "start_response",
        aliases: &[],
        contexts: Contexts::of(&[Context::Service]),
        params: &[],
        returns: "",
        sentence: "Sends the head; texts may be sent from then on.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.lent()?.start();
        Ok(Done::Values(0))
    }
}
