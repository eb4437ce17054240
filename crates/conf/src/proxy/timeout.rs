//! `timeout …`: how long a proxy waits for what.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::Timeouts;
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static TIMEOUT: Keyword = Keyword {
    name: "timeout",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "timeout <what> <time>",
    sentence: "Limits how long the proxy waits; a number without a unit counts milliseconds.",
    examples: &["timeout client 30s", "timeout connect 5000", "timeout http-request 10s"],
    parse: Parse::Early(parse),
    ..PLAIN
};

/// One kind of timeout.
#[derive(Debug)]
pub struct TimeoutSpec {
    /// The word behind `timeout`.
    pub name: &'static str,
    /// Where it matters.
    pub sections: Sections,
    /// One sentence.
    pub sentence: &'static str,
    /// Where it is kept; none: not supported yet.
    place: Option<fn(&mut Timeouts) -> &mut Option<u64>>,
}

impl TimeoutSpec {
    /// Whether Moongate has it.
    pub fn is_supported(&self) -> bool {
        self.place.is_some()
    }
}

const ALL: Sections = Sections::PROXIES;

const fn spec(
    name: &'static str,
    sections: Sections,
    sentence: &'static str,
    place: fn(&mut Timeouts) -> &mut Option<u64>,
) -> TimeoutSpec {
    TimeoutSpec { name, sections, sentence, place: Some(place) }
}

const fn later(name: &'static str) -> TimeoutSpec {
    TimeoutSpec { name, sections: Sections::BACK, sentence: "", place: None }
}

/// Every timeout.
pub static TIMEOUTS: &[TimeoutSpec] = &[
    spec(
        "check",
        Sections::BACK,
        "The longest wait of a health check, once connected; without it `inter` limits the whole check.",
        |t| &mut t.check,
    ),
    spec("client", Sections::FRONT, "The longest silence of a client.", |t| &mut t.client),
    spec("client-fin", Sections::FRONT, "The same, once one side has closed.", |t| {
        &mut t.client_fin
    }),
    spec("connect", Sections::BACK, "The longest wait for a connection to a server.", |t| {
        &mut t.connect
    }),
    spec("http-keep-alive", ALL, "The longest wait for a client's next request.", |t| {
        &mut t.http_keep_alive
    }),
    spec("http-request", ALL, "The longest wait for a whole request head.", |t| {
        &mut t.http_request
    }),
    spec("queue", Sections::BACK, "The longest wait for a free place on a server.", |t| {
        &mut t.queue
    }),
    spec("server", Sections::BACK, "The longest silence of a server.", |t| &mut t.server),
    spec("server-fin", Sections::BACK, "The same, once one side has closed.", |t| {
        &mut t.server_fin
    }),
    spec("tarpit", ALL, "How long a tarpit holds a request.", |t| &mut t.tarpit),
    spec("tunnel", Sections::BACK, "The longest silence of a tunnel, in both directions.", |t| {
        &mut t.tunnel
    }),
    later("client-hs"),
];

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("what to wait for")?;
    let Some(spec) = TIMEOUTS.iter().find(|spec| *word == *spec.name) else {
        let names = TIMEOUTS.iter().map(|spec| spec.name);
        return Err(Diagnostic::alert(word.span(), format!("unknown timeout `{}`", word.str()))
            .did_you_mean(word.str(), names));
    };
    let name = spec.name;
    let Some(place) = spec.place else {
        return Err(Diagnostic::unsupported(word.span(), format!("`timeout {name}`")));
    };
    let value = values::timeout(words, "a time")?;
    words.finish("the time").map_err(|extra| {
        extra.help(format!("write the unit right behind the number, as in `timeout {name} 5s`"))
    })?;
    let inherited = *place(&mut cx.draft.inherited);
    let now = place(&mut cx.draft.settings.timeouts);
    let overwritten = now.is_some() && *now != inherited;
    *now = value;
    if overwritten && !cx.draft.section.is_defaults() {
        let message = format!("overwriting 'timeout {name}' which was already specified");
        cx.notes.push(Diagnostic::warning(word.span(), message).help("remove the earlier line"));
    }
    if let Some(capability) = cx.draft.lacks(spec.sections) {
        let title = cx.draft.title();
        cx.notes.push(
            Diagnostic::warning(
                word.span(),
                format!("'timeout {name}' will be ignored because {title} has no {capability} capability"),
            )
            .help(format!("`timeout {name}` belongs to a {} section", spec.sections.text())),
        );
    }
    Ok(())
}
