//! `StickTable:info`: how a table is declared, and how full it is.

use super::this;
use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function};

/// `StickTable:info`
pub(super) struct Info;

impl Function for Info {
    const DECLARATION: Declaration = Declaration::new(
        "StickTable",
        "info",
        &[],
        "table<string, any>",
        "Its `type`, `length` of keys, `size`, entries `used`, `expire` in milliseconds (0: never), \
         `nopurge`, and in `data` what it stores: the period of a rate, -1 for what is none.",
    )
    .only(Contexts::READ);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let table = this(call)?;
        let (spec, kind) = (table.spec(), table.kind());
        let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
        let time = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
        let fields = call.push_table(0, 8);
        fields.set(b"type", |stack| stack.push_bytes(kind.name().as_bytes()));
        fields.set_integer("length", number(kind.size()));
        fields.set_integer("size", number(spec.size));
        fields.set_integer("used", number(table.len()));
        fields.set_integer("expire", time(spec.expire.unwrap_or(0)));
        fields.set(b"nopurge", |stack| stack.push_boolean(spec.nopurge));
        fields.set(b"data", |stack| {
            let data = stack.push_table(0, spec.columns.len());
            for column in &spec.columns {
                let period = if column.period == 0 { -1 } else { time(column.period) };
                data.set_integer(column.data.name(), period);
            }
        });
        Ok(Done::Values(1))
    }
}
