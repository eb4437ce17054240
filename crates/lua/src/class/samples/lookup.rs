//! Finds a fetch or a converter by the name that a script uses.

use super::{Subject, convert, fetch};
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::call::{Entry, enter};
use crate::raw::{Call, Done, Fault, Function};
use moongate_sample::Catalogue;

/// `__index` of the methods of `f` (0), `sf` (1), `c` (2) and `sc` (3)
pub(super) struct Lookup<const WHICH: u8>;

impl<const WHICH: u8> Function for Lookup<WHICH> {
    const DECLARATION: Declaration = Declaration {
        class: if WHICH < 2 { "Fetches" } else { "Converters" },
        name: "__index",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "function",
        sentence: "Finds a method by its name.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let name = call.text(2)?;
        let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
        let catalogue = host.catalogue();
        let catalogue =
            catalogue.ok_or(Fault::text("can't be used before the configuration is read"))?;
        let Some((subject, entry)) = find(catalogue, name, WHICH < 2) else {
            // As of any table: calling it then fails with the name in the message.
            return Ok(Done::Values(0));
        };
        let number = call.vm().classes().methods.add(subject, WHICH % 2 == 1);
        call.push_closure(entry, number);
        call.cache_field(2);
        Ok(Done::Values(1))
    }
}

/// Whether `lua` is `name` with `_` for what Lua names can't have.
fn same(name: &str, lua: &[u8]) -> bool {
    let plain = |byte: u8| if matches!(byte, b'.' | b'-' | b'+') { b'_' } else { byte };
    name.len() == lua.len() && name.bytes().zip(lua).all(|(a, b)| plain(a) == *b)
}

fn find(catalogue: &Catalogue, lua: &[u8], fetches: bool) -> Option<(Subject, Entry)> {
    if fetches {
        let name = catalogue.fetch_names().find(|name| same(name, lua))?;
        Some((Subject::Fetch(catalogue.fetch(name)?), enter::<fetch::CallFetch>))
    } else {
        let name = catalogue.converter_names().find(|name| same(name, lua))?;
        Some((Subject::Converter(catalogue.converter(name)?), enter::<convert::CallConverter>))
    }
}
