//! What a declaration needs.

pub(in crate::fetch) use crate::fetch::{Eval, Example, Fetch};
pub(in crate::fetch) use crate::{Args, Cx, Fetched, Missing, Sample, Scope, Type};
pub(in crate::fetch) use moongate_lang::spec::{Arg, ArgKind};
