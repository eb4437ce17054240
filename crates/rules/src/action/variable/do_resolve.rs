//! `do-resolve`: the address of a name, asked for while the request waits.

use super::variable;
use crate::Pending;
use crate::action::prelude::*;
use moongate_lang::arguments;
use moongate_net::dns::{Name, Prefer, Resolvers};
use moongate_sample::{Sample, Type};
use moongate_state::VarRef;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The declaration.
pub static DO_RESOLVE: ActionSpec = ActionSpec {
    name: "do-resolve(",
    rulesets: REQUEST.and(Rulesets::of(&[Ruleset::TcpContent])),
    usage: "<variable>,<resolvers>[,{ ipv4 | ipv6 }]) <expression>",
    sentence: "Asks name servers for the address of the host that an expression names, and sets a variable to it; without an answer it stays unset.",
    examples: &[
        ActionExample::absent(
            "http-request do-resolve(txn.ip,mydns,ipv4) req.hdr(host),host_only",
            "GET / HTTP/1.1\nhost: a\n\n",
            "var(txn.ip)",
        ),
        ActionExample::absent(
            "tcp-request content do-resolve(txn.ip,mydns) str(a.example)",
            "",
            "var(txn.ip)",
        ),
    ],
    parse,
};

#[derive(Debug)]
struct DoResolve {
    var: VarRef,
    resolvers: Arc<Resolvers>,
    prefer: Prefer,
    host: Expr,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = cx.keyword;
    let open = memchr::memchr(b'(', word.bytes()).unwrap_or(word.bytes().len());
    let read = arguments::read(word, open)?;
    if read.end < word.bytes().len() {
        let span = word.span_of(read.end..word.bytes().len());
        return Err(Diagnostic::alert(span, "nothing may follow the parenthesis"));
    }
    let (name, section, family) = match &read.list[..] {
        [name, section] => (name, section, None),
        [name, section, family] => (name, section, Some(family)),
        _ => {
            return Err(Diagnostic::alert(word.span(), "a variable and resolvers are needed")
                .help("write it as in `do-resolve(txn.ip,mydns,ipv4) req.hdr(host),host_only`"));
        }
    };
    let var = variable(name)?;
    let resolvers = find(cx.resolvers, section)?;
    let prefer = match family {
        None => Prefer::V6,
        Some(word) if *word == *"ipv4" => Prefer::V4,
        Some(word) if *word == *"ipv6" => Prefer::V6,
        Some(word) => {
            return Err(Diagnostic::alert(
                word.span(),
                format!("`{}` is no family of addresses", word.str()),
            )
            .help("write `ipv4` or `ipv6`")
            .did_you_mean(word.str(), ["ipv4", "ipv6"]));
        }
    };
    let host = cx.compiler.expr(words, cx.point)?;
    Ok(Box::new(DoResolve { var, resolvers, prefer, host }))
}

fn find(known: &[Arc<Resolvers>], word: &Word<'_>) -> Result<Arc<Resolvers>, Diagnostic> {
    let found = known.iter().find(|resolvers| *word == *resolvers.name);
    found.map(Arc::clone).ok_or_else(|| {
        let message = format!("there is no section `resolvers {}`", word.str());
        Diagnostic::alert(word.span(), message)
            .help("add it, with `nameserver` lines")
            .did_you_mean(word.str(), known.iter().map(|resolvers| &*resolvers.name))
    })
}

impl Action for DoResolve {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let Ok(Sample::Str(host) | Sample::Bin(host)) = self.host.eval_as(&cx.cx(), Type::Str)
        else {
            return Verdict::Continue;
        };
        let Some(name) = Name::parse(&host) else { return Verdict::Continue };
        let (resolvers, prefer) = (Arc::clone(&self.resolvers), self.prefer);
        let answer = async move { resolvers.address(&name, prefer).await.ok() };
        Verdict::Wait(Box::new(Waiting { var: self.var, answer: Box::pin(answer) }))
    }
}

/// Waits for name servers.
struct Waiting {
    var: VarRef,
    answer: Pin<Box<dyn Future<Output = Option<IpAddr>>>>,
}

impl Pending for Waiting {
    fn poll(&mut self, cx: &mut ActionCx<'_>, task: &mut Context<'_>) -> Poll<Verdict> {
        self.answer.as_mut().poll(task).map(|answer| {
            match answer {
                Some(IpAddr::V4(ip)) => cx.txn.set_var(self.var, Sample::Ipv4(ip)),
                Some(IpAddr::V6(ip)) => cx.txn.set_var(self.var, Sample::Ipv6(ip)),
                None => {}
            }
            Verdict::Continue
        })
    }
}
