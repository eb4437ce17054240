//! `log-profile`: how the lines for one log target are made, by the step at which they are written
//! (configuration manual, chapter 8.3.5).

use crate::draft::Shared;
use crate::late;
use crate::plan::{LogProfile, LogStep};
use crate::values;
use crate::walk::{bad_name, valid_name};
use moongate_lang::{Diagnostic, Line, Word};
use moongate_sample::{Compiler, FormatOptions, Point};
use moongate_state::LogOrigin;
use std::sync::Arc;

/// A section while it is read.
#[derive(Debug)]
pub(crate) struct ProfileDraft<'s> {
    /// Its place among the names.
    place: usize,
    tag: Option<String>,
    /// The last `on` line of each step.
    steps: Vec<(&'static str, StepDraft<'s>)>,
}

#[derive(Debug, Default)]
struct StepDraft<'s> {
    drop: bool,
    format: Option<Word<'s>>,
    sd: Option<Word<'s>>,
}

/// The steps that `on` may name.
fn steps() -> impl Iterator<Item = &'static str> {
    let own = LogOrigin::ALL.into_iter().filter(|origin| *origin != LogOrigin::SessionKilled);
    own.map(LogOrigin::step)
}

/// Begins a section.
pub(crate) fn open<'s>(
    line: &Line<'s>,
    shared: &mut Shared,
) -> Result<ProfileDraft<'s>, Diagnostic> {
    let mut words = line.arguments();
    let word = words.expect("the section's name")?;
    let name = valid_name(word).map_err(|at| bad_name(word, at, "the name of a section"))?;
    words.finish("the section's name")?;
    let place = shared.log_profile(name);
    if let Some(first) = shared.log_profiles[place].declared.replace(word.span()) {
        let message = format!("log-profile section '{name}' already exists");
        return Err(Diagnostic::alert(word.span(), message)
            .related(first, "declared here")
            .help("give it another name"));
    }
    Ok(ProfileDraft { place, tag: None, steps: Vec::new() })
}

impl<'s> ProfileDraft<'s> {
    /// Reads a line of the section.
    pub(crate) fn line(&mut self, line: &Line<'s>) -> Result<(), Diagnostic> {
        let Some(keyword) = line.keyword() else { return Ok(()) };
        if let Some(negation) = line.negation {
            return Err(Diagnostic::alert(
                negation.span(),
                "nothing can be negated in this section",
            ));
        }
        let mut words = line.arguments();
        match keyword.str() {
            "log-tag" => {
                self.tag = Some(values::text(&mut words, "a tag")?);
                words.finish("the tag")
            }
            "on" => self.on(line),
            name => {
                let message = format!("unknown keyword '{name}' in a log-profile section");
                Err(Diagnostic::alert(keyword.span(), message)
                    .help("its lines begin with `on <step>` or `log-tag`"))
            }
        }
    }

    /// `on <step> [drop] [format <format>] [sd <format>]`
    fn on(&mut self, line: &Line<'s>) -> Result<(), Diagnostic> {
        let mut words = line.arguments();
        let word = words.expect("a step")?;
        if *word == *"quic-init" {
            return Err(Diagnostic::unsupported(word.span(), "the log step `quic-init`"));
        }
        let Some(step) = steps().find(|step| *word == **step) else {
            return Err(Diagnostic::alert(
                word.span(),
                format!("there is no log step `{}`", word.str()),
            )
            .help(format!("the steps are {}", steps().collect::<Vec<_>>().join(", ")))
            .did_you_mean(word.str(), steps()));
        };
        let mut draft = StepDraft::default();
        while let Some(word) = words.next() {
            match word.str() {
                "drop" => draft.drop = true,
                "format" => draft.format = Some(words.expect("a format")?.clone().into_owned()),
                "sd" => draft.sd = Some(words.expect("a format")?.clone().into_owned()),
                other => {
                    return Err(Diagnostic::alert(word.span(), format!("unexpected `{other}`"))
                        .help("write `drop`, `format <format>` or `sd <format>`; quote a format that contains spaces"));
                }
            }
        }
        self.steps.retain(|(name, _)| *name != step);
        self.steps.push((step, draft));
        Ok(())
    }
}

/// Makes the profiles of the plan, each at the place of its name; names without a section are told.
pub(crate) fn compile(
    drafts: &[ProfileDraft<'_>],
    shared: &Shared,
    world: &mut late::World<'_>,
) -> Vec<LogProfile> {
    let mut list: Vec<_> = shared.log_profiles.iter().map(|_| empty(None)).collect();
    for missing in shared.log_profiles.iter().filter(|profile| profile.declared.is_none()) {
        let Some(span) = missing.used else { continue };
        let declared = shared.log_profiles.iter().filter(|profile| profile.declared.is_some());
        let message = format!("there is no `log-profile {}`", missing.name);
        world.notes.push(
            Diagnostic::alert(span, message)
                .did_you_mean(&missing.name, declared.map(|profile| &*profile.name)),
        );
    }
    let seen = world.names.seen();
    let mut compiler = Compiler::new(&world.catalogue.samples, &seen, world.patterns);
    for draft in drafts {
        let mut profile = empty(draft.tag.clone());
        let any = find(draft, "any", &mut compiler, world);
        for origin in LogOrigin::ALL {
            let own = find(draft, origin.step(), &mut compiler, world);
            profile.steps[origin as usize] = own.or_else(|| any.clone());
        }
        if let Some(place) = list.get_mut(draft.place) {
            *place = profile;
        }
    }
    for warning in compiler.take_warnings() {
        world.notes.push(warning);
    }
    list
}

fn empty(tag: Option<String>) -> LogProfile {
    LogProfile { tag, steps: [const { None }; LogOrigin::ALL.len()] }
}

/// Compiles what a profile says of a step.
fn find(
    draft: &ProfileDraft<'_>,
    step: &str,
    compiler: &mut Compiler<'_>,
    world: &mut late::World<'_>,
) -> Option<Arc<LogStep>> {
    let (_, draft) = draft.steps.iter().find(|(name, _)| *name == step)?;
    let mut compile = |word: &Option<Word<'_>>| {
        let word = word.as_ref()?;
        world.notes.keep(compiler.format(word, Point::Log, FormatOptions::LOG))
    };
    let (format, sd) = (compile(&draft.format), compile(&draft.sd));
    Some(Arc::new(LogStep { drop: draft.drop, format, sd }))
}
