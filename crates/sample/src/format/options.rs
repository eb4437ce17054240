//! How a keyword wants its format written, and the flags of items.

/// What stands for a value that isn't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingAs {
    /// Nothing.
    Nothing,
    /// `-`, or `""` in quotes.
    Dash,
}

/// How a keyword wants its format written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatOptions {
    /// What stands for a missing value.
    pub missing: MissingAs,
    /// Several spaces become one.
    pub merge_spaces: bool,
    /// Bytes that can't be in a header field become `%XX`.
    pub http: bool,
    /// A log line: aliases that exist only there may be used.
    pub log: bool,
}

impl FormatOptions {
    /// Of `log-format`, `log-format-sd`, `unique-id-format`, `error-log-format`.
    pub const LOG: Self =
        Self { missing: MissingAs::Dash, merge_spaces: true, http: false, log: true };
    /// Of header fields, paths, payloads: what `http-request` and `http-response` write.
    pub const HTTP: Self =
        Self { missing: MissingAs::Nothing, merge_spaces: false, http: true, log: false };
    /// Of variables (`set-var-fmt`) and whatever takes bytes as they are.
    pub const VALUE: Self =
        Self { missing: MissingAs::Nothing, merge_spaces: false, http: false, log: false };
}

/// The type that an item's value is forced to in JSON and CBOR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cast {
    #[default]
    None,
    Str,
    Sint,
    Bool,
}

/// The flags of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// `Q`
    pub(super) quote: bool,
    /// `X`
    pub(super) hex: bool,
    /// `E`
    pub(super) escape: bool,
    /// `M`: a dash for a missing value.
    pub(super) dash: bool,
    /// `bin`
    pub(super) bin: bool,
    /// `json`
    pub(super) json: bool,
    /// `cbor`
    pub(super) cbor: bool,
}

impl Flags {
    /// The names that may follow `+` and `-`.
    pub(super) const NAMES: [&str; 7] = ["Q", "X", "E", "M", "bin", "json", "cbor"];

    /// Sets or clears the flag of that name; false if there is none.
    pub(super) fn set(&mut self, name: &str, on: bool) -> bool {
        match name {
            "Q" => self.quote = on,
            "X" => self.hex = on,
            "E" => self.escape = on,
            "M" => self.dash = on,
            "bin" => self.bin = on,
            "json" => (self.json, self.cbor) = (on, self.cbor && !on),
            "cbor" => (self.cbor, self.json) = (on, self.json && !on),
            _ => return false,
        }
        true
    }

    /// Whether values are written as JSON or CBOR.
    pub(super) fn is_encoded(self) -> bool {
        self.json || self.cbor
    }

    /// Whether values are written as they are.
    pub(super) fn is_plain(self) -> bool {
        self == Self { dash: self.dash, ..Self::default() }
    }
}
