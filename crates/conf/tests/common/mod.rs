//! Reads a text as a configuration, with a few actions and a script host that loads nothing.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use moongate_conf::plan::LuaTune;
use moongate_conf::{Catalogue, LuaPath, Plan, Scripts, read};
use moongate_lang::{Diagnostic, Diagnostics, Env, Facts, Severity, Sources, Words};
use moongate_rules::action::ParseCx;
use moongate_rules::{
    Action, ActionCx, ActionSpec, Registered, Ruleset, Rulesets, ScriptHost, Verdict,
};
use std::sync::Mutex;

/// What reading a text gave.
pub struct Outcome {
    pub plan: Option<Plan>,
    pub findings: Vec<Diagnostic>,
    pub sources: Sources,
    pub env: Env,
    pub scripts: Calls,
}

impl Outcome {
    /// The findings as `line:column severity: message`.
    pub fn lines(&self) -> Vec<String> {
        let line = |finding: &Diagnostic| {
            let place = finding.span.map_or("-".to_owned(), |span| {
                let (line, column) = self.sources.position(span);
                format!("{line}:{column}")
            });
            let severity = match finding.severity {
                Severity::Alert => "alert",
                Severity::Warning => "warning",
                Severity::Notice => "notice",
            };
            format!("{place} {severity}: {}", finding.message)
        };
        self.findings.iter().map(line).collect()
    }

    /// The help of the first finding.
    pub fn help(&self) -> String {
        self.findings[0].help.as_deref().unwrap_or_default().to_owned()
    }

    /// The plan of a text without findings.
    pub fn plan(self) -> Plan {
        let lines = self.lines();
        assert!(lines.is_empty(), "{lines:#?}");
        self.plan.expect("no finding means that there is a plan")
    }
}

/// A script host that notes what it is asked for.
#[derive(Debug, Default)]
pub struct Calls(pub Mutex<Vec<String>>);

impl ScriptHost for Calls {
    fn load(&self, file: &str, args: &[String], per_thread: bool) -> Result<Registered, String> {
        if file.ends_with("broken.lua") {
            return Err("runtime error: broken.lua:1: oops".into());
        }
        self.0.lock().expect("never poisoned").push(format!("load {file} {args:?} {per_thread}"));
        Ok(Registered::default())
    }

    fn global_function(&self, _: &str) -> Option<Box<dyn Action>> {
        None
    }

    fn init(&self) -> Result<(), String> {
        Ok(())
    }
}

impl Scripts for Calls {
    fn prepend_path(&self, pattern: &str, path: LuaPath) -> Result<(), String> {
        self.0.lock().expect("never poisoned").push(format!("path {pattern} {path:?}"));
        Ok(())
    }

    fn tune(&self, _: &LuaTune) {}
}

#[derive(Debug)]
struct Nothing;

impl Action for Nothing {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        Verdict::Continue
    }
}

fn words(
    _: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
) -> Result<Box<dyn Action>, Diagnostic> {
    while words.peek().is_some_and(|word| *word != "if" && *word != "unless") {
        words.next();
    }
    Ok(Box::new(Nothing))
}

const ALL: Rulesets = Rulesets::of(&[
    Ruleset::HttpRequest,
    Ruleset::HttpResponse,
    Ruleset::HttpAfterResponse,
    Ruleset::TcpConnection,
    Ruleset::TcpSession,
    Ruleset::TcpContent,
    Ruleset::TcpResponse,
]);

const fn action(name: &'static str) -> ActionSpec {
    ActionSpec { name, rulesets: ALL, usage: "", sentence: "", examples: &[], parse: words }
}

static ACTIONS: [ActionSpec; 8] = [
    action("accept"),
    action("allow"),
    action("deny"),
    action("del-header"),
    action("reject"),
    action("return"),
    action("set-header"),
    action("set-var("),
];

/// Reads several files.
pub fn files(list: &[(&str, &str)]) -> Outcome {
    let mut sources = Sources::default();
    for (name, text) in list {
        sources.add(*name, text.as_bytes().to_vec());
    }
    let mut catalogue = Catalogue::default();
    catalogue.samples = moongate_sample::Catalogue::standard();
    ACTIONS.iter().for_each(|action| catalogue.add_action(action));
    let mut env = Env::new();
    let mut findings = Diagnostics::default();
    let facts = Facts { version: "3.5-dev5", ..Facts::default() };
    let scripts = Calls::default();
    let plan = read(&sources, &mut env, &facts, &mut catalogue, &scripts, &mut findings);
    Outcome { plan, findings: findings.iter().cloned().collect(), sources, env, scripts }
}

/// Reads one file.
pub fn text(text: &str) -> Outcome {
    files(&[("test.cfg", text)])
}
