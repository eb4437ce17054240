//! Shows diagnostics: HAProxy's line for tools, the words underlined for people, JSON for
//! editors.

use crate::{Diagnostic, FileId, Severity, Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::ops::Range;

/// How diagnostics are shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The process in HAProxy's frame.
    pub pid: u32,
    /// Whether to use colours.
    pub colour: bool,
    /// Whether to show the words at fault; a single line a finding otherwise.
    pub excerpts: bool,
}

impl Style {
    /// Without colours, the words at fault shown.
    pub fn plain(pid: u32) -> Self {
        Self { pid, colour: false, excerpts: true }
    }

    /// Colours only if `stream` is a terminal and the user hasn't set `NO_COLOR`.
    pub fn for_stream(pid: u32, stream: &impl IsTerminal) -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { pid, colour: stream.is_terminal() && !unwanted, excerpts: true }
    }
}

/// The findings as text, each with a line feed at its end.
pub fn text<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &Sources,
    style: &Style,
) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        frame(&mut out, diagnostic, sources, style);
        if style.excerpts {
            excerpt(&mut out, diagnostic, sources, style);
        }
    }
    out
}

/// HAProxy's line: `[ALERT]    (<pid>) : config : parsing [<file>:<line>] : <message>`.
fn frame(out: &mut String, diagnostic: &Diagnostic, sources: &Sources, style: &Style) {
    let (level, colour) = match diagnostic.severity {
        Severity::Alert => ("[ALERT]", "\x1b[1;31m"),
        Severity::Warning => ("[WARNING]", "\x1b[1;33m"),
        Severity::Notice => ("[NOTICE]", "\x1b[1;36m"),
    };
    let (colour, bold, reset) = match style.colour {
        true => (colour, "\x1b[1m", "\x1b[0m"),
        false => ("", "", ""),
    };
    // Writing to a String can't fail.
    let _ = write!(out, "{colour}{level:10}{reset} ({}) : config : ", style.pid);
    if let Some(span) = diagnostic.span {
        let (line, _) = sources.position(span);
        let _ = write!(out, "parsing [{}:{line}] : ", printable(&sources.get(span.file).name));
    }
    let _ = write!(out, "{bold}{}{reset}", printable(&diagnostic.message));
    if !style.excerpts
        && let Some(help) = &diagnostic.help
    {
        let _ = write!(out, "; {}", printable(help));
    }
    out.push('\n');
}

/// Text that can't disturb a terminal; more lines are set as HAProxy sets them.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.trim_end_matches('\n').chars() {
        match char {
            '\n' => out.push_str("\n   | "),
            '\t' => out.push(' '),
            _ if char.is_control() => out.extend(char.escape_unicode()),
            _ => out.push(char),
        }
    }
    out
}

/// The lines at fault, the words underlined, other places, and what to write instead.
fn excerpt(out: &mut String, diagnostic: &Diagnostic, sources: &Sources, style: &Style) {
    let level = match diagnostic.severity {
        Severity::Alert => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::NOTE,
    };
    let Some(span) = diagnostic.span else {
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(out, "   = help: {}", printable(help));
        }
        return;
    };
    let mut excerpts = vec![Excerpt::new(sources, span)];
    for (place, _) in &diagnostic.related {
        match excerpts.iter_mut().find(|excerpt| excerpt.near(sources, *place)) {
            Some(excerpt) => excerpt.widen(sources, *place),
            None => excerpts.push(Excerpt::new(sources, *place)),
        }
    }
    excerpts.iter_mut().for_each(|excerpt| excerpt.read(sources));
    let mut group = Group::with_level(level);
    for (at, excerpt) in excerpts.iter().enumerate() {
        let mut snippet = Snippet::source(excerpt.text.as_str())
            .path(printable(&sources.get(excerpt.file).name))
            .line_start(excerpt.lines.start);
        if at == 0 {
            let mark = AnnotationKind::Primary.span(excerpt.place(span));
            snippet = snippet.annotation(labelled(mark, diagnostic.label.as_deref()));
        }
        for (place, note) in &diagnostic.related {
            if excerpt.has(sources, *place) {
                let mark = AnnotationKind::Context.span(excerpt.place(*place));
                snippet = snippet.annotation(labelled(mark, Some(note)));
            }
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    out.push_str(&renderer.render(&[group]));
    out.push('\n');
}

fn labelled<'a>(mark: Annotation<'a>, label: Option<&str>) -> Annotation<'a> {
    match label {
        Some(label) => mark.label(printable(label)),
        None => mark,
    }
}

/// Whole lines of a file, made readable.
struct Excerpt {
    file: FileId,
    /// Counted from one, the last included.
    lines: Range<usize>,
    bytes: Range<usize>,
    text: String,
    /// Each stretch of bytes that isn't UTF-8, and the place of its replacement in `text`.
    odd: Vec<(Range<usize>, usize)>,
}

/// Two places so many lines apart are shown in one excerpt.
const NEAR: usize = 50;

impl Excerpt {
    fn new(sources: &Sources, span: Span) -> Self {
        let bytes = whole_lines(sources, span);
        let lines = line_range(sources, span);
        Self { file: span.file, lines, bytes, text: String::new(), odd: Vec::new() }
    }

    fn near(&self, sources: &Sources, place: Span) -> bool {
        let lines = line_range(sources, place);
        self.file == place.file
            && lines.start <= self.lines.end + NEAR
            && self.lines.start <= lines.end + NEAR
    }

    fn has(&self, sources: &Sources, place: Span) -> bool {
        let lines = line_range(sources, place);
        self.file == place.file && self.lines.start <= lines.start && lines.end <= self.lines.end
    }

    fn widen(&mut self, sources: &Sources, place: Span) {
        let (bytes, lines) = (whole_lines(sources, place), line_range(sources, place));
        self.bytes = self.bytes.start.min(bytes.start)..self.bytes.end.max(bytes.end);
        self.lines = self.lines.start.min(lines.start)..self.lines.end.max(lines.end);
    }

    /// Takes the text, the bytes that aren't UTF-8 replaced.
    fn read(&mut self, sources: &Sources) {
        let text = &sources.get(self.file).text;
        let bytes = text.get(self.bytes.clone()).unwrap_or_default();
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            self.text.push_str(chunk.valid());
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                self.odd.push((at..at + chunk.invalid().len(), self.text.len()));
                self.text.push(char::REPLACEMENT_CHARACTER);
                at += chunk.invalid().len();
            }
        }
    }

    /// Where a span stands in the text, always between two characters.
    fn place(&self, span: Span) -> Range<usize> {
        let mut start = self.offset(span.start as usize);
        let mut end = self.offset(span.end as usize).max(start);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    fn offset(&self, at: usize) -> usize {
        let at = at.clamp(self.bytes.start, self.bytes.end) - self.bytes.start;
        let before = self.odd.partition_point(|(bytes, _)| bytes.end <= at);
        let shifted = match before.checked_sub(1).map(|last| &self.odd[last]) {
            Some((bytes, place)) => {
                place + char::REPLACEMENT_CHARACTER.len_utf8() + (at - bytes.end)
            }
            None => at,
        };
        // Inside a stretch that was replaced: its start.
        match self.odd.get(before) {
            Some((bytes, place)) if bytes.start < at => *place,
            _ => shifted.min(self.text.len()),
        }
    }
}

/// The lines that a span touches, counted from one, the last included.
fn line_range(sources: &Sources, span: Span) -> Range<usize> {
    let last = Span { start: span.end.saturating_sub(1).max(span.start), ..span };
    sources.position(span).0..sources.position(last).0
}

/// The bytes of the lines that a span touches, without the last line's end.
fn whole_lines(sources: &Sources, span: Span) -> Range<usize> {
    let text = &sources.get(span.file).text;
    let start = (span.start as usize).min(text.len());
    let last = (span.end as usize).saturating_sub(1).clamp(start, text.len());
    let first = memchr::memrchr(b'\n', &text[..start]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &text[last..]).map_or(text.len(), |at| last + at);
    let line_end = text[first..end].strip_suffix(b"\r").map_or(end, |line| first + line.len());
    first..line_end
}

/// Line and column, counted from one; the column counts characters.
fn position(sources: &Sources, span: Span) -> (usize, usize) {
    let (line, column) = sources.position(span);
    let end = (span.start as usize).min(sources.get(span.file).text.len());
    let start = end.saturating_sub(column - 1);
    let before = &sources.get(span.file).text[start..end];
    (line, String::from_utf8_lossy(before).chars().count() + 1)
}

/// The findings as one JSON array of objects.
pub fn json<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &Sources,
) -> String {
    let list: Vec<_> = diagnostics.into_iter().map(|found| object(found, sources)).collect();
    serde_json::Value::from(list).to_string()
}

fn object(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    let severity = match diagnostic.severity {
        Severity::Alert => "alert",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    };
    let related: Vec<_> = diagnostic
        .related
        .iter()
        .map(|(span, note)| {
            let mut place = place(Some(*span), sources);
            place.insert("message".into(), note.as_str().into());
            serde_json::Value::from(place)
        })
        .collect();
    let mut object = serde_json::Map::new();
    object.insert("severity".into(), severity.into());
    object.append(&mut place(diagnostic.span, sources));
    object.insert("message".into(), diagnostic.message.as_str().into());
    object.insert("label".into(), diagnostic.label.as_deref().into());
    object.insert("help".into(), diagnostic.help.as_deref().into());
    object.insert("unsupported".into(), diagnostic.unsupported.as_deref().into());
    object.insert("related".into(), related.into());
    object.into()
}

/// File, line and column of a span's start and end; all null without one.
fn place(span: Option<Span>, sources: &Sources) -> serde_json::Map<String, serde_json::Value> {
    let name = span.map(|span| sources.get(span.file).name.as_str());
    let start = span.map(|span| position(sources, span));
    let end = span.map(|span| position(sources, Span { start: span.end, ..span }));
    let mut map = serde_json::Map::new();
    map.insert("file".into(), name.into());
    map.insert("line".into(), start.map(|at| at.0).into());
    map.insert("column".into(), start.map(|at| at.1).into());
    map.insert("end_line".into(), end.map(|at| at.0).into());
    map.insert("end_column".into(), end.map(|at| at.1).into());
    map
}
