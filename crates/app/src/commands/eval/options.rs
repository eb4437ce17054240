//! The words behind `moongate eval`.

use super::USAGE;
use std::ffi::OsString;
use std::io::Read as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// What is to be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Expression,
    Format,
    Condition,
}

/// The words, read.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// The expression.
    pub(super) text: String,
    /// What it is, if the user says so.
    pub(super) kind: Option<Kind>,
    /// The messages.
    pub(super) request: Option<Vec<u8>>,
    pub(super) response: Option<Vec<u8>>,
    /// The client, and where it came to.
    pub(super) src: Option<SocketAddr>,
    pub(super) dst: Option<SocketAddr>,
    /// Variables with their values.
    pub(super) vars: Vec<(String, String)>,
    /// Maps with their content.
    pub(super) maps: Vec<(String, Vec<u8>)>,
    /// ACLs as behind `acl`.
    pub(super) acls: Vec<String>,
    /// Configurations whose names may be used.
    pub(super) files: Vec<PathBuf>,
}

impl Options {
    /// # Errors
    /// A sentence.
    pub(super) fn read(words: &[OsString]) -> Result<Self, String> {
        let (mut this, mut text) = (Self::default(), None);
        let mut words = words.iter().map(|word| word.to_string_lossy().into_owned());
        while let Some(word) = words.next() {
            let mut next = || {
                let missing = || format!("moongate eval: a value is missing behind `{word}`");
                words.next().ok_or_else(missing)
            };
            match word.as_str() {
                "--request" | "-r" => this.request = Some(message(&next()?)?),
                "--response" => this.response = Some(message(&next()?)?),
                "--src" => this.src = Some(address(&next()?)?),
                "--dst" => this.dst = Some(address(&next()?)?),
                "--var" => this.vars.push(pair(&next()?, "NAME=VALUE")?),
                "--map" => {
                    let (name, file) = pair(&next()?, "NAME=FILE")?;
                    this.maps.push((name, message(&file)?));
                }
                "--acl" => this.acls.push(next()?),
                "-f" => this.files.push(next()?.into()),
                "--expression" => this.kind = Some(Kind::Expression),
                "--format" => this.kind = Some(Kind::Format),
                "--condition" => this.kind = Some(Kind::Condition),
                flag if flag.starts_with("--") => {
                    return Err(format!("moongate eval: unknown flag `{flag}`\n{}", usage()));
                }
                _ if text.is_some() => {
                    return Err(format!(
                        "moongate eval: `{word}` is one word too many: quote the expression as a whole"
                    ));
                }
                _ => text = Some(word),
            }
        }
        this.text = text.filter(|text| !text.trim().is_empty()).ok_or_else(usage)?;
        Ok(this)
    }
}

fn usage() -> String {
    format!(
        "{}\n  {}\n  --expression, --format, --condition: what it is, where its look misleads\n  \
         examples:\n    printf 'GET /A?b=c HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' | moongate eval 'path,lower' --request -\n    \
         moongate eval '{{ path_beg /api }} !{{ src 10.0.0.0/8 }}' --request req.txt --src 192.0.2.1\n",
        USAGE.0, USAGE.1
    )
}

/// A file, or standard input.
fn message(name: &str) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    let read = match name {
        "-" => std::io::stdin().lock().read_to_end(&mut text).map(drop),
        name => std::fs::read(name).map(|read| text = read),
    };
    read.map_err(|error| format!("moongate eval: {name}: {error}"))?;
    Ok(text)
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let bare = || text.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 50000));
    let read = text.parse().or_else(|_| bare());
    read.map_err(|_| format!("moongate eval: `{text}` is no address, as in 192.0.2.1 or [::1]:80"))
}

fn pair(text: &str, form: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("moongate eval: `{text}` isn't of the form {form}"))?;
    Ok((name.to_owned(), value.to_owned()))
}
