//! Whether addresses belong to this machine.

use crate::fetch::prelude::*;
use std::net::{SocketAddr, UdpSocket};

/// `src_is_local`
pub static SRC_IS_LOCAL: Fetch = Fetch {
    name: "src_is_local",
    output: Type::Bool,
    sentence: "Whether the client's address belongs to this machine.",
    examples: &[Example::plain("src_is_local", "0")],
    eval: Eval::Fn(|cx, _| local(cx.session().src.get())),
    ..Fetch::PLAIN
};

/// `dst_is_local`
pub static DST_IS_LOCAL: Fetch = Fetch {
    name: "dst_is_local",
    output: Type::Bool,
    sentence: "Whether the address that the client connected to belongs to this machine.",
    examples: &[Example::plain("dst_is_local", "0")],
    eval: Eval::Fn(|cx, _| local(cx.session().dst.get())),
    ..Fetch::PLAIN
};

/// `fc_src_is_local`
pub static FC_SRC_IS_LOCAL: Fetch = Fetch {
    name: "fc_src_is_local",
    output: Type::Bool,
    sentence: "Whether the address that the client's connection itself comes from belongs to this machine.",
    examples: &[Example::plain("fc_src_is_local", "0")],
    eval: Eval::Fn(|cx, _| local(cx.session().fc_src)),
    ..Fetch::PLAIN
};

/// `fc_dst_is_local`
pub static FC_DST_IS_LOCAL: Fetch = Fetch {
    name: "fc_dst_is_local",
    output: Type::Bool,
    sentence: "Whether the address that the client's connection itself went to belongs to this machine.",
    examples: &[Example::plain("fc_dst_is_local", "0")],
    eval: Eval::Fn(|cx, _| local(cx.session().fc_dst)),
    ..Fetch::PLAIN
};

/// The system lets nobody bind to an address of another machine.
fn local(address: Option<SocketAddr>) -> Fetched<'static> {
    let ip = address.ok_or(Missing::Absent)?.ip();
    Ok(Sample::Bool(UdpSocket::bind((ip, 0)).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_local_and_documentation_is_not() {
        let of = |text: &str| local(Some(text.parse().unwrap()));
        assert_eq!(of("127.0.0.1:80"), Ok(Sample::Bool(true)));
        assert_eq!(of("192.0.2.1:80"), Ok(Sample::Bool(false)));
        assert_eq!(local(None), Err(Missing::Absent));
    }
}
