//! Tests of log formats.

use super::*;
use crate::testing::{describe, txn, word};
use crate::toy::catalogue;
use crate::{Compiler, NoNames, PatternStore, Point, Scope};
use moongate_state::{Cause, Ending, Stage};

const GIVEN: &str = "GET /p/q?a=1 HTTP/1.1\nhost: h\nx-c: a\tb\"]\\\n\n----\nHTTP/1.1 200 OK\n\n";

fn compile(text: &str, options: FormatOptions) -> Result<Format, String> {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    compiler.format(&word(text), Scope::ANYWHERE, options).map_err(|error| describe(&error))
}

fn written(text: &str, options: FormatOptions) -> String {
    let mut txn = txn(GIVEN).unwrap();
    txn.request_line = b"GET /p/q?a=\"1\"#{ HTTP/1.1".to_vec();
    txn.ending = Some(Ending { cause: Cause::ClientTimeout, stage: Stage::Data });
    txn.req_captures.borrow_mut().extend([Some(b"a|b{".to_vec()), None]);
    txn.times.finished = Some(std::time::Instant::now());
    let format = compile(text, options).unwrap();
    let mut out = Vec::new();
    format.write(&Cx::new(&txn, Point::Log), &mut out);
    String::from_utf8(out).unwrap()
}

fn log(text: &str) -> String {
    written(text, FormatOptions::LOG)
}

#[test]
fn literals() {
    assert_eq!(log("  a   b %% "), "a b % ");
    assert_eq!(written("  a   b %% ", FormatOptions::HTTP), "  a   b % ");
    let format = compile("plain %%", FormatOptions::VALUE).unwrap();
    assert_eq!(format.as_constant(), Some(&b"plain %"[..]));
    assert!(compile("", FormatOptions::VALUE).unwrap().as_constant().is_some());
    assert!(compile("%ci", FormatOptions::VALUE).unwrap().as_constant().is_none());
}

#[test]
fn client_and_names() {
    assert_eq!(log("%ci:%cp %fi:%fp"), "192.0.2.1:50000 198.51.100.1:80");
    assert_eq!(log("%{+X}ci:%{+X}cp"), "C0000201:C350");
    assert_eq!(log("%f %ft %b/%s %H"), "fe fe be/s1 host");
    assert_eq!(log("%si:%sp %ID %{+Q}ID %CC"), "-:- - \"\" -");
    assert_eq!(log("%ac/%fc/%bc/%sc/%rc %sq/%bq"), "0/0/0/0/0 0/0");
}

#[test]
fn http_items() {
    assert_eq!(log("%HM %HP %HPO %HQ %HV"), "GET /p/q /p/q ?a=#221#22#23{ HTTP/1.1");
    assert_eq!(log("%{+Q}r"), "\"GET /p/q?a=#221#22#23{ HTTP/1.1\"");
    assert_eq!(log("%ST %ts %tsc"), "200 cD cD--");
    assert_eq!(log("%hr %{+Q}hr %hrl %hs|"), "{a#7Cb#7B|} \"{a#7Cb#7B|}\" a#7Cb#7B - |");
}

#[test]
fn timers() {
    assert_eq!(log("%TR/%Tw/%Tc/%Tr"), "0/0/0/0");
    let whole = log("%Ta %Tt %Tu %Td %Th %Ti %Tq");
    assert!(whole.split(' ').all(|n| n.parse::<i64>().is_ok_and(|n| n < 60_000)), "{whole}");
    assert_eq!(log("%t").len(), 24);
    assert_eq!(log("%T").len(), 26);
    assert_eq!(log("%{+Q}t").len(), 24);
}

#[test]
fn flags() {
    assert_eq!(log("%{+Q}[str(a)] %{+Q}[str()] %[str()] %{-M}[str()]|"), "\"a\" \"\" - |");
    assert_eq!(log("%{+Q}o %[str(a)] %{-Q}[str(b)] %ci %{+Q}ST"), "\"a\" b \"192.0.2.1\" 200");
    // Only the whole line can ask for bytes as they are.
    assert_eq!(log("%{+bin}[bin(a\0b)]"), "a");
    assert_eq!(log("%{+bin}o %[bin(a\0b)]"), "a\0b");
    assert_eq!(log("%{+E}[req.hdr(x-c)]"), "a\tb\\\"\\]\\\\");
    assert_eq!(written("%[req.hdr(x-c)]%[str(x\x01)]", FormatOptions::HTTP), "a\tb\"]\\x%01");
    assert_eq!(written("[%{+Q}[str(a)]%[req.hdr(none)]]", FormatOptions::HTTP), "[a]");
}

#[test]
fn documents() {
    assert_eq!(
        log(
            "%{+json}o %(st)ST %(line)r ignored %ci %(no)[req.hdr(none)] %(b)[bool(true)] %(s:str)[int(5)]"
        ),
        r##"{"st": 200, "line": "GET /p/q?a=#221#22#23{ HTTP/1.1", "no": null, "b": true, "s": "5"}"##
    );
    assert_eq!(log("%{+json}[str(a\\\"b)] x"), r#""a\"b" x"#);
    // {"a": 5, "b": "x"} with an open map.
    assert_eq!(log("%{+cbor}o %(a)[int(5)] %(b)[str(x)]"), "BF61610561626178FF");
    assert_eq!(log("%{+cbor}o %(a)[int(-500)] %(b)[bool(false)]"), "BF61613901F36162F4FF");
}

#[test]
fn errors() {
    let error = |text: &str| compile(text, FormatOptions::HTTP).unwrap_err();
    assert!(error("%HMM").contains("did you mean `%HM`"), "{}", error("%HMM"));
    assert!(error("a % b").contains("lone `%`"));
    assert!(error("a %").contains("lone `%`"));
    assert!(error("%[src").contains("isn't closed"));
    assert!(error("%[str(a) ]").contains("unexpected space"));
    assert!(error("%{+Y}ci").contains("unknown flag `Y`"));
    assert!(error("%{+Q").contains("aren't closed"));
    assert!(error("%(a:flot)ci").contains("unknown type `flot`"));
    assert!(error("%path").contains("`%[path]`"));
}

#[test]
fn spans() {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    let error =
        compiler.format(&word("abc %[paht] x"), Scope::ANYWHERE, FormatOptions::LOG).unwrap_err();
    let span = error.span.unwrap();
    assert_eq!((span.start, span.end), (6, 10));
    assert_eq!(error.help.as_deref(), Some("did you mean `path`?"));
}

#[test]
fn default_formats_compile() {
    for text in [HTTP, TCP, CLF, TCP_CLF, CONNECT_HTTP, CONNECT_TCP, ERROR] {
        compile(text, FormatOptions::LOG).unwrap();
    }
    assert!(log(HTTP).ends_with(" fe be/s1 0/0/0/0/0 200 0 - - cD-- 0/0/0/0/0 0/0 {a#7Cb#7B|} \"GET /p/q?a=#221#22#23{ HTTP/1.1\""));
}

#[test]
fn lone_expressions() {
    let format = compile("%[req.hdr(none)]", FormatOptions::VALUE).unwrap();
    let txn = txn(GIVEN).unwrap();
    assert!(format.eval(&Cx::new(&txn, Point::Log)).is_none());
    assert!(format.as_expr().is_some());
    assert_eq!(
        compile("a", FormatOptions::VALUE).unwrap().eval(&Cx::new(&txn, Point::Log)).unwrap(),
        &b"a"[..]
    );
}

#[test]
fn a_name_of_odd_bytes_is_blamed_where_it_stands() {
    let catalogue = catalogue();
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
    let text = b"%(\xff\xff\xff:odd)T";
    let span = moongate_lang::Span::new(moongate_lang::FileId(0), 0, text.len());
    let word = moongate_lang::Word::plain(text, span);
    let error = compiler.format(&word, Scope::ANYWHERE, FormatOptions::LOG).unwrap_err();
    let span = error.span.unwrap();
    assert_eq!(&text[span.start as usize..span.end as usize], b"odd");
}
