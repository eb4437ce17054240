//! `HTTP:req_get_headers` and `HTTP:res_get_headers`: all headers as a table.

use super::{head, name};
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function, Stack};
use moongate_http::Head;

/// `HTTP:req_get_headers`, `HTTP:res_get_headers`
pub(super) struct GetHeaders<const RESPONSE: bool>;

impl<const RESPONSE: bool> Function for GetHeaders<RESPONSE> {
    const DECLARATION: Declaration = Declaration {
        class: "HTTP",
        name: name(RESPONSE, "req_get_headers", "res_get_headers"),
        aliases: if RESPONSE { &["res_get_header"] } else { &["req_get_header"] },
        contexts: Contexts::ANY,
        params: &[],
        returns: "table<string, table<integer, string>>",
        sentence: "All headers: for each name, in lower case, its lines from 0 on.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let lent = call.lent()?;
        push_headers(call, head(lent.txn(), RESPONSE)?);
        Ok(Done::Values(1))
    }
}

/// Pushes the headers as a table: names to tables of lines from 0 on.
pub(crate) fn push_headers(stack: &Stack<'_>, head: &Head) {
    let table = stack.push_table(0, head.len());
    let alone = all_differ(head);
    for (index, (name, value)) in head.fields().enumerate() {
        let same = |(other, _): &(&[u8], &[u8])| *other == name;
        if !alone && head.fields().take(index).any(|field| same(&field)) {
            continue;
        }
        table.set(name, |stack| {
            let lines = stack.push_table(0, 1);
            lines.set_item(0, |stack| stack.push_bytes(value));
            if alone {
                return;
            }
            let more = head.fields().skip(index + 1).filter(same);
            for (count, (_, value)) in more.enumerate() {
                lines.set_item(count as i64 + 1, |stack| stack.push_bytes(value));
            }
        });
    }
}

/// Whether no name is there twice, as far as a glance tells: most heads are such, and then nothing
/// has to be compared.
fn all_differ(head: &Head) -> bool {
    let mut seen = 0u64;
    head.fields().all(|(name, _)| {
        let ends = [name.first(), name.last()].map(|byte| usize::from(*byte.unwrap_or(&0)));
        let bit = 1u64 << ((name.len() + ends[0] * 5 + ends[1] * 11) & 63);
        let new = seen & bit == 0;
        seen |= bit;
        new
    })
}
