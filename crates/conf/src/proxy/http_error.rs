//! `http-error`: an answer to errors, described in the configuration itself.

use super::PLAIN;
use super::errors::{CODES, status_list};
use super::rule::point;
use crate::draft::ErrorLine;
use crate::keyword::{Keyword, Parse, Sections};
use crate::late::World;
use crate::plan::OwnError;
use moongate_lang::{Diagnostic, Span, Words};
use moongate_rules::Ruleset;
use moongate_rules::action::{ErrorAnswer, ErrorKind, ParseCx};
use moongate_sample::Compiler;
use std::rc::Rc;
use std::sync::Arc;

pub(super) static HTTP_ERROR: Keyword = Keyword {
    name: "http-error",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: USAGE,
    sentence: "Answers errors of this status with headers and a body that are written in the configuration.",
    examples: &[
        "http-error status 503 content-type text/plain string 'Back soon'",
        "http-error status 404 content-type text/plain lf-string 'No %[path] here' hdr X-Path %[path]",
        "http-error status 404 default-errorfiles",
    ],
    parse: Parse::Early(|cx, words| {
        let kept = words.by_ref().map(|word| word.clone().into_owned()).collect();
        cx.draft.errors.push(ErrorLine::Made(Rc::new((kept, words.here()))));
        Ok(())
    }),
    ..PLAIN
};

const USAGE: &str = "http-error status <code> [content-type <type>] [default-errorfiles | errorfile <file> | errorfiles <section> | file <file> | lf-file <file> | string <text> | lf-string <format>] [hdr <name> <format>]…";

/// The answers of a proxy: of the lines for one status the last counts.
pub(crate) fn resolve(
    world: &mut World<'_>,
    lines: &[ErrorLine<'_>],
    backend: bool,
    compiler: &mut Compiler<'_>,
) -> Vec<(u16, OwnError)> {
    let mut made: Vec<(u16, OwnError)> = Vec::new();
    for line in lines {
        match line {
            ErrorLine::One(status, reply) => {
                set(&mut made, *status, Some(OwnError::Whole(Arc::clone(reply))));
            }
            ErrorLine::Import { name, span, statuses } => match world.error_files.find(name) {
                Some(replies) => replies
                    .iter()
                    .filter(|(status, _)| statuses.is_empty() || statuses.contains(status))
                    .for_each(|(status, reply)| {
                        set(&mut made, *status, Some(OwnError::Whole(Arc::clone(reply))));
                    }),
                None => {
                    let message = format!("unable to find the http-errors section '{name}'");
                    let wrong = Diagnostic::alert(*span, message);
                    world.notes.push(wrong.did_you_mean(name, world.error_files.names()));
                }
            },
            ErrorLine::Made(line) => {
                let answer = compile(world, &line.0, line.1, backend, compiler);
                let answer = answer.map_err(|wrong| wrong.usage("", USAGE));
                if let Some((status, answer)) = world.notes.keep(answer) {
                    set(&mut made, status, answer);
                }
            }
        }
    }
    made
}

fn set(made: &mut Vec<(u16, OwnError)>, status: u16, answer: Option<OwnError>) {
    made.retain(|(other, _)| *other != status);
    made.extend(answer.map(|answer| (status, answer)));
}

fn compile(
    world: &World<'_>,
    line: &[moongate_lang::Word<'_>],
    end: Span,
    backend: bool,
    compiler: &mut Compiler<'_>,
) -> Result<(u16, Option<OwnError>), Diagnostic> {
    let mut words = Words::new(line, end);
    let start = words.here();
    let keyword = moongate_lang::Word::plain(b"http-error", start);
    let mut cx = ParseCx {
        compiler,
        ruleset: Ruleset::HttpRequest,
        point: point(Ruleset::HttpRequest, backend),
        keyword: &keyword,
        scripts: None,
        services: None,
        error_files: Some(world.error_files),
        log_profiles: &[],
        stick_counters: world.stick_counters,
        resolvers: &[],
        bandwidth: &[],
    };
    let (status, answer) = ErrorAnswer::parse(&mut cx, &mut words)?;
    words.finish("the answer")?;
    if !CODES.contains(&status) {
        let message = format!("no error has the status {status}");
        return Err(Diagnostic::alert(start, message).help(status_list()));
    }
    let own = match answer {
        ErrorKind::Default => None,
        ErrorKind::Whole(reply) => Some(OwnError::Whole(Arc::new(reply))),
        ErrorKind::Made(answer) => Some(OwnError::Made(answer)),
    };
    Ok((status, own))
}
