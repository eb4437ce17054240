//! `prepare map`, `commit map`, `clear map` and the same for ACLs: contents as a whole.

use super::{Call, Kind, list, version};

/// `prepare map`, `prepare acl`
pub(super) fn prepare(call: &mut Call<'_>, kind: Kind) -> Result<(), String> {
    let version = list(call, call.arg(0), kind)?.prepare();
    call.line(format_args!("New version created: {version}"));
    Ok(())
}

/// `commit map`, `commit acl`
pub(super) fn commit(call: &mut Call<'_>, kind: Kind) -> Result<(), String> {
    let version = version(call).ok_or("Missing version number.")?;
    named(call, kind)?;
    let committed = list(call, call.arg(0), kind)?.commit(version);
    committed.map_err(|_| "Version number out of range.".into())
}

/// `clear map`, `clear acl`
pub(super) fn clear(call: &mut Call<'_>, kind: Kind) -> Result<(), String> {
    let version = version(call);
    named(call, kind)?;
    let list = list(call, call.arg(0), kind)?;
    match version {
        Some(version) => list.clear_version(version),
        None => list.clear(),
    }
    Ok(())
}

fn named(call: &Call<'_>, kind: Kind) -> Result<(), String> {
    match call.arg(0) {
        "" => Err(format!("Missing {} identifier.", kind.noun())),
        _ => Ok(()),
    }
}
