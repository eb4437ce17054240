//! `Patref:prepare`, `commit`, `giveup` and `purge`: the content as a whole.

use super::{outcome, this};
use crate::declaration::Declaration;
use crate::raw::{Call, Done, Fault, Function};

/// `Patref:prepare`
pub(super) struct Prepare;

impl Function for Prepare {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "prepare",
        &[],
        "",
        "Begins a new, empty version, which edits work on until `commit` or `giveup`.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let version = patref.list.prepare();
        if let Some(former) = patref.pending.replace(Some(version)) {
            patref.list.give_up(former);
        }
        Ok(Done::Values(0))
    }
}

/// `Patref:commit`
pub(super) struct Commit;

impl Function for Commit {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "commit",
        &[],
        "true?, string?",
        "Puts the prepared version in the place of the content, at once. True, or nil and what is \
         wrong.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let result = match patref.pending.take() {
            Some(version) => {
                let gone = |_| "another version was committed meanwhile".to_owned();
                patref.list.commit(version).map_err(gone)
            }
            None => Err("nothing was prepared".to_owned()),
        };
        Ok(outcome(call, result))
    }
}

/// `Patref:giveup`
pub(super) struct GiveUp;

impl Function for GiveUp {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "giveup",
        &[],
        "",
        "Forgets the prepared version: edits work on the live content again.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        if let Some(version) = patref.pending.take() {
            patref.list.give_up(version);
        }
        Ok(Done::Values(0))
    }
}

/// `Patref:purge`
pub(super) struct Purge;

impl Function for Purge {
    const DECLARATION: Declaration =
        Declaration::new("Patref", "purge", &[], "", "Removes all entries at once.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        this(call)?.list.clear();
        Ok(Done::Values(0))
    }
}
