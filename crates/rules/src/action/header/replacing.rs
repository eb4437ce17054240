//! A regular expression and what stands in its match's place: a format whose text may refer to
//! groups (`\1`).

use crate::action::prelude::*;
use moongate_sample::{Regex, Template};

/// What `replace-header` and its kin read.
#[derive(Debug)]
pub(in crate::action) struct Replacing {
    regex: Regex,
    with: With,
}

#[derive(Debug)]
enum With {
    /// Read once, when the configuration was.
    Constant(Template),
    /// Its text may differ each time, back-references included.
    Format(Format),
}

impl Replacing {
    /// Reads `<regex> <format>`.
    pub(in crate::action) fn parse(
        cx: &mut ParseCx<'_, '_>,
        words: &mut Words<'_, '_>,
    ) -> Result<Self, Diagnostic> {
        let word = words.expect("a regular expression")?;
        let regex = Regex::new(word.bytes(), false)
            .map_err(|error| Diagnostic::alert(word.span(), error.to_string()))?;
        let with = words.expect("the replacement")?;
        let format = cx.compiler.format(with, cx.point, FormatOptions::HTTP)?;
        let with = match format.as_constant() {
            Some(text) => With::Constant(
                Template::new(text).map_err(|error| Diagnostic::alert(with.span(), error))?,
            ),
            None => With::Format(format),
        };
        Ok(Self { regex, with })
    }

    /// The replacement as it is this time; none if its text is no replacement: what a client sent
    /// may end with a lone backslash.
    pub(in crate::action) fn template(&self, cx: &mut ActionCx<'_>) -> Option<Ready<'_>> {
        let template = match &self.with {
            With::Constant(template) => std::borrow::Cow::Borrowed(template),
            With::Format(format) => {
                let made = with_text(cx, format, |_, text| Template::new(text));
                std::borrow::Cow::Owned(made.ok()?)
            }
        };
        Some(Ready { regex: &self.regex, template })
    }
}

/// A replacement that is ready to be made.
pub(in crate::action) struct Ready<'r> {
    regex: &'r Regex,
    template: std::borrow::Cow<'r, Template>,
}

/// Appends what replaces the whole of `text` to `out`, if the expression matches it.
pub(in crate::action) fn replaced(ready: &Ready<'_>, text: &[u8], out: &mut Vec<u8>) -> bool {
    match ready.regex.captures(text, 0) {
        Some(captures) => {
            ready.template.expand(text, &captures, out);
            true
        }
        None => false,
    }
}
