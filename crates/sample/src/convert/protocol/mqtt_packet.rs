//! The first packets of an MQTT connection, CONNECT and CONNACK, in versions 3.1, 3.1.1 and 5.0
//! (OASIS MQTT 3.1.1 and 5.0, section 3.1 and 3.2).

/// The kinds of packets that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Connect,
    Connack,
}

/// A value of a field or a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'t> {
    Number(u32),
    Text(&'t [u8]),
}

/// What a packet says.
#[derive(Debug)]
pub(super) struct Packet<'t> {
    pub(super) kind: Kind,
    pub(super) version: u32,
    pub(super) fields: Vec<(&'static str, Value<'t>)>,
    /// The properties' numbers and values; those of the will come last.
    pub(super) properties: Vec<(u8, Value<'t>)>,
}

/// A place in the bytes.
struct Reader<'t>(&'t [u8]);

impl<'t> Reader<'t> {
    fn take(&mut self, count: usize) -> Option<&'t [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self, bytes: usize) -> Option<u32> {
        let taken = self.take(bytes)?;
        Some(taken.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
    }

    /// A string or binary data behind its length (1.5.4, 1.5.6).
    fn text(&mut self) -> Option<&'t [u8]> {
        let length = self.number(2)? as usize;
        self.take(length)
    }

    /// A number of up to 4 bytes with 7 bits each (1.5.5).
    fn varint(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.number(1)?;
            number |= (byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn properties(&mut self, allowed: &[u8]) -> Option<Vec<(u8, Value<'t>)>> {
        let length = self.varint()? as usize;
        let mut inside = Reader(self.take(length)?);
        let mut list: Vec<(u8, Value<'t>)> = Vec::new();
        while !inside.0.is_empty() {
            let id = inside.number(1)? as u8;
            if !allowed.contains(&id) {
                return None;
            }
            let value = match id {
                _ if is_number(id) => Value::Number(inside.number(width(id))?),
                38 => {
                    // A user's property: a name and a value, as often as one likes.
                    inside.text()?;
                    inside.text()?;
                    continue;
                }
                _ => Value::Text(inside.text()?),
            };
            if list.iter().any(|(known, _)| *known == id) {
                return None;
            }
            list.push((id, value));
        }
        Some(list)
    }
}

/// The bytes of a property that is a number; 0 for the others (MQTT 5.0, 2.2.2.2).
fn width(id: u8) -> usize {
    match id {
        1 | 23 | 25 | 36 | 37 | 40 | 41 | 42 => 1,
        19 | 33 | 34 => 2,
        2 | 17 | 24 | 39 => 4,
        _ => 0,
    }
}

/// Whether a property is a number.
pub(super) fn is_number(id: u8) -> bool {
    width(id) > 0
}

const OF_CONNECT: &[u8] = &[17, 21, 22, 23, 25, 33, 34, 38, 39];
const OF_WILL: &[u8] = &[1, 2, 3, 8, 9, 24, 38];
const OF_CONNACK: &[u8] = &[17, 18, 19, 21, 22, 26, 28, 31, 33, 34, 36, 37, 38, 39, 40, 41, 42];

/// Whether a whole packet has come, be it well-formed or not.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    match (reader.number(1), reader.varint()) {
        // The lower bits belong to the kind (2.1.3); there is no kind 0, and none begins with 3.
        (Some(first), _) if bytes.len() > 1 && !begins_well(first) => true,
        (Some(_), Some(length)) => reader.0.len() >= length as usize,
        // A length of more than 4 bytes is none.
        _ => bytes.len() > 4,
    }
}

/// Whether a packet's first byte can be one at the beginning of a connection.
fn begins_well(first: u32) -> bool {
    match first >> 4 {
        0 | 3 => false,
        6 | 8 | 10 => first & 15 == 2,
        _ => first & 15 == 0,
    }
}

/// Reads the packet that the bytes begin with; none if it isn't one of the two, whole and well-formed.
pub(super) fn read(bytes: &[u8]) -> Option<Packet<'_>> {
    let mut reader = Reader(bytes);
    let first = reader.number(1)?;
    let length = reader.varint()? as usize;
    // Only the first packet is looked at.
    reader = Reader(reader.take(length)?);
    match first {
        0x10 => connect(reader),
        0x20 => connack(reader),
        _ => None,
    }
}

fn connect(mut reader: Reader<'_>) -> Option<Packet<'_>> {
    let name = reader.text()?;
    let version = reader.number(1)?;
    let known = matches!((name, version), (b"MQIsdp", 3) | (b"MQTT", 4 | 5));
    let flags = reader.number(1)?;
    let (will, quality) = (flags & 4 != 0, flags >> 3 & 3);
    let username = flags & 0x80 != 0;
    let password = flags & 0x40 != 0;
    // 3.1.2.3: the lowest bit is reserved; without a will its bits are clear (3.1.2.5 ff.).
    let fine = flags & 1 == 0 && quality != 3 && (will || flags & 0x38 == 0);
    // Before version 5 a password needs a name (MQTT 3.1.1, 3.1.2.9).
    if !known || !fine || (version < 5 && password && !username) {
        return None;
    }
    let keepalive = reader.number(2)?;
    let mut properties = if version == 5 { reader.properties(OF_CONNECT)? } else { Vec::new() };
    let client = reader.text()?;
    let mut fields = vec![
        ("flags", Value::Number(flags)),
        ("protocol_name", Value::Text(name)),
        ("protocol_version", Value::Number(version)),
        ("client_identifier", Value::Text(client)),
        ("keepalive", Value::Number(keepalive)),
    ];
    if will {
        if version == 5 {
            properties.extend(reader.properties(OF_WILL)?);
        }
        fields.push(("will_topic", Value::Text(reader.text()?)));
        fields.push(("will_payload", Value::Text(reader.text()?)));
    }
    for (name, present) in [("username", username), ("password", password)] {
        if present {
            fields.push((name, Value::Text(reader.text()?)));
        }
    }
    reader.0.is_empty().then_some(Packet { kind: Kind::Connect, version, fields, properties })
}

/// Three bytes at least are version 5's, which has properties.
fn connack(mut reader: Reader<'_>) -> Option<Packet<'_>> {
    let flags = reader.number(1)?;
    let reason = reader.number(1)?;
    if flags > 1 {
        return None;
    }
    let old = reader.0.is_empty();
    let properties = if old { Vec::new() } else { reader.properties(OF_CONNACK)? };
    let version = if old { 4 } else { 5 };
    let fields = vec![
        ("flags", Value::Number(flags)),
        ("protocol_version", Value::Number(version)),
        ("reason_code", Value::Number(reason)),
    ];
    reader.0.is_empty().then_some(Packet { kind: Kind::Connack, version, fields, properties })
}
