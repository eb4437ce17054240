//! Texts that have to occur wherever a regular expression matches: with them an automaton can tell
//! most expressions of a long list from those that are worth trying.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// An expression that may begin with one of so many texts still counts as having them.
const MOST: usize = 16;

/// Texts of which at least one occurs in every match of `source`; `None`: none is known. With `icase`
/// they occur in upper or lower case.
pub(super) fn needed(source: &str, icase: bool) -> Option<Vec<Vec<u8>>> {
    // Ignoring case would turn letters into classes: the literal is the same but for its case.
    let parsed = ParserBuilder::new().unicode(false).utf8(false).build().parse(source).ok()?;
    let texts = of(&parsed)?;
    // One letter occurs nearly everywhere; beyond ASCII, bytes have no case.
    let useful = |text: &Vec<u8>| text.len() > 1 && (!icase || text.is_ascii());
    texts.iter().all(useful).then_some(texts)
}

fn of(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Concat(parts) => {
            // The part whose shortest text is longest tells most.
            let worth = |texts: &Vec<Vec<u8>>| texts.iter().map(Vec::len).min().unwrap_or(0);
            parts.iter().filter_map(of).max_by_key(worth)
        }
        HirKind::Alternation(parts) => {
            let each: Vec<Vec<Vec<u8>>> = parts.iter().map(of).collect::<Option<_>>()?;
            let all: Vec<Vec<u8>> = each.into_iter().flatten().collect();
            (all.len() <= MOST).then_some(all)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Option<Vec<String>> {
        let found = needed(source, false)?;
        Some(found.into_iter().map(|text| String::from_utf8(text).unwrap()).collect())
    }

    #[test]
    fn finds_what_has_to_occur() {
        assert_eq!(texts("^/api/[0-9]+/users$").unwrap(), ["/users"]);
        assert_eq!(texts("(foo)+[a-z]*").unwrap(), ["foo"]);
        assert_eq!(texts("^/(static|img)/").unwrap(), ["static", "img"]);
        assert_eq!(texts("(abc)?x"), None);
        assert_eq!(texts("[a-z]+"), None);
        assert_eq!(texts("(?i)foo"), None);
        assert_eq!(texts("(?:ab|c*)d"), None);
        assert_eq!(needed("caf\u{e9}x", true), None);
    }
}
