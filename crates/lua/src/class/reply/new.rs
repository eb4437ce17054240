//! `TXN:reply`: makes a `Reply`.

use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Kind};

/// `TXN:reply`
pub(crate) struct New;

impl Function for New {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "reply",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional(
            "reply",
            "{status: integer?, reason: string?, headers: table<string, string|string[]>?, body: string?}",
        )],
        returns: "Reply",
        sentence: "Makes an answer for `TXN:done`, with what the table says and the usual for the rest.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let given = match call.kind(2) {
            Kind::None | Kind::Nil => None,
            Kind::Table => call.table(2),
            _ => return Err(Fault::Argument(2, "a table")),
        };
        let status = given.and_then(|given| given.with(b"status", |stack, at| stack.integer(at)));
        let status = u16::try_from(status.unwrap_or(200)).unwrap_or(0);
        if !(100..=599).contains(&status) {
            return Err(Fault::text("`status` has to be a number from 100 to 599"));
        }
        let text = |name: &[u8]| {
            let given = given?;
            given.with(name, |stack, at| stack.bytes(at).map(<[u8]>::to_vec))
        };
        let reason = text(b"reason").unwrap_or_else(|| moongate_http::reason(status).into());
        let body = text(b"body").unwrap_or_default();
        let reply = call.push_table(0, 4);
        reply.set_integer("status", status.into());
        reply.set(b"reason", |stack| stack.push_bytes(&reason));
        reply.set(b"body", |stack| stack.push_bytes(&body));
        reply.set(b"headers", |stack| {
            let headers = stack.push_table(0, 4);
            let Some(given) = given else { return };
            given.with(b"headers", |stack, at| {
                let Some(from) = stack.table(at) else { return };
                from.each(|stack, name, value| {
                    let Some(name) = stack.bytes(name) else { return };
                    headers.set(name, |stack| {
                        let lines = stack.push_table(1, 0);
                        match stack.table(value) {
                            Some(values) => {
                                for item in 1..=values.len() as i64 {
                                    values.with_item(item, |stack, at| {
                                        lines.set_item(item, |_| stack.push_copy(at));
                                    });
                                }
                            }
                            None => lines.set_item(1, |stack| stack.push_copy(value)),
                        }
                    });
                });
            });
        });
        call.vm().classes().dress_reply(call, &reply);
        Ok(Done::Values(1))
    }
}
