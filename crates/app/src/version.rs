//! Which version this is, and what it can do: for `-v`, `-vv`, conditions and the runtime API.

use moongate_lang::Facts;
use std::fmt::Write as _;

/// The HAProxy version whose configurations and tools are understood.
pub const HAPROXY: &str = "3.5-dev5";

/// When that set of features was taken over, as HAProxy writes dates.
pub const DATE: &str = "2026/11/22";

/// Moongate's own version.
pub const MOONGATE: &str = env!("CARGO_PKG_VERSION");

/// Names that conditions may ask for with `feature(…)`, and whether each works here. `PCRE2` asks for
/// its expressions, which are understood, by engines of other names.
pub const FEATURES: &[(&str, bool)] = &[
    ("51DEGREES", false),
    ("ACCEPT4", true),
    ("CPU_AFFINITY", false),
    ("CRYPT_H", false),
    ("DEVICEATLAS", false),
    ("DL", true),
    ("ENGINE", false),
    ("EPOLL", true),
    ("EVPORTS", false),
    ("GETADDRINFO", true),
    ("KQUEUE", false),
    ("KTLS", false),
    ("LIBCRYPT", false),
    ("LINUX_CAP", false),
    ("LINUX_SPLICE", true),
    ("LINUX_TPROXY", false),
    ("LUA", true),
    ("NS", false),
    ("OPENSSL", false),
    ("OT", false),
    ("PCRE", false),
    ("PCRE2", true),
    ("PCRE2_JIT", false),
    ("PCRE_JIT", false),
    ("POLL", false),
    ("PROMEX", false),
    ("QUIC", false),
    ("SHM_OPEN", false),
    ("SLZ", false),
    ("SSL", false),
    ("SYSTEMD", true),
    ("TFO", true),
    ("THREAD", true),
    ("THREAD_DUMP", false),
    ("TPROXY", false),
    ("WURFL", false),
    ("ZLIB", false),
];

/// What conditions may ask about this program.
pub fn facts<'f>(working: &'f [&'f str], diagnostic_mode: bool) -> Facts<'f> {
    Facts {
        version: HAPROXY,
        features: working,
        enabled: &["EPOLL", "SPLICE", "GETADDRINFO", "REUSEPORT", "FAST-FORWARD"],
        diagnostic_mode,
        ..Facts::default()
    }
}

/// The names of the features that work.
pub fn working() -> Vec<&'static str> {
    FEATURES.iter().filter(|(_, works)| *works).map(|(name, _)| *name).collect()
}

/// What `-v` prints. Tools take the third word of the first line for the version.
pub fn short() -> String {
    format!("HAProxy version {HAPROXY} {DATE} - Moongate {MOONGATE} runs its configurations\n")
}

/// What `-vv` prints.
pub fn long() -> String {
    let mut out = short();
    let mark = |&(name, works): &(&str, bool)| format!("{}{name}", if works { '+' } else { '-' });
    let features: Vec<String> = FEATURES.iter().map(mark).collect();
    // Writing to a String can't fail.
    let _ = write!(
        out,
        "Build options :\n  TARGET  = linux-glibc\n  CPU     = {}\n  OPTIONS = USE_LUA=1\n\n\
         Feature list : {}\n\n\
         Default settings :\n  bufsize = 16384, maxrewrite = 1024\n\n\
         Built with multi-threading support (default={}).\n\
         Built with Lua version : Lua 5.4\n\
         Regular expressions : regex, and fancy-regex with a limit of steps for look-around and back-references\n\n\
         Available polling systems :\n      epoll : pref=300,  test result OK\n\
         Total: 1 (1 usable), will use epoll.\n\n\
         Available multiplexer protocols :\n\
         \x20        h1 : mode=HTTP  side=FE|BE\n\
         \x20      none : mode=TCP   side=FE|BE\n\n\
         Available services : none\nAvailable filters : none\n",
        std::env::consts::ARCH,
        features.join(" "),
        threads(),
    );
    out
}

/// As many threads as the process may use processors.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_find_the_version() {
        let line = short();
        assert_eq!(line.split_whitespace().nth(2), Some(HAPROXY));
        assert!(long().lines().any(|line| line == "  TARGET  = linux-glibc"));
        assert!(long().lines().any(|line| line.starts_with("Feature list : -51DEGREES +ACCEPT4")));
    }
}
