//! `Channel:forward`: lets input pass.

use super::{OWNERS, is_response, may_wait, raw};
use crate::declaration::{Context, Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function, Wait};

/// `Channel:forward`
pub(crate) struct Forward<const MESSAGE: bool>;

impl<const MESSAGE: bool> Function for Forward<MESSAGE> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[MESSAGE as usize],
        name: "forward",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("length", "integer")],
        returns: "integer",
        sentence: "Lets so many bytes of input pass; an action waits for them to come. Gives how many.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let wanted = usize::try_from(call.int(2)?);
        let wanted = wanted.map_err(|_| Fault::Argument(2, "a length"))?;
        let mut lent = call.lent()?;
        let last = lent.last();
        let may_wait = may_wait(call);
        let channel = raw::<MESSAGE>(call, &mut lent, is_response(call)?)?;
        let mut passed = usize::try_from(call.progress()).unwrap_or(0);
        let most = (wanted - passed.min(wanted)).min(channel.input.len());
        if call.vm().context() == Context::Filter {
            // What a filter lets pass is taken over at once.
            channel.output.reserve_total(channel.output.len() + most);
        }
        let count = channel.output.push(&channel.input.bytes()[..most]);
        channel.input.consume(count);
        passed += count;
        let more = !channel.eof && !last && !channel.closed;
        if passed < wanted && may_wait {
            if !channel.input.is_empty() && !channel.closed {
                return call.wait(Wait::Room, passed as isize);
            }
            if more {
                return call.wait(Wait::Input(None), passed as isize);
            }
        }
        call.push_integer(passed as i64);
        Ok(Done::Values(1))
    }
}
