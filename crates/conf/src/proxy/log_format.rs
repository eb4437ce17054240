//! `log-format`, `log-format-sd`: what log lines say.

use super::PLAIN;
use crate::draft::LogLine;
use crate::keyword::{EarlyCx, Keyword, Parse, Sections};
use moongate_lang::{Diagnostic, Word, Words};
use std::rc::Rc;

const SECTIONS: Sections = Sections::DEFAULTS.and(Sections::PROXIES);

pub(super) static LOG_FORMAT: Keyword = Keyword {
    name: "log-format",
    sections: SECTIONS,
    usage: "log-format <format>",
    sentence: "Sets the format of the frontend's log lines.",
    examples: &["log-format \"%ci:%cp [%t] %ft %b/%s %ST %B\""],
    parse: Parse::Early(|cx, words| {
        let Some(word) = format(cx, words)? else { return Ok(()) };
        overrides(cx, "log-format");
        let span = cx.keyword.span();
        cx.draft.deferred.log = Some((LogLine::Own(word), span));
        Ok(())
    }),
    ..PLAIN
};

pub(super) static LOG_FORMAT_SD: Keyword = Keyword {
    name: "log-format-sd",
    sections: SECTIONS,
    usage: "log-format-sd <format>",
    sentence: "Sets the structured data of log lines in the format of RFC 5424.",
    examples: &["log-format-sd \"[app@1 client=\\\"%ci\\\"]\""],
    parse: Parse::Early(|cx, words| {
        cx.draft.deferred.log_sd = format(cx, words)?.or(cx.draft.deferred.log_sd.take());
        Ok(())
    }),
    ..PLAIN
};

/// The format, unless the section is a backend, which has no logs of its own.
fn format<'s>(
    cx: &mut EarlyCx<'_, 's>,
    words: &mut Words<'_, '_>,
) -> Result<Option<Rc<Word<'s>>>, Diagnostic> {
    let name = cx.keyword.str();
    let word = words.expect("a log format")?.clone().into_owned();
    words
        .finish("the format")
        .map_err(|diagnostic| diagnostic.help("quote a format that contains spaces"))?;
    if ignored_in_backend(cx, name) {
        return Ok(None);
    }
    Ok(Some(Rc::new(word)))
}

/// Warns, as HAProxy does, in a backend; whether it is one.
pub(crate) fn ignored_in_backend(cx: &mut EarlyCx<'_, '_>, directive: &str) -> bool {
    let backend = cx.draft.section == crate::keyword::Section::Backend;
    if backend {
        let title = cx.draft.title();
        cx.warn(format!("{title} : '{directive}' directive is ignored in backends."));
    }
    backend
}

/// Warns, as HAProxy does in `defaults`, that an earlier line loses its effect.
pub(crate) fn overrides(cx: &mut EarlyCx<'_, '_>, directive: &str) {
    let Some((line, span)) = &cx.draft.deferred.log else { return };
    let own = span.file == cx.draft.span.file && span.start > cx.draft.span.start;
    if own && cx.draft.section.is_defaults() {
        let earlier = line.directive();
        let message =
            format!("'{directive}' overrides previous '{earlier}' in 'defaults' section.");
        let diagnostic = Diagnostic::warning(cx.keyword.span(), message);
        cx.notes.push(diagnostic.related(*span, "this line has no effect"));
    }
}
