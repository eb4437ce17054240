//! What is wrong with a configuration, in words for the person who wrote it.

use crate::Span;

/// How bad a finding is; the frames are HAProxy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// `[NOTICE]`: worth knowing.
    Notice,
    /// `[WARNING]`: starts all the same, unless `-dW`.
    Warning,
    /// `[ALERT]`: the program doesn't start.
    Alert,
}

/// The label of words behind the last one that a line may have.
pub(crate) const TOO_MUCH: &str = "nothing may follow here";

/// One finding: a plain sentence, the words at fault, and what to write instead.
///
/// Rarely written texts are boxed, so that a `Result` with it stays small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The sentence, without a final dot.
    pub message: String,
    /// The words at fault.
    pub span: Option<Span>,
    /// A few words under the underlined ones.
    pub label: Option<Box<str>>,
    /// Other places that matter ("first declared here").
    pub related: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Option<Box<str>>,
    /// The keyword is HAProxy's and Moongate doesn't have it yet.
    pub unsupported: Option<Box<str>>,
}

impl Diagnostic {
    fn new(severity: Severity, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            severity,
            message: message.into(),
            span,
            label: None,
            related: Vec::new(),
            help: None,
            unsupported: None,
        }
    }

    /// An error: the program doesn't start.
    pub fn alert(span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Alert, span.into(), message)
    }

    /// A warning.
    pub fn warning(span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, span.into(), message)
    }

    /// A notice.
    pub fn notice(span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Notice, span.into(), message)
    }

    /// An error: `what` (as in "keyword `cache-use`") is known to HAProxy but not supported yet.
    pub fn unsupported(span: impl Into<Option<Span>>, what: impl Into<String>) -> Self {
        let what = what.into();
        let mut this = Self::alert(span, format!("{what} isn't supported by Moongate yet"));
        this.unsupported = Some(what.into());
        this
    }

    /// With a few words under the underlined ones.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into().into());
        self
    }

    /// With what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into().into());
        self
    }

    /// With "did you mean" for the nearest of `names`, if one is near.
    #[must_use]
    pub fn did_you_mean<'n>(self, word: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        match crate::nearest(word, names) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// With how the line is written, if a word is missing or too much and no better help is there.
    #[must_use]
    pub fn usage(self, keyword: &str, usage: &str) -> Self {
        let label = self.label.as_deref().unwrap_or_default();
        let of_words =
            label == TOO_MUCH || (label.starts_with("expected ") && label.ends_with(" here"));
        if !of_words || self.help.is_some() || self.unsupported.is_some() {
            return self;
        }
        let space = if keyword.is_empty() || usage.is_empty() { "" } else { " " };
        self.help(format!("write `{keyword}{space}{usage}`"))
    }

    /// With another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, note: impl Into<String>) -> Self {
        self.related.push((span, note.into()));
        self
    }
}

/// All findings of one run, in the order they were made.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Keeps the error, if it is one, and gives the value otherwise.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// Whether anything is worse than or as bad as `severity`.
    pub fn any(&self, severity: Severity) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity >= severity)
    }

    /// How many findings are exactly that bad.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// The name of `names` that `word` was probably meant to be: at most a third of it mistyped.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word: Vec<char> = word.chars().collect();
    let limit = (word.len() / 3).max(1);
    let (mut name, mut table) = (Vec::new(), Vec::new());
    let mut best: Option<(usize, &str)> = None;
    for candidate in names {
        // Each character that one has more than the other is an edit; most names end here.
        let most = best.map_or(limit, |(distance, _)| distance - 1);
        name.clear();
        name.extend(candidate.chars());
        if word.len().abs_diff(name.len()) > most {
            continue;
        }
        let distance = distance(&word, &name, &mut table);
        if distance <= most {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, name)| name)
}

/// Edits (insert, delete, replace, swap of neighbours) between two words.
fn distance(a: &[char], b: &[char], table: &mut Vec<usize>) -> usize {
    let width = b.len() + 1;
    table.clear();
    table.resize((a.len() + 1) * width, 0);
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i * width + j] = if i == 0 || j == 0 {
                i + j
            } else {
                let same = usize::from(!a[i - 1].eq_ignore_ascii_case(&b[j - 1]));
                let mut best = (table[(i - 1) * width + j] + 1)
                    .min(table[i * width + j - 1] + 1)
                    .min(table[(i - 1) * width + j - 1] + same);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[(i - 2) * width + j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len() * width + b.len()]
}
