//! The corpus of hostile requests of the HTTP crate, as cases of the differential suite.

use crate::bytes;
use crate::case::Case;
use crate::step::Step;
use std::collections::BTreeMap;

const FRAME: &str = "# A request of the corpus.
preset http
config
        timeout client 500ms
        timeout http-request 300ms
        timeout http-keep-alive 300ms
    frontend fe
        bind fd@${FE}
        default_backend be
    backend be
        server s1 ${S1}
skip log because the corpus is about what is forwarded
server S1
    each \"HTTP/1.1 200 OK\\r\\ncontent-length: 0\\r\\n\\r\\n\"
client FE
    end
";

/// Reads the corpus: `= name`, `> bytes sent`, `~` where HAProxy 2.6 is known to do otherwise.
pub fn cases(text: &str) -> Result<Vec<Case>, String> {
    let mut sent = BTreeMap::<String, Vec<u8>>::new();
    let mut name = String::new();
    for line in text.lines() {
        let (kind, rest) = line.split_at(line.len().min(1));
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        match kind {
            "=" => name = rest.trim().to_owned(),
            ">" => sent.entry(name.clone()).or_default().extend(bytes::unescape(rest)?),
            "~" => drop(sent.remove(&name)),
            _ => {}
        }
    }
    let mut cases = Vec::new();
    for (name, bytes) in sent {
        let mut case = Case::parse(name, FRAME)?;
        case.essence = true;
        case.clients[0].1.insert(0, Step::Send(bytes));
        cases.push(case);
    }
    Ok(cases)
}
