//! The JSON schema of what `show info json` and `show stat json` print.

use serde_json::{Value, json};

/// The schema; one form for each of the two, and one for an error.
pub fn schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "What `show info json` and `show stat json` print",
        "oneOf": [
            {"$ref": "#/definitions/info"},
            {"$ref": "#/definitions/statistics"},
            {"$ref": "#/definitions/error"},
        ],
        "definitions": {
            "info": {"type": "array", "items": fact(&json!({}), &[])},
            "statistics": {"type": "array", "items": {"$ref": "#/definitions/row"}},
            "row": {"type": "array", "items": fact(&subject(), &["objType", "proxyId", "id"])},
            "error": {
                "type": "object",
                "properties": {"errorStr": {"type": "string"}},
                "required": ["errorStr"],
            },
            "value": {"oneOf": [
                value("s32", &number(i32::MIN.into(), i32::MAX.into())),
                value("s64", &number(-EXACT, EXACT)),
                value("u32", &number(0, u32::MAX.into())),
                value("u64", &number(0, EXACT)),
                value("flt", &json!({"type": "number"})),
                value("str", &json!({"type": "string"})),
            ]},
        },
    })
}

/// The largest number that readers of JSON which know only floating point read exactly.
const EXACT: i64 = (1 << 53) - 1;

/// Whose value it is.
fn subject() -> Value {
    json!({
        "objType": {"enum": ["Frontend", "Backend", "Server", "Listener"]},
        "proxyId": {"type": "integer", "minimum": 0},
        "id": {"type": "integer", "minimum": 0},
    })
}

/// A named value, with `more` before it.
fn fact(more: &Value, needed: &[&str]) -> Value {
    let mut properties = json!({
        "field": {
            "type": "object",
            "properties": {
                "pos": {"type": "integer", "minimum": 0},
                "name": {"type": "string"},
            },
            "required": ["pos", "name"],
        },
        "processNum": {"type": "integer", "minimum": 1},
        "tags": {
            "type": "object",
            "properties": {
                "origin": {"enum": ["Metric", "Status", "Key", "Config", "Product", "Unknown"]},
                "nature": {"enum": [
                    "Age", "Avg", "Counter", "Duration", "Gauge", "Limit", "Max", "Min", "Name",
                    "Output", "Rate", "Time", "Unknown",
                ]},
                "scope": {"enum": ["Cluster", "Process", "Service", "System", "Unknown"]},
            },
            "required": ["origin", "nature", "scope"],
        },
        "value": {"$ref": "#/definitions/value"},
    });
    if let (Some(all), Some(more)) = (properties.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    let required: Vec<&str> =
        needed.iter().copied().chain(["field", "processNum", "tags", "value"]).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

fn value(name: &str, form: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {"type": {"const": name}, "value": form},
        "required": ["type", "value"],
    })
}

fn number(least: i64, most: i64) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_in_it() {
        let text = schema().to_string();
        let field = |tags| crate::field::Field { place: 0, name: "a", tags, sentence: "" };
        for (_, tags, _) in crate::columns::COLUMNS {
            let object = crate::field::object(&field(tags), &crate::field::Value::U32(1));
            for tag in object["tags"].as_object().unwrap().values() {
                assert!(text.contains(&tag.to_string()), "{tag}");
            }
        }
    }
}
