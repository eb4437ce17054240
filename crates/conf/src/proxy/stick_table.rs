//! `stick-table`: what the proxy remembers of clients, by a key (configuration manual, chapter 11.1).

use super::PLAIN;
use crate::draft::TableDraft;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::{Diagnostic, Word, Words, units};
use moongate_state::table::{Column, Data, KeyKind, Shape, TableSpec};

pub(super) static STICK_TABLE: Keyword = Keyword {
    name: "stick-table",
    sections: Sections::PROXIES,
    lenient: false,
    usage: "stick-table type { ip | ipv4 | ipv6 | integer | string [len <length>] | binary [len <length>] } size <size> [expire <time>] [nopurge] [recv-only] [write-to <table>] [srvkey { name | addr }] [store <data>[,<data>...]] [brates-factor <factor>]",
    sentence: "Declares a table of what is counted or stored for each key, such as a client's address.",
    examples: &[
        "stick-table type ip size 1m expire 5m store gpc0,conn_rate(30s)",
        "stick-table type string len 64 size 100k expire 1h store http_req_rate(10s) store gpt(3),gpc_rate(2,1m)",
        "stick-table type binary len 4 size 10 nopurge srvkey addr",
    ],
    parse: Parse::Early(parse),
    ..PLAIN
};

/// Bytes of texts and binary keys when nothing says how many.
const DEFAULT_LENGTH: usize = 32;

/// Elements of an array, at most.
const ELEMENTS: u32 = 100;

/// The longest period of a rate in milliseconds.
const PERIOD: u64 = i32::MAX as u64;

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let span = cx.keyword.span();
    if let Some(first) = &cx.draft.table {
        return Err(Diagnostic::alert(
            span,
            format!("{} has a stick table already", cx.draft.title()),
        )
        .related(first.span, "declared here")
        .help("a proxy has one; declare another one in a `backend` of its own"));
    }
    let (mut kind, mut size, mut expire) = (None, None, None);
    let (mut nopurge, mut server_by_address) = (false, false);
    let (mut columns, mut write_to) = (Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        match word.str() {
            "type" => kind = Some(key_kind(words)?),
            "size" => size = Some(table_size(words)?),
            "expire" => expire = Some(values::ms(words, "a time")?),
            "nopurge" => nopurge = true,
            // What it changes concerns what other processes send.
            "recv-only" => {}
            "write-to" => write_to.push(words.expect("the name of a table")?.clone()),
            "srvkey" => {
                let kinds = [("name", false), ("addr", true)];
                server_by_address = values::choice(words, "a way to name servers", &kinds)?;
            }
            "store" => store(words.expect("what to store")?, &mut columns)?,
            "brates-factor" => {
                // Rates of bytes have 64 bits here, so that nothing has to be scaled.
                values::integer(words, "a factor", 1..=1024)?;
            }
            "peers" => {
                return Err(Diagnostic::unsupported(word.span(), "`peers` of `stick-table`"));
            }
            name => {
                let known = [
                    "type",
                    "size",
                    "expire",
                    "nopurge",
                    "recv-only",
                    "write-to",
                    "srvkey",
                    "store",
                    "brates-factor",
                ];
                return Err(Diagnostic::alert(
                    word.span(),
                    format!("`stick-table` has no argument `{name}`"),
                )
                .did_you_mean(name, known));
            }
        }
    }
    let missing = |what: &str, example: &str| {
        Diagnostic::alert(span, format!("the table's {what} is missing"))
            .help(format!("add `{what}`, as in `{example}`"))
    };
    let kind = kind.ok_or_else(|| missing("type", "type ip"))?;
    let size = size.ok_or_else(|| missing("size", "size 100k"))?;
    let spec = TableSpec { kind, size, expire, nopurge, columns, server_by_address };
    let write_to = write_to.into_iter().map(Word::into_owned).collect();
    cx.draft.table = Some(TableDraft { spec, span, write_to });
    Ok(())
}

fn key_kind(words: &mut Words<'_, '_>) -> Result<KeyKind, Diagnostic> {
    let word = words.expect("a type of keys")?;
    let kind = match word.str() {
        "ip" | "ipv4" => KeyKind::Ip,
        "ipv6" => KeyKind::Ipv6,
        "integer" => KeyKind::Integer,
        "string" => KeyKind::Text(length(words)?),
        "binary" => KeyKind::Binary(length(words)?),
        name => {
            let kinds = ["ip", "ipv4", "ipv6", "integer", "string", "binary"];
            return Err(Diagnostic::alert(
                word.span(),
                format!("`{name}` is no type of a table's keys"),
            )
            .help(format!("one of: {}", kinds.join(", ")))
            .did_you_mean(name, kinds));
        }
    };
    Ok(kind)
}

/// Reads `len <length>`, if it is there.
fn length(words: &mut Words<'_, '_>) -> Result<usize, Diagnostic> {
    if !words.take("len") {
        return Ok(DEFAULT_LENGTH);
    }
    values::integer(words, "a number of bytes", 1..=65_535)
}

fn table_size(words: &mut Words<'_, '_>) -> Result<usize, Diagnostic> {
    let size = units::size_in(words.expect("a number of entries")?, 1..=u64::from(u32::MAX))?;
    Ok(usize::try_from(size).unwrap_or(usize::MAX))
}

/// Reads a list of data types.
fn store(word: &Word<'_>, columns: &mut Vec<Column>) -> Done {
    let text = word.bytes();
    let mut begin = 0;
    while begin < text.len() {
        let mut depth = 0_usize;
        let ends = |byte: &u8| {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            *byte == b',' && depth == 0
        };
        let end = text[begin..].iter().position(ends).map_or(text.len(), |at| begin + at);
        let column = column(&word.part(begin..end))?;
        if columns.iter().any(|other| other.data == column.data) {
            let message = format!("`{}` is stored already", column.data.name());
            return Err(Diagnostic::alert(word.span_of(begin..end), message));
        }
        if let Some(other) = columns.iter().find(|other| excludes(other.data, column.data)) {
            let (one, two) = (column.data.name(), other.data.name());
            let message = format!("`{one}` can't be stored beside `{two}`");
            return Err(Diagnostic::alert(word.span_of(begin..end), message)
                .help("the first elements of the array stand for the single ones"));
        }
        columns.push(column);
        begin = end + 1;
    }
    Ok(())
}

/// Whether one is an array of which the other would be an element.
fn excludes(one: Data, other: Data) -> bool {
    let within = |one: Data, other: Data| one.in_array().is_some_and(|(array, _)| array == other);
    within(one, other) || within(other, one)
}

/// Reads a data type with its arguments.
fn column(word: &Word<'_>) -> Result<Column, Diagnostic> {
    let text = word.bytes();
    let open = text.iter().position(|byte| *byte == b'(');
    let name = String::from_utf8_lossy(&text[..open.unwrap_or(text.len())]).into_owned();
    let data = Data::named(&name).ok_or_else(|| {
        let names = Data::ALL.map(Data::name);
        Diagnostic::alert(word.span(), format!("`{name}` is nothing that a table can store"))
            .help(format!("one of: {}", names.join(", ")))
            .did_you_mean(&name, names)
    })?;
    let given = match open {
        Some(open) => {
            let read = moongate_lang::arguments::read(word, open)?;
            if read.end < text.len() {
                let span = word.span_of(read.end..text.len());
                return Err(Diagnostic::alert(span, "nothing may follow the parenthesis"));
            }
            read.list
        }
        None => Vec::new(),
    };
    let rate = data.shape() == Shape::Rate;
    match (data.is_array(), rate, &*given) {
        (false, false, []) => Ok(Column::new(data, 1, 0)),
        (false, true, [period]) => Ok(Column::new(data, 1, self::period(period)?)),
        (true, false, [count]) => Ok(Column::new(data, self::count(count)?, 0)),
        (true, true, [count, period]) => {
            Ok(Column::new(data, self::count(count)?, self::period(period)?))
        }
        (array, rate, _) => {
            let form = match (array, rate) {
                (false, false) => name.clone(),
                (false, true) => format!("{name}(10s)"),
                (true, false) => format!("{name}(2)"),
                (true, true) => format!("{name}(2,10s)"),
            };
            Err(Diagnostic::alert(word.span(), format!("`{name}` has other arguments"))
                .help(format!("write it as in `{form}`")))
        }
    }
}

fn count(word: &Word<'_>) -> Result<u32, Diagnostic> {
    units::integer(word, 1..=ELEMENTS)
}

fn period(word: &Word<'_>) -> Result<u64, Diagnostic> {
    let time = units::milliseconds(word)?.as_millis();
    let ms = u64::try_from(time).unwrap_or(u64::MAX);
    if ms == 0 || ms > PERIOD {
        return Err(Diagnostic::alert(word.span(), "a period has to be longer than 0"));
    }
    Ok(ms)
}
