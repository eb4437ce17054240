//! A case of the differential suite, read from a text file.
//!
//! A case is a configuration, scripts of servers and clients, and the differences that are expected:
//!
//! ```text
//! # What it shows, in a sentence.
//! preset http
//! config
//!     frontend fe
//!         bind fd@${FE}
//!         default_backend be
//!     backend be
//!         server s1 ${S1}
//!
//! server S1            first connection; a second block of the same name is the second connection,
//!     request          and the last block serves all further ones
//!     send
//!     | HTTP/1.1 200 OK
//!     | content-length: 2
//!     |
//!     "ok"
//!
//! client FE
//!     send "GET / HTTP/1.1\r\nhost: a\r\n\r\n"
//!     response
//!
//! differs log
//!     why it differs, and below what is expected of Moongate
//!     | the log line
//!
//! unsupported            Moongate says of the configuration that it can't do that yet
//! ```

use crate::bytes;
use crate::step::Step;
use std::collections::BTreeMap;
use std::path::Path;

/// A case.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The file's name without its end.
    pub name: String,
    /// The configuration, preset included.
    pub config: String,
    /// Files to write beside the configuration.
    pub files: Vec<(String, Vec<u8>)>,
    /// Servers by name, with a script for each connection.
    pub servers: BTreeMap<String, Vec<Vec<Step>>>,
    /// Names of ports that refuse connections.
    pub closed: Vec<String>,
    /// Names of ports that neither accept nor refuse.
    pub blackholes: Vec<String>,
    /// Clients with the listening socket that they connect to.
    pub clients: Vec<(String, Vec<Step>)>,
    /// What is compared without its order: `log`, `server`.
    pub unordered: Vec<String>,
    /// Whether only whole messages count, and of answers only their status.
    pub essence: bool,
    /// What isn't compared.
    pub skipped: Vec<String>,
    /// What is known to differ: which view, and what Moongate shows.
    pub differs: BTreeMap<String, String>,
    /// Whether Moongate refuses the configuration as one that it doesn't support yet.
    pub unsupported: bool,
}

const GLOBAL: &str = "global\n    log ${LOG} local0\n    nbthread 1\n";
const TIMEOUTS: &str = "    timeout connect 5s\n    timeout client 10s\n    timeout server 10s\n";

/// A block: its first line, its own lines, and where it stands.
struct Block<'t> {
    title: &'t str,
    line: usize,
    lines: Vec<(usize, &'t str)>,
}

impl Case {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Case, String> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let name =
            path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Case::parse(name, &text).map_err(|error| format!("{}:{error}", path.display()))
    }

    /// Reads a text; an error begins with the line's number.
    pub fn parse(name: String, text: &str) -> Result<Case, String> {
        let mut case = Case { name, ..Case::default() };
        if !text.starts_with("# ") {
            return Err("1: a case begins with a comment that says what it shows".into());
        }
        for block in blocks(text)? {
            let (word, rest) = block.title.split_once(' ').unwrap_or((block.title, ""));
            let taken = case.take(word, rest.trim(), &block);
            taken.map_err(|error| format!("{}: {error}", block.line))?;
        }
        if case.clients.is_empty() {
            return Err("1: a case needs a client".into());
        }
        Ok(case)
    }

    fn take(&mut self, word: &str, rest: &str, block: &Block<'_>) -> Result<(), String> {
        match word {
            "preset" => self.config.push_str(&preset(rest)?),
            "config" => {
                for (_, line) in &block.lines {
                    self.config.push_str(line.strip_prefix("    ").unwrap_or(line));
                    self.config.push('\n');
                }
            }
            "file" => self.files.push((rest.to_owned(), piped(block)?)),
            "server" => self.servers.entry(rest.to_owned()).or_default().push(steps(block)?),
            "closed" => self.closed.push(rest.to_owned()),
            "blackhole" => self.blackholes.push(rest.to_owned()),
            "client" => self.clients.push((rest.to_owned(), steps(block)?)),
            "unordered" => self.unordered.push(rest.to_owned()),
            "unsupported" => self.unsupported = true,
            "skip" => {
                let Some((view, _why)) = rest.split_once(" because ") else {
                    return Err("write: skip VIEW because REASON".into());
                };
                self.skipped.push(view.to_owned());
            }
            "differs" => {
                let lines = block.lines.iter().map(|(_, line)| line.trim_start());
                let kept: Vec<_> = lines.filter_map(|line| line.strip_prefix('|')).collect();
                let text = kept.iter().map(|line| line.strip_prefix(' ').unwrap_or(line));
                self.differs.insert(rest.to_owned(), text.collect::<Vec<_>>().join("\n"));
            }
            _ => return Err(format!("unknown block {word}")),
        }
        Ok(())
    }
}

/// The beginnings that most cases share.
fn preset(name: &str) -> Result<String, String> {
    let option = match name {
        "http" => "httplog",
        "tcp" => "tcplog",
        _ => return Err(format!("unknown preset {name}")),
    };
    Ok(format!(
        "{GLOBAL}defaults\n    mode {name}\n    log global\n    option {option}\n{TIMEOUTS}"
    ))
}

fn blocks(text: &str) -> Result<Vec<Block<'_>>, String> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if !line.starts_with(' ') {
            blocks.push(Block { title: line.trim_end(), line: at + 1, lines: Vec::new() });
        } else if let Some(block) = blocks.last_mut() {
            block.lines.push((at + 1, line));
        } else {
            return Err(format!("{}: a line before the first block", at + 1));
        }
    }
    Ok(blocks)
}

fn piped(block: &Block<'_>) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    for (_, line) in &block.lines {
        let line = line.trim_start().strip_prefix('|').ok_or("a file's lines begin with |")?;
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.extend(bytes::unescape(line)?);
        out.push(b'\n');
    }
    Ok(out)
}

fn steps(block: &Block<'_>) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut lines = block.lines.iter().peekable();
    while let Some((at, line)) = lines.next() {
        let mut body = Vec::new();
        while let Some((_, next)) = lines.peek() {
            let next = next.trim_start();
            if !next.starts_with(['|', '"']) {
                break;
            }
            body.push(next.to_owned());
            lines.next();
        }
        let step =
            Step::parse(line.trim(), &body).map_err(|error| format!("{error} (line {at})"))?;
        steps.push(step);
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_read() {
        let text = "# It works.\npreset http\nconfig\n    frontend f\nserver S\n    request\n    send\n    | a\n    |\n\
                    client F\n    send \"x\"\n    end\n";
        let case = Case::parse("x".into(), text).unwrap();
        assert_eq!(case.servers["S"][0][1], Step::Send(b"a\r\n\r\n".to_vec()));
        assert_eq!(case.clients[0].1, [Step::Send(b"x".to_vec()), Step::End]);
        assert!(case.config.ends_with("frontend f\n"));
        assert!(
            Case::parse("x".into(), "# x\nclient F\n    dance\n")
                .unwrap_err()
                .contains("unknown step")
        );
    }
}
