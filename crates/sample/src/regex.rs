//! Regular expressions over bytes, whichever engine can run them: the linear one wherever
//! possible, and a backtracking one with a step limit for look-around and back-references.

use regex::bytes::CaptureLocations;
use std::fmt;
use std::ops::Range;

/// A compiled regular expression.
#[derive(Clone)]
pub struct Regex {
    engine: Engine,
    source: Box<str>,
    icase: bool,
}

#[derive(Clone)]
enum Engine {
    Linear(regex::bytes::Regex),
    Backtracking(Box<fancy_regex::Regex>),
}

/// The steps that the backtracking engine may take for one search, so that no request can make it
/// explode; it then says that there is no match, as PCRE does at its own limit.
const STEPS: usize = 1_000_000;

/// Why an expression doesn't compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexError(pub String);

impl fmt::Display for RegexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bad regular expression: {}", self.0)
    }
}

impl std::error::Error for RegexError {}

impl Regex {
    /// Compiles `pattern`; `icase` ignores case.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(pattern: &[u8], icase: bool) -> Result<Self, RegexError> {
        let source = std::str::from_utf8(pattern).map_err(|_| {
            RegexError("it isn't valid UTF-8; write `\\xHH` for single bytes".into())
        })?;
        let linear = regex::bytes::RegexBuilder::new(source)
            .case_insensitive(icase)
            // PCRE's default, and what header bytes are: not always UTF-8.
            .unicode(false)
            .build();
        let engine = match linear {
            Ok(engine) => Engine::Linear(engine),
            Err(error) => match backtracking(source, icase) {
                Some(engine) => {
                    crate::backtracking::note(source);
                    Engine::Backtracking(Box::new(engine))
                }
                None => return Err(RegexError(last_line(&error.to_string()))),
            },
        };
        Ok(Self { engine, source: source.into(), icase })
    }

    /// The expression as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether case is ignored.
    pub fn ignores_case(&self) -> bool {
        self.icase
    }

    /// Whether it runs in time linear to the text: no look-around, no back-references.
    pub fn is_linear(&self) -> bool {
        matches!(self.engine, Engine::Linear(_))
    }

    /// Whether it matches somewhere in `text`.
    pub fn is_match(&self, text: &[u8]) -> bool {
        match &self.engine {
            Engine::Linear(regex) => regex.is_match(text),
            Engine::Backtracking(regex) => regex.is_match(text).unwrap_or(false),
        }
    }

    /// The first match from `start` on. It costs a part of what its groups cost.
    fn find(&self, text: &[u8], start: usize) -> Option<Range<usize>> {
        match &self.engine {
            Engine::Linear(regex) => regex.find_at(text, start).map(|found| found.range()),
            Engine::Backtracking(_) => self.captures(text, start)?.get(0),
        }
    }

    /// The groups of the first match from `start` on; group 0 is the whole match.
    pub fn captures(&self, text: &[u8], start: usize) -> Option<Captures> {
        self.captures_in(&mut None, text, start)
    }

    /// The same, with room that one search leaves to the next.
    fn captures_in(
        &self,
        room: &mut Option<CaptureLocations>,
        text: &[u8],
        start: usize,
    ) -> Option<Captures> {
        match &self.engine {
            Engine::Linear(regex) => {
                let slots = room.get_or_insert_with(|| regex.capture_locations());
                regex.captures_read_at(slots, text, start)?;
                let group = |at| slots.get(at).map(|(start, end)| start..end);
                Some(Captures((0..slots.len()).map(group).collect()))
            }
            Engine::Backtracking(regex) => {
                let found = regex.captures_from_pos(text, start).ok()??;
                let group = |at| found.get(at).map(|group| group.start()..group.end());
                Some(Captures((0..found.len()).map(group).collect()))
            }
        }
    }

    /// Replaces the first match, or all, and appends the outcome to `out`; whether any matched.
    pub fn replace(&self, text: &[u8], with: &Template, all: bool, out: &mut Vec<u8>) -> bool {
        let (mut at, mut copied, mut any) = (0, 0, false);
        let mut room = None;
        while at <= text.len() {
            let found = match with.groups {
                true => self.captures_in(&mut room, text, at),
                false => self.find(text, at).map(Captures::whole),
            };
            let Some((whole, captures)) = found.and_then(|found| Some((found.get(0)?, found)))
            else {
                break;
            };
            any = true;
            out.extend_from_slice(&text[copied..whole.start]);
            with.expand(text, &captures, out);
            copied = whole.end;
            // An empty match: the next search begins one byte further.
            at = if whole.end == whole.start { whole.end + 1 } else { whole.end };
            if !all {
                break;
            }
        }
        out.extend_from_slice(text.get(copied..).unwrap_or_default());
        any
    }
}

fn backtracking(source: &str, icase: bool) -> Option<fancy_regex::Regex> {
    fancy_regex::RegexBuilder::new(source)
        .case_insensitive(icase)
        .bytes_mode(fancy_regex::BytesMode::Ascii)
        .backtrack_limit(STEPS)
        .build()
        .ok()
}

/// The engine's message ends with the sentence; what is above shows the pattern.
/// The reason at the end of the engine's message, and the text from the place that it points at:
/// the pattern stands there behind four blanks, with `^` under the place.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or(message).trim();
    let reason = line.strip_prefix("error: ").unwrap_or(line);
    let mut lines = message.lines().skip_while(|line| !line.starts_with("    "));
    let (pattern, mark) = (lines.next(), lines.next());
    let place = mark.filter(|mark| mark.trim_matches(['^', ' ']).is_empty());
    let rest = pattern.zip(place.and_then(|mark| mark.find('^')));
    match rest.map(|(pattern, at)| pattern.chars().skip(at).collect::<String>()) {
        Some(rest) if !rest.is_empty() => format!("{reason}, at `{rest}`"),
        _ => reason.to_owned(),
    }
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Regex({:?}{})", self.source, if self.icase { ", ignoring case" } else { "" })
    }
}

/// The groups of one match.
#[derive(Clone, Debug)]
pub struct Captures(smallvec::SmallVec<[Option<Range<usize>>; 10]>);

#[allow(clippy::len_without_is_empty, reason = "the whole match is always there")]
impl Captures {
    /// A match whose groups aren't known.
    fn whole(range: Range<usize>) -> Self {
        Self(smallvec::smallvec![Some(range)])
    }

    /// How many groups there are, with the whole match.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A group's range; none if it didn't take part.
    pub fn get(&self, group: usize) -> Option<Range<usize>> {
        self.0.get(group)?.clone()
    }
}

/// What a match is replaced by: text with `\0` to `\9` for groups, `\\`, and `\xHH` for a byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Box<[Piece]>,
    /// Whether it has other groups than the whole match.
    groups: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(Box<[u8]>),
    Group(usize),
}

impl Template {
    /// Reads a replacement. A backslash before anything else stands for what follows it.
    ///
    /// # Errors
    /// A sentence: a backslash at the end, or a bad `\x`.
    pub fn new(text: &[u8]) -> Result<Self, String> {
        let (mut pieces, mut run) = (Vec::new(), Vec::new());
        let mut bytes = text.iter().copied();
        while let Some(byte) = bytes.next() {
            if byte != b'\\' {
                run.push(byte);
                continue;
            }
            match bytes.next() {
                None => return Err("a replacement can't end with a single backslash".into()),
                Some(digit @ b'0'..=b'9') => {
                    if !run.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut run).into()));
                    }
                    pieces.push(Piece::Group(usize::from(digit - b'0')));
                }
                Some(b'x') => {
                    let hex = |byte: Option<u8>| (byte? as char).to_digit(16);
                    match (hex(bytes.next()), hex(bytes.next())) {
                        (Some(high), Some(low)) => run.push((high * 16 + low) as u8),
                        _ => return Err("`\\x` needs two hexadecimal digits".into()),
                    }
                }
                Some(other) => run.push(other),
            }
        }
        if !run.is_empty() {
            pieces.push(Piece::Text(run.into()));
        }
        let groups = pieces.iter().any(|piece| matches!(piece, Piece::Group(1..)));
        Ok(Self { pieces: pieces.into(), groups })
    }

    /// Appends the replacement for one match in `text`.
    pub fn expand(&self, text: &[u8], captures: &Captures, out: &mut Vec<u8>) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.extend_from_slice(text),
                Piece::Group(group) => {
                    let range = captures.get(*group).unwrap_or(0..0);
                    out.extend_from_slice(text.get(range).unwrap_or_default());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(pattern: &str, with: &str, all: bool, text: &str) -> String {
        let regex = Regex::new(pattern.as_bytes(), false).unwrap();
        let mut out = Vec::new();
        regex.replace(text.as_bytes(), &Template::new(with.as_bytes()).unwrap(), all, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn engines() {
        assert!(Regex::new(b"^/a(b|c)$", false).unwrap().is_linear());
        let behind = Regex::new(b"(?<!x)foo", false).unwrap();
        assert!(!behind.is_linear());
        assert!(behind.is_match(b"a foo \xff") && !behind.is_match(b"xfoo"));
        assert!(Regex::new(b"FOO", true).unwrap().is_match(b"foo"));
        assert!(Regex::new(b"(?<!X)FOO", true).unwrap().is_match(b"foo"));
        assert!(Regex::new(b"(", false).is_err());
        assert!(Regex::new(b"^.$", false).unwrap().is_match(b"\xff"));
    }

    #[test]
    fn explosion_is_bounded() {
        let regex = Regex::new(b"^(?=(a+)+$)\\1", false).unwrap();
        assert!(!regex.is_match(b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"));
    }

    #[test]
    fn replacing() {
        assert_eq!(replaced("o", "0", false, "foo"), "f0o");
        assert_eq!(replaced("o", "0", true, "foo"), "f00");
        assert_eq!(replaced("(.)(.)", r"\2\1\\\x41", true, "abc"), r"ba\Ac");
        assert_eq!(replaced("x*", "-", true, "ab"), "-a-b-");
        assert_eq!(replaced("z", "-", true, "ab"), "ab");
        assert_eq!(replaced("(?<=a)b", "X", true, "abb"), "aXb");
        assert_eq!(replaced("a", r"<\0\5>", true, "a"), "<a>");
        assert!(Template::new(b"a\\").is_err() && Template::new(b"\\xg0").is_err());
    }
}
