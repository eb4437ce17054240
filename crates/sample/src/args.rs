//! Arguments of fetches and converters, checked and typed when the configuration is read.

use moongate_lang::spec::Arg;
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
