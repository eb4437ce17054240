//! Compares the declarations with a listing of HAProxy's keywords (`haproxy -dKall`): what is missing,
//! what only we have, and what differs in types, arguments or places.

mod listing;

use listing::{Fact, KINDS, Listing, read};
use moongate::catalogue::assemble;
use moongate::keywords;
use moongate_sample::Point;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// Where the result stands.
pub const PAGE: &str = "docs/reference/coverage.gen.md";

/// The page for a listing of HAProxy's.
pub fn page(file: &Path) -> Result<String, String> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}\n", file.display()))?;
    let own = keywords::dump("all", &assemble());
    Ok(write(&read(&text), &read(&own), fingerprint(&own)))
}

/// Whether a page was written from the declarations as they are now. The listing of HAProxy that it
/// was compared with isn't part of the repository; that the own side is the same, can be told without.
pub fn is_fresh(page: &str) -> bool {
    let own = fingerprint(&keywords::dump("all", &assemble()));
    page.contains(&format!("own listing: {own:016x}"))
}

/// FNV-1a.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

// Writing to a String can't fail.

fn write(theirs: &Listing, ours: &Listing, own: u64) -> String {
    let mut out = format!(
        "<!-- Written by `cargo run -p xtask -- coverage FILE --write`, where FILE holds what HAProxy's \
         `-dKall` prints. Don't edit. own listing: {own:016x} -->\n\n# Coverage\n\n\
         What `moongate -dKall` lists, compared with the same listing of HAProxy 3.5. HAProxy's listing leaves \
         out many of its older keywords, above all those of configuration sections and the first actions \
         of each rule set, so a name that stands only here is mostly an old one.\n\n\
         | kind | HAProxy lists | alike | different | missing | only here |\n|---|---|---|---|---|---|\n"
    );
    for ((kind, theirs), ours) in KINDS.iter().zip(theirs).zip(ours) {
        let both = || theirs.iter().filter_map(|(name, fact)| Some((fact, ours.get(name)?)));
        let alike = both().filter(|(a, b)| a == b).count();
        let different = both().count() - alike;
        let missing = theirs.len() - alike - different;
        let extra = ours.len() - alike - different;
        let listed = theirs.len();
        let _ =
            writeln!(out, "| {kind} | {listed} | {alike} | {different} | {missing} | {extra} |");
    }
    for ((kind, theirs), ours) in KINDS.iter().zip(theirs).zip(ours) {
        let _ = write!(out, "\n## {}{}\n", kind[..1].to_uppercase(), &kind[1..]);
        let keys = |one: &std::collections::BTreeMap<String, Fact>| {
            one.keys().cloned().collect::<BTreeSet<String>>()
        };
        let (want, have) = (keys(theirs), keys(ours));
        list(&mut out, "Missing", &want - &have);
        list(&mut out, "Only here", &have - &want);
        let differing: Vec<_> = theirs
            .iter()
            .filter_map(|(name, fact)| Some((name, fact, ours.get(name)?)))
            .filter(|(_, theirs, ours)| theirs != ours)
            .collect();
        if !differing.is_empty() {
            out.push_str("\nDifferent:\n\n");
        }
        for (name, theirs, ours) in differing {
            let _ = writeln!(out, "- `{name}`: {}", difference(theirs, ours));
        }
    }
    out
}

fn list(out: &mut String, title: &str, names: BTreeSet<String>) {
    if !names.is_empty() {
        let names: Vec<String> = names.into_iter().collect();
        let _ = write!(out, "\n{title} ({}): `{}`\n", names.len(), names.join("`, `"));
    }
}

/// What differs, in words.
fn difference(theirs: &Fact, ours: &Fact) -> String {
    let mut parts = Vec::new();
    if theirs.signature != ours.signature {
        let shown = |text: &str| match text.trim_start_matches(": ") {
            "" => "nothing".to_owned(),
            text => format!("`{text}`"),
        };
        parts.push(format!(
            "HAProxy {}, here {}",
            shown(&theirs.signature),
            shown(&ours.signature)
        ));
    }
    let usable = |places: &str, at: usize| places.as_bytes().get(at) == Some(&b'Y');
    let places = |more: &str, less: &str| {
        let kept = (0..Point::ALL.len()).filter(|&at| usable(more, at) && !usable(less, at));
        let names: Vec<String> = kept.map(|at| keywords::COLUMNS[at].to_owned()).collect();
        names.join(", ")
    };
    let (less, more) = (places(&theirs.places, &ours.places), places(&ours.places, &theirs.places));
    if !less.is_empty() {
        parts.push(format!("not usable here in {less}"));
    }
    if !more.is_empty() {
        parts.push(format!("usable here also in {more}"));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_missing_extra_and_different() {
        let head = "# List of registered sample fetch functions:\n";
        let places = |first: &str| format!("[ {first}{} ]", " .".repeat(21));
        let theirs = format!(
            "{head}{} a: str\n{} b: sint\n{} c: bool\n",
            places("Y"),
            places("Y"),
            places(".")
        );
        let ours = format!(
            "{head}{} b: sint\n{} c: str\n{} d: str\n",
            places("."),
            places("."),
            places("Y")
        );
        let page = write(&read(&theirs), &read(&ours), 7);
        assert!(page.contains("| sample fetches | 3 | 0 | 2 | 1 | 1 |"), "{page}");
        assert!(page.contains("Missing (1): `a`") && page.contains("Only here (1): `d`"));
        assert!(page.contains("- `b`: not usable here in frontend tcp-request connection rule"));
        assert!(page.contains("- `c`: HAProxy `bool`, here `str`"));
        assert!(page.contains("own listing: 0000000000000007"));
    }
}
