//! `stats …` of proxies: a page of statistics, what it shows and who may see it.

mod rules;

pub(super) use rules::{ADMIN, HTTP_REQUEST};

use super::PLAIN;
use crate::draft::{Draft, Kept};
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::Proxy;
use crate::values;
use moongate_lang::units::Unit;
use moongate_lang::{Diagnostic, Diagnostics, Words};
use moongate_rules::Rule;
use moongate_rules::action::ask_unless;
use moongate_sample::Userlist;
use std::sync::Arc;

pub(super) static STATS: Keyword = Keyword {
    name: "stats",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "stats { enable | uri <prefix> | auth <user>:<password> | realm <realm> | scope { <proxy> | . } | refresh <time> | show-node [<name>] | show-desc [<text>] | show-legends | show-version | hide-version }",
    sentence: "Answers requests for a URI, `/haproxy?stats` if no line gives one, with a page of statistics, and says what it shows.",
    examples: &[
        "stats enable",
        "stats uri /admin?stats",
        "stats auth admin:secret",
        "stats realm Our\\ servers",
        "stats scope .",
        "stats refresh 5s",
        "stats show-node edge-1",
        "stats show-desc Servers of the shop",
        "stats show-legends",
        "stats show-version",
        "stats hide-version",
    ],
    parse: Parse::Early(parse),
    ..PLAIN
};

const WORDS: [&str; 13] = [
    "admin",
    "auth",
    "enable",
    "hide-version",
    "http-request",
    "realm",
    "refresh",
    "scope",
    "show-desc",
    "show-legends",
    "show-node",
    "show-version",
    "uri",
];

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("what the page is to do")?;
    let name = word.str();
    match name {
        "show-modules" => {
            return Err(Diagnostic::unsupported(word.span(), "`stats show-modules`"));
        }
        "socket" | "timeout" | "maxconn" => {
            return Err(Diagnostic::alert(
                word.span(),
                format!("`stats {name}` isn't for proxies"),
            )
            .help("it belongs to the `global` section"));
        }
        _ if !WORDS.contains(&name) => {
            let wrong = Diagnostic::alert(word.span(), format!("`stats` has no `{name}`"));
            return Err(wrong.did_you_mean(name, WORDS));
        }
        _ => {}
    }
    let text = (name == "show-desc").then(|| description(cx, words));
    // As in HAProxy: a proxy with a line of its own has nothing of the page in its `defaults`.
    let first = !std::mem::replace(&mut cx.draft.own_stats, true);
    if first && !cx.draft.section.is_defaults() {
        cx.draft.settings.stats = None;
    }
    let page = Arc::make_mut(cx.draft.settings.stats.get_or_insert_default());
    match name {
        "enable" => {}
        "hide-version" => page.version = false,
        "show-version" => page.version = true,
        "show-legends" => page.legends = true,
        "uri" => page.uri = filled(words, "the beginning of a URI")?,
        "realm" => page.realm = Some(filled(words, "a realm")?),
        "scope" => page.scope.push(values::text(words, "the name of a proxy, or `.`")?.into()),
        "refresh" => {
            let seconds = values::time(words, "a time", Unit::Second)? / 1000;
            page.refresh = (seconds > 0).then_some(seconds);
        }
        "show-node" => page.node = Some(node(words)?),
        "show-desc" => page.description = text,
        "auth" => account(cx, words)?,
        _ => return keep(cx, words, if name == "admin" { &ADMIN } else { &HTTP_REQUEST }),
    }
    words.finish(&format!("`stats {name}`"))
}

/// A word that isn't empty.
fn filled(words: &mut Words<'_, '_>, what: &str) -> Result<Vec<u8>, Diagnostic> {
    let word = words.expect(what)?;
    match word.bytes() {
        [] => Err(Diagnostic::alert(word.span(), format!("{what} can't be empty"))),
        bytes => Ok(bytes.to_vec()),
    }
}

fn node(words: &mut Words<'_, '_>) -> Result<Box<str>, Diagnostic> {
    let Some(word) = words.peek() else { return Ok("".into()) };
    let fine = |c: &u8| c.is_ascii_alphanumeric() || b"-_".contains(c);
    if !word.bytes().iter().all(fine) {
        return Err(Diagnostic::alert(word.span(), format!("'{}' is no node's name", word.str()))
            .help("names of nodes have letters, digits, `-` and `_`"));
    }
    Ok(values::text(words, "a name")?.into())
}

/// All words up to the end of the line.
fn description(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Box<str> {
    let text: Vec<&str> = words.rest().iter().map(|word| word.str()).collect();
    while words.next().is_some() {}
    if text.is_empty() && cx.global.global.description.is_none() {
        cx.notes.push(
            Diagnostic::warning(cx.keyword.span(), "'show-desc' has no description to show")
                .help("write it here, or in a line `description` of `global` above"),
        );
    }
    text.join(" ").into()
}

/// `auth <user>:<password>`
fn account(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a user and a password")?;
    let colon = word.bytes().iter().position(|c| *c == b':');
    let (Some(colon), Ok(_)) = (colon, values::utf8(word)) else {
        return Err(Diagnostic::alert(word.span(), "'auth' needs a user:password account")
            .help("write `stats auth <user>:<password>`"));
    };
    let (user, password) = (&word.str()[..colon], word.bytes()[colon + 1..].to_vec());
    let page = Arc::make_mut(cx.draft.settings.stats.get_or_insert_default());
    if page.users.iter().any(|(known, _)| known == user) {
        let message = format!("ignoring duplicated user '{user}'");
        let note = Diagnostic::warning(word.span_of(0..colon), message);
        cx.notes.push(note.help("the first password counts"));
    } else {
        page.users.push((user.to_owned(), password));
    }
    Ok(())
}

/// Lines with conditions are read once all names are known.
fn keep(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>, keyword: &'static Keyword) -> Done {
    if !keyword.sections.has(cx.draft.section) {
        let message = format!("`{}` isn't allowed in a `defaults` section", keyword.name);
        return Err(Diagnostic::alert(cx.keyword.span(), message)
            .help(format!("it belongs to a {} section", keyword.sections.text())));
    }
    let mut all = vec![cx.keyword.clone().into_owned()];
    all.extend(words.rest().iter().map(|word| word.clone().into_owned()));
    // Behind the last word, as for the line itself.
    let end = {
        let mut rest = words.clone();
        while rest.next().is_some() {}
        rest.here()
    };
    cx.draft.late.push(Kept { keyword, words: all, negation: None, end });
    Ok(())
}

/// `auth`: the last of the rules asks for a name and a password. `http-request` would be in its way.
pub(crate) fn settle(draft: &Draft<'_>, proxy: &mut Proxy, notes: &mut Diagnostics) {
    let Some(page) = &proxy.settings.stats else { return };
    let given = !page.users.is_empty() || page.realm.is_some();
    if given && !proxy.rules.stats.is_empty() {
        let message = format!(
            "{}: stats 'auth'/'realm' and 'http-request' can't be used at the same time",
            draft.title()
        );
        let wrong = Diagnostic::alert(draft.span, message);
        notes.push(wrong.help(
            "write a userlist, and `stats http-request auth unless { http_auth(<userlist>) }`",
        ));
        return;
    }
    if page.users.is_empty() {
        return;
    }
    let mut list = Userlist::new("");
    for (user, password) in &page.users {
        // No user is in it twice.
        let _ = list.add(user, password, false, &[]);
    }
    let action = ask_unless(list, page.realm());
    let rule = Rule { action, condition: None, span: draft.span, tried: None, place: None };
    proxy.rules.stats.0.push(rule);
}
