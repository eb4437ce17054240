//! The filter of `StickTable:dump`: up to four comparisons, such as `{"gpc0", "gt", 30}`.

use crate::raw::{Kind, Stack, Table};
use moongate_state::table::{self, Compare, Data, Filter, Shape};

/// Comparisons in a filter, at most; as in the runtime API.
const MOST: usize = 4;

/// Reads a filter.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(filter: &Table<'_>, table: &table::Table) -> Result<Vec<Filter>, String> {
    let len = filter.len();
    if len > MOST {
        return Err(format!("a filter has at most {MOST} comparisons, this one has {len}"));
    }
    let mut keys = 0;
    filter.each(|_, _, _| keys += 1);
    if keys != len {
        return Err("a filter is a list of comparisons, as in {{\"gpc0\", \"gt\", 30}}".into());
    }
    let mut list = Vec::with_capacity(len);
    for at in 1..=len {
        let read = filter.with_item(at as i64, |stack, place| comparison(stack, place, table));
        list.push(read.map_err(|wrong| format!("comparison {at} of the filter: {wrong}"))?);
    }
    Ok(list)
}

/// Reads the comparison at `place`.
fn comparison(stack: &Stack<'_>, place: i32, table: &table::Table) -> Result<Filter, String> {
    const FORM: &str = "it has to be a table of a data type, an operator and a number, as in {\"gpc0\", \"gt\", 30}";
    let triple = stack.table(place).filter(|triple| triple.len() == 3).ok_or(FORM)?;
    let text = |item| {
        triple.with_item(item, |stack, at| {
            let text = (stack.kind(at) == Kind::String).then(|| stack.bytes(at)).flatten();
            text.map(|text| String::from_utf8_lossy(text).into_owned()).ok_or(FORM)
        })
    };
    let (name, operator) = (text(1)?, text(2)?);
    let (data, index) = column(table, &name)?;
    let compare = Compare::named(&operator).ok_or_else(|| {
        format!("`{operator}` is no operator; they are eq, ne, lt, le, gt and ge")
    })?;
    let with = triple.with_item(3, |stack, at| match stack.integer(at) {
        Some(number) => Some(number),
        // As casts do it: towards zero.
        None => stack.number(at).filter(|number| number.is_finite()).map(|number| number as i64),
    });
    let with = with.ok_or("the value to compare with has to be a number")?;
    Ok(Filter { data, index, compare, with })
}

/// The data type of that name in a table, and its place in an array: `gpc0`, `gpc`, `gpc[1]`, or
/// `gpc1` as dumps name it.
fn column(table: &table::Table, name: &str) -> Result<(Data, u32), String> {
    let found = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((array, index)) => Data::named(array).zip(index.parse().ok()),
        None => Data::named(name).map(|data| (data, 0)).or_else(|| element(name)),
    };
    let Some((data, index)) = found else {
        return Err(format!("`{name}` is no data type; this table has {}", stored(table)));
    };
    let (array, at) = match table.column(data) {
        Some(_) => (data, index),
        None => data.in_array().unwrap_or((data, index)),
    };
    let Some(column) = table.column(array) else {
        return Err(format!("the table doesn't store `{name}`, but {}", stored(table)));
    };
    if column.data.shape() == Shape::Text {
        return Err(format!("`{name}` is a text, which can't be compared"));
    }
    if at >= column.count {
        let (array, last) = (array.name(), column.count - 1);
        return Err(format!("`{name}` is out of range: `{array}` goes from 0 to {last}"));
    }
    Ok((array, at))
}

/// Reads `gpc2`, `gpt2` or `gpc2_rate`.
fn element(name: &str) -> Option<(Data, u32)> {
    let (array, rest) = match name.strip_prefix("gpt") {
        Some(rest) => (Data::Gpt, rest),
        None => match name.strip_prefix("gpc")? {
            rest if rest.ends_with("_rate") => (Data::GpcRate, rest.strip_suffix("_rate")?),
            rest => (Data::Gpc, rest),
        },
    };
    Some((array, rest.parse().ok()?))
}

/// What a table stores, for messages.
fn stored(table: &table::Table) -> String {
    let names: Vec<&str> = table.spec().columns.iter().map(|column| column.data.name()).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
