//! The flags of a test: `-i -n -M -u -f -m --`.

use crate::pattern::{How, Method};
use moongate_lang::{Diagnostic, Span, Word, Words};

/// The flags of a test.
#[derive(Debug)]
pub(super) struct Flags {
    /// How what follows is matched; the method isn't decided yet.
    pub(super) how: How,
    /// `-m`, and where it was written.
    pub(super) method: Option<(Method, Span)>,
    /// `-u`
    pub(super) id: Option<u32>,
    /// `-f`
    pub(super) files: Vec<File>,
    /// `--` was there.
    pub(super) ended: bool,
    /// `-M`
    values: bool,
}

/// A file of patterns, with the flags that stood before it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: Word<'static>,
    pub(super) how: How,
    pub(super) values: bool,
}

impl Flags {
    pub(super) fn new(how: How) -> Self {
        Self { how, method: None, id: None, files: Vec::new(), ended: false, values: false }
    }

    /// Reads the next flag; false if there is none or they end here.
    pub(super) fn read(
        &mut self,
        words: &mut Words<'_, '_>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<bool, Diagnostic> {
        let Some(flag) = words.peek() else { return Ok(false) };
        // A lone dash is a pattern; a negative number isn't, in HAProxy's grammar.
        if flag.bytes().len() < 2 || !flag.bytes().starts_with(b"-") {
            return Ok(false);
        }
        words.next();
        match flag.str() {
            "-i" => self.how.icase = true,
            "-n" => self.how.resolve = false,
            "-M" => self.values = true,
            "--" => {
                self.ended = true;
                return Ok(false);
            }
            "-f" => {
                let name = words.expect("the name of a file")?.clone().into_owned();
                self.files.push(File { name, how: self.how, values: self.values });
            }
            "-u" => self.id = Some(number(words)?),
            "-m" => self.method(words, warnings)?,
            text => {
                let message = format!("`{text}` isn't a flag of ACLs");
                return Err(Diagnostic::alert(flag.span(), message)
                    .label("one of: -i, -f, -m, -M, -n, -u, --")
                    .help(format!("if it is a pattern, write `--` before it: `-- {text}`")));
            }
        }
        Ok(true)
    }

    fn method(
        &mut self,
        words: &mut Words<'_, '_>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let name = words.expect("a matching method")?;
        let known = Method::ALL.map(Method::name);
        let text = name.str();
        let method = Method::named(text).ok_or_else(|| {
            Diagnostic::alert(name.span(), format!("unknown matching method `{text}`"))
                .label(format!("one of: {}", known.join(", ")))
                .did_you_mean(text, known)
        })?;
        if let Some((_, before)) = self.method {
            warnings.push(
                Diagnostic::notice(before, "a second matching method follows")
                    .label("this one has no effect")
                    .related(name.span(), "the second one is here"),
            );
        }
        if let Some(file) = self.files.first() {
            return Err(Diagnostic::alert(name.span(), "`-m` has to stand before `-f`")
                .related(file.name.span(), "this file is to be read with the method"));
        }
        self.method = Some((method, name.span()));
        Ok(())
    }
}

fn number(words: &mut Words<'_, '_>) -> Result<u32, Diagnostic> {
    let id = words.expect("a number")?;
    id.str().parse().map_err(|_| {
        Diagnostic::alert(id.span(), format!("`{}` isn't a number", id.str()))
            .label("`-u` takes the number of the list in the runtime API")
    })
}
