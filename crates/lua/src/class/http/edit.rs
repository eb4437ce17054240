//! `HTTP:req_add_header`, `…_set_header`, `…_del_header` and `HTTP:res_set_status`.

use super::{check_name, check_value, head_mut, name};
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};

/// The name and the value at 2 and 3, checked.
fn line<'v>(call: &Call<'v>) -> Result<(&'v [u8], &'v [u8]), Fault> {
    let (name, value) = (call.text(2)?, call.text(3)?);
    check_name(name)?;
    check_value(value)?;
    Ok((name, value))
}

/// Adds a line to the head of the request or the response of the object at 1.
pub(crate) fn add(call: &Call<'_>, response: bool) -> Result<Done, Fault> {
    let (name, value) = line(call)?;
    head_mut(&mut call.lent()?, response)?.add(name, value);
    Ok(Done::Values(0))
}

/// Puts one line in the place of all of its name.
pub(crate) fn set(call: &Call<'_>, response: bool) -> Result<Done, Fault> {
    let (name, value) = line(call)?;
    head_mut(&mut call.lent()?, response)?.set(name, value);
    Ok(Done::Values(0))
}

/// Removes all lines of a name.
pub(crate) fn delete(call: &Call<'_>, response: bool) -> Result<Done, Fault> {
    let name = call.text(2)?;
    head_mut(&mut call.lent()?, response)?.remove(name);
    Ok(Done::Values(0))
}

/// `HTTP:req_add_header`, `HTTP:res_add_header`
pub(super) struct AddHeader<const RESPONSE: bool>;

impl<const RESPONSE: bool> Function for AddHeader<RESPONSE> {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: name(RESPONSE, "req_add_header", "res_add_header"),
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string"), param("value", "string")],
        returns: "",
        sentence: "Adds a header line behind the others.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        add(call, RESPONSE)
    }
}

/// `HTTP:req_set_header`, `HTTP:res_set_header`
pub(super) struct SetHeader<const RESPONSE: bool>;

impl<const RESPONSE: bool> Function for SetHeader<RESPONSE> {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: name(RESPONSE, "req_set_header", "res_set_header"),
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string"), param("value", "string")],
        returns: "",
        sentence: "Puts one header line in the place of all lines of that name.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        set(call, RESPONSE)
    }
}

/// `HTTP:req_del_header`, `HTTP:res_del_header`
pub(super) struct DelHeader<const RESPONSE: bool>;

impl<const RESPONSE: bool> Function for DelHeader<RESPONSE> {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: name(RESPONSE, "req_del_header", "res_del_header"),
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "",
        sentence: "Removes all header lines of that name.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        delete(call, RESPONSE)
    }
}

/// `HTTP:res_set_status`
pub(crate) struct SetStatus;

impl Function for SetStatus {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: "res_set_status",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("status", "integer"), optional("reason", "string")],
        returns: "",
        sentence: "Changes the status of the response, and its reason to the given or the usual one.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let status = u16::try_from(call.int(2)?).ok().filter(|status| (100..=999).contains(status));
        let status = status.ok_or(Fault::Argument(2, "a status from 100 to 999"))?;
        let reason = if call.given(3) { Some(call.text(3)?) } else { None };
        check_value(reason.unwrap_or_default())?;
        head_mut(&mut call.lent()?, true)?.set_status(status, reason);
        Ok(Done::Values(0))
    }
}
