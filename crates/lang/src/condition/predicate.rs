//! The predicates of conditions, one entry each.

use super::version::{Openssl, Version};
use crate::{Diagnostic, Env, Facts, Word};

/// A predicate.
pub(super) struct Predicate {
    pub(super) name: &'static str,
    pub(super) arguments: &'static [&'static str],
    pub(super) test: Test,
}

/// Tells whether it holds; the number of arguments has been checked.
type Test = fn(&[Word<'static>], &Env, &Facts<'_>) -> Result<bool, Diagnostic>;

impl Predicate {
    pub(super) fn usage(&self) -> String {
        let arguments: Vec<_> = self.arguments.iter().map(|name| format!("<{name}>")).collect();
        format!("{}({})", self.name, arguments.join(","))
    }
}

const fn entry(name: &'static str, arguments: &'static [&'static str], test: Test) -> Predicate {
    Predicate { name, arguments, test }
}

/// All predicates of manual 2.4.
pub(super) const ALL: [Predicate; 14] = [
    entry("awslc_api_atleast", &["number"], |words, _, facts| {
        let wanted = number(&words[0])?;
        Ok(facts.awslc_api.is_some_and(|api| api >= wanted))
    }),
    entry("awslc_api_before", &["number"], |words, _, facts| {
        let wanted = number(&words[0])?;
        Ok(facts.awslc_api.is_some_and(|api| api < wanted))
    }),
    entry("defined", &["name"], |words, env, _| Ok(env.defined(words[0].bytes()))),
    entry("enabled", &["option"], |words, _, facts| enabled(&words[0], facts)),
    entry("feature", &["name"], |words, _, facts| Ok(facts.features.contains(&words[0].str()))),
    entry("fips_mode", &[], |_, _, facts| Ok(facts.fips)),
    entry("openssl_version_atleast", &["version"], |words, _, facts| {
        let wanted = openssl(&words[0])?;
        Ok(Openssl::parse(facts.openssl_version).is_some_and(|own| own >= wanted))
    }),
    entry("openssl_version_before", &["version"], |words, _, facts| {
        let wanted = openssl(&words[0])?;
        Ok(Openssl::parse(facts.openssl_version).is_some_and(|own| own < wanted))
    }),
    entry("ssllib_name_startswith", &["name"], |words, _, facts| {
        let library = facts.ssl_library.as_bytes();
        Ok(!library.is_empty() && library.starts_with(words[0].bytes()))
    }),
    entry("streq", &["text", "text"], |words, _, _| Ok(words[0].bytes() == words[1].bytes())),
    entry("strneq", &["text", "text"], |words, _, _| Ok(words[0].bytes() != words[1].bytes())),
    entry("strstr", &["text", "part"], |words, _, _| {
        Ok(memchr::memmem::find(words[0].bytes(), words[1].bytes()).is_some())
    }),
    entry("version_atleast", &["version"], |words, _, facts| {
        let wanted = version(&words[0])?;
        Ok(Version::parse(facts.version).is_some_and(|own| own >= wanted))
    }),
    entry("version_before", &["version"], |words, _, facts| {
        let wanted = version(&words[0])?;
        Ok(Version::parse(facts.version).is_some_and(|own| own < wanted))
    }),
];

/// The predicate of that name.
pub(super) fn find(name: &str) -> Option<&'static Predicate> {
    ALL.iter().find(|predicate| predicate.name == name)
}

fn enabled(word: &Word<'_>, facts: &Facts<'_>) -> Result<bool, Diagnostic> {
    if !OPTIONS.contains(&word.str()) {
        let message = format!("`{}` isn't an option that can be asked for", word.str());
        return Err(Diagnostic::alert(word.span(), message)
            .help(format!("there are {}", OPTIONS.join(", "))));
    }
    Ok(facts.enabled.contains(&word.str()))
}

/// What `enabled()` knows.
const OPTIONS: [&str; 9] = [
    "POLL",
    "EPOLL",
    "KQUEUE",
    "EVPORTS",
    "SPLICE",
    "GETADDRINFO",
    "REUSEPORT",
    "FAST-FORWARD",
    "SERVER-SSL-VERIFY-NONE",
];

fn number(word: &Word<'_>) -> Result<u32, Diagnostic> {
    word.str().parse().map_err(|_| {
        Diagnostic::alert(word.span(), format!("`{}` isn't a number", word.str()))
            .help("write a whole number, as in `awslc_api_atleast(35)`")
    })
}

fn version(word: &Word<'_>) -> Result<Version, Diagnostic> {
    Version::parse(word.str()).ok_or_else(|| not_version(word, "3.0-dev4"))
}

fn openssl(word: &Word<'_>) -> Result<Openssl, Diagnostic> {
    Openssl::parse(word.str()).ok_or_else(|| not_version(word, "1.1.1"))
}

fn not_version(word: &Word<'_>, example: &str) -> Diagnostic {
    Diagnostic::alert(word.span(), format!("`{}` isn't a version", word.str()))
        .help(format!("write it like `{example}`"))
}
