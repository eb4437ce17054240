//! `HTTP:req_rep_header`, `HTTP:req_rep_value` and their kin: replaces what matches a regular
//! expression. As in rules, a value that matches is replaced as a whole.

use super::{check_value, head_mut, name};
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_http::{Head, split_list};
use moongate_sample::{Regex, Template};
use std::rc::Rc;

/// `HTTP:req_rep_header`, `HTTP:res_rep_header`
pub(super) struct ReplaceHeader<const RESPONSE: bool>;

impl<const RESPONSE: bool> Function for ReplaceHeader<RESPONSE> {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: name(RESPONSE, "req_rep_header", "res_rep_header"),
        aliases: if RESPONSE { &["res_replace_header"] } else { &["req_replace_header"] },
        contexts: Contexts::ANY,
        params: &[param("name", "string"), param("regex", "string"), param("replace", "string")],
        returns: "",
        sentence: "Replaces the lines of a header that match; `\\1` and so on are what groups matched.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        lines(call, RESPONSE)
    }
}

/// `HTTP:req_rep_value`, `HTTP:res_rep_value`
pub(super) struct ReplaceValue<const RESPONSE: bool>;

impl<const RESPONSE: bool> Function for ReplaceValue<RESPONSE> {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: name(RESPONSE, "req_rep_value", "res_rep_value"),
        aliases: if RESPONSE { &["res_replace_value"] } else { &["req_replace_value"] },
        contexts: Contexts::ANY,
        params: &[param("name", "string"), param("regex", "string"), param("replace", "string")],
        returns: "",
        sentence: "Replaces the comma-delimited values of a header that match.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        values(call, RESPONSE)
    }
}

/// Replaces the lines that match, of the request or the response of the object at 1.
pub(crate) fn lines(call: &Call<'_>, response: bool) -> Result<Done, Fault> {
    replace(call, response, one)
}

/// Replaces the values that match.
pub(crate) fn values(call: &Call<'_>, response: bool) -> Result<Done, Fault> {
    replace(call, response, |line, regex, with, out| {
        let mut changed = false;
        let mut rest = line;
        for value in split_list(line) {
            // What stands between two values stays as it was.
            let at = offset(rest, value);
            out.extend_from_slice(&rest[..at]);
            rest = &rest[at + value.len()..];
            let before = out.len();
            if one(value, regex, with, out) {
                changed = true;
            } else {
                out.truncate(before);
                out.extend_from_slice(value);
            }
        }
        out.extend_from_slice(rest);
        changed
    })
}

/// Where `part`, a piece of `whole`, begins in it.
fn offset(whole: &[u8], part: &[u8]) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// Appends what replaces `text`; whether it matched.
fn one(text: &[u8], regex: &Regex, with: &Template, out: &mut Vec<u8>) -> bool {
    match regex.captures(text, 0) {
        Some(captures) => {
            with.expand(text, &captures, out);
            true
        }
        None => false,
    }
}

fn replace(
    call: &Call<'_>,
    response: bool,
    change: impl Fn(&[u8], &Regex, &Template, &mut Vec<u8>) -> bool,
) -> Result<Done, Fault> {
    let name = call.text(2)?;
    let regex: Rc<Regex> = call.vm().classes().methods.regex(call.text(3)?)?;
    let with = Template::new(call.text(4)?).map_err(Fault::text)?;
    let mut lent = call.lent()?;
    let head: &mut Head = head_mut(&mut lent, response)?;
    let lines: Vec<usize> = head.positions(name).collect();
    let mut out = Vec::new();
    for index in lines {
        out.clear();
        let Some((_, value)) = head.field(index) else { continue };
        if change(value, &regex, &with, &mut out) {
            check_value(&out)?;
            head.replace_value(index, &out);
        }
    }
    Ok(Done::Values(0))
}
