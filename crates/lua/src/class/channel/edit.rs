//! `Channel:set`, `:append`, `:prepend`, `:insert` and `:remove`: edits of the input.

use super::buffer::{Asked, splice};
use super::{OWNERS, is_response, raw};
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_net::Buffer;

/// Edits the input; `edit` says how many bytes it put in, or none if they don't fit.
fn change<const MESSAGE: bool>(
    call: &Call<'_>,
    edit: impl FnOnce(&mut Buffer) -> Result<Option<usize>, Fault>,
) -> Result<Done, Fault> {
    let mut lent = call.lent()?;
    let channel = raw::<MESSAGE>(call, &mut lent, is_response(call)?)?;
    let put = edit(&mut channel.input)?;
    call.push_integer(put.and_then(|count| i64::try_from(count).ok()).unwrap_or(-1));
    Ok(Done::Values(1))
}

/// `Channel:set`
pub(crate) struct Set<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Set<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
        change::<MESSAGE>(call, |input| {
            let range = asked.range(input.len())?;
            Ok(splice(input, range, text).then_some(text.len()))
        })
    }
}

/// `Channel:append`
pub(crate) struct Append<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Append<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "append",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("text", "string")],
        returns: "integer",
        sentence: "Puts a text behind the input; gives its length, or -1 if it doesn't fit.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        change::<MESSAGE>(call, |input| {
            let end = input.len();
            Ok(splice(input, end..end, text).then_some(text.len()))
        })
    }
}

/// `Channel:prepend`
pub(crate) struct Prepend<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Prepend<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "prepend",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("text", "string")],
        returns: "integer",
        sentence: "Puts a text before the input; gives its length, or -1 if it doesn't fit.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        change::<MESSAGE>(call, |input| Ok(splice(input, 0..0, text).then_some(text.len())))
    }
}

/// `Channel:insert`
pub(crate) struct Insert<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Insert<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
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
        change::<MESSAGE>(call, |input| {
            let at = asked.range(input.len())?.start;
            Ok(splice(input, at..at, text).then_some(text.len()))
        })
    }
}

/// `Channel:remove`
pub(crate) struct Remove<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Remove<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "remove",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("offset", "integer"), optional("length", "integer")],
        returns: "integer",
        sentence: "Takes bytes out of the input; gives how many.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let asked = Asked::read(call, 2)?;
        change::<MESSAGE>(call, |input| {
            let range = asked.range(input.len())?;
            let count = range.len();
            splice(input, range, b"");
            Ok(Some(count))
        })
    }
}
