//! Users with their passwords and groups (`userlist`, manual 12.2).

mod crypt;

use aws_lc_rs::{constant_time, hmac, rand::SystemRandom};
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// Makes the notes of right passwords; another one in each process.
static KEY: LazyLock<Option<hmac::Key>> =
    LazyLock::new(|| hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new()).ok());

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
    Crypted {
        hash: Box<str>,
        /// The keyed digest of the right password, once it was given: its hash takes milliseconds on
        /// purpose, and clients send the password with every request.
        right: OnceLock<hmac::Tag>,
    },
    /// None: nobody is that user.
    Locked,
}

impl Password {
    fn is(&self, given: &[u8]) -> bool {
        match self {
            // Comparing takes as long wherever they differ.
            Self::Plain(known) => constant_time::verify_slices_are_equal(known, given).is_ok(),
            Self::Locked => false,
            Self::Crypted { hash, right } => {
                let key = KEY.as_ref();
                if let (Some(key), Some(right)) = (key, right.get())
                    && hmac::verify(key, given, right.as_ref()).is_ok()
                {
                    return true;
                }
                let fits = crypt::check(hash, given);
                if let (true, Some(key)) = (fits, key) {
                    right.get_or_init(|| hmac::sign(key, given));
                }
                fits
            }
        }
    }
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
    /// What is wrong with it: the user is there already, or such a hash can't be checked.
    pub fn add(
        &mut self,
        name: &str,
        password: &[u8],
        crypted: bool,
        groups: &[&str],
    ) -> Result<(), String> {
        if self.users.contains_key(name.as_bytes()) {
            return Err(format!("the user `{name}` is in the list already"));
        }
        let password = match crypted {
            false => Password::Plain(password.into()),
            true => match std::str::from_utf8(password).ok().filter(|hash| crypt::is_known(hash)) {
                Some(hash) => Password::Crypted { hash: hash.into(), right: OnceLock::new() },
                None => {
                    return Err("a password hash other than `$1$`, `$2b$`, `$5$`, `$6$` and `$y$`"
                        .to_owned());
                }
            },
        };
        let groups = groups.iter().map(|group| (*group).into()).collect();
        self.users.insert(name.as_bytes().into(), User { password, groups });
        Ok(())
    }

    /// Adds a user without a password, whom nobody can be.
    pub fn add_locked(&mut self, name: &str) {
        let user = User { password: Password::Locked, groups: Vec::new() };
        self.users.insert(name.as_bytes().into(), user);
    }

    /// Whether there is a user of that name.
    pub fn has(&self, name: &str) -> bool {
        self.users.contains_key(name.as_bytes())
    }

    /// Puts a user into a group; whether there is such a user.
    pub fn join(&mut self, user: &str, group: &str) -> bool {
        let found = self.users.get_mut(user.as_bytes());
        found.map(|user| user.groups.push(group.into())).is_some()
    }

    /// Whether the user is in the list with that password. Hashes take their time on purpose; a right
    /// password is hashed once.
    pub fn check(&self, name: &[u8], password: &[u8]) -> bool {
        self.users.get(name).is_some_and(|user| user.password.is(password))
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
        list.add("a", b"plain", false, &["g1", "g2"]).unwrap();
        list.add("b", b"$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", true, &[])
            .unwrap();
        assert!(list.check(b"a", b"plain"));
        assert!(!list.check(b"a", b"plaim"));
        assert!(!list.check(b"x", b""));
        // The second time the hash isn't made.
        assert!(list.check(b"b", b"Hello world!") && list.check(b"b", b"Hello world!"));
        assert!(!list.check(b"b", b"Hello world?"));
        assert_eq!(list.groups(b"a").collect::<Vec<_>>(), ["g1", "g2"]);
        assert!(list.add("a", b"x", false, &[]).is_err());
        assert!(list.add("c", b"$2y$05$x", true, &[]).is_err());
        list.add_locked("d");
        assert!(list.has("d") && !list.check(b"d", b""));
        assert!(list.join("b", "g1") && !list.join("x", "g1"));
    }
}
