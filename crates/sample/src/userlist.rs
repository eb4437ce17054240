//! Users with their passwords and groups (`userlist`, manual 12.2).

mod crypt;

use std::collections::HashMap;

/// A list of users.
#[derive(Debug, Default)]
pub struct Userlist {
    /// Its name.
    pub name: Box<str>,
    users: HashMap<Box<[u8]>, User>,
}

#[derive(Debug)]
struct User {
    password: Password,
    groups: Vec<Box<str>>,
}

#[derive(Debug)]
enum Password {
    /// `insecure-password`
    Plain(Box<[u8]>),
    /// `password`: as `crypt(3)` makes it.
    Crypted(Box<str>),
}

impl Userlist {
    /// A list without users.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), users: HashMap::new() }
    }

    /// Adds a user. `crypted`: the password is as `crypt(3)` makes it (`password`), otherwise it is
    /// itself (`insecure-password`).
    ///
    /// # Errors
    /// A sentence: the user is there already, or such a hash can't be checked.
    pub fn add(
        &mut self,
        name: &str,
        password: &str,
        crypted: bool,
        groups: &[&str],
    ) -> Result<(), String> {
        if self.users.contains_key(name.as_bytes()) {
            return Err(format!("the user `{name}` is in the list already"));
        }
        if crypted && !crypt::is_known(password) {
            return Err(format!(
                "the password of `{name}` is of a kind that isn't supported yet; `$1$`, `$5$` and `$6$` are"
            ));
        }
        let password = match crypted {
            true => Password::Crypted(password.into()),
            false => Password::Plain(password.as_bytes().into()),
        };
        let groups = groups.iter().map(|group| (*group).into()).collect();
        self.users.insert(name.as_bytes().into(), User { password, groups });
        Ok(())
    }

    /// Puts a user into a group; whether there is such a user.
    pub fn join(&mut self, user: &str, group: &str) -> bool {
        let found = self.users.get_mut(user.as_bytes());
        found.map(|user| user.groups.push(group.into())).is_some()
    }

    /// Whether the user is in the list with that password. Hashes take their time on purpose.
    pub fn check(&self, name: &[u8], password: &[u8]) -> bool {
        match self.users.get(name).map(|user| &user.password) {
            None => false,
            // Comparing takes as long wherever they differ.
            Some(Password::Plain(known)) => {
                aws_lc_rs::constant_time::verify_slices_are_equal(known, password).is_ok()
            }
            Some(Password::Crypted(hash)) => crypt::check(hash, password),
        }
    }

    /// The groups of a user.
    pub fn groups(&self, name: &[u8]) -> impl Iterator<Item = &str> {
        let user = self.users.get(name).into_iter();
        user.flat_map(|user| user.groups.iter().map(|group| &**group))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_known_by_name_and_password() {
        let mut list = Userlist::new("l");
        list.add("a", "plain", false, &["g1", "g2"]).unwrap();
        list.add("b", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", true, &[])
            .unwrap();
        assert!(list.check(b"a", b"plain"));
        assert!(!list.check(b"a", b"plaim"));
        assert!(!list.check(b"x", b""));
        assert!(list.check(b"b", b"Hello world!"));
        assert!(!list.check(b"b", b"Hello world?"));
        assert_eq!(list.groups(b"a").collect::<Vec<_>>(), ["g1", "g2"]);
        assert!(list.add("a", "x", false, &[]).is_err());
        assert!(list.add("c", "$2y$05$x", true, &[]).is_err());
        assert!(list.join("b", "g1") && !list.join("x", "g1"));
    }
}
