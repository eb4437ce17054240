//! Compares versions, of HAProxy and of OpenSSL, as they print them.

/// A version as `haproxy -v` shows it: `2.8`, `2.6.12`, `3.5-dev5`, `2.5-dev2-123abc-45`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    numbers: [u64; 3],
    /// Below a release: development, then release candidates.
    stage: (Stage, u64),
    /// Commits after the tag.
    commits: u64,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Dev,
    Candidate,
    Release,
}

impl Version {
    /// Reads a version; missing parts are zero, and what follows them is ignored.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts = text.split(['-', '+']);
        let numbers = numbers(parts.next()?)?.0;
        let mut this = Self { numbers, stage: (Stage::Release, 0), commits: 0 };
        for part in parts {
            if let Some(number) = part.strip_prefix("dev") {
                this.stage = (Stage::Dev, leading(number));
            } else if let Some(number) = part.strip_prefix("rc") {
                this.stage = (Stage::Candidate, leading(number));
            } else if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
                this.commits = leading(part);
            }
        }
        Some(this)
    }
}

/// An OpenSSL version: `1.1.1w`, `3.0.13`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Openssl {
    numbers: [u64; 3],
    /// The patch letter of the versions before 3; a NUL without one.
    letter: char,
}

impl Openssl {
    /// Reads a version; missing parts are zero.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (numbers, rest) = numbers(text.split('-').next()?)?;
        let letter = rest.chars().next().filter(char::is_ascii_lowercase).unwrap_or('\0');
        Some(Self { numbers, letter })
    }
}

/// Up to three numbers with dots between them, and what follows.
fn numbers(text: &str) -> Option<([u64; 3], &str)> {
    let mut numbers = [0; 3];
    let mut rest = text;
    for number in &mut numbers {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        *number = leading(&rest[..digits]);
        rest = &rest[digits..];
        match rest.strip_prefix('.') {
            Some(more) if more.starts_with(|next: char| next.is_ascii_digit()) => rest = more,
            _ => break,
        }
    }
    text.starts_with(|first: char| first.is_ascii_digit()).then_some((numbers, rest))
}

/// The number at the start of `text`, or zero.
fn leading(text: &str) -> u64 {
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn orders_like_releases_come() {
        let order = [
            "2.4.99",
            "2.5-dev0",
            "2.5-dev2",
            "2.5-dev2-123abc-45",
            "2.5-dev10",
            "2.5-rc1",
            "2.5",
            "2.5.1",
            "2.6.12-1+deb12u4",
            "3.5-dev5",
            "v3.5",
            "10",
        ];
        for pair in order.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("2"), version("v2.0.0"));
        assert_eq!(version("2.6.12-1+deb12u4"), version("2.6.12-1"));
        assert!(Version::parse("abc").is_none());
        assert!(Version::parse("").is_none());
    }

    #[test]
    fn orders_openssl_versions() {
        let openssl = |text| Openssl::parse(text).unwrap();
        let order = ["1.0.2", "1.0.2u", "1.1.0", "1.1.1", "1.1.1a", "1.1.1w", "3.0.0", "3.0.13"];
        for pair in order.windows(2) {
            assert!(openssl(pair[0]) < openssl(pair[1]), "{pair:?}");
        }
        assert_eq!(openssl("3"), openssl("3.0.0"));
        assert!(Openssl::parse("x").is_none());
    }
}
