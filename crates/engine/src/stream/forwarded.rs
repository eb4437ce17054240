//! Headers that tell servers what the proxy knows of the client: `option forwardfor`, `originalto`
//! and `forwarded`.

use crate::exchange::Exchange;
use moongate_conf::plan::{AddressHeader, Node, Part};
use moongate_sample::{Cx, Expr, Point};
use moongate_state::Sample;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};

impl Exchange {
    /// `option forwardfor` and `option originalto` of the frontend or the backend.
    pub(super) fn add_addresses(&mut self) {
        let worker = self.worker.clone();
        let fe = &worker.plan().proxy(self.client.session.frontend).settings;
        let be = &worker.plan().proxy(self.room.txn.backend).settings;
        if fe.forwardfor.is_some() || be.forwardfor.is_some() {
            let src = self.client.session.src.get();
            self.add_address(fe.forwardfor.as_ref(), be.forwardfor.as_ref(), src);
        }
        if fe.originalto.is_some() || be.originalto.is_some() {
            let dst = self.client.session.dst.get();
            self.add_address(fe.originalto.as_ref(), be.originalto.as_ref(), dst);
        }
    }

    /// Adds an address as the options say; the name that the backend's option gives wins.
    fn add_address(
        &mut self,
        from: Option<&AddressHeader>,
        to: Option<&AddressHeader>,
        address: Option<SocketAddr>,
    ) {
        let (Some(chosen), Some(address)) = (to.or(from), address) else { return };
        let spared = |option: Option<&AddressHeader>| {
            option.and_then(|o| o.except).is_some_and(|net| within(address.ip(), net))
        };
        if spared(from) || spared(to) {
            return;
        }
        let head = &mut self.room.txn.request;
        let if_none = from.is_none_or(|o| o.if_none) && to.is_none_or(|o| o.if_none);
        if if_none && head.get(&chosen.header).is_some() {
            return;
        }
        let scratch = &mut self.room.scratch;
        scratch.clear();
        // Writing to a vector can't fail.
        let _ = write!(scratch, "{}", address.ip());
        head.add(&chosen.header, scratch);
    }

    /// `option forwarded` (RFC 7239 section 4).
    pub(super) fn add_forwarded(&mut self) {
        let worker = self.worker.clone();
        let plan = worker.plan().proxy(self.room.txn.backend);
        let Some(option) = &plan.forwarded else { return };
        let session = self.client.session.clone();
        let mut text = std::mem::take(&mut self.room.scratch);
        text.clear();
        let cx = Cx::new(&self.room.txn, Point::BeHttpRequest);
        if option.proto {
            // Clients without TLS only, so far.
            text.extend_from_slice(b"proto=http");
        }
        if let Some(part) = &option.host {
            let host = match part {
                Part::Own => cx.txn.request.get(b"host").map(<[u8]>::to_vec),
                Part::Expr(expr) => written(expr, &cx),
            };
            // What would end the quotes, or the line, is no host (RFC 3986 section 3.2.2).
            let fine = |c: &u8| c.is_ascii_graphic() && !b"\"\\".contains(c);
            if let Some(host) = host.filter(|host| !host.is_empty() && host.iter().all(fine)) {
                begin(&mut text, b"host=\"");
                text.extend_from_slice(&host);
                text.push(b'"');
            }
        }
        let nodes: [(&[u8], _, _); 2] =
            [(b"by=", &option.by, session.dst.get()), (b"for=", &option.client, session.src.get())];
        for (name, node, address) in nodes {
            let node = node.as_ref().and_then(|node| node_text(node, address, &cx));
            if let Some(node) = node {
                begin(&mut text, name);
                text.extend_from_slice(&node);
            }
        }
        if !text.is_empty() {
            self.room.txn.request.add(b"forwarded", &text);
        }
        text.clear();
        self.room.scratch = text;
    }
}

/// Begins a parameter behind those before it.
fn begin(text: &mut Vec<u8>, name: &[u8]) {
    if !text.is_empty() {
        text.push(b';');
    }
    text.extend_from_slice(name);
}

/// A node's name and port, in quotes where a token can't be (RFC 7239 section 6).
fn node_text(node: &Node, address: Option<SocketAddr>, cx: &Cx<'_>) -> Option<Vec<u8>> {
    let mut text = match &node.name {
        Part::Own => address.map_or_else(|| b"unknown".to_vec(), |address| of_ip(address.ip())),
        Part::Expr(expr) => match expr.eval(cx).ok()? {
            Sample::Ipv4(ip) => of_ip(ip.into()),
            Sample::Ipv6(ip) => of_ip(ip.into()),
            other => {
                let text = plain(&other);
                let ip = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
                match ip {
                    Some(ip) => of_ip(ip),
                    None if text == b"unknown" => text,
                    None => obfuscated(text)?,
                }
            }
        },
    };
    let port = match &node.port {
        None => None,
        Some(Part::Own) => address.map(|address| address.port().to_string().into_bytes()),
        Some(Part::Expr(expr)) => match expr.eval(cx) {
            Ok(Sample::Sint(port)) => u16::try_from(port).ok().map(|port| port.to_string().into()),
            Ok(other) => {
                let text = plain(&other);
                let number = std::str::from_utf8(&text).ok().and_then(|t| t.parse::<u16>().ok());
                if number.is_some() { Some(text) } else { obfuscated(text) }
            }
            Err(_) => None,
        },
    };
    if let Some(port) = &port {
        text.push(b':');
        text.extend_from_slice(port);
    }
    if port.is_some() || text.starts_with(b"[") {
        text.insert(0, b'"');
        text.push(b'"');
    }
    Some(text)
}

fn of_ip(ip: IpAddr) -> Vec<u8> {
    match ip {
        IpAddr::V4(ip) => ip.to_string().into_bytes(),
        IpAddr::V6(ip) => format!("[{ip}]").into_bytes(),
    }
}

/// A name that hides the real one begins with `_` (RFC 7239 section 6.3).
fn obfuscated(mut text: Vec<u8>) -> Option<Vec<u8>> {
    if text.first() != Some(&b'_') {
        text.insert(0, b'_');
    }
    let fine = |c: &u8| c.is_ascii_alphanumeric() || b"._-".contains(c);
    (text.len() > 1 && text.iter().all(fine)).then_some(text)
}

fn written(expr: &Expr, cx: &Cx<'_>) -> Option<Vec<u8>> {
    expr.eval(cx).ok().map(|value| plain(&value))
}

/// A value as text.
fn plain(value: &Sample<'_>) -> Vec<u8> {
    match value {
        Sample::Bool(value) => u8::from(*value).to_string().into_bytes(),
        Sample::Sint(value) => value.to_string().into_bytes(),
        Sample::Ipv4(ip) => ip.to_string().into_bytes(),
        Sample::Ipv6(ip) => ip.to_string().into_bytes(),
        Sample::Str(text) | Sample::Meth(text) | Sample::Bin(text) => text.to_vec(),
    }
}

/// Whether `ip` is in a network given by address and mask length.
fn within(ip: IpAddr, (net, bits): (IpAddr, u8)) -> bool {
    use std::net::IpAddr::{V4, V6};
    match (ip, net) {
        (V4(ip), V4(net)) => {
            let shift = 32 - u32::from(bits.min(32));
            u32::from(ip).checked_shr(shift).unwrap_or(0)
                == u32::from(net).checked_shr(shift).unwrap_or(0)
        }
        (V6(ip), V6(net)) => {
            let shift = 128 - u32::from(bits.min(128));
            u128::from(ip).checked_shr(shift).unwrap_or(0)
                == u128::from(net).checked_shr(shift).unwrap_or(0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_names_are_tokens_that_begin_with_an_underscore() {
        let hidden =
            |text: &str| obfuscated(text.into()).map(|text| String::from_utf8(text).unwrap());
        assert_eq!(hidden("id"), Some("_id".into()));
        assert_eq!(hidden("_a.b-c"), Some("_a.b-c".into()));
        for wrong in ["", "_", "a b", "a\"", "a:1", "é"] {
            assert_eq!(hidden(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn networks() {
        let is_in =
            |ip: &str, net: &str, bits| within(ip.parse().unwrap(), (net.parse().unwrap(), bits));
        assert!(is_in("10.0.0.100", "10.0.0.1", 25) && !is_in("10.0.0.128", "10.0.0.1", 25));
        assert!(is_in("1.2.3.4", "9.9.9.9", 0) && !is_in("1.2.3.4", "1.2.3.5", 32));
        assert!(is_in("2001:db8:1f89::1", "2001:db8:1f89::", 48) && !is_in("::1", "::2", 128));
        assert!(!is_in("::1", "0.0.0.0", 0), "families are apart");
    }
}
