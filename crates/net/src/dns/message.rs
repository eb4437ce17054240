//! Messages of DNS (RFC 1035 §4, RFC 6891): the one question that is asked, and answers that are
//! believed only if they answer it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The longest name, its lengths and its end included (RFC 1035 §3.1).
const LONGEST: usize = 255;

/// Aliases that are followed from one name.
const ALIASES: usize = 16;

const CLASS_IN: u16 = 1;
const TYPE_CNAME: u16 = 5;
const TYPE_OPT: u16 = 41;

/// A name as messages have it: labels in lower case, each behind its length.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(Box<[u8]>);

impl Name {
    /// The host name that a text is; none if no host can have that name.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let text = text.strip_suffix(b".").unwrap_or(text);
        let mut wire = Vec::with_capacity(text.len() + 2);
        for label in text.split(|&byte| byte == b'.') {
            let fine = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
            if label.len() > 63 || label.is_empty() || !label.iter().all(fine) {
                return None;
            }
            wire.push(label.len() as u8);
            wire.extend(label.iter().map(u8::to_ascii_lowercase));
        }
        wire.push(0);
        (wire.len() <= LONGEST).then(|| Self(wire.into()))
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut rest = &self.0[..];
        while let Some((length, tail)) = rest.split_first().filter(|(length, _)| **length > 0) {
            let (label, next) = tail.split_at(usize::from(*length).min(tail.len()));
            write!(f, "{}.", label.escape_ascii())?;
            rest = next;
        }
        Ok(())
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// IPv4 addresses.
    A,
    /// IPv6 addresses.
    Aaaa,
}

impl Kind {
    const fn number(self) -> u16 {
        match self {
            Self::A => 1,
            Self::Aaaa => 28,
        }
    }
}

/// What a name server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Addresses, at least one; whether aliases led to them.
    Addresses(Vec<IpAddr>, bool),
    /// The name exists and has no such address.
    Empty,
    /// The aliases lead nowhere.
    BrokenAlias,
    /// There is no such name.
    NoName,
    /// It won't tell.
    Refused,
    /// It failed; its code.
    Failed(u8),
    /// The answer doesn't fit: ask over TCP.
    Truncated,
}

/// Why a message is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It answers something else: perhaps somebody forged it. The right one may still come.
    Stranger,
    /// It answers the question, but can't be read.
    Malformed,
}

/// Appends the question for a name's addresses; `payload` is the largest answer that is taken.
pub fn encode(out: &mut Vec<u8>, id: u16, name: &Name, kind: Kind, payload: u16) {
    out.extend_from_slice(&id.to_be_bytes());
    // Recursion desired; one question, and one additional record: EDNS.
    out.extend_from_slice(&[1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    out.extend_from_slice(&name.0);
    out.extend_from_slice(&kind.number().to_be_bytes());
    out.extend_from_slice(&CLASS_IN.to_be_bytes());
    out.push(0);
    out.extend_from_slice(&TYPE_OPT.to_be_bytes());
    out.extend_from_slice(&payload.to_be_bytes());
    out.extend_from_slice(&[0; 6]);
}

/// Reads the answer to a question.
///
/// # Errors
/// Why it is none.
pub fn decode(message: &[u8], id: u16, name: &Name, kind: Kind) -> Result<Reply, Fault> {
    let mut reader = Reader { message, at: 0 };
    let mut header = [0; 6];
    for field in &mut header {
        *field = reader.u16().ok_or(Fault::Stranger)?;
    }
    let [its_id, flags, questions, answers, ..] = header;
    let code = (flags & 15) as u8;
    // A response (0x8000) to a standard query (0x7800).
    if its_id != id || flags & 0xf800 != 0x8000 {
        return Err(Fault::Stranger);
    }
    match questions {
        1 => {
            let asked = reader.name().ok_or(Fault::Stranger)?;
            let its_kind = reader.u16().ok_or(Fault::Stranger)?;
            let class = reader.u16().ok_or(Fault::Stranger)?;
            if asked != *name || its_kind != kind.number() || class != CLASS_IN {
                return Err(Fault::Stranger);
            }
        }
        // Some servers that refuse don't repeat the question.
        0 if code != 0 => {}
        _ => return Err(Fault::Stranger),
    }
    match code {
        _ if flags & 0x0200 != 0 => Ok(Reply::Truncated),
        0 => reader.records(answers, kind).map(|found| found.follow(name)).ok_or(Fault::Malformed),
        3 => Ok(Reply::NoName),
        5 => Ok(Reply::Refused),
        code => Ok(Reply::Failed(code)),
    }
}

/// Records of an answer that matter.
#[derive(Default)]
struct Found {
    addresses: Vec<(Name, IpAddr)>,
    aliases: Vec<(Name, Name)>,
}

impl Found {
    /// The addresses of a name, or of what it is an alias of.
    fn follow(&self, name: &Name) -> Reply {
        let mut name = name;
        for step in 0..=ALIASES {
            let own = self.addresses.iter().filter(|(owner, _)| owner == name);
            let list: Vec<IpAddr> = own.map(|(_, address)| *address).collect();
            if !list.is_empty() {
                return Reply::Addresses(list, step > 0);
            }
            match self.aliases.iter().find(|(alias, _)| alias == name) {
                Some((_, target)) => name = target,
                None if step > 0 && !self.addresses.is_empty() => return Reply::BrokenAlias,
                None => return Reply::Empty,
            }
        }
        Reply::BrokenAlias
    }
}

/// Reads a message from its begin to its end.
struct Reader<'m> {
    message: &'m [u8],
    at: usize,
}

impl<'m> Reader<'m> {
    fn bytes(&mut self, count: usize) -> Option<&'m [u8]> {
        let bytes = self.message.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(bytes)
    }

    fn u16(&mut self) -> Option<u16> {
        let bytes = self.bytes(2)?;
        Some(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// A name, which may end with the place of another (RFC 1035 §4.1.4). Places only point back, so
    /// that no name is endless.
    fn name(&mut self) -> Option<Name> {
        let mut wire = Vec::new();
        let (mut at, mut limit) = (self.at, self.at);
        let mut end = None;
        loop {
            let length = *self.message.get(at)?;
            match length {
                0 => {
                    wire.push(0);
                    self.at = end.unwrap_or(at + 1);
                    return (wire.len() <= LONGEST).then(|| Name(wire.into()));
                }
                1..=63 => {
                    let label = self.message.get(at + 1..at + 1 + usize::from(length))?;
                    wire.push(length);
                    wire.extend(label.iter().map(u8::to_ascii_lowercase));
                    if wire.len() >= LONGEST {
                        return None;
                    }
                    at += 1 + usize::from(length);
                }
                0xc0.. => {
                    let low = *self.message.get(at + 1)?;
                    let target = usize::from(u16::from_be_bytes([length & 0x3f, low]));
                    if target >= limit {
                        return None;
                    }
                    end.get_or_insert(at + 2);
                    (at, limit) = (target, target);
                }
                _ => return None,
            }
        }
    }

    /// The answer's records.
    fn records(&mut self, count: u16, kind: Kind) -> Option<Found> {
        let mut found = Found::default();
        for _ in 0..count {
            let owner = self.name()?;
            let (its_kind, class) = (self.u16()?, self.u16()?);
            self.bytes(4)?;
            let length = usize::from(self.u16()?);
            let start = self.at;
            if class == CLASS_IN && its_kind == TYPE_CNAME {
                let target = self.name()?;
                if self.at != start + length {
                    return None;
                }
                found.aliases.push((owner, target));
            } else {
                let data = self.bytes(length)?;
                if class == CLASS_IN && its_kind == kind.number() {
                    found.addresses.push((owner, address(kind, data)?));
                }
            }
        }
        Some(found)
    }
}

fn address(kind: Kind, data: &[u8]) -> Option<IpAddr> {
    Some(match kind {
        Kind::A => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(data).ok()?)),
        Kind::Aaaa => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(data).ok()?)),
    })
}
