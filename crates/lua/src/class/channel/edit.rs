//! `Channel:set`, `:append`, `:prepend`, `:insert` and `:remove`: edits of the input.

use super::buffer::{Asked, splice};
use super::{is_response, raw};
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_net::Buffer;

/// Edits the input; `edit` says how many bytes it put in, or none if they don't fit.
fn change(
    call: &Call<'_>,
    edit: impl FnOnce(&mut Buffer) -> Result<Option<usize>, Fault>,
) -> Result<Done, Fault> {
    let mut lent = call.lent()?;
    let channel = raw(&mut lent, is_response(call)?)?;
    let put = edit(&mut channel.input)?;
    call.push_integer(put.and_then(|count| i64::try_from(count).ok()).unwrap_or(-1));
    Ok(Done::Values(1))
}

/// `Channel:set`
pub(super) struct Set;

impl Function for Set {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "set",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[
            param("text", "string"),
            optional("offset", "integer"),
            optional("length", "integer"),
        ],
        returns: "integer",
        sentence: "Replaces the input, or a part of it; gives the length of the text, or -1 if it doesn't fit.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        let asked = Asked::read(call, 3)?;
        change(call, |input| {
            let range = asked.range(input.len())?;
            Ok(splice(input, range, text).then_some(text.len()))
        })
    }
}

/// `Channel:append`
pub(super) struct Append;

impl Function for Append {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "append",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("text", "string")],
        returns: "integer",
        sentence: "Puts a text behind the input; gives its length, or -1 if it doesn't fit.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        change(call, |input| {
            let end = input.len();
            Ok(splice(input, end..end, text).then_some(text.len()))
        })
    }
}

/// `Channel:prepend`
pub(super) struct Prepend;

impl Function for Prepend {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "prepend",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("text", "string")],
        returns: "integer",
        sentence: "Puts a text before the input; gives its length, or -1 if it doesn't fit.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        change(call, |input| Ok(splice(input, 0..0, text).then_some(text.len())))
    }
}

/// `Channel:insert`
pub(super) struct Insert;

impl Function for Insert {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "insert",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("text", "string"), optional("offset", "integer")],
        returns: "integer",
        sentence: "Puts a text into the input at an offset; gives its length, or -1 if it doesn't fit.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        let asked = Asked::read(call, 3)?;
        change(call, |input| {
            let at = asked.range(input.len())?.start;
            Ok(splice(input, at..at, text).then_some(text.len()))
        })
    }
}

/// `Channel:remove`
pub(super) struct Remove;

impl Function for Remove {
    const DECLARATION: Declaration = Declaration {
        class: "Channel",
        name: "remove",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("offset", "integer"), optional("length", "integer")],
        returns: "integer",
        sentence: "Takes bytes out of the input; gives how many.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let asked = Asked::read(call, 2)?;
        change(call, |input| {
            let range = asked.range(input.len())?;
            let count = range.len();
            splice(input, range, b"");
            Ok(Some(count))
        })
    }
}
