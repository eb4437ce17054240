//! The command line: HAProxy's flags, each declared once in a table, and what they set.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

mod table;

pub use table::FLAGS;

/// What the command line asks for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `-f` and what follows `--`, in their order.
    pub files: Vec<PathBuf>,
    /// `-C`
    pub directory: Option<PathBuf>,
    /// `-c`
    pub check: bool,
    /// `-cc`
    pub condition: Option<OsString>,
    /// `-d`
    pub debug: bool,
    /// `-db`
    pub foreground: bool,
    /// `-D`
    pub daemon: bool,
    /// `-W`, `-Ws`
    pub master: Option<Master>,
    /// `-S`
    pub master_socket: Option<String>,
    /// `-p`
    pub pidfile: Option<PathBuf>,
    /// `-L`
    pub localpeer: Option<String>,
    /// `-n`
    pub maxconn: Option<u64>,
    /// `-m`, in megabytes.
    pub memory: Option<u64>,
    /// `-q`
    pub quiet: bool,
    /// `-V`
    pub verbose: bool,
    /// How often `v` was asked for: `-v`, `-vv`.
    pub version: u8,
    /// `-dW`
    pub zero_warning: bool,
    /// `-dD`
    pub diagnostics: bool,
    /// `-dR`
    pub no_reuse_port: bool,
    /// `-dS`, `-dF`, `-dZ`
    pub no_splice: bool,
    /// `-dV`
    pub no_verify: bool,
    /// `-dK`: classes of keywords to list.
    pub keywords: Option<String>,
    /// `-sf`, `-st`
    pub old: Vec<u32>,
    /// Whether those are to end at once (`-st`).
    pub terminate: bool,
}

/// How a master works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Master {
    /// `-W`
    Plain,
    /// `-Ws`: tells systemd when it is ready.
    Notify,
}

/// What follows a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// A word, which reference pages call this.
    Word(&'static str),
    /// Text in the same word, which may be empty.
    Attached(&'static str),
    /// Words up to the next that begins with `-`.
    Words(&'static str),
    /// All words that are left.
    Rest(&'static str),
}

/// What a flag does.
pub enum Effect {
    /// Sets something; called once for each argument.
    Set(fn(&mut Options, &OsStr) -> Result<(), String>),
    /// HAProxy has it and it changes nothing here, as the sentence says.
    Nothing,
    /// HAProxy has it; it is refused for this reason.
    Refused(&'static str),
}

/// A flag's declaration; everything about it stands here.
pub struct Flag {
    /// Its name, with the dash.
    pub name: &'static str,
    /// What follows it.
    pub argument: Argument,
    /// One sentence.
    pub sentence: &'static str,
    /// What it does.
    pub effect: Effect,
}

impl Flag {
    /// How it is written.
    pub fn usage(&self) -> String {
        match self.argument {
            Argument::None => self.name.to_owned(),
            Argument::Word(what) => format!("{} <{what}>", self.name),
            Argument::Attached(what) => format!("{}[{what}]", self.name),
            Argument::Words(what) | Argument::Rest(what) => format!("{} <{what}>…", self.name),
        }
    }

    /// Whether it is known and refused.
    pub fn is_refused(&self) -> bool {
        matches!(self.effect, Effect::Refused(_))
    }

    /// Whether a word is this flag; the text behind the name if it may have some.
    fn matches<'w>(&self, word: &'w OsStr) -> Option<&'w OsStr> {
        let rest = word.as_bytes().strip_prefix(self.name.as_bytes())?;
        let fits = rest.is_empty() || matches!(self.argument, Argument::Attached(_));
        fits.then(|| OsStr::from_bytes(rest))
    }
}

/// Reads the words behind the program's name.
///
/// # Errors
/// One sentence, with what to write instead.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Options, String> {
    let mut options = Options::default();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let found = FLAGS.iter().find_map(|flag| Some((flag, flag.matches(&word)?)));
        let Some((flag, rest)) = found else { return Err(unknown(&word)) };
        let set = match &flag.effect {
            Effect::Set(set) => *set,
            Effect::Nothing => |_: &mut Options, _: &OsStr| Ok(()),
            Effect::Refused(why) => {
                return Err(format!("`{}` isn't supported by Moongate: {why}", flag.name));
            }
        };
        match flag.argument {
            Argument::None | Argument::Attached(_) => set(&mut options, rest)?,
            Argument::Word(what) => match words.next() {
                Some(argument) => set(&mut options, &argument)?,
                None => return Err(format!("`{}` needs a <{what}> behind it", flag.name)),
            },
            Argument::Words(_) => {
                // An empty list is fine: `-sf $(cat pidfile)`.
                set(&mut options, OsStr::new(""))?;
                while let Some(argument) = words.next_if(|word| !word.as_bytes().starts_with(b"-"))
                {
                    set(&mut options, &argument)?;
                }
            }
            Argument::Rest(_) => {
                words.by_ref().try_for_each(|argument| set(&mut options, &argument))?;
            }
        }
    }
    Ok(options)
}

fn unknown(word: &OsStr) -> String {
    let text = word.to_string_lossy();
    if !text.starts_with('-') {
        return format!("`{text}` isn't a flag; write `-f {text}` to read that file");
    }
    match moongate_lang::nearest(&text, FLAGS.iter().map(|flag| flag.name)) {
        Some(name) => format!("unknown flag `{text}`; did you mean `{name}`?"),
        None => format!("unknown flag `{text}`; `moongate --help` lists them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn a_usual_line() {
        let options =
            read("-f a.cfg -D -p /run/x.pid -f b -dM -dI -dW -n 100 -sf 12 13 -- c d").unwrap();
        let files: Vec<_> = options.files.iter().map(|file| file.to_str().unwrap()).collect();
        assert_eq!(files, ["a.cfg", "b", "c", "d"]);
        assert!(options.daemon && options.zero_warning && !options.foreground);
        assert_eq!(options.maxconn, Some(100));
        assert_eq!(options.old, [12, 13]);
        assert!(!options.terminate);
    }

    #[test]
    fn flags_that_begin_alike() {
        let options = read("-d -db -vv -W -Ws -c").unwrap();
        assert!(options.debug && options.foreground && options.check && !options.daemon);
        assert_eq!(options.version, 2);
        assert_eq!(options.master, Some(Master::Notify));
        assert_eq!(read("-dKall").unwrap().keywords.as_deref(), Some("all"));
        assert!(read("-dM0,no-merge").is_ok());
    }

    #[test]
    fn lists_of_pids() {
        assert!(read("-sf").unwrap().old.is_empty());
        let options = read("-st 5 -c").unwrap();
        assert_eq!(
            (options.old.as_slice(), options.terminate, options.check),
            (&[5][..], true, true)
        );
        assert!(read("-sf x").unwrap_err().contains("`x`"));
    }

    #[test]
    fn refusals() {
        assert!(read("-dt").unwrap_err().contains("isn't supported"));
        assert!(read("-vvv").unwrap_err().contains("did you mean"));
        assert!(read("x.cfg").unwrap_err().contains("`-f x.cfg`"));
        assert!(read("-f").unwrap_err().contains("needs a"));
        assert!(read("-n many").is_err());
    }

    #[test]
    fn every_flag_once() {
        for (at, flag) in FLAGS.iter().enumerate() {
            assert!(flag.name.starts_with('-') && flag.sentence.ends_with('.'), "{}", flag.name);
            assert!(FLAGS[..at].iter().all(|other| other.name != flag.name), "{}", flag.name);
        }
    }
}
