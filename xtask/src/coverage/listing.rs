//! Reads a listing of keywords in the form of `-dKall`, HAProxy's or our own.

use std::collections::BTreeMap;

/// The kinds of names that a listing has, in the order of the page.
pub const KINDS: [&str; 12] = [
    "sample fetches",
    "converters",
    "actions",
    "ACL criteria",
    "keywords of `global`",
    "keywords of proxies",
    "options of proxies",
    "options of `bind`",
    "options of `server`",
    "keywords of other sections",
    "commands of the runtime API",
    "filters and services",
];

/// What stands about each name, by kind.
pub type Listing = [BTreeMap<String, Fact>; KINDS.len()];

/// What a listing says about a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// Types, arguments, marks: all but the table of places.
    pub signature: String,
    /// A fetch's places, one letter each.
    pub places: String,
}

/// Reads a listing.
pub fn read(text: &str) -> Listing {
    let mut listing = Listing::default();
    let (mut title, mut section) = ("", "");
    for line in text.lines() {
        if let Some(next) = line.strip_prefix("# List of ") {
            title = next;
        } else if line.trim().is_empty() || line.starts_with('#') {
        } else if title.contains("configuration") && !line.starts_with('\t') {
            section = line.trim();
        } else if let Some((kind, name, fact)) = entry(title, section, line.trim()) {
            listing[kind].insert(name, fact);
        }
    }
    listing
}

/// The kind, the name and the facts of a line.
fn entry(title: &str, section: &str, line: &str) -> Option<(usize, String, Fact)> {
    let fact = |signature: &str| Fact { signature: signature.trim().to_owned(), ..Fact::default() };
    if title.contains("sample fetch") {
        let (places, rest) = line.strip_prefix('[')?.split_once(']')?;
        let (name, signature) = split(rest.trim());
        let places = places.split_whitespace().collect();
        return Some((0, name.to_owned(), Fact { places, ..fact(signature) }));
    }
    if title.contains("converter") {
        let (name, signature) = split(line);
        // A converter that gives what it takes may give any type.
        return Some((1, name.to_owned(), fact(&signature.replace("same => any", "any => any"))));
    }
    if title.contains("ACL keywords") {
        let (name, meaning) = line.split_once(" = ")?;
        return Some((3, name.to_owned(), fact(meaning)));
    }
    if title.contains("CLI keywords") {
        let (name, marks) = line.split_once(" [").unwrap_or((line, ""));
        // Names with an underscore are what HAProxy's processes say to each other.
        let marks = if marks.is_empty() { String::new() } else { format!("[{}", marks.trim()) };
        return (!name.starts_with('_')).then(|| (10, name.trim().to_owned(), fact(&marks)));
    }
    if title.contains("filter names") || title.contains("service names") {
        let (name, _) = line.split_once(' ').unwrap_or((line, ""));
        return Some((11, name.to_owned(), Fact::default()));
    }
    keyword(section, line)
}

/// A line among the configuration keywords.
fn keyword(section: &str, line: &str) -> Option<(usize, String, Fact)> {
    let fact = |signature: &str| Fact { signature: signature.trim().to_owned(), ..Fact::default() };
    if section == "global" {
        return Some((4, line.to_owned(), Fact::default()));
    }
    if section != "listen" {
        let (name, words) = line.split_once(" +").unwrap_or((line, ""));
        return Some((9, format!("{section} {name}"), fact(words)));
    }
    let words = |text: &str| match text.split_once(" +") {
        Some((name, count)) => (name.to_owned(), format!("+{count}")),
        None => (text.to_owned(), String::new()),
    };
    if let Some(rest) = line.strip_prefix("bind <addr> ") {
        let (name, count) = words(rest.strip_prefix("ssl ").unwrap_or(rest));
        return Some((7, name, fact(&count)));
    }
    if let Some(rest) = line.strip_prefix("server <name> <addr> ") {
        let (name, count) = words(rest);
        return Some((8, name, fact(&count)));
    }
    if let Some(rest) = line.strip_prefix("option ") {
        let (name, marks) = rest.split_once(" [").unwrap_or((rest, ""));
        return Some((6, name.to_owned(), fact(marks.trim_end_matches(']'))));
    }
    let ruled = ["tcp-request ", "tcp-response ", "http-"];
    if line.contains(' ') && ruled.iter().any(|first| line.starts_with(first)) {
        let name = line.trim_end_matches('*');
        let goes_on = if name == line { "" } else { "its argument in the same word" };
        return Some((2, name.to_owned(), fact(goes_on)));
    }
    Some((5, line.to_owned(), Fact::default()))
}

/// A name, and what follows it.
fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(['(', ':']).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_kind_of_line() {
        let listing = read(
            "# List of registered ACL keywords:\npath_beg = path -m beg\n\
             # List of registered configuration keywords:\nglobal\n\tnbthread\nlisten\n\ttimeout\n\
             \tbind <addr> ssl alpn +1\n\tserver <name> <addr> ssl\n\toption logasap [ FE ]\n\
             \thttp-request set-var*\nuserlist\n\tgroup\n# List of registered CLI keywords:\n\
             _getsocks [WORKER] \nshow map [WORKER] \n\
             # List of registered sample converter functions:\ndebug([string]): same => any\n\
             # List of registered sample fetch functions:\n# | |\n[ . Y ] hdr([string]): str\n\
             # List of registered service names:\nprometheus-exporter\n",
        );
        let fact = |kind: usize, name: &str| listing[kind].get(name).unwrap().signature.as_str();
        assert_eq!(fact(0, "hdr"), "([string]): str");
        assert_eq!(listing[0]["hdr"].places, ".Y");
        assert_eq!(fact(1, "debug"), "([string]): any => any");
        assert_eq!(fact(2, "http-request set-var"), "its argument in the same word");
        assert_eq!(fact(3, "path_beg"), "path -m beg");
        assert_eq!((fact(4, "nbthread"), fact(5, "timeout"), fact(6, "logasap")), ("", "", "FE"));
        assert_eq!((fact(7, "alpn"), fact(8, "ssl"), fact(9, "userlist group")), ("+1", "", ""));
        assert_eq!((fact(10, "show map"), fact(11, "prometheus-exporter")), ("[WORKER]", ""));
        assert_eq!(listing[10].len(), 1);
    }
}
