//! Every name that scripts may count on exists in its class and works in its contexts, or stands on
//! the list of what is missing, with the reason.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

use moongate_lua::{CLASSES, Context};

const EXPECTED: &str = include_str!("../../../tests/lua/api-names.txt");
const MISSING: &str = include_str!("../../../docs/reference/lua-missing.md");

/// The class of that name, or the table.
fn class(name: &str) -> Option<&'static moongate_lua::Class> {
    CLASSES.iter().find(|class| class.name == name)
}

/// Whether the class has that field, constant or function in the contexts; else what is wrong.
fn look(owner: &str, name: &str, contexts: &[Context]) -> Option<String> {
    let Some(class) = class(owner) else { return Some("there is no such class".into()) };
    let plain = class.fields.iter().any(|field| field.name == name)
        || class.constants.iter().any(|constant| constant.name == name);
    if plain {
        return None;
    }
    let found = class
        .functions
        .iter()
        .map(|function| &function.declaration)
        .find(|declaration| declaration.name == name || declaration.aliases.contains(&name));
    let Some(declaration) = found else { return Some("there is no such name".into()) };
    let lost = contexts.iter().find(|context| !declaration.contexts.has(**context));
    lost.map(|context| format!("doesn't work in {}", context.short()))
}

/// Whether the list of what is missing names it, itself or with its class (`ACME.*`).
fn is_excused(owner: &str, name: &str) -> bool {
    let ticked = |text: &str| MISSING.contains(&format!("`{text}`"));
    ticked(&format!("{owner}.{name}")) || ticked(&format!("{owner}.*"))
}

#[test]
fn every_name_exists_in_its_contexts() {
    let mut wrong = Vec::new();
    for line in EXPECTED.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (owner, name) = words.next().unwrap().split_once('.').unwrap();
        let contexts: Vec<Context> = words
            .map(|word| Context::ALL.into_iter().find(|one| one.short() == word).unwrap())
            .collect();
        match (look(owner, name, &contexts), is_excused(owner, name)) {
            (Some(why), false) => wrong.push(format!("{owner}.{name}: {why}")),
            (None, true) => wrong.push(format!("{owner}.{name}: is there, but listed as missing")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_name_is_declared_twice_in_a_class() {
    for class in CLASSES {
        let functions = class.functions.iter().map(|function| &function.declaration);
        let mut names: Vec<&str> = functions
            .flat_map(|one| std::iter::once(one.name).chain(one.aliases.iter().copied()))
            .chain(class.fields.iter().map(|field| field.name))
            .collect();
        names.sort_unstable();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None, "{}", class.name);
    }
}

#[test]
fn every_function_says_what_it_does() {
    for function in CLASSES.iter().flat_map(|class| class.functions) {
        let one = &function.declaration;
        assert!(one.sentence.ends_with('.'), "{}.{}", one.class, one.name);
        let optional = one.params.iter().skip_while(|param| !param.optional);
        assert!(optional.clone().all(|param| param.optional), "{}.{}", one.class, one.name);
    }
}
