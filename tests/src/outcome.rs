//! What a run of a case showed, and how two runs are compared.

use crate::case::Case;

/// What was seen, made comparable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Each client connection: the bytes that it received, and how it ended.
    pub client: Vec<String>,
    /// Each server connection, in the order of acceptance.
    pub server: Vec<String>,
    /// The log.
    pub log: Vec<String>,
    /// Steps that got stuck, and how the program ended when not as it should.
    pub trouble: Vec<String>,
    /// What the program printed, for whoever looks at a failure.
    pub printed: String,
}

impl Outcome {
    /// One of the three views as text.
    fn view(&self, case: &Case, name: &str) -> String {
        let mut entries = match name {
            "client" => self.client.clone(),
            "server" => self.server.clone(),
            _ => self.log.clone(),
        };
        if case.unordered.iter().any(|view| view == name) {
            entries.sort();
        }
        entries.join("\n")
    }
}

/// Compares what the reference and the program under test showed. The error is for a person to read.
pub fn compare(
    case: &Case,
    reference: &Outcome,
    tested: &Outcome,
    tested_is_moongate: bool,
) -> Result<(), String> {
    let mut report = String::new();
    if case.unsupported && tested_is_moongate {
        return match tested.printed.contains("isn't supported by Moongate") {
            true => Ok(()),
            false => Err("it is supported: take `unsupported` out of the case".into()),
        };
    }
    if !reference.trouble.is_empty() {
        report
            .push_str(&format!("the case itself doesn't work: {}\n", reference.trouble.join("; ")));
    }
    for name in ["client", "server", "log"] {
        if case.skipped.iter().any(|view| view == name) {
            continue;
        }
        let mut expected = reference.view(case, name);
        let mut why = "HAProxy";
        if let Some(differs) = case.differs.get(name).filter(|_| tested_is_moongate) {
            expected.clone_from(differs);
            why = "expected";
        }
        let got = tested.view(case, name);
        if expected.trim_end() != got.trim_end() {
            report.push_str(&format!("--- {name}, {why} (-) and the program under test (+):\n"));
            report.push_str(&differences(&expected, &got));
        }
    }
    if !tested.trouble.is_empty() {
        report.push_str(&format!("the program under test: {}\n", tested.trouble.join("; ")));
    }
    if report.is_empty() {
        return Ok(());
    }
    report.push_str(&format!("--- the program under test printed:\n{}", tested.printed));
    if !reference.trouble.is_empty() {
        report.push_str(&format!("--- HAProxy printed:\n{}", reference.printed));
    }
    Err(report)
}

/// The lines that differ, with those that they share.
pub fn differences(old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    // The longest common subsequence, from the end.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            common[at][to] = if old[at] == new[to] {
                common[at + 1][to + 1] + 1
            } else {
                common[at + 1][to].max(common[at][to + 1])
            };
        }
    }
    let (mut at, mut to) = (0, 0);
    let mut out = String::new();
    while at < old.len() || to < new.len() {
        if at < old.len() && to < new.len() && old[at] == new[to] {
            out.push_str(&format!("  {}\n", old[at]));
            (at, to) = (at + 1, to + 1);
        } else if to == new.len() || (at < old.len() && common[at + 1][to] >= common[at][to + 1]) {
            out.push_str(&format!("- {}\n", old[at]));
            at += 1;
        } else {
            out.push_str(&format!("+ {}\n", new[to]));
            to += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_few() {
        assert_eq!(differences("a\nb\nc", "a\nx\nc"), "  a\n- b\n+ x\n  c\n");
    }

    #[test]
    fn an_expected_difference_is_demanded() {
        let mut case = Case::default();
        let reference = Outcome { log: vec!["old".into()], ..Outcome::default() };
        let tested = Outcome { log: vec!["new".into()], ..Outcome::default() };
        assert!(compare(&case, &reference, &tested, true).is_err());
        case.differs.insert("log".into(), "new".into());
        assert!(compare(&case, &reference, &tested, true).is_ok());
        assert!(compare(&case, &reference, &reference, true).is_err());
        assert!(compare(&case, &reference, &reference, false).is_ok());
    }
}
