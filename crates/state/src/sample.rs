//! A typed value, as fetches give it and converters take it (configuration manual, chapter 7).

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The types that a value can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Known only when evaluated.
    Any,
    /// True or false.
    Bool,
    /// A signed 64-bit integer.
    Sint,
    /// An IPv4 or IPv6 address (a declared type only).
    Addr,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// Text.
    Str,
    /// Bytes.
    Bin,
    /// An HTTP method.
    Meth,
}

impl Type {
    /// The name in listings and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Type::Any => "any",
            Type::Bool => "bool",
            Type::Sint => "sint",
            Type::Addr => "addr",
            Type::Ipv4 => "ipv4",
            Type::Ipv6 => "ipv6",
            Type::Str => "str",
            Type::Bin => "bin",
            Type::Meth => "meth",
        }
    }
}

/// An HTTP method, by its bytes as received.
pub type Method<'a> = Cow<'a, [u8]>;

/// A value. It borrows from the transaction wherever it can.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample<'a> {
    /// True or false.
    Bool(bool),
    /// A signed 64-bit integer.
    Sint(i64),
    /// An IPv4 address.
    Ipv4(Ipv4Addr),
    /// An IPv6 address.
    Ipv6(Ipv6Addr),
    /// Text.
    Str(Cow<'a, [u8]>),
    /// Bytes.
    Bin(Cow<'a, [u8]>),
    /// An HTTP method.
    Meth(Method<'a>),
}

impl<'a> Sample<'a> {
    /// Text that stays where it is.
    pub fn str(text: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Sample::Str(Cow::Borrowed(text.as_ref()))
    }

    /// Text of its own.
    pub fn string(text: impl Into<Vec<u8>>) -> Self {
        Sample::Str(Cow::Owned(text.into()))
    }

    /// An address of either family.
    pub fn ip(ip: std::net::IpAddr) -> Self {
        match ip {
            std::net::IpAddr::V4(ip) => Sample::Ipv4(ip),
            std::net::IpAddr::V6(ip) => Sample::Ipv6(ip),
        }
    }

    /// The value's type.
    pub fn kind(&self) -> Type {
        match self {
            Sample::Bool(_) => Type::Bool,
            Sample::Sint(_) => Type::Sint,
            Sample::Ipv4(_) => Type::Ipv4,
            Sample::Ipv6(_) => Type::Ipv6,
            Sample::Str(_) => Type::Str,
            Sample::Bin(_) => Type::Bin,
            Sample::Meth(_) => Type::Meth,
        }
    }

    /// The value freed from what it borrows.
    pub fn into_owned(self) -> Sample<'static> {
        match self {
            Sample::Bool(v) => Sample::Bool(v),
            Sample::Sint(v) => Sample::Sint(v),
            Sample::Ipv4(v) => Sample::Ipv4(v),
            Sample::Ipv6(v) => Sample::Ipv6(v),
            Sample::Str(v) => Sample::Str(Cow::Owned(v.into_owned())),
            Sample::Bin(v) => Sample::Bin(Cow::Owned(v.into_owned())),
            Sample::Meth(v) => Sample::Meth(Cow::Owned(v.into_owned())),
        }
    }
}
