//! `core.tokenize`: splits a text.

use crate::declaration::{Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};

/// `core.tokenize`
pub(super) struct Tokenize;

impl Function for Tokenize {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "tokenize",
        &[param("str", "string"), param("separators", "string"), optional("noblank", "boolean")],
        "string[]",
        "The pieces of a text between any of the separators; without empty ones if `noblank` is true.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let (text, separators) = (call.text(1)?, call.text(2)?);
        let noblank = call.boolean(3);
        let pieces = text.split(|byte| separators.contains(byte));
        let table = call.push_table(8, 0);
        for (at, piece) in pieces.filter(|piece| !noblank || !piece.is_empty()).enumerate() {
            table.set_item(at as i64 + 1, |stack| stack.push_bytes(piece));
        }
        Ok(Done::Values(1))
    }
}
