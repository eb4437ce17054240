//! `moongate eval`: evaluates an expression, a log format or a condition on a request from a file, and
//! shows what each step gives.

mod given;
mod options;
mod show;

use crate::catalogue;
use crate::config::Config;
use given::Given;
use moongate_conf::Catalogue;
use moongate_lang::lex::{self, Scope as Line, Text};
use moongate_lang::render::{self, Style};
use moongate_lang::{Diagnostic, Env, Sources, Span, Word, Words};
use moongate_sample::{Compiler, Cx, FormatOptions, LiveNames, PatternStore, Scope};
use options::{Kind, Options};
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

/// How it is used, and a sentence.
pub const USAGE: (&str, &str) = (
    "moongate eval 'EXPR' [--request FILE] [--response FILE] [--src IP] [--dst IP] [--var NAME=VALUE] \
     [--map NAME=FILE] [--acl 'NAME TEST'] [-f FILE]",
    "Evaluates an expression, a log format or a condition on a request from a file (`-`: standard input), step by \
     step.",
);

/// `moongate eval …`
pub fn run(words: &[OsString]) -> ExitCode {
    match Options::read(words).and_then(|options| evaluate(&options)) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprint!("{message}");
            if !message.ends_with('\n') {
                eprintln!();
            }
            ExitCode::FAILURE
        }
    }
}

/// What the expression may name: of a configuration, or of none.
struct Ground {
    catalogue: Catalogue,
    patterns: Arc<PatternStore>,
    /// Keeps what scripts registered alive.
    _config: Option<Config>,
}

fn evaluate(options: &Options) -> Result<String, String> {
    let (ground, world) = ground(options)?;
    for (name, text) in &options.maps {
        ground.patterns.give(name, text);
    }
    let given = Given::read(options, world)?;
    let mut sources = Sources::default();
    let file = sources.add("eval", options.text.clone().into_bytes());
    for acl in &options.acls {
        sources.add("--acl", acl.clone().into_bytes());
    }
    let env = Env::from_process();
    let explain = |error: Diagnostic| {
        let style = Style::for_stream(std::process::id(), &std::io::stderr());
        render::text([&error], &sources, &style)
    };
    let names = LiveNames { world: &given.world, current: Some(given.txn.backend) };
    let mut compiler = Compiler::new(&ground.catalogue.samples, &names, &ground.patterns);
    for (id, source) in sources.iter().skip(1) {
        let (words, end) = split(&source.text, id, &env).map_err(&explain)?;
        compiler.acl(&mut Words::new(&words, end)).map_err(&explain)?;
    }
    let point = given.point();
    let cx = Cx::new(&given.txn, point);
    let bytes = options.text.as_bytes();
    let mut out = String::new();
    match options.kind.unwrap_or_else(|| kind(&options.text, &compiler)) {
        Kind::Format => {
            let word = Word::plain(bytes, Span::new(file, 0, bytes.len()));
            let format = compiler.format(&word, Scope::ANYWHERE, FormatOptions::VALUE);
            show::format(&format.map_err(&explain)?, &cx, &mut out);
        }
        Kind::Condition => {
            let (words, end) = split(bytes, file, &env).map_err(&explain)?;
            let mut words = Words::new(&words, end);
            let unless = Words::take(&mut words, "unless");
            if !unless {
                Words::take(&mut words, "if");
            }
            let condition = compiler.condition(&mut words, unless, point).map_err(&explain)?;
            show::condition(&condition, &cx, &mut out);
        }
        Kind::Expression => {
            let (words, end) = split(bytes, file, &env).map_err(&explain)?;
            let mut words = Words::new(&words, end);
            let expr = compiler.expr(&mut words, Scope::ANYWHERE).map_err(&explain)?;
            words.finish("the expression").map_err(&explain)?;
            show::stages(&expr.trace(&cx), "", &mut out);
        }
    }
    let notes = compiler.take_warnings();
    let style = Style::for_stream(std::process::id(), &std::io::stderr());
    eprint!("{}", render::text(&notes, &sources, &style));
    Ok(out)
}

fn ground(options: &Options) -> Result<(Ground, Arc<moongate_state::World>), String> {
    if options.files.is_empty() {
        let (catalogue, patterns) = (catalogue::assemble(), Arc::default());
        return Ok((Ground { catalogue, patterns, _config: None }, given::world()));
    }
    let read = crate::args::Options { files: options.files.clone(), ..Default::default() };
    let mut config = Config::read(&read);
    let style = Style::for_stream(std::process::id(), &std::io::stderr());
    let Some(plan) = &config.plan else {
        return Err(render::text(config.diagnostics.iter(), &config.sources, &style));
    };
    let (patterns, world) = (plan.patterns.clone(), plan.world.clone());
    if world.proxies.is_empty() {
        return Err("moongate eval: the configuration has no proxy".into());
    }
    let catalogue = std::mem::take(&mut config.catalogue);
    Ok((Ground { catalogue, patterns, _config: Some(config) }, world))
}

/// The words of a text, as those of a line of a configuration.
fn split<'t>(
    text: &'t [u8],
    file: moongate_lang::FileId,
    env: &Env,
) -> Result<(Vec<Word<'t>>, Span), Diagnostic> {
    let mut words = Vec::new();
    let line = Line { env, file: "eval", line: 1, section: "eval" };
    let text = Text { bytes: text, file, start: 0, comments: false };
    let end = lex::words(text, &line, &mut words)?;
    Ok((words, end))
}

/// What a text looks like.
fn kind(text: &str, compiler: &Compiler<'_>) -> Kind {
    let text = text.trim_start();
    let first = text.split_whitespace().next().unwrap_or_default();
    let named =
        |name: &str| compiler.acls.get(name).is_some() || moongate_sample::acl::is_predefined(name);
    if text.starts_with(['{', '!']) || matches!(first, "if" | "unless") || named(first) {
        return Kind::Condition;
    }
    let format = text.starts_with('%') || text.contains("%[") || text.contains(" %");
    if format { Kind::Format } else { Kind::Expression }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, more: &[&str]) -> String {
        let words = std::iter::once(text).chain(more.iter().copied());
        let words: Vec<OsString> = words.map(Into::into).collect();
        let mut options = Options::read(&words).unwrap();
        let request = b"GET /Img/a.PNG HTTP/1.1\nhost: www.example.com:80\nx: 5\n\nbody";
        options.request = Some(request.to_vec());
        match evaluate(&options) {
            Ok(text) => text,
            Err(message) => format!("error: {message}"),
        }
    }

    #[test]
    fn every_step_with_its_type() {
        assert_eq!(
            shown("path,lower,length", &[]),
            "path     str   \"/Img/a.PNG\"\n,lower   str   \"/img/a.png\"\n,length  sint  10\n"
        );
        let taken = shown("req.hdr(x),add(2)", &[]);
        assert!(taken.contains(",add(2)      sint  7    (took the value as sint)"), "{taken}");
        assert!(shown("req.hdr(none),lower", &[]).ends_with("no value\n"));
        let var = shown("var(txn.x),add(2)", &["--var", "txn.x=40"]);
        assert!(var.ends_with("sint  42\n"), "{var}");
        let masked = shown("src,ipmask(24)", &["--src", "192.0.2.77"]);
        assert!(masked.ends_with("192.0.2.0\n"), "{masked}");
    }

    #[test]
    fn formats_and_conditions() {
        let format = shown("%[path] from %ci", &["--src", "192.0.2.1"]);
        assert!(format.ends_with("text   \"/Img/a.PNG from 192.0.2.1\"\n"), "{format}");
        let condition = shown("{ path_beg /Img } !METH_POST", &[]);
        assert!(condition.contains("matches \"/Img\"\n") && condition.ends_with("if: holds\n"));
        let acl = shown("unless pics", &["--acl", "pics path_end -i .png .gif"]);
        assert!(
            acl.contains(", ignoring case") && acl.ends_with("unless: doesn't hold\n"),
            "{acl}"
        );
    }

    #[test]
    fn errors_point_at_the_column() {
        let error = shown("path,lowr", &[]);
        assert!(
            error.contains("--> eval:1:6") && error.contains("did you mean `lower`?"),
            "{error}"
        );
        let words: Vec<OsString> = ["path", "--src", "nowhere"].iter().map(Into::into).collect();
        assert!(Options::read(&words).unwrap_err().contains("`nowhere` is no address"));
        assert!(Options::read(&[]).unwrap_err().starts_with("moongate eval 'EXPR'"));
    }
}
