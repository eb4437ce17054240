//! `add map`, `del map`, `set map` and the same for ACLs: single entries.

use super::{Call, Kind, list, reference, version};
use moongate_sample::pattern::BadVersion;

/// `add map`, `add acl`
pub(super) fn add(call: &mut Call<'_>, kind: Kind) -> Result<(), String> {
    let version = version(call);
    let lines = lines(call, kind)?;
    let list = list(call, call.arg(0), kind)?;
    if kind == Kind::Acl && list.is_map() {
        return Err(
            "This ACL is shared with a map containing samples. You must use the command 'add map' \
                    to add values."
                .into(),
        );
    }
    let entries =
        lines.iter().map(|(pattern, value)| (pattern.as_bytes(), value.map(str::as_bytes)));
    let added = match version {
        Some(version) => match list.add_to(version, entries) {
            Ok(added) => added,
            Err(BadVersion::Future) => {
                let word = kind.word();
                return Err(format!(
                    "Version number in the future, please use 'prepare {word}' before."
                ));
            }
            Err(BadVersion::OutOfRange) => return Err("Version number out of range.".into()),
        },
        None => list.extend(entries),
    };
    added.map_err(|bad| format!("{bad}."))
}

/// The entries of a command: in its words or in its payload.
fn lines<'c>(call: &Call<'c>, kind: Kind) -> Result<Vec<(&'c str, Option<&'c str>)>, String> {
    if let Some(payload) = call.payload.filter(|_| call.args.len() == 1) {
        let line = |line: &'c str| match (kind, line.split_once([' ', '\t'])) {
            (Kind::Map, Some((pattern, value))) => Ok((pattern, Some(value.trim()))),
            (Kind::Map, None) => Err(format!("Missing value for key '{line}'.")),
            (Kind::Acl, _) => Ok((line, None)),
        };
        return payload.lines().map(str::trim).filter(|text| !text.is_empty()).map(line).collect();
    }
    match (call.args.as_slice(), kind) {
        // More words than needed are passed over.
        ([_, pattern, value, ..], Kind::Map) => Ok(vec![(*pattern, Some(*value))]),
        ([_, pattern, ..], Kind::Acl) => Ok(vec![(*pattern, None)]),
        (_, Kind::Map) => {
            Err("'add map' expects three parameters (map identifier, key and value) or one \
                               parameter (map identifier) and a payload"
                .into())
        }
        (_, Kind::Acl) => {
            Err("'add acl' expects two parameters: ACL identifier and pattern.".into())
        }
    }
}

/// `del map`, `del acl`
pub(super) fn del(call: &mut Call<'_>, kind: Kind) -> Result<(), String> {
    let key = call.arg(1);
    if key.is_empty() {
        let noun = kind.noun();
        return Err(format!("This command expects two parameters: {noun} identifier and key."));
    }
    let list = list(call, call.arg(0), kind)?;
    let found = match reference(key) {
        Some(id) => list.del_id(id),
        None => list.del(key.as_bytes()),
    };
    if found { Ok(()) } else { Err("Key not found.".into()) }
}

/// `set map`
pub(super) fn set(call: &mut Call<'_>) -> Result<(), String> {
    let [name, key, value, ..] = call.args.as_slice() else {
        return Err("'set map' expects three parameters: map identifier, key and value.".into());
    };
    let list = list(call, name, Kind::Map)?;
    let found = match reference(key) {
        Some(id) => list.set_id(id, value.as_bytes()),
        None => list.set(key.as_bytes(), value.as_bytes()),
    };
    match found {
        Ok(true) => Ok(()),
        Ok(false) => Err("entry not found.".into()),
        Err(bad) => Err(format!("{bad}.")),
    }
}
