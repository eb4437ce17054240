//! What a request for the page asks for: `;csv`, `;up`, `scope=` and their kin behind its URI.

use moongate_http::uri::percent_decode;

/// The forms of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// The page.
    #[default]
    Html,
    /// `;csv`
    Csv,
    /// `;typed`
    Typed,
    /// `;json`
    Json,
    /// `;json-schema`
    Schema,
}

/// Everything that may stand behind the URI.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The form.
    pub output: Output,
    /// `;up`: servers that are down are left out.
    pub up: bool,
    /// `;no-maint`: servers in maintenance are left out.
    pub no_maintenance: bool,
    /// `;norefresh`: the page isn't loaded again and again.
    pub no_refresh: bool,
    /// `scope=`: only proxies whose names have this in them.
    pub scope: String,
    /// `;st=`: what came of the last action.
    pub status: Option<String>,
}

impl Options {
    /// Reads what stands behind the URI. Browsers may have encoded it.
    pub fn read(rest: &[u8]) -> Self {
        let mut plain = Vec::new();
        if !percent_decode(rest, false, &mut plain) {
            plain = rest.to_vec();
        }
        let text = String::from_utf8_lossy(&plain);
        let mut options = Self::default();
        let mut behind = ' ';
        for part in text.split_inclusive([';', '?', '&']) {
            let word = part.trim_end_matches([';', '?', '&']);
            if let Some(scope) = word.strip_prefix("scope=") {
                options.scope = scope.chars().take(64).collect();
            } else if behind == ';' {
                options.take(word);
            }
            behind = part.chars().next_back().unwrap_or(' ');
        }
        options
    }

    fn take(&mut self, word: &str) {
        match word {
            "csv" => self.output = Output::Csv,
            "typed" => self.output = Output::Typed,
            "json" => self.output = Output::Json,
            "json-schema" => self.output = Output::Schema,
            "up" => self.up = true,
            "no-maint" => self.no_maintenance = true,
            "norefresh" => self.no_refresh = true,
            _ => {
                if let Some(status) = word.strip_prefix("st=") {
                    self.status = Some(status.to_owned());
                }
            }
        }
    }

    /// The address of a page with these options and one more word; all but the form and the status are kept.
    pub fn link(&self, uri: &str, word: &str) -> String {
        let mut link = uri.to_owned();
        for (on, name) in [
            (!word.is_empty(), word),
            (self.up, "up"),
            (self.no_maintenance, "no-maint"),
            (self.no_refresh, "norefresh"),
        ] {
            if on {
                link.push(';');
                link.push_str(name);
            }
        }
        if !self.scope.is_empty() {
            link.push_str("?scope=");
            link.extend(self.scope.bytes().map(encoded));
        }
        link
    }
}

/// A byte of a query; letters, digits and a few others stand for themselves.
fn encoded(byte: u8) -> String {
    match byte {
        b'-' | b'_' | b'.' | b':' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        let read = |text: &str| Options::read(text.as_bytes());
        assert_eq!(read(";csv;norefresh").output, Output::Csv);
        assert!(read(";csv;norefresh").no_refresh && read(";up").up);
        // As in HAProxy, a form needs its semicolon.
        assert_eq!(read("?csv"), Options::default());
        assert_eq!(read("?;csv;scope=b1").scope, "b1");
        assert_eq!(read(";csv?scope=b1&x").scope, "b1");
        assert_eq!(read("?scope=a%3Ab").scope, "a:b");
        assert_eq!(read(";st=DONE;up?scope=b").status.as_deref(), Some("DONE"));
    }

    #[test]
    fn links() {
        let options = Options::read(b";csv;up;norefresh;scope=b<");
        assert_eq!(options.link("/s", "st=DONE"), "/s;st=DONE;up;norefresh?scope=b%3C");
        assert_eq!(Options::default().link("/h?stats", ""), "/h?stats");
    }
}
