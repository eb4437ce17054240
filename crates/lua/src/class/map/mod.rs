//! The class `Map`: looks texts up in a map file, which rules may use too.

use super::{Class, Constant};
use crate::declaration::{Contexts, Declaration, Param, optional, param};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function, Kind};
use crate::value;
use moongate_sample::pattern::{How, Method, View};
use std::path::Path;
use std::sync::Arc;

/// The methods under the numbers of their constants.
const METHODS: [(&str, Method); 9] = [
    ("_int", Method::Int),
    ("_ip", Method::Ip),
    ("_str", Method::Str),
    ("_sub", Method::Sub),
    ("_dir", Method::Dir),
    ("_dom", Method::Dom),
    ("_beg", Method::Beg),
    ("_end", Method::End),
    ("_reg", Method::Reg),
];

const fn constant(name: &'static str, value: i64) -> Constant {
    Constant { name, value, sentence: "A way of matching (`-m` of ACLs)." }
}

/// `Map`
pub(super) const CLASS: Class = Class {
    name: "Map",
    sentence: "A map file, as the converters `map_…` use it.",
    functions: &[function::<New>(), function::<Lookup<false>>(), function::<Lookup<true>>()],
    fields: &[],
    constants: &[
        constant("_int", 0),
        constant("_ip", 1),
        constant("_str", 2),
        constant("_sub", 3),
        constant("_dir", 4),
        constant("_dom", 5),
        constant("_beg", 6),
        constant("_end", 7),
        constant("_reg", 8),
        // Older names; there is none for `end`, which is a word of Lua.
        constant("int", 0),
        constant("ip", 1),
        constant("str", 2),
        constant("sub", 3),
        constant("dir", 4),
        constant("dom", 5),
        constant("beg", 6),
        constant("reg", 8),
    ],
};

/// `Map.new`
struct New;

impl Function for New {
    const DECLARATION: Declaration = Declaration::new(
        "Map",
        "new",
        &[param("name", "string"), optional("method", "integer")],
        "Map",
        "A map, read from its file unless the process knows it already; matches whole texts unless \
         another way is given.",
    )
    .only(Contexts::LOADING);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let name = call.utf8(1)?;
        let number = call.opt_int(2)?.unwrap_or(2);
        let method = usize::try_from(number).ok().and_then(|at| METHODS.get(at));
        let (_, method) = method.ok_or(Fault::Argument(2, "a way of matching, as Map._str"))?;
        let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
        let list = host.patterns().file(name, true, Path::new("")).map_err(Fault::text)?;
        let view = list
            .view(How::from(*method))
            .map_err(|bad| Fault::text(format!("entry {} of `{name}`: {bad}", bad.index + 1)))?;
        call.push_held(view, call.vm().classes().kept.map);
        Ok(Done::Values(1))
    }
}

const TEXT_PARAM: &[Param] = &[param("str", "string")];

/// `Map:lookup`, `Map:slookup`
struct Lookup<const TEXT: bool>;

impl<const TEXT: bool> Function for Lookup<TEXT> {
    const DECLARATION: Declaration = Declaration::new(
        "Map",
        if TEXT { "slookup" } else { "lookup" },
        TEXT_PARAM,
        if TEXT { "string" } else { "string?" },
        if TEXT {
            "The value of the entry that matches, or an empty text."
        } else {
            "The value of the entry that matches, or nil."
        },
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let view = call.this::<Arc<View>>(call.vm().classes().kept.map)?;
        if !matches!(call.kind(2), Kind::String | Kind::Number) {
            return Err(Fault::Argument(2, "a string"));
        }
        match view.value(value::borrowed(call, 2)) {
            Some(found) => call.push_bytes(&found),
            None if TEXT => call.push_bytes(b""),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}
