//! Reads log formats.

use super::options::{Cast, Flags, FormatOptions, MissingAs};
use super::{Format, Item, Piece, What};
use crate::{Compiler, Scope, alias};
use moongate_lang::{Diagnostic, Word};

impl Compiler<'_> {
    /// Compiles the log format that a word is.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn format(
        &mut self,
        word: &Word<'_>,
        at: impl Into<Scope>,
        options: FormatOptions,
    ) -> Result<Format, Diagnostic> {
        let at = at.into();
        let initial = Flags { dash: options.missing == MissingAs::Dash, ..Flags::default() };
        let mut reader = Reader { compiler: self, word, at, options, place: 0, global: initial };
        let mut pieces = Pieces { list: Vec::new(), text: Vec::new(), merge: options.merge_spaces };
        let text = word.bytes();
        while let Some(&byte) = text.get(reader.place) {
            if byte != b'%' {
                pieces.byte(byte);
                reader.place += 1;
            } else if text.get(reader.place + 1) == Some(&b'%') {
                pieces.byte(b'%');
                reader.place += 2;
            } else if let Some(item) = reader.item()? {
                pieces.item(item);
            }
        }
        let document = reader.global;
        let pieces = pieces.finish();
        let constant = match &*pieces {
            _ if document.is_encoded() => None,
            [] => Some(Box::default()),
            [Piece::Text(text)] => Some(text.clone()),
            _ => None,
        };
        Ok(Format { pieces, options, constant, document })
    }
}

/// Joins text between items.
struct Pieces {
    list: Vec<Piece>,
    text: Vec<u8>,
    merge: bool,
}

impl Pieces {
    fn byte(&mut self, byte: u8) {
        if self.merge && byte == b' ' {
            // At the start and behind another space it adds nothing.
            let start = self.list.is_empty() && self.text.is_empty();
            if !start && self.text.last() != Some(&b' ') {
                self.text.push(b' ');
            }
            return;
        }
        self.text.push(byte);
    }

    fn item(&mut self, item: Item) {
        self.flush();
        self.list.push(Piece::Item(item));
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.list.push(Piece::Text(std::mem::take(&mut self.text).into()));
        }
    }

    fn finish(mut self) -> Box<[Piece]> {
        self.flush();
        self.list.into()
    }
}

struct Reader<'r, 'w, 's, 'p> {
    compiler: &'r mut Compiler<'p>,
    word: &'w Word<'s>,
    at: Scope,
    options: FormatOptions,
    place: usize,
    global: Flags,
}

impl<'w> Reader<'_, 'w, '_, '_> {
    /// Reads the item whose `%` is here; none for `%o`, which only sets flags.
    fn item(&mut self) -> Result<Option<Item>, Diagnostic> {
        let text = self.word.bytes();
        let percent = self.place;
        self.place += 1;
        let (name, cast) = self.name()?;
        let mut flags = self.global;
        self.flags(&mut flags)?;
        match text.get(self.place) {
            Some(b'[') => self.expr(name, cast, flags).map(Some),
            Some(byte) if byte.is_ascii_alphabetic() => self.alias(percent, name, cast, flags),
            _ => Err(self.not_an_item(percent)),
        }
    }

    /// `(name:type)`
    fn name(&mut self) -> Result<(Option<Box<str>>, Cast), Diagnostic> {
        let text = self.word.bytes();
        let open = self.place;
        if text.get(open) != Some(&b'(') {
            return Ok((None, Cast::None));
        }
        let Some(length) = memchr::memchr(b')', &text[open..]) else {
            return Err(self
                .error(open, text.len(), "the name of the item isn't closed")
                .label("no `)` closes it"));
        };
        self.place = open + length + 1;
        let inner = &text[open + 1..open + length];
        let colon = memchr::memchr(b':', inner).unwrap_or(inner.len());
        let name = String::from_utf8_lossy(&inner[..colon]);
        let kind = String::from_utf8_lossy(inner.get(colon + 1..).unwrap_or_default());
        let cast = match &*kind {
            "" => Cast::None,
            "str" => Cast::Str,
            "sint" => Cast::Sint,
            "bool" => Cast::Bool,
            _ => {
                let start = open + 2 + colon;
                return Err(self
                    .error(start, open + length, format!("unknown type `{kind}` of an item"))
                    .label("one of: str, sint, bool")
                    .did_you_mean(&kind, ["str", "sint", "bool"]));
            }
        };
        Ok(((!name.is_empty()).then(|| Box::from(&*name)), cast))
    }

    /// `{+Q,-E}`
    fn flags(&mut self, flags: &mut Flags) -> Result<(), Diagnostic> {
        let text = self.word.bytes();
        let open = self.place;
        if text.get(open) != Some(&b'{') {
            return Ok(());
        }
        let Some(length) = memchr::memchr(b'}', &text[open..]) else {
            return Err(self
                .error(open, text.len(), "the flags of the item aren't closed")
                .label("no `}` closes them"));
        };
        let mut start = open + 1;
        for flag in text[start..open + length].split(|&byte| byte == b',') {
            let end = start + flag.len();
            let (on, name) = match flag {
                [b'+', name @ ..] => (true, name),
                [b'-', name @ ..] => (false, name),
                name => (true, name),
            };
            let name = String::from_utf8_lossy(name);
            if !name.is_empty() && !flags.set(&name, on) {
                return Err(self
                    .error(start, end, format!("unknown flag `{name}` of an item"))
                    .label(format!("one of: {}", Flags::NAMES.join(", ")))
                    .did_you_mean(&name, Flags::NAMES));
            }
            start = end + 1;
        }
        self.place = open + length + 1;
        Ok(())
    }

    /// `[expression]`
    fn expr(
        &mut self,
        name: Option<Box<str>>,
        cast: Cast,
        flags: Flags,
    ) -> Result<Item, Diagnostic> {
        let open = self.place;
        let text = self.word.bytes();
        let (expr, end) = self.compiler.expr_at(self.word, open + 1, self.at)?;
        if text.get(end) != Some(&b']') {
            let rest = end..text.len();
            let error = match text.get(end) {
                None => self.error(open, text.len(), "the expression isn't closed").label("no `]` closes it")
                    .help("close it, as in `%[path]`"),
                Some(b' ') => self.error(end, end + 1, "unexpected space in an expression")
                    .help("quote an argument that has spaces; elsewhere leave them out"),
                Some(_) if text[..end].ends_with(b")") => self
                    .error(rest.start, rest.end, "unexpected text after an argument's end")
                    .help("a closing parenthesis inside an argument has to be quoted, as in `'%[path,regsub(\"(a|b)\",c)]'`"),
                Some(_) => self.error(end, end + 1, "this character can't be part of a keyword"),
            };
            return Err(error);
        }
        self.place = end + 1;
        let flags = self.own(flags);
        Ok(Item { name, cast, flags, what: What::Expr(expr) })
    }

    fn alias(
        &mut self,
        percent: usize,
        name: Option<Box<str>>,
        cast: Cast,
        flags: Flags,
    ) -> Result<Option<Item>, Diagnostic> {
        let text = self.word.bytes();
        let start = self.place;
        let length = text[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let end = start + length;
        let word = String::from_utf8_lossy(&text[start..end]);
        self.place = end;
        if word == "o" {
            self.global = flags;
            return Ok(None);
        }
        if let Some(alias) = alias::find(&word) {
            if alias.log_only && !self.options.log {
                return Err(self.error(percent, end, format!("`%{word}` exists only in logs")));
            }
            let flags = self.own(flags);
            return Ok(Some(Item { name, cast, flags, what: What::Alias(alias) }));
        }
        let error = self.error(percent, end, format!("there is no log item `%{word}`"));
        let near = moongate_lang::nearest(&word, alias::names());
        Err(match near {
            Some(near) => {
                error.help(format!("did you mean `%{near}`? For a percent sign, write `%%`"))
            }
            None if self.compiler.catalogue.fetch(&word).is_some() => {
                error.help(format!("a fetch is written in brackets: `%[{word}]`"))
            }
            None => error.help("for a percent sign, write `%%`; for an expression, `%[…]`"),
        })
    }

    /// The flags that count on one item: binary data can only be asked for with `%o`, for all.
    fn own(&self, flags: Flags) -> Flags {
        Flags { bin: self.global.bin, ..flags }
    }

    fn not_an_item(&self, percent: usize) -> Diagnostic {
        let end = (self.place + 1).min(self.word.bytes().len());
        self.error(percent, end, "a lone `%`")
            .label("an alias (`%ci`) or an expression (`%[src]`) has to follow")
            .help("for a percent sign, write `%%`")
    }

    fn error(&self, start: usize, end: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::alert(self.word.span_of(start..end), message)
    }
}
