//! `table_cnt` and `table_avl`: how full a stick table is.

use crate::fetch::prelude::*;
use moongate_state::Table;

const SIZE: Fetch =
    Fetch { args: &[super::OWN], output: Type::Sint, scope: super::CLI_TOO, ..Fetch::PLAIN };

/// `table_cnt`
pub static TABLE_CNT: Fetch = Fetch {
    name: "table_cnt",
    sentence: "How many entries a stick table has.",
    examples: &[Example::plain("table_cnt(be)", "1"), Example::plain("table_cnt", "1")],
    eval: Eval::Fn(|_, args| number(args, Table::len)),
    ..SIZE
};

/// `table_avl`
pub static TABLE_AVL: Fetch = Fetch {
    name: "table_avl",
    sentence: "For how many more entries a stick table has room.",
    examples: &[Example::plain("table_avl(be)", "99")],
    eval: Eval::Fn(|_, args| number(args, |table| table.spec().size.saturating_sub(table.len()))),
    ..SIZE
};

fn number(args: &Args, of: impl Fn(&Table) -> usize) -> Fetched<'static> {
    let table = super::named(args, 0).ok_or(Missing::Absent)?;
    Ok(Sample::Sint(i64::try_from(of(table)).unwrap_or(i64::MAX)))
}
