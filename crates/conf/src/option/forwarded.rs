//! `option forwarded`: tells servers in one standard header what the proxy knows of the client
//! (RFC 7239).

use super::{OptionSpec, PLAIN};
use crate::keyword::Sections;
use moongate_lang::{Diagnostic, Negation, Words};
use moongate_sample::{Compiler, Expr, Point};
use std::rc::Rc;

pub(super) static FORWARDED: OptionSpec = OptionSpec {
    name: "forwarded",
    sections: Sections::BACK,
    usage: "[no | default] option forwarded [proto] [host | host-expr <expr>] [by | by-expr <expr>] [by_port | by_port-expr <expr>] [for | for-expr <expr>] [for_port | for_port-expr <expr>]",
    sentence: "Adds the header `Forwarded` to requests: the protocol and the client's address, or what is listed.",
    examples: &[
        "option forwarded",
        "option forwarded host by by_port for for_port",
        "option forwarded for-expr src,xxh32,hex for_port-expr int(10)",
        "no option forwarded",
    ],
    parse: |cx, words| {
        let on = cx.negation.is_none();
        let mut kept = Vec::new();
        for word in words.by_ref() {
            kept.push(word.clone().into_owned());
        }
        let end = words.here();
        if let (false, Some(word)) = (on, kept.first()) {
            let negation = cx.negation.as_ref().map_or("no", |negation| match negation {
                Negation::No(_) => "no",
                Negation::Default(_) => "default",
            });
            let message = format!("`{negation} option forwarded` takes no arguments");
            return Err(Diagnostic::alert(word.span(), message));
        }
        cx.draft.deferred.forwarded = on.then(|| Rc::new((kept, end)));
        Ok(())
    },
    ..PLAIN
};

/// What the header says.
#[derive(Debug, Default)]
pub struct Forwarded {
    /// `proto`
    pub proto: bool,
    /// `host`
    pub host: Option<Part>,
    /// `by`: the address that the client connected to.
    pub by: Option<Node>,
    /// `for`: the client's address.
    pub client: Option<Node>,
}

/// A node of the network.
#[derive(Debug)]
pub struct Node {
    /// Its name or address.
    pub name: Part,
    /// Its port.
    pub port: Option<Part>,
}

/// Where a value comes from.
#[derive(Debug)]
pub enum Part {
    /// The connection or the request, as it is.
    Own,
    /// An expression.
    Expr(Expr),
}

/// Every argument.
const ARGUMENTS: [&str; 11] = [
    "proto",
    "host",
    "host-expr",
    "by",
    "by-expr",
    "by_port",
    "by_port-expr",
    "for",
    "for-expr",
    "for_port",
    "for_port-expr",
];

/// Compiles the arguments.
pub(crate) fn compile(
    words: &mut Words<'_, '_>,
    compiler: &mut Compiler<'_>,
) -> Result<Forwarded, Diagnostic> {
    if words.peek().is_none() {
        let client = Some(Node { name: Part::Own, port: None });
        return Ok(Forwarded { proto: true, client, ..Forwarded::default() });
    }
    let mut made = Forwarded::default();
    let (mut by, mut by_port, mut client, mut client_port) = (None, None, None, None);
    while let Some(word) = words.next() {
        let name = word.str();
        let (base, expr) = name.strip_suffix("-expr").map_or((name, false), |base| (base, true));
        let place = match base {
            "proto" if !expr => {
                made.proto = true;
                continue;
            }
            "host" => &mut made.host,
            "by" => &mut by,
            "by_port" => &mut by_port,
            "for" => &mut client,
            "for_port" => &mut client_port,
            _ => {
                let message = format!("`option forwarded` has no `{name}`");
                return Err(Diagnostic::alert(word.span(), message).did_you_mean(name, ARGUMENTS));
            }
        };
        *place = Some(match expr {
            true => Part::Expr(compiler.expr(words, Point::BeHttpRequest)?),
            false => Part::Own,
        });
    }
    // A port alone is passed over (configuration manual, `option forwarded`).
    let node = |name: Option<Part>, port| name.map(|name| Node { name, port });
    made.by = node(by, by_port);
    made.client = node(client, client_port);
    Ok(made)
}
