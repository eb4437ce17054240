//! What keywords use to compile expressions, conditions and formats while a configuration is read.

use crate::acl::AclTable;
use crate::chain::{Call, Malformed, chain};
use crate::expr::Step;
use crate::names::WithMaps;
use crate::pattern::PatternStore;
use crate::{
    Args, Catalogue, Converter, Expr, Fetch, Names, Point, Scope, Type, args, cast, known,
};
use moongate_lang::spec::{Arg, ArgKind};
use moongate_lang::{Diagnostic, Word, Words};
use std::path::PathBuf;

/// Compiles the expressions of one section. Make one for each section, so that ACLs don't leak
/// from one to another (manual 4.2, `acl`).
pub struct Compiler<'p> {
    /// All fetches and converters.
    pub catalogue: &'p Catalogue,
    /// Proxies and servers by name.
    pub names: &'p dyn Names,
    /// Pattern lists and maps, one for the process.
    pub patterns: &'p PatternStore,
    /// The named ACLs of the section.
    pub acls: AclTable,
    /// Warnings that were found on the way; to be taken after each line.
    pub warnings: Vec<Diagnostic>,
    /// A second copy of each expression that calls functions of scripts, to try rules with; to be
    /// taken after each rule.
    pub scripted: Vec<Expr>,
    /// Capture slots declared so far.
    pub captures: Captures,
    /// Names in lists of IPv4 addresses are resolved (unless `-n`); may block.
    pub resolve: bool,
    /// Where paths that aren't absolute begin (`default-path`); the empty one is the folder that
    /// the program was started in.
    pub folder: PathBuf,
}

/// The capture slots of a frontend: each one's length in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captures {
    /// Of requests.
    pub request: Vec<u32>,
    /// Of responses.
    pub response: Vec<u32>,
}

impl std::fmt::Debug for Compiler<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiler").field("acls", &self.acls).finish_non_exhaustive()
    }
}

impl<'p> Compiler<'p> {
    /// A compiler for one section.
    pub fn new(catalogue: &'p Catalogue, names: &'p dyn Names, patterns: &'p PatternStore) -> Self {
        Self {
            catalogue,
            names,
            patterns,
            acls: AclTable::default(),
            warnings: Vec::new(),
            scripted: Vec::new(),
            captures: Captures::default(),
            resolve: true,
            folder: PathBuf::new(),
        }
    }

    /// The warnings so far.
    pub fn take_warnings(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.warnings)
    }

    /// Compiles the expression that the next word begins. Converters may follow as words of their
    /// own (`src lower`); the first word that is none is left.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn expr(
        &mut self,
        words: &mut Words<'_, '_>,
        at: impl Into<Scope>,
    ) -> Result<Expr, Diagnostic> {
        let at = at.into();
        let (before, mut again) = (self.scripted.len(), words.clone());
        let expr = self.whole_expr(words, at)?;
        if expr.calls_scripts() {
            let copy = self.whole_expr(&mut again, at)?;
            self.scripted.truncate(before);
            self.scripted.push(copy);
        }
        Ok(expr)
    }

    fn whole_expr(&mut self, words: &mut Words<'_, '_>, at: Scope) -> Result<Expr, Diagnostic> {
        let word = words.expect("an expression")?;
        let mut expr = self.expr_word(word, at)?;
        while self.next_converter(&mut expr, words)? {}
        Ok(expr)
    }

    /// Appends the converters of the next word, if it begins with one.
    pub(crate) fn next_converter(
        &self,
        expr: &mut Expr,
        words: &mut Words<'_, '_>,
    ) -> Result<bool, Diagnostic> {
        let Some(word) = words.peek() else { return Ok(false) };
        let name = word.bytes().split(|byte| matches!(byte, b'(' | b',')).next();
        let name = std::str::from_utf8(name.unwrap_or_default()).unwrap_or_default();
        if self.catalogue.converter(name).is_none() {
            return Ok(false);
        }
        words.next();
        let (calls, end) = chain(word.bytes(), 0).map_err(|wrong| malformed(word, wrong))?;
        whole(word, end)?;
        self.extend(expr, word, &calls)?;
        Ok(true)
    }

    /// Compiles the expression that a word is.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn expr_word(&mut self, word: &Word<'_>, at: impl Into<Scope>) -> Result<Expr, Diagnostic> {
        let (expr, end) = self.expr_at(word, 0, at.into())?;
        whole(word, end)?;
        Ok(expr)
    }

    /// Compiles the expression that begins at a byte of the word, and says where it ends.
    pub(crate) fn expr_at(
        &mut self,
        word: &Word<'_>,
        start: usize,
        at: Scope,
    ) -> Result<(Expr, usize), Diagnostic> {
        let (calls, end) = chain(word.bytes(), start).map_err(|wrong| malformed(word, wrong))?;
        self.predefined_acls(word, &calls);
        let fetch = self.fetch_of(word, &calls[0])?;
        if !fetch.scope.meets(at) {
            return Err(misplaced(fetch, word, &calls[0], at));
        }
        let mut expr = self.fetch_expr(fetch, word, &calls[0])?;
        self.extend(&mut expr, word, &calls[1..])?;
        expr.source = String::from_utf8_lossy(&word.bytes()[start..end]).into();
        if expr.calls_scripts() {
            let mut copy = self.fetch_expr(fetch, word, &calls[0])?;
            self.extend(&mut copy, word, &calls[1..])?;
            self.scripted.push(copy);
        }
        Ok((expr, end))
    }

    /// The fetch that a call names.
    pub(crate) fn fetch_of(
        &self,
        word: &Word<'_>,
        call: &Call<'_>,
    ) -> Result<&'static Fetch, Diagnostic> {
        let name = String::from_utf8_lossy(&word.bytes()[call.name.clone()]);
        if let Some(fetch) = self.catalogue.fetch(&name) {
            return Ok(fetch);
        }
        let span = word.span_of(call.name.clone());
        if known::is_fetch(&name) {
            return Err(Diagnostic::unsupported(span, format!("fetch `{name}`")));
        }
        let error = Diagnostic::alert(span, format!("unknown fetch `{name}`"));
        if self.catalogue.converter(&name).is_some() {
            return Err(error
                .label("this is a converter")
                .help(format!("a converter follows a fetch, as in `path,{name}`")));
        }
        if name.starts_with("lua.") {
            return Err(error.label("no script registered a fetch of that name"));
        }
        Err(error.label("no fetch has that name").did_you_mean(&name, self.catalogue.fetch_names()))
    }

    /// An expression of the fetch alone, with the arguments of its call.
    pub(crate) fn fetch_expr(
        &self,
        fetch: &'static Fetch,
        word: &Word<'_>,
        call: &Call<'_>,
    ) -> Result<Expr, Diagnostic> {
        let args = self.args(word, call, fetch.args, fetch.check)?;
        Ok(Expr::of(fetch, args))
    }

    /// Appends converters.
    pub(crate) fn extend(
        &self,
        expr: &mut Expr,
        word: &Word<'_>,
        calls: &[Call<'_>],
    ) -> Result<(), Diagnostic> {
        let mut steps = std::mem::take(&mut expr.steps).into_vec();
        for call in calls {
            let converter = self.converter_of(word, call)?;
            if !cast::possible(expr.output, converter.input) {
                return Err(mismatch(expr.output, converter, word.span_of(call.name.clone())));
            }
            let args = self.args(word, call, converter.args, converter.check)?;
            // What takes any type and gives any gives the one it took.
            if converter.output != Type::Any || converter.input != Type::Any {
                expr.output = converter.output;
            }
            steps.push(Step { converter, args });
        }
        expr.steps = steps.into();
        Ok(())
    }

    fn converter_of(
        &self,
        word: &Word<'_>,
        call: &Call<'_>,
    ) -> Result<&'static Converter, Diagnostic> {
        let name = String::from_utf8_lossy(&word.bytes()[call.name.clone()]);
        if let Some(converter) = self.catalogue.converter(&name) {
            return Ok(converter);
        }
        let span = word.span_of(call.name.clone());
        if known::is_converter(&name) {
            return Err(Diagnostic::unsupported(span, format!("converter `{name}`")));
        }
        let error = Diagnostic::alert(span, format!("unknown converter `{name}`"));
        if self.catalogue.fetch(&name).is_some() {
            return Err(error
                .label("this is a fetch")
                .help("an expression has one fetch, at its beginning; `concat` joins values"));
        }
        if name.starts_with("lua.") {
            return Err(error.label("no script registered a converter of that name"));
        }
        Err(error
            .label("no converter has that name")
            .did_you_mean(&name, self.catalogue.converter_names()))
    }

    fn args(
        &self,
        word: &Word<'_>,
        call: &Call<'_>,
        declared: &'static [Arg],
        check: Option<args::Check>,
    ) -> Result<Args, Diagnostic> {
        let mut given: Vec<_> =
            call.args.iter().map(|arg| args::RawArg::Text(arg.text.to_vec())).collect();
        // `str()` gives its one argument, which is empty, and so does `str`.
        let parentheses = call.range.end > call.name.end;
        if given.is_empty() && takes_empty(declared, parentheses) {
            given.push(args::RawArg::Text(Vec::new()));
        }
        let names = WithMaps {
            names: self.names,
            patterns: self.patterns,
            folder: &self.folder,
            acls: &self.acls,
        };
        args::build(declared, given, &names, check).map_err(|bad| {
            let name = String::from_utf8_lossy(&word.bytes()[call.name.clone()]);
            let range = call.args.get(bad.index).map_or(call.range.clone(), |arg| {
                if arg.range.is_empty() { call.range.clone() } else { arg.range.clone() }
            });
            let label = format!("in `{name}{}`", args::signature(declared));
            let given_too_many = bad.index >= declared.len();
            // "it" is whom the arguments were given to.
            let message = match bad.message.strip_prefix("it takes") {
                Some(rest) => format!("`{name}` takes{rest}"),
                None => bad.message,
            };
            let error = Diagnostic::alert(word.span_of(range), message).label(label);
            match bad.help {
                Some(help) => error.help(help),
                None if given_too_many => {
                    error.help(format!("write `{name}{}`", args::signature(declared)))
                }
                None => error,
            }
        })
    }
}

/// Whether the first argument may be empty text when none is given; what isn't text needs the
/// parentheses at least, to be told that it is wrong.
fn takes_empty(declared: &[Arg], parentheses: bool) -> bool {
    let text = |kind| matches!(kind, ArgKind::Str | ArgKind::OneOf(_) | ArgKind::Env);
    matches!(declared, [first, ..] if !first.optional && (parentheses || text(first.kind)))
}

/// An error unless the expression goes to the word's end.
pub(crate) fn whole(word: &Word<'_>, end: usize) -> Result<(), Diagnostic> {
    let text = word.bytes();
    if end == text.len() {
        return Ok(());
    }
    let rest = String::from_utf8_lossy(&text[end..]);
    let error = Diagnostic::alert(
        word.span_of(end..text.len()),
        format!("unexpected `{rest}` after the expression"),
    );
    Err(if text[..end].ends_with(b")") {
        error.label("a comma and a converter may follow").help(
            "a closing parenthesis inside an argument has to be quoted, as in `'%[path,regsub(\"(a|b)\",c)]'`",
        )
    } else {
        error.label("this can't be part of a keyword")
    })
}

pub(crate) fn malformed(word: &Word<'_>, wrong: Malformed) -> Diagnostic {
    let range = if wrong.range.is_empty() && wrong.range.start > 0 {
        wrong.range.start - 1..wrong.range.start
    } else {
        wrong.range
    };
    let span = if range.is_empty() { word.span() } else { word.span_of(range) };
    let error = Diagnostic::alert(span, wrong.message);
    match wrong.help {
        Some(help) => error.help(help),
        None => error,
    }
}

/// A fetch used where its data can't exist.
fn misplaced(fetch: &Fetch, word: &Word<'_>, call: &Call<'_>, at: Scope) -> Diagnostic {
    let error = Diagnostic::alert(
        word.span_of(call.range.clone()),
        format!("the fetch `{}` can't be used in {}", fetch.name, at.names()),
    )
    .label("its data don't exist here");
    // What is gone when a line is logged can be kept.
    let rules = [(Point::FeHttpRequest, "http-request"), (Point::FeHttpResponse, "http-response")];
    let kept = rules.into_iter().find(|(point, _)| fetch.scope.allows(*point));
    let text = String::from_utf8_lossy(&word.bytes()[call.range.clone()]);
    error.help(match kept {
        Some((_, set)) if at == Scope::from(Point::Log) => {
            format!("keep it: `{set} set-var(txn.kept) {text}`, then `%[var(txn.kept)]` here")
        }
        _ => format!("it may be used in {}", fetch.scope.names()),
    })
}

fn mismatch(from: Type, converter: &Converter, span: moongate_lang::Span) -> Diagnostic {
    let (to, name) = (converter.input.name(), converter.name);
    Diagnostic::alert(span, format!("the converter `{name}` can't be applied to this value"))
        .label(format!("it takes {to}, and the value here is {}", from.name()))
}
