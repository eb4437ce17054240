//! Proves the examples of actions: reads each line, runs it on its messages, and evaluates what
//! shows what it did.

use crate::action::{ActionExample, ParseCx};
use crate::{Action, ActionCx, ActionSpec, Rule, Ruleset, Verdict};
use moongate_lang::lex::{self, Text};
use moongate_lang::{Diagnostic, Env, FileId, Span, Word, Words};
use moongate_sample::testing::{Failure, describe, txn};
use moongate_sample::{
    Catalogue, Compiler, Cx, LiveNames, PatternStore, Point, Sample, Scope, cast,
};
use moongate_state::Txn;

/// Runs every example of these actions.
pub fn prove(catalogue: &Catalogue, actions: &[&ActionSpec]) -> Vec<Failure> {
    let examples = actions.iter().flat_map(|spec| spec.examples.iter().map(move |it| (*spec, it)));
    examples.filter_map(|(spec, example)| check(catalogue, spec, example)).collect()
}

/// Runs one example; none if it holds.
pub fn check(catalogue: &Catalogue, spec: &ActionSpec, example: &ActionExample) -> Option<Failure> {
    let shows = &example.shows;
    let expected = match shows.gives {
        Some(text) => format!("{text:?}"),
        None => "no value".to_owned(),
    };
    let got = match evaluate(catalogue, spec, example) {
        Ok(Some(text)) => format!("{:?}", String::from_utf8_lossy(&text)),
        Ok(None) => "no value".to_owned(),
        Err(message) => message,
    };
    let failed = got != expected;
    failed.then_some(Failure { keyword: spec.name, expr: example.line, expected, got })
}

/// What an example's expression gives after its line ran.
fn evaluate(
    catalogue: &Catalogue,
    spec: &ActionSpec,
    example: &ActionExample,
) -> Result<Option<Vec<u8>>, String> {
    let mut txn = txn(example.shows.given)?;
    let world = txn.session.world.clone();
    let names = LiveNames { world: &world, current: Some(txn.backend) };
    let patterns = PatternStore::default();
    let mut compiler = Compiler::new(catalogue, &names, &patterns);
    let words = words(example.line).map_err(|error| describe(&error))?;
    let (ruleset, point, begin) = ruleset(&words)?;
    if !spec.rulesets.has(ruleset) {
        return Err(format!("`{}` isn't declared for this rule set", spec.name));
    }
    let rule = read(&mut compiler, spec, ruleset, point, &words[begin..]);
    run(&rule.map_err(|error| describe(&error))?, &mut txn, point);
    let expr = moongate_sample::testing::word(example.shows.expr);
    let expr = compiler.expr_word(&expr, Scope::ANYWHERE).map_err(|error| describe(&error))?;
    let point = if txn.response.is_empty() { point } else { Point::BeHttpResponse };
    Ok(expr.eval(&Cx::new(&txn, point)).ok().map(|value| match value {
        Sample::Bin(bytes) => bytes.into_owned(),
        value => cast::text(value).map(|text| text.into_owned()).unwrap_or_default(),
    }))
}

/// The words of a line, with quotes and escapes as in a configuration.
fn words(line: &str) -> Result<Vec<Word<'_>>, Diagnostic> {
    let mut words = Vec::new();
    let env = Env::new();
    let scope = lex::Scope { env: &env, file: "", line: 1, section: "" };
    let text = Text { bytes: line.as_bytes(), file: FileId(0), start: 0, comments: false };
    lex::words(text, &scope, &mut words)?;
    Ok(words)
}

/// The rule set of a line, where its expressions are evaluated, and where its action stands.
fn ruleset(words: &[Word<'_>]) -> Result<(Ruleset, Point, usize), String> {
    let at = |at: usize| words.get(at).map_or("", Word::str);
    match (at(0), at(1)) {
        ("http-request", _) => Ok((Ruleset::HttpRequest, Point::FeHttpRequest, 1)),
        ("http-response", _) => Ok((Ruleset::HttpResponse, Point::BeHttpResponse, 1)),
        ("http-after-response", _) => Ok((Ruleset::HttpAfterResponse, Point::FeHttpResponse, 1)),
        ("tcp-request", "connection") => Ok((Ruleset::TcpConnection, Point::FeTcpConnection, 2)),
        ("tcp-request", "session") => Ok((Ruleset::TcpSession, Point::FeTcpSession, 2)),
        ("tcp-request", "content") => Ok((Ruleset::TcpContent, Point::FeTcpContent, 2)),
        ("tcp-response", "content") => Ok((Ruleset::TcpResponse, Point::BeTcpResponse, 2)),
        (first, _) => Err(format!("`{first}` begins no rule")),
    }
}

/// Reads the action and its condition.
fn read(
    compiler: &mut Compiler<'_>,
    spec: &ActionSpec,
    ruleset: Ruleset,
    point: Point,
    words: &[Word<'_>],
) -> Result<Rule, Diagnostic> {
    let span = Span::new(FileId(0), 0, 0);
    let mut words = Words::new(words, span);
    let keyword = words.expect("an action")?;
    let action: Box<dyn Action> = {
        let settings = moongate_net::dns::Settings::default();
        let accept = moongate_net::dns::Accept::Both;
        let mydns = moongate_net::dns::Resolvers::new("mydns", Vec::new(), settings, accept);
        let slow = crate::BandwidthFilter {
            name: "slow".into(),
            id: (moongate_state::ProxyId(0), 0),
            response: true,
            limit: 1000,
            period: std::time::Duration::from_secs(1),
            min_size: 0,
            shared: None,
        };
        let mut cx = ParseCx {
            compiler,
            ruleset,
            point,
            keyword,
            scripts: None,
            services: None,
            error_files: None,
            resolvers: &[std::sync::Arc::new(mydns)],
            log_profiles: &[],
            stick_counters: 3,
            bandwidth: &[std::sync::Arc::new(slow)],
        };
        (spec.parse)(&mut cx, &mut words)?
    };
    let condition = compiler.optional_condition(&mut words, point)?;
    words.finish("the action")?;
    Ok(Rule { action, condition, span, tried: None, place: None })
}

/// Runs the rule; an answer's body is put where a response's body comes in.
fn run(rule: &Rule, txn: &mut Txn, point: Point) {
    let mut scratch = Vec::new();
    let mut cx = ActionCx { txn, point, last: true, span: None, scratch: &mut scratch };
    let verdict = match &rule.condition {
        Some(condition) if condition.eval(&cx.cx()) != Ok(true) => Verdict::Continue,
        _ => rule.action.run(&mut cx),
    };
    if let Verdict::Reply(body) | Verdict::Tarpit(body) = verdict {
        txn.res.input.clear();
        txn.res.input.push(body.bytes());
    }
    debug_assert!(scratch.is_empty(), "an action leaves its scratch empty");
}

#[cfg(test)]
mod tests {
    use crate::action::FAMILIES;
    use moongate_sample::Catalogue;

    #[test]
    fn every_example_holds() {
        let actions: Vec<_> = FAMILIES.iter().flat_map(|(_, family)| *family).copied().collect();
        let failures = super::prove(&Catalogue::standard(), &actions);
        let lines: Vec<_> = failures.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }

    #[test]
    fn no_action_is_declared_twice_for_a_rule_set() {
        let actions: Vec<_> = FAMILIES.iter().flat_map(|(_, family)| *family).collect();
        for (at, one) in actions.iter().enumerate() {
            for other in &actions[at + 1..] {
                let apart = one.name != other.name || one.rulesets.0 & other.rulesets.0 == 0;
                assert!(apart, "{}", one.name);
            }
            assert!(one.sentence.ends_with('.'), "{}", one.name);
        }
    }
}
