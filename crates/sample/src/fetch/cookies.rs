//! What the cookie fetches of requests and responses share.

use super::headers::See;
use crate::{Args, Missing, Sample};
use moongate_http::{Head, cookies, set_cookie};
use std::ops::ControlFlow;

/// A cookie's name and value.
type Pair<'a> = (&'a [u8], &'a [u8]);

/// The cookies that the client sends.
pub(super) fn request(head: &Head) -> impl Iterator<Item = Pair<'_>> {
    head.get_all(b"cookie").flat_map(cookies)
}

/// The cookies that the server sets.
pub(super) fn response(head: &Head) -> impl Iterator<Item = Pair<'_>> {
    head.get_all(b"set-cookie").filter_map(set_cookie)
}

/// The values of the cookies of argument 0's name (to the letter), or of all.
pub(super) fn named<'a>(
    list: impl Iterator<Item = Pair<'a>>,
    args: &'a Args,
) -> impl Iterator<Item = &'a [u8]> {
    let wanted = args.str(0);
    list.filter(move |(name, _)| wanted.is_empty() || *name == wanted).map(|(_, value)| value)
}

/// The last of that name; without a name, the first of all.
pub(super) fn pick<'a>(
    list: impl Iterator<Item = Pair<'a>>,
    args: &'a Args,
) -> Result<&'a [u8], Missing> {
    let mut values = named(list, args);
    let value = if args.str(0).is_empty() { values.next() } else { values.last() };
    value.ok_or(Missing::Absent)
}

/// Hands on all of that name.
pub(super) fn each<'a>(
    list: impl Iterator<Item = Pair<'a>>,
    args: &'a Args,
    convert: impl Fn(&'a [u8]) -> Option<Sample<'a>>,
    see: See<'_, 'a>,
) -> Result<(), Missing> {
    let values = named(list, args).filter_map(convert);
    let _: ControlFlow<()> = { values }.try_for_each(see);
    Ok(())
}
