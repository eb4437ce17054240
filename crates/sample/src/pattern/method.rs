//! The ways of matching (manual 7.1).

use crate::Type;

/// A way of matching, as `-m` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// There is a value.
    Found,
    /// The value is true, or not zero.
    Bool,
    /// An integer or a range of them.
    Int,
    /// An address or a network.
    Ip,
    /// Bytes, written in hexadecimal.
    Bin,
    /// The value's length.
    Len,
    /// The whole text.
    Str,
    /// A part of the text.
    Sub,
    /// A regular expression.
    Reg,
    /// How the text begins.
    Beg,
    /// How the text ends.
    End,
    /// A part between slashes.
    Dir,
    /// A part between dots, colons or slashes.
    Dom,
}

/// A way of matching with its flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct How {
    /// The method.
    pub method: Method,
    /// `-i`: ignore case.
    pub icase: bool,
    /// Integers are versions: `3.1` is 3 × 65536 + 1.
    pub dotted: bool,
    /// Names may stand for IPv4 addresses and are resolved when the list is read (not with `-n`).
    pub resolve: bool,
}

impl From<Method> for How {
    fn from(method: Method) -> Self {
        Self { method, icase: false, dotted: false, resolve: false }
    }
}

impl Method {
    /// All of them.
    pub const ALL: [Method; 13] = [
        Method::Found,
        Method::Bool,
        Method::Int,
        Method::Ip,
        Method::Bin,
        Method::Len,
        Method::Str,
        Method::Sub,
        Method::Reg,
        Method::Beg,
        Method::End,
        Method::Dir,
        Method::Dom,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Found => "found",
            Method::Bool => "bool",
            Method::Int => "int",
            Method::Ip => "ip",
            Method::Bin => "bin",
            Method::Len => "len",
            Method::Str => "str",
            Method::Sub => "sub",
            Method::Reg => "reg",
            Method::Beg => "beg",
            Method::End => "end",
            Method::Dir => "dir",
            Method::Dom => "dom",
        }
    }

    /// The method of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The one that is meant for values of that type when none is named.
    pub const fn of(kind: Type) -> Option<Self> {
        match kind {
            Type::Bool => Some(Method::Bool),
            Type::Sint => Some(Method::Int),
            Type::Addr | Type::Ipv4 | Type::Ipv6 => Some(Method::Ip),
            Type::Str | Type::Meth => Some(Method::Str),
            Type::Bin | Type::Any => None,
        }
    }

    /// The type that values are cast to before they are compared.
    pub const fn input(self) -> Type {
        match self {
            Method::Found => Type::Any,
            Method::Bool | Method::Int => Type::Sint,
            Method::Ip => Type::Addr,
            Method::Bin => Type::Bin,
            _ => Type::Str,
        }
    }

    /// Whether it compares with patterns.
    pub const fn takes_patterns(self) -> bool {
        !matches!(self, Method::Found | Method::Bool)
    }
}
