//! `show map`, `get map` and the same for ACLs: what there is, and what matches a value.

use super::{Call, Kind, list, version};
use crate::cli::Rest;
use moongate_sample::Sample;
use moongate_sample::pattern::{Found, PatternRef};
use std::fmt::Write as _;
use std::sync::Arc;

/// So many entries are shown in one piece.
const PIECE: usize = 512;

/// `show map`, `show acl`
pub(super) fn show(call: &mut Call<'_>, kind: Kind) -> Result<(), String> {
    let version = version(call);
    if call.args.is_empty() && version.is_none() {
        call.line("# id (file) description");
        let runtime = call.runtime;
        for one in runtime.shared.plan.patterns.all() {
            if (kind == Kind::Map && one.is_map()) || (kind == Kind::Acl && one.is_acl()) {
                call.line(title(&one));
            }
        }
        return Ok(());
    }
    let list = list(call, call.arg(0), kind)?;
    call.rest = Some(Box::new(Entries { list, version, next: 0 }));
    Ok(())
}

fn title(list: &PatternRef) -> String {
    let (id, (current, newest), count) = (list.id, list.versions(), list.len_of_all());
    let origin = match list.name.as_deref() {
        Some(name) => format!("({name}) pattern loaded from file '{name}'"),
        None => "() patterns of the configuration".to_owned(),
    };
    format!("{id} {origin}. curr_ver={current} next_ver={newest} entry_cnt={count}")
}

/// The entries of a list that haven't been shown yet.
struct Entries {
    list: Arc<PatternRef>,
    version: Option<u32>,
    next: u64,
}

impl Rest for Entries {
    fn next(&mut self, out: &mut String) -> bool {
        let entries = self.list.entries_from(self.version, self.next, PIECE);
        let Some(last) = entries.last() else { return false };
        self.next = last.id() + 1;
        for entry in &entries {
            // Writing to a String can't fail.
            let _ = write!(out, "{:#x} {}", entry.id(), String::from_utf8_lossy(entry.pattern()));
            if let Some(value) = entry.value() {
                let _ = write!(out, " {}", String::from_utf8_lossy(value));
            }
            out.push('\n');
        }
        true
    }
}

/// `get map`, `get acl`
pub(super) fn get(call: &mut Call<'_>, kind: Kind) -> Result<(), String> {
    let [name, value, ..] = call.args[..] else {
        return Err(format!("Missing {} identifier and/or key.", kind.noun()));
    };
    let list = list(call, name, kind)?;
    for found in list.look(&Sample::str(value)) {
        call.line(result(&found, kind));
    }
    Ok(())
}

/// What one use of the list found.
fn result(found: &Found, kind: Kind) -> String {
    let case = if found.how.icase { "insensitive" } else { "sensitive" };
    let (hit, key) = match kind {
        Kind::Map => ("found", "key"),
        Kind::Acl => ("match", "pattern"),
    };
    let mut text = format!("type={}, case={case}", found.how.method.name());
    // Writing to a String can't fail.
    let Some(entry) = &found.entry else {
        let _ = write!(text, ", {hit}=no");
        return text;
    };
    let pattern = String::from_utf8_lossy(entry.pattern());
    let _ = write!(text, ", {hit}=yes, idx={}, {key}=\"{pattern}\"", found.index);
    if let (Kind::Map, Some(value)) = (kind, entry.value()) {
        let value = String::from_utf8_lossy(value);
        let name = found.value_kind().name();
        let _ = write!(text, ", value=\"{value}\", type=\"{name}\"");
    }
    text
}
