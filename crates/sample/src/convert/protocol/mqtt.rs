//! `mqtt_is_valid` and `mqtt_field_value`: the first packets of an MQTT connection.

use super::mqtt_packet::{self as packet, Kind, Value};
use crate::convert::prelude::*;

/// `mqtt_is_valid`
pub static MQTT_IS_VALID: Converter = Converter {
    name: "mqtt_is_valid",
    input: Type::Bin,
    output: Type::Bool,
    sentence: "Whether the bytes begin with a well-formed CONNECT or CONNACK packet of MQTT 3.1, 3.1.1 or 5.0. None while it isn't whole.",
    examples: &[
        Example::plain("bin(101400044d5154540402003c0008746573745f737562),mqtt_is_valid", "1"),
        Example::plain("bin(20020000),mqtt_is_valid", "1"),
        Example::plain("bin(10ffffffff1400044d515454),mqtt_is_valid", "0"),
        Example::plain("bin(d000),mqtt_is_valid", "0"),
        Example::absent("", "bin(10),mqtt_is_valid"),
    ],
    eval: Eval::Fn(|value, _, _| {
        let text = bytes(value)?;
        let valid = packet::read(&text).is_some();
        (valid || packet::is_whole(&text)).then_some(Sample::Bool(valid))
    }),
    ..Converter::PLAIN
};

/// `mqtt_field_value`
pub static MQTT_FIELD_VALUE: Converter = Converter {
    name: "mqtt_field_value",
    args: &[Arg::required("packet", ArgKind::Str), Arg::required("field", ArgKind::Str)],
    input: Type::Bin,
    sentence: "A field of a CONNECT or CONNACK packet by its name, or a property of MQTT 5.0 by its number.",
    examples: &[
        Example::plain(
            "bin(101400044d5154540402003c0008746573745f737562),mqtt_field_value(connect,client_identifier)",
            "test_sub",
        ),
        Example::plain("bin(200600000322000a),mqtt_field_value(2,34)", "10"),
        Example::absent(
            "",
            "bin(101400044d5154540402003c0008746573745f737562),mqtt_field_value(CONNECT,username)",
        ),
        Example::absent("", "bin(20020000),mqtt_field_value(connect,flags)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

const CONNECT: &[&str] = &[
    "flags",
    "protocol_name",
    "protocol_version",
    "client_identifier",
    "will_topic",
    "will_payload",
    "username",
    "password",
    "keepalive",
];
const CONNACK: &[&str] = &["flags", "protocol_version", "reason_code"];
const CONNECT_IDS: &[u8] = &[1, 2, 3, 8, 9, 17, 21, 22, 23, 24, 25, 33, 34, 39];
const CONNACK_IDS: &[u8] = &[17, 18, 19, 21, 22, 26, 28, 31, 33, 34, 36, 37, 39, 40, 41, 42];

/// What is asked for.
struct Wanted {
    kind: Kind,
    field: Field,
}

enum Field {
    Name(&'static str),
    Property(u8),
}

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let [ArgValue::Str(kind), ArgValue::Str(field)] = &*args else { return Ok(()) };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let (kind, names, ids) = match &*text(kind) {
        "connect" | "1" => (Kind::Connect, CONNECT, CONNECT_IDS),
        "connack" | "2" => (Kind::Connack, CONNACK, CONNACK_IDS),
        other => {
            let message = format!("packets of the kind `{other}` can't be read");
            return Err(refuse(0, message, "write `connect` or `connack`"));
        }
    };
    let field = text(field);
    let id = field.parse().ok().filter(|id| ids.contains(id)).map(Field::Property);
    // 18 is told by the manual for the delay of a will, which the protocol numbers 24.
    let id = match (&*field, kind) {
        ("18", Kind::Connect) => Some(Field::Property(24)),
        _ => id,
    };
    let named = names.iter().find(|name| **name == field).map(|name| Field::Name(name));
    let field = named.or(id).ok_or_else(|| {
        let help = format!("write {}, or the number of a property", names.join(", "));
        refuse(1, format!("such a packet has no field `{field}`"), help)
    })?;
    args[0] = ArgValue::Made(Box::new(Wanted { kind, field }));
    Ok(())
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let wanted = args.made::<Wanted>(0)?;
    let packet = packet::read(&text).filter(|packet| packet.kind == wanted.kind)?;
    let found = match wanted.field {
        Field::Name(name) => packet.fields.iter().find(|(known, _)| *known == name).map(|(_, v)| v),
        Field::Property(id) => {
            packet.properties.iter().find(|(known, _)| *known == id).map(|(_, v)| v)
        }
    };
    Some(Sample::string(match found {
        Some(Value::Number(number)) => number.to_string().into_bytes(),
        Some(Value::Text([])) => return None,
        Some(Value::Text(text)) => text.to_vec(),
        // As in HAProxy, a number that version 5 leaves out is 0.
        None => match wanted.field {
            Field::Property(id) if packet::is_number(id) && packet.version == 5 => b"0".to_vec(),
            _ => return None,
        },
    }))
}
