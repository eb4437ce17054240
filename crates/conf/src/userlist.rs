//! `userlist`: users with their passwords and groups, for `http_auth` (configuration manual,
//! chapter 12.2).

use crate::walk::{bad_name, valid_name};
use moongate_lang::{Diagnostic, Diagnostics, Line, Span, Words};
use moongate_sample::Userlist;
use std::sync::Arc;

/// The section while it is read: a group may name users of later lines, and the other way round.
#[derive(Debug)]
pub(crate) struct Draft {
    list: Userlist,
    /// Names of groups.
    groups: Vec<Box<str>>,
    /// Memberships: user, group, where it is said, and whether the user's line says it.
    members: Vec<(Box<str>, Box<str>, Span, bool)>,
    /// A section of that name stands above: its lines count and these don't.
    double: bool,
}

/// The section's lines, for "did you mean".
const KEYWORDS: [&str; 2] = ["group", "user"];

/// Reads the section's name.
pub(crate) fn open(
    words: &mut Words<'_, '_>,
    lists: &[Draft],
    notes: &mut Diagnostics,
) -> Result<Draft, Diagnostic> {
    let word =
        words.expect("the list's name").map_err(|wrong| wrong.help("write `userlist <name>`"))?;
    let name = valid_name(word).map_err(|at| bad_name(word, at, "'userlist' name"))?;
    words.finish("the list's name")?;
    let double = lists.iter().any(|list| *list.list.name == *name);
    if double {
        let message = format!("ignoring duplicated userlist '{name}'");
        notes.push(Diagnostic::warning(word.span(), message).help("the first one counts"));
    }
    Ok(Draft { list: Userlist::new(name), groups: Vec::new(), members: Vec::new(), double })
}

/// Reads a line.
pub(crate) fn line(
    line: &Line<'_>,
    draft: &mut Draft,
    notes: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let Some(keyword) = line.keyword() else { return Ok(()) };
    if let Some(negation) = line.negation {
        return Err(Diagnostic::alert(negation.span(), "nothing can be negated in this section"));
    }
    let mut words = line.arguments();
    match keyword.str() {
        "group" => {
            let done = draft.group(&mut words, notes);
            done.map_err(|wrong| wrong.usage("", "group <name> [users <user>[,…]]"))
        }
        "user" => {
            let name = words.peek().map_or("", |word| word.str());
            let done = draft.user(&mut words, notes);
            if done.is_err() && !draft.list.has(name) {
                // Whoever names a user that was refused isn't to blame.
                draft.list.add_locked(name);
            }
            let usage =
                "user <name> [password <hash> | insecure-password <password>] [groups <group>[,…]]";
            done.map_err(|wrong| wrong.usage("", usage))
        }
        name => {
            let message = format!("unknown keyword '{name}' in 'userlist' section");
            Err(Diagnostic::alert(keyword.span(), message)
                .help("a section `userlist` has lines `user <name> …` and `group <name> …`")
                .did_you_mean(name, KEYWORDS))
        }
    }
}

impl Draft {
    fn group(
        &mut self,
        words: &mut Words<'_, '_>,
        notes: &mut Diagnostics,
    ) -> Result<(), Diagnostic> {
        let word = words.expect("the group's name")?;
        let group = valid_name(word).map_err(|at| bad_name(word, at, "a group's name"))?;
        if self.groups.iter().any(|known| **known == *group) {
            let message =
                format!("ignoring duplicated group '{group}' in userlist '{}'", self.list.name);
            notes.push(Diagnostic::warning(word.span(), message).help("the first one counts"));
            words.for_each(drop);
            return Ok(());
        }
        while let Some(option) = words.next() {
            if *option != *"users" {
                let name = option.str();
                let message = format!("'group' has the option 'users' only, not '{name}'");
                return Err(Diagnostic::alert(option.span(), message).did_you_mean(name, ["users"]));
            }
            let list = words.expect("the names of users")?;
            for user in names(list.str()) {
                self.members.push((user.into(), group.into(), list.span(), false));
            }
        }
        self.groups.push(group.into());
        Ok(())
    }

    fn user(
        &mut self,
        words: &mut Words<'_, '_>,
        notes: &mut Diagnostics,
    ) -> Result<(), Diagnostic> {
        let word = words.expect("the user's name")?;
        let user = word.str();
        if self.list.has(user) {
            let message =
                format!("ignoring duplicated user '{user}' in userlist '{}'", self.list.name);
            notes.push(Diagnostic::warning(word.span(), message).help("the first one counts"));
            words.for_each(drop);
            return Ok(());
        }
        let mut password = None;
        while let Some(option) = words.next() {
            match option.str() {
                kind @ ("password" | "insecure-password") => {
                    let text = words.expect("the password")?;
                    password = Some((text, kind == "password"));
                }
                "groups" => {
                    let list = words.expect("the names of groups")?;
                    for group in names(list.str()) {
                        self.members.push((user.into(), group.into(), list.span(), true));
                    }
                }
                name => {
                    let message = format!("'user' has no option '{name}'");
                    let known = ["password", "insecure-password", "groups"];
                    return Err(Diagnostic::alert(option.span(), message)
                        .help("the options are `password`, `insecure-password` and `groups`")
                        .did_you_mean(name, known));
                }
            }
        }
        let Some((text, crypted)) = password else {
            let message = format!("the user '{user}' has no password and can't log in");
            notes.push(
                Diagnostic::warning(word.span(), message)
                    .help("add `password <hash>` or `insecure-password <password>`"),
            );
            self.list.add_locked(user);
            return Ok(());
        };
        self.list.add(user, text.bytes(), crypted, &[]).map_err(|why| {
            Diagnostic::unsupported(text.span(), why)
                .help("make a hash with `mkpasswd -m sha-512`, or use `insecure-password`")
        })
    }

    /// The list, once all of it is read.
    pub(crate) fn finish(mut self, notes: &mut Diagnostics) -> Option<Arc<Userlist>> {
        if self.double {
            return None;
        }
        for (user, group, span, of_user) in std::mem::take(&mut self.members) {
            let name = self.list.name.clone();
            if of_user && !self.groups.contains(&group) {
                let message = format!(
                    "userlist '{name}': no such group '{group}' specified in user '{user}'"
                );
                let known = self.groups.iter().map(|group| &**group);
                notes.push(Diagnostic::alert(span, message).did_you_mean(&group, known));
            } else if !self.list.join(&user, &group) {
                let message = format!(
                    "userlist '{name}': no such user '{user}' specified in group '{group}'"
                );
                notes.push(
                    Diagnostic::alert(span, message)
                        .help(format!("declare it: `user {user} password <hash>`")),
                );
            }
        }
        Some(Arc::new(self.list))
    }
}

/// The names of a list with commas.
fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|name| !name.is_empty())
}
