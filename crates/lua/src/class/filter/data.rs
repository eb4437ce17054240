//! `filter.register_data_filter` and `filter.unregister_data_filter`.

use crate::declaration::{Context, Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

/// `filter.register_data_filter`, `filter.unregister_data_filter`
pub(super) struct DataFilter<const ON: bool>;

impl<const ON: bool> Function for DataFilter<ON> {
    const DECLARATION: Declaration = Declaration {
        class: "filter",
        name: if ON { "register_data_filter" } else { "unregister_data_filter" },
        aliases: &[],
        contexts: Contexts::of(&[Context::Filter]),
        params: &[param("flt", "table"), param("chn", "Channel")],
        returns: "",
        sentence: if ON {
            "Lets the filter see the data of a channel."
        } else {
            "Lets the data of a channel pass the filter by."
        },
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        // The filter itself is the first argument, or left out.
        let last = call.len().max(1);
        let object = call.object(last).filter(|_| call.table(last).is_none());
        let (_, response) = object.ok_or(Fault::Argument(last, "a Channel"))?;
        if let Some(state) = call.running()?.filter() {
            state.wants[usize::from(response == 1)] = ON;
        }
        Ok(Done::Values(0))
    }
}
