//! `log-format`, `error-log-format`, `log-format-sd`, `log-steps`: what log lines say.

use super::PLAIN;
use crate::draft::LogLine;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::LogSteps;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_state::LogOrigin;
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

pub(super) static ERROR_LOG_FORMAT: Keyword = Keyword {
    name: "error-log-format",
    sections: SECTIONS,
    usage: "error-log-format <format>",
    sentence: "Sets the format of the lines of connections and requests that could not be read.",
    examples: &["error-log-format \"%ci:%cp [%t] %ft %ST\""],
    parse: Parse::Early(|cx, words| {
        cx.draft.deferred.error_log = format(cx, words)?.or(cx.draft.deferred.error_log.take());
        Ok(())
    }),
    ..PLAIN
};

pub(super) static LOG_STEPS: Keyword = Keyword {
    name: "log-steps",
    sections: SECTIONS,
    usage: "log-steps { all | <step>[,<step>…] }",
    sentence: "Sets when log lines are written: at accept, request, connect, response and close.",
    examples: &["log-steps accept,close", "log-steps all"],
    parse: Parse::Early(steps),
    ..PLAIN
};

/// The steps at which lines are written without a rule.
const STEPS: [LogOrigin; 5] = [
    LogOrigin::Accept,
    LogOrigin::Request,
    LogOrigin::Connect,
    LogOrigin::Response,
    LogOrigin::Close,
];

fn steps(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("steps")?;
    words.finish("the steps")?;
    let mut set = LogSteps::default();
    let mut start = 0;
    for name in word.str().split(',') {
        let place = start..start + name.len();
        start = place.end + 1;
        for origin in STEPS.iter().filter(|origin| name == "all" || name == origin.step()) {
            set.0 |= 1 << *origin as u8;
        }
        if name != "all" && !STEPS.iter().any(|origin| origin.step() == name) {
            let names = STEPS.iter().map(|origin| origin.step()).chain(["all"]);
            return Err(Diagnostic::alert(
                word.span_of(place),
                format!("there is no log step `{name}`"),
            )
            .help("the steps are accept, request, connect, response and close, or all")
            .did_you_mean(name, names));
        }
    }
    if !ignored_in_backend(cx, "log-steps") {
        cx.draft.settings.log_steps = Some(set);
    }
    Ok(())
}

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
