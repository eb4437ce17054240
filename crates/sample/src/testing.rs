//! Proves examples: builds a transaction from a few lines of text and evaluates expressions on it.
//!
//! The transaction is the one that examples may count on: frontend `fe` (HTTP), backend `be` with
//! the servers `s1` and `s2` (with a response, `s1` gave it), client 192.0.2.1:50000, which came to
//! 198.51.100.1:80. `be` has a stick table of addresses, in which the counter 0 tracks the client's.

use crate::fetch::Example;
use crate::{
    Catalogue, Compiler, Cx, LiveNames, Names, PatternStore, Point, Scope, Userlist, cast,
};
use moongate_http::{Limits, Version, read_request, read_response};
use moongate_lang::{FileId, Span, Word, Words};
use moongate_state::table::{Column, Data, KeyKind, TableSpec, Tracker};
use moongate_state::{Mode, Proxy, ProxyId, Server, ServerId, Session, Table, Txn, World};
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

/// An example that doesn't hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whose.
    pub keyword: &'static str,
    /// The expression.
    pub expr: &'static str,
    /// What was expected.
    pub expected: String,
    /// What came instead.
    pub got: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} gives {}, not {}", self.keyword, self.expr, self.got, self.expected)
    }
}

/// Runs every example of every fetch and converter.
pub fn prove(catalogue: &Catalogue) -> Vec<Failure> {
    let mut fetches: Vec<_> =
        catalogue.fetch_names().filter_map(|name| catalogue.fetch(name)).collect();
    fetches.sort_by_key(|fetch| fetch.name);
    fetches.dedup_by_key(|fetch| fetch.name);
    let names = catalogue.converter_names();
    let mut converters: Vec<_> = names.filter_map(|name| catalogue.converter(name)).collect();
    converters.sort_by_key(|converter| converter.name);
    converters.dedup_by_key(|converter| converter.name);
    let fetches = fetches.into_iter().map(|fetch| (fetch.name, fetch.examples));
    let converters = converters.into_iter().map(|converter| (converter.name, converter.examples));
    let mut failures = Vec::new();
    for (keyword, examples) in fetches.chain(converters) {
        failures.extend(examples.iter().filter_map(|example| check(catalogue, keyword, example)));
    }
    failures
}

/// Runs one example; none if it holds.
pub fn check(catalogue: &Catalogue, keyword: &'static str, example: &Example) -> Option<Failure> {
    let expected = match example.gives {
        Some(text) => format!("{text:?}"),
        None => "no value".to_owned(),
    };
    let got = match evaluate(catalogue, example.given, example.expr) {
        Ok(Some(text)) => format!("{:?}", String::from_utf8_lossy(&text)),
        Ok(None) => "no value".to_owned(),
        Err(message) => message,
    };
    (got != expected).then_some(Failure { keyword, expr: example.expr, expected, got })
}

/// What an expression gives as text.
///
/// # Errors
/// Why it doesn't compile, or why the messages can't be read.
pub fn evaluate(catalogue: &Catalogue, given: &str, expr: &str) -> Result<Option<Vec<u8>>, String> {
    let txn = txn(given)?;
    let world = txn.session.world.clone();
    let names = LiveNames { world: &world, current: Some(txn.backend) };
    let names = WithUsers(names);
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(catalogue, &names, &patterns);
    let word = word(expr);
    let expr = compiler.expr_word(&word, Scope::ANYWHERE).map_err(|error| describe(&error))?;
    let point = if txn.response.is_empty() { Point::BeHttpRequest } else { Point::BeHttpResponse };
    let value = expr.eval(&Cx::new(&txn, point)).ok();
    Ok(value.map(|value| match value {
        // As raw bytes: a NUL ends text, and an example may show what is behind it.
        crate::Sample::Bin(bytes) => bytes.into_owned(),
        value => cast::text(value).map(|text| text.into_owned()).unwrap_or_default(),
    }))
}

/// The names of the process, and the userlist that examples may count on: `users` with `me`,
/// whose password is `s:c`, of the group `staff`.
struct WithUsers<'w>(LiveNames<'w>);

impl Names for WithUsers<'_> {
    fn frontend(&self, name: &str) -> Option<ProxyId> {
        self.0.frontend(name)
    }

    fn backend(&self, name: &str) -> Option<ProxyId> {
        self.0.backend(name)
    }

    fn server(&self, backend: ProxyId, name: &str) -> Option<ServerId> {
        self.0.server(backend, name)
    }

    fn table(&self, name: &str) -> Option<Arc<Table>> {
        self.0.table(name)
    }

    fn own_table(&self) -> Option<Arc<Table>> {
        self.0.own_table()
    }

    fn current(&self) -> Option<ProxyId> {
        self.0.current()
    }

    fn userlist(&self, name: &str) -> Result<Arc<Userlist>, String> {
        if name != "users" {
            return Err(format!("there is no userlist `{name}`"));
        }
        let mut list = Userlist::new(name);
        list.add("me", b"s:c", false, &["staff"])?;
        Ok(Arc::new(list))
    }
}

/// A diagnostic in one line.
pub fn describe(error: &moongate_lang::Diagnostic) -> String {
    let extra = error.label.iter().chain(&error.help);
    extra.fold(error.message.clone(), |text, more| format!("{text}; {more}"))
}

/// A word that stands at the start of a file.
pub fn word(text: &str) -> Word<'_> {
    Word::plain(text.as_bytes(), Span::new(FileId(0), 0, text.len()))
}

/// The words of a line without quotes, parted by single spaces.
pub fn line(text: &str) -> Vec<Word<'_>> {
    let mut at = 0;
    text.split(' ')
        .map(|part| {
            let span = Span::new(FileId(0), at, at + part.len());
            at += part.len() + 1;
            Word::plain(part.as_bytes(), span)
        })
        .collect()
}

/// Hands the words of a line to `read`.
pub fn with_line<R>(text: &str, read: impl FnOnce(&mut Words<'_, '_>) -> R) -> R {
    let words = line(text);
    read(&mut Words::new(&words, Span::new(FileId(0), text.len(), text.len())))
}

/// The process that examples may count on.
pub fn world() -> Arc<World> {
    let frontend = Proxy::new(ProxyId(0), "fe", Mode::Http, true, false);
    let backend = Proxy::new(ProxyId(1), "be", Mode::Http, false, true);
    let server = |id, name: &str| Server::new(ServerId(id), name, None);
    backend.set_servers(vec![server(0, "s1"), server(1, "s2")]);
    backend.set_table(table());
    let mut world = World::new(vec![Arc::new(frontend), Arc::new(backend)]);
    world.node = "node".into();
    world.hostname = "host".into();
    Arc::new(world)
}

/// The stick table of `be`: of addresses, with all that a table can store.
fn table() -> Table {
    let column = |data: Data| match data {
        Data::Gpt | Data::Gpc | Data::GpcRate => None,
        data => Some(Column::new(data, 1, 10_000)),
    };
    Table::new(
        "be",
        TableSpec {
            kind: KeyKind::Ip,
            size: 100,
            expire: Some(60_000),
            nopurge: false,
            columns: Data::ALL.into_iter().filter_map(column).collect(),
            server_by_address: false,
        },
    )
}

/// A transaction of the bytes behind a first line `TCP`, or of the messages in `given` (see [`Example::given`]): lines end with `\n`, what
/// follows an empty line is the body, and `----\n` parts request and response.
///
/// # Errors
/// A message that can't be read.
pub fn txn(given: &str) -> Result<Txn, String> {
    let mut session = Session::new(world(), ProxyId(0));
    let client = SocketAddr::from(([192, 0, 2, 1], 50000));
    let here = SocketAddr::from(([198, 51, 100, 1], 80));
    session.src.set(Some(client));
    session.dst.set(Some(here));
    session.fc_src = Some(client);
    session.fc_dst = Some(here);
    session.requests.set(1);
    let mut txn = Txn::new(Rc::new(session));
    (txn.backend, txn.routed) = (ProxyId(1), true);
    let world = txn.session.world.clone();
    if let Some(table) = world.proxy(ProxyId(1)).table()
        && let Some(entry) = table.find_or_make(&[192, 0, 2, 1])
    {
        txn.trackers.add(Tracker::begin(0, table.clone(), entry));
    }
    if let Some(bytes) = given.strip_prefix("TCP\n") {
        txn.req.input.push(bytes.as_bytes());
        return Ok(txn);
    }
    let (request, response) = match given.split_once("----\n") {
        Some((request, response)) => (request, Some(response)),
        None => (given, None),
    };
    let now = Instant::now();
    if !request.is_empty() {
        let (head, body) = message(request);
        let mut place = 0;
        match read_request(&mut txn.request, &head, &Limits::default(), &mut place) {
            Ok(Some(_)) => {}
            other => return Err(format!("the request can't be read: {other:?}")),
        }
        txn.req.input.push(body);
        txn.req.eof = true;
        let version = match txn.request.version() {
            Version::Http10 => "HTTP/1.0",
            Version::Http11 => "HTTP/1.1",
            Version::V09 => "HTTP/0.9",
        };
        let (method, uri) = (txn.request.method(), txn.request.uri());
        txn.request_line = [method, uri, version.as_bytes()].join(&b' ');
        txn.times.first_byte = Some(now);
        txn.times.request = Some(now);
    }
    if let Some(response) = response {
        let (head, body) = message(response);
        let mut place = 0;
        match read_response(&mut txn.response, &head, &Limits::default(), &mut place) {
            Ok(Some(_)) => {}
            other => return Err(format!("the response can't be read: {other:?}")),
        }
        txn.res.input.push(body);
        txn.res.eof = true;
        txn.server = Some(ServerId(0));
        txn.status = txn.response.status();
        txn.server_status = txn.status;
        txn.times.dequeued = Some(now);
        txn.times.connected = Some(now);
        txn.times.response = Some(now);
    }
    Ok(txn)
}

/// The head with the line ends of the wire, and the body as it is.
fn message(text: &str) -> (Vec<u8>, &[u8]) {
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end_matches('\n'), ""));
    let mut wire = head.replace('\n', "\r\n").into_bytes();
    wire.extend_from_slice(b"\r\n\r\n");
    (wire, body.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FormatOptions;

    /// A generator of numbers that needs no crate.
    fn next(state: &mut u64) -> usize {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        (*state >> 33) as usize
    }

    /// Random text made of the pieces that matter to the grammars.
    fn random(state: &mut u64) -> String {
        const PIECES: [&str; 34] = [
            "path", "req.hdr", "(", ")", ",", "lower", "\"", "'", "\\", "%", "[", "]", "{", "}",
            "+Q", "ci", "o", " ", "x", "int", "-5", "str", "src", "!", "or", "TRUE", "-m", "beg",
            "-i", "/a", "json", ":", "%[", "é",
        ];
        (0..next(state) % 14).map(|_| PIECES[next(state) % PIECES.len()]).collect()
    }

    #[test]
    fn nothing_panics_and_errors_point_into_the_text() {
        let catalogue = crate::toy::catalogue();
        let txn = txn("GET / HTTP/1.1\nhost: a\nx: b\n\n").unwrap();
        let cx = Cx::new(&txn, Point::Log);
        let mut state = 0x9e37_79b9_7f4a_7c15;
        for _ in 0..5_000 {
            let text = random(&mut state);
            let patterns = PatternStore::default();
            let mut compiler = Compiler::new(&catalogue, &crate::NoNames, &patterns);
            compiler.resolve = false;
            let inside = |error: moongate_lang::Diagnostic| {
                if let Some(span) = error.span {
                    assert!(
                        span.start <= span.end && span.end as usize <= text.len(),
                        "{text}: {error:?}"
                    );
                }
            };
            match compiler.expr_word(&word(&text), Scope::ANYWHERE) {
                Ok(expr) => drop(expr.eval(&cx)),
                Err(error) => inside(error),
            }
            for options in [FormatOptions::LOG, FormatOptions::HTTP] {
                match compiler.format(&word(&text), Scope::ANYWHERE, options) {
                    Ok(format) => format.write(&cx, &mut Vec::new()),
                    Err(error) => inside(error),
                }
            }
            match with_line(&text, |words| compiler.condition(words, false, Point::Log)) {
                Ok(condition) => drop(condition.eval(&cx)),
                Err(error) => inside(error),
            }
        }
    }
}
