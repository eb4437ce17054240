//! How keywords declare themselves: the one place where a name's facts stand.
//!
//! Checking, help, reference pages, editor types and tests are derived from these.

/// The kind of a typed argument, in the names that HAProxy's own listing uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgKind {
    /// Any text.
    Str,
    /// A signed integer.
    Sint,
    /// A duration, kept in milliseconds (`10s`, `1m`); `us` is finer where allowed.
    Time,
    /// A size, kept in bytes (`16k`).
    Size,
    /// The name of a frontend; the current one when empty.
    Frontend,
    /// The name of a backend; the current one when empty.
    Backend,
    /// `backend/server`, or `server` in the current backend.
    Server,
    /// The name of a stick table's proxy.
    Table,
    /// The name of a userlist.
    Userlist,
    /// The name of an ACL of the section.
    Acl,
    /// A regular expression.
    Regex,
    /// The name of a variable with its scope (`txn.x`).
    Var,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A field of a Protocol Buffers message: numbers with dots between them.
    Field,
    /// An IPv4 mask, as bits or dotted.
    Mask4,
    /// An IPv6 mask, as bits or in full.
    Mask6,
    /// The path of a map file.
    Map,
    /// The name of a variable of the environment, which is read along with the configuration.
    Env,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

impl ArgKind {
    /// What HAProxy's own listing calls it.
    pub const fn name(self) -> &'static str {
        match self {
            // HAProxy takes these as texts and looks at them itself.
            Self::Str | Self::Acl | Self::Var | Self::Map | Self::Env | Self::OneOf(_) => "string",
            Self::Sint => "integer",
            Self::Time => "delay",
            Self::Size => "size",
            Self::Frontend => "frontend",
            Self::Backend => "backend",
            Self::Server => "server",
            Self::Table => "table",
            Self::Userlist => "user list",
            Self::Regex => "regex",
            Self::Ipv4 => "IPv4 address",
            Self::Ipv6 => "IPv6 address",
            Self::Field => "Protocol buffers field number",
            Self::Mask4 => "IPv4 mask",
            Self::Mask6 => "IPv6 mask",
        }
    }
}

/// A declared argument.
#[derive(Clone, Copy, Debug)]
pub struct Arg {
    /// Its name in the reference.
    pub name: &'static str,
    /// Its kind.
    pub kind: ArgKind,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Arg {
    /// An argument that has to be given.
    pub const fn required(name: &'static str, kind: ArgKind) -> Self {
        Self { name, kind, optional: false }
    }

    /// An argument that may be left out.
    pub const fn optional(name: &'static str, kind: ArgKind) -> Self {
        Self { name, kind, optional: true }
    }
}
