//! Named, typed values, and the forms in which they are printed (management manual, chapter 9.2).

use serde_json::json;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Str(String),
    /// A small number.
    U32(u32),
    /// A number.
    U64(u64),
}

impl Value {
    /// Its type's name.
    fn kind(&self) -> &'static str {
        match self {
            Value::Str(_) => "str",
            Value::U32(_) => "u32",
            Value::U64(_) => "u64",
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Value::Str(text) => json!(text),
            Value::U32(number) => json!(number),
            Value::U64(number) => json!(number),
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Str(text) => f.write_str(text),
            Value::U32(number) => number.fmt(f),
            Value::U64(number) => number.fmt(f),
        }
    }
}

/// A field's place, name, tags (origin, nature, scope) and description.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its place, which never changes.
    pub place: usize,
    /// Its name.
    pub name: &'static str,
    /// Three letters.
    pub tags: &'static str,
    /// What it is.
    pub sentence: &'static str,
}

/// `<place>.<name>.1:<tags>:<type>:<value>`, with the description if it is wanted. All values are
/// lost with the process, which the fourth tag says.
pub fn typed(prefix: &str, field: &Field, value: &Value, described: bool) -> String {
    let Field { place, name, tags, sentence } = field;
    let end = if described { format!(":\"{sentence}\"") } else { String::new() };
    format!("{prefix}{place}.{name}.1:{tags}V:{}:{value}{end}", value.kind())
}

/// The members of a value's JSON object.
pub fn object(field: &Field, value: &Value) -> serde_json::Map<String, serde_json::Value> {
    let letters: Vec<char> = field.tags.chars().collect();
    let letter = |at: usize| letters.get(at).copied().unwrap_or_default();
    let mut map = serde_json::Map::new();
    map.insert("field".into(), json!({"pos": field.place, "name": field.name}));
    map.insert("processNum".into(), json!(1));
    let (origin, nature, scope) = (origin(letter(0)), nature(letter(1)), scope(letter(2)));
    map.insert("tags".into(), json!({"origin": origin, "nature": nature, "scope": scope}));
    map.insert("value".into(), json!({"type": value.kind(), "value": value.json()}));
    map
}

fn origin(letter: char) -> &'static str {
    match letter {
        'M' => "Metric",
        'S' => "Status",
        'K' => "Key",
        'C' => "Config",
        'P' => "Product",
        _ => "Unknown",
    }
}

fn nature(letter: char) -> &'static str {
    match letter {
        'A' => "Age",
        'a' => "Avg",
        'C' => "Counter",
        'D' => "Duration",
        'G' => "Gauge",
        'L' => "Limit",
        'M' => "Max",
        'm' => "Min",
        'N' => "Name",
        'O' => "Output",
        'R' => "Rate",
        'T' => "Time",
        _ => "Unknown",
    }
}

fn scope(letter: char) -> &'static str {
    match letter {
        'C' => "Cluster",
        'P' => "Process",
        'S' => "Service",
        's' => "System",
        _ => "Unknown",
    }
}

/// How values are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// `typed`
    pub typed: bool,
    /// `json`
    pub json: bool,
    /// `desc`
    pub described: bool,
}

impl Form {
    /// Takes a word if it is about the form.
    pub fn take(&mut self, word: &str) -> bool {
        match word {
            "typed" => self.typed = true,
            "json" => self.json = true,
            "desc" => self.described = true,
            // Numbers here are whole by nature.
            "float" => {}
            _ => return false,
        }
        true
    }
}
