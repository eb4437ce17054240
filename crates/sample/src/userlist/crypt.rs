//! Passwords as `crypt(3)` makes them: SHA-crypt (`$5$`, `$6$`; Ulrich Drepper's public-domain
//! specification), MD5-crypt (`$1$`, Poul-Henning Kamp), yescrypt (`$y$`) and bcrypt (`$2b$` and its elders).

use aws_lc_rs::{constant_time, digest};
use md5::{Digest as _, Md5};
use yescrypt::{PasswordHashRef, PasswordVerifier as _, Yescrypt};

/// Whether a hash is of a kind that can be checked.
pub(super) fn is_known(hash: &str) -> bool {
    match hash.get(..2) {
        Some("$y") => PasswordHashRef::new(hash).is_ok_and(|hash| hash.fields().count() == 3),
        Some("$2") => hash.parse::<bcrypt::HashParts>().is_ok(),
        _ => parts(hash).is_some(),
    }
}

/// Whether the hash is the password's.
pub(super) fn check(hash: &str, password: &[u8]) -> bool {
    match hash.get(..2) {
        Some("$y") => {
            return PasswordHashRef::new(hash)
                .is_ok_and(|hash| Yescrypt::default().verify_password(password, hash).is_ok());
        }
        Some("$2") => return bcrypt::verify(password, hash).unwrap_or(false),
        _ => {}
    }
    let Some((kind, rounds, salt, told)) = parts(hash) else { return false };
    let made = match kind {
        Kind::Md5 => md5_crypt(password, salt),
        Kind::Sha256 => sha_crypt(&digest::SHA256, password, salt, rounds),
        Kind::Sha512 => sha_crypt(&digest::SHA512, password, salt, rounds),
    };
    constant_time::verify_slices_are_equal(made.as_bytes(), told.as_bytes()).is_ok()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Md5,
    Sha256,
    Sha512,
}

/// The kind, the rounds, the salt, and what the password gave.
fn parts(hash: &str) -> Option<(Kind, u32, &[u8], &str)> {
    let (kind, rest, longest) = match hash.get(..3)? {
        "$1$" => (Kind::Md5, &hash[3..], 8),
        "$5$" => (Kind::Sha256, &hash[3..], 16),
        "$6$" => (Kind::Sha512, &hash[3..], 16),
        _ => return None,
    };
    let (rounds, rest) = match rest.strip_prefix("rounds=").and_then(|rest| rest.split_once('$')) {
        Some((rounds, rest)) if kind != Kind::Md5 => {
            (rounds.parse::<u32>().ok()?.clamp(1000, 999_999_999), rest)
        }
        _ => (5000, rest),
    };
    let (salt, told) = rest.split_once('$')?;
    Some((kind, rounds, &salt.as_bytes()[..salt.len().min(longest)], told))
}

const DIGITS: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Appends so many digits of three bytes, lowest first.
fn write(bytes: [u8; 3], digits: usize, out: &mut String) {
    let mut word = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
    for _ in 0..digits {
        out.push(char::from(DIGITS[(word & 63) as usize]));
        word >>= 6;
    }
}

fn repeated(bytes: &[u8], length: usize) -> impl Iterator<Item = u8> {
    bytes.iter().copied().cycle().take(length)
}

fn sha_crypt(kind: &'static digest::Algorithm, key: &[u8], salt: &[u8], rounds: u32) -> String {
    let digest = |parts: &[&[u8]]| {
        let mut context = digest::Context::new(kind);
        parts.iter().for_each(|part| context.update(part));
        context.finish().as_ref().to_vec()
    };
    // Steps 4 to 12 of the specification.
    let b = digest(&[key, salt, key]);
    let mut first = digest::Context::new(kind);
    first.update(key);
    first.update(salt);
    first.update(&repeated(&b, key.len()).collect::<Vec<u8>>());
    let mut count = key.len();
    while count > 0 {
        first.update(if count & 1 == 1 { &b } else { key });
        count >>= 1;
    }
    let mut a = first.finish().as_ref().to_vec();
    // Steps 13 to 20.
    let p = repeated(&digest(&[&key.repeat(key.len())]), key.len()).collect::<Vec<u8>>();
    let times = 16 + usize::from(a[0]);
    let s = repeated(&digest(&[&salt.repeat(times)]), salt.len()).collect::<Vec<u8>>();
    // Step 21.
    for round in 0..rounds {
        let odd = round & 1 == 1;
        let mut context = digest::Context::new(kind);
        context.update(if odd { &p } else { &a });
        if round % 3 != 0 {
            context.update(&s);
        }
        if round % 7 != 0 {
            context.update(&p);
        }
        context.update(if odd { &a } else { &p });
        a.clear();
        a.extend_from_slice(context.finish().as_ref());
    }
    encoded(&a)
}

/// Step 22: three bytes at a time, each triple a turn further.
fn encoded(a: &[u8]) -> String {
    let mut out = String::with_capacity(86);
    let third = a.len() / 3;
    let (turn, last) = if a.len() == 64 { (1, 63) } else { (2, 30) };
    let mut places = [0, third, 2 * third];
    for _ in 0..third {
        write(places.map(|at| a[at]), 4, &mut out);
        let next = places.map(|at| at + 1);
        places = [next[turn], next[(turn + 1) % 3], next[(turn + 2) % 3]];
    }
    match a.len() {
        64 => write([0, 0, a[last]], 2, &mut out),
        _ => write([0, a[31], a[last]], 3, &mut out),
    }
    out
}

fn md5_crypt(key: &[u8], salt: &[u8]) -> String {
    let b = Md5::new().chain_update(key).chain_update(salt).chain_update(key).finalize();
    let mut first = Md5::new().chain_update(key).chain_update(b"$1$").chain_update(salt);
    first.update(repeated(&b, key.len()).collect::<Vec<u8>>());
    let mut count = key.len();
    while count > 0 {
        first.update(if count & 1 == 1 { &[0][..] } else { &key[..1] });
        count >>= 1;
    }
    let mut a = first.finalize();
    for round in 0..1000 {
        let odd = round & 1 == 1;
        let mut context = Md5::new();
        context.update(if odd { key } else { &a });
        if round % 3 != 0 {
            context.update(salt);
        }
        if round % 7 != 0 {
            context.update(key);
        }
        context.update(if odd { &a[..] } else { key });
        a = context.finalize();
    }
    let mut out = String::with_capacity(22);
    for [x, y, z] in [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]] {
        write([a[x], a[y], a[z]], 4, &mut out);
    }
    write([0, 0, a[11]], 2, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn vectors_of_the_specification() {
        let holds = [
            ("$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", "Hello world!"),
            (
                "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA",
                "Hello world!",
            ),
            (
                "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
                "Hello world!",
            ),
            ("$1$salts$hmmJrCS.JR7Q.IboR.i5E1", "Hello"),
            // Made by crypt(3).
            ("$y$j9T$SALTsaltSALTsalt0123$OET1QP0jSZletJXO9IwuYL9FVyzwc063ghA.BGfuxV6", "secret"),
            ("$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a", "secret"),
        ];
        for (hash, password) in holds {
            assert!(check(hash, password.as_bytes()), "{hash}");
            assert!(!check(hash, b"other"));
        }
        assert!(!check("$6$x", b""));
        assert!(!check("$5$$", b""));
        for broken in ["$y$", "$y$j9T$$", "$y$jjjjjjjjjjjj$salt$x", "$2b$05$", "$2b$99$abc", "$2"] {
            assert!(!check(broken, b""), "{broken}");
        }
    }
}
