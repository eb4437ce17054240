//! What is said about keywords that don't belong where they stand, or that nobody knows.

use crate::draft::Draft;
use crate::keyword::{Keyword, Section};
use crate::walk::SECTIONS;
use crate::{global, proxy, unsupported};
use moongate_lang::{Diagnostic, Word, nearest};

/// What a section has instead of a keyword that belongs elsewhere.
const INSTEAD: [(&str, &str); 2] = [
    ("maxconn", "; a backend has `fullconn`, and each server its own `maxconn`"),
    ("fullconn", "; a frontend has `maxconn`"),
];

/// A keyword in a section that can't have it; HAProxy only warns where it can ignore the line.
pub(crate) fn misplaced(keyword: &Keyword, word: &Word<'_>, draft: &Draft<'_>) -> Diagnostic {
    let name = keyword.name;
    let mut belongs = format!("`{name}` belongs to a {} section", keyword.sections.text());
    if let Some((_, instead)) = INSTEAD.iter().find(|(other, _)| *other == name) {
        belongs.push_str(instead);
    }
    if draft.section.is_defaults() {
        let kind = match draft.section {
            Section::Defaults if keyword.sections.has(Section::NamedDefaults) => "anonymous ",
            _ => "",
        };
        let message = format!("'{name}' not allowed in {kind}'defaults' section");
        let help = match kind.is_empty() {
            true => belongs,
            false => "give the section a name: `defaults <name>`".to_owned(),
        };
        return Diagnostic::alert(word.span(), message).help(help);
    }
    let capability = if keyword.sections.has(Section::Backend) { "backend" } else { "frontend" };
    let title = draft.title();
    match keyword.lenient {
        true => Diagnostic::warning(
            word.span(),
            format!("'{name}' ignored because {title} has no {capability} capability"),
        ),
        false => Diagnostic::alert(
            word.span(),
            format!("'{name}' not allowed because {title} has no {capability} capability"),
        ),
    }
    .help(belongs)
}

/// Keywords of proxies that HAProxy took once.
const REMOVED: [(&str, &str); 16] = [
    ("appsession", "use `stick-table` and `stick on`"),
    ("bind-process", "remove it"),
    ("block", "write `http-request deny`"),
    ("clitimeout", "write `timeout client`"),
    ("contimeout", "write `timeout connect`"),
    ("grace", "remove it"),
    ("redisp", "write `option redispatch`"),
    ("redispatch", "write `option redispatch`"),
    ("reqadd", "write `http-request add-header`"),
    ("reqdel", "write `http-request del-header`"),
    ("reqdeny", "write `http-request deny`"),
    ("reqrep", "write `http-request replace-header` or `http-request replace-uri`"),
    ("rspadd", "write `http-response add-header`"),
    ("rspdel", "write `http-response del-header`"),
    ("rsprep", "write `http-response replace-header`"),
    ("srvtimeout", "write `timeout server`"),
];

/// A keyword that no table has, or that only the table of what is missing has.
pub(crate) fn unknown(word: &Word<'_>, section: Section) -> Diagnostic {
    let name = word.str();
    let place = section.keyword();
    let global = section == Section::Global;
    if let Some((_, instead)) = REMOVED.iter().find(|(old, _)| *old == name && !global) {
        let message = format!("the '{name}' keyword is not supported any more by HAProxy");
        return Diagnostic::alert(word.span(), message).help(*instead);
    }
    let known = if global { unsupported::GLOBAL } else { unsupported::PROXY };
    if known.contains(&name) {
        return Diagnostic::unsupported(word.span(), format!("keyword `{name}`"));
    }
    let message = format!("unknown keyword '{name}' in '{place}' section");
    let error = Diagnostic::alert(word.span(), message);
    let (own, other): (&[&Keyword], &[&Keyword]) =
        if global { (global::ALL, proxy::ALL) } else { (proxy::ALL, global::ALL) };
    if other.iter().any(|keyword| keyword.name == name) {
        let belongs = if global { "a proxy's" } else { "the `global`" };
        return error.help(format!("`{name}` belongs to {belongs} section"));
    }
    let names = own.iter().map(|keyword| keyword.name);
    error.did_you_mean(name, names.chain(known.iter().copied()).chain(SECTIONS))
}

pub(crate) fn misspelt_section(word: &Word<'_>) -> Diagnostic {
    Diagnostic::alert(word.span(), format!("unknown section '{}'", word.str()))
        .label("its lines aren't looked at")
        .did_you_mean(word.str(), SECTIONS)
}

/// An ACL that was looked for may be declared, but further down.
pub(crate) fn below(wrong: Diagnostic, draft: &Draft<'_>) -> Diagnostic {
    let name = wrong.message.strip_prefix("there is no ACL `");
    let (Some(name), Some(place)) = (name.and_then(|rest| rest.strip_suffix('`')), wrong.span)
    else {
        return wrong;
    };
    let lines = draft.late.iter().filter(|kept| kept.keyword.name == "acl");
    let later = lines
        .filter_map(|kept| kept.words.get(1))
        .filter(|word| word.span().file > place.file || word.span().start > place.start);
    let later: Vec<&Word<'_>> = later.collect();
    let Some(near) = nearest(name, later.iter().map(|word| word.str())) else { return wrong };
    let found = later.iter().find(|word| word.str() == near).map(|word| word.span());
    let help = match near == name {
        true => format!("move the line `acl {near}` above this one"),
        false => format!("did you mean `{near}`? Its `acl` line has to stand above this one"),
    };
    let wrong = wrong.label("no `acl` line above declares it").help(help);
    match found {
        Some(span) => wrong.related(span, "declared too late"),
        None => wrong,
    }
}
