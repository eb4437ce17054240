//! Arguments of fetches and converters, checked and typed when the configuration is read.

use crate::Names;
use crate::args_build::read;
use moongate_lang::spec::{Arg, ArgKind};
use moongate_state::{ProxyId, ServerId, VarRef};
use std::any::Any;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A typed argument.
#[derive(Debug)]
pub enum ArgValue {
    /// Left out.
    Absent,
    /// Text.
    Str(Box<[u8]>),
    /// An integer, a duration in milliseconds, or a size in bytes.
    Sint(i64),
    /// A frontend or backend.
    Proxy(ProxyId),
    /// A server.
    Server(ProxyId, ServerId),
    /// A variable.
    Var(VarRef),
    /// An IPv4 address or mask.
    Ipv4(Ipv4Addr),
    /// An IPv6 address or mask.
    Ipv6(Ipv6Addr),
    /// What a keyword's own check made of its arguments (a compiled regex, a map, …).
    Made(Box<dyn Any + Send + Sync>),
}

/// The arguments of one use of a keyword, one for each declared one.
#[derive(Debug, Default)]
pub struct Args(pub Box<[ArgValue]>);

impl Args {
    /// The text of argument `at`; empty if left out.
    pub fn str(&self, at: usize) -> &[u8] {
        match self.0.get(at) {
            Some(ArgValue::Str(text)) => text,
            _ => b"",
        }
    }

    /// The number of argument `at`, if given.
    pub fn sint(&self, at: usize) -> Option<i64> {
        match self.0.get(at) {
            Some(ArgValue::Sint(n)) => Some(*n),
            _ => None,
        }
    }

    /// Whether argument `at` was given.
    pub fn given(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|arg| !matches!(arg, ArgValue::Absent))
    }

    /// What the keyword's check made of argument `at`.
    pub fn made<T: 'static>(&self, at: usize) -> Option<&T> {
        match self.0.get(at) {
            Some(ArgValue::Made(value)) => value.downcast_ref(),
            _ => None,
        }
    }
}

/// An argument as it was written, or as a script gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum RawArg {
    /// Text, quotes and escapes already taken away.
    Text(Vec<u8>),
    /// A script's integer.
    Int(i64),
    /// Left out (a script's `nil`).
    None,
}

/// Types and checks arguments: those of the configuration, and those that a script gives at run
/// time (with the [`Names`] of the running process).
///
/// # Errors
/// What is wrong with the first bad one.
pub fn build(
    declared: &[Arg],
    given: Vec<RawArg>,
    names: &dyn Names,
    check: Option<Check>,
) -> Result<Args, BadArg> {
    let count = given.len();
    if count > declared.len() {
        return Err(BadArg {
            index: declared.len(),
            message: match declared.len() {
                0 => "it takes no argument".to_owned(),
                most => format!("it takes at most {most} argument{}", plural(most)),
            },
            help: None,
        });
    }
    let mut values = Vec::with_capacity(declared.len());
    let mut given = given.into_iter();
    for (index, arg) in declared.iter().enumerate() {
        let refuse = |(message, help)| BadArg { index, message, help };
        values.push(match given.next() {
            Some(raw) => read(arg, raw, names).map_err(refuse)?,
            None if arg.optional => ArgValue::Absent,
            // The current proxy's own is meant.
            None if arg.kind == ArgKind::Table => read(arg, RawArg::None, names).map_err(refuse)?,
            None => {
                let missing = format!("the argument <{}> is missing", arg.name);
                return Err(refuse((missing, None)));
            }
        });
    }
    if let Some(check) = check {
        check(&mut values)?;
    }
    Ok(Args(values.into()))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Why arguments were refused.
#[derive(Debug)]
pub struct BadArg {
    /// Which one.
    pub index: usize,
    /// The sentence.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// A keyword's own check of its arguments, after their types: it may replace them by what it made.
pub type Check = fn(&mut [ArgValue]) -> Result<(), BadArg>;

/// How arguments are written in the reference: `(name[,name])`.
pub fn signature(args: &[Arg]) -> String {
    let mut text = String::new();
    let mut open = 0;
    for (at, arg) in args.iter().enumerate() {
        if arg.optional {
            text.push('[');
            open += 1;
        }
        if at > 0 {
            text.push(',');
        }
        text.push_str(arg.name);
    }
    text.extend(std::iter::repeat_n(']', open));
    if text.is_empty() { text } else { format!("({text})") }
}

/// How HAProxy's own listing writes arguments: their kinds, `(string[,integer])`.
pub fn declared(args: &[Arg]) -> String {
    let mut text = String::new();
    let mut open = false;
    for (at, arg) in args.iter().enumerate() {
        // A proxy that may be left out isn't marked there: the current one is meant.
        let current = matches!(arg.kind, ArgKind::Frontend | ArgKind::Backend | ArgKind::Server);
        if arg.optional && !current && !open {
            text.push('[');
            open = true;
        }
        if at > 0 {
            text.push(',');
        }
        text.push_str(arg.kind.name());
    }
    match (text.is_empty(), open) {
        (true, _) => text,
        (false, true) => format!("({text}])"),
        (false, false) => format!("({text})"),
    }
}
