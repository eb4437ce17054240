//! The steps of a check as they are taken: what the configuration leaves out is filled in.

use moongate_conf::plan::{Check, CheckKind, CheckRequest, CheckStep, Connect, Expect, Matches};

/// A step and its number in messages; 0 for one that nobody wrote.
pub(crate) struct Step {
    pub number: usize,
    pub what: CheckStep,
}

/// Statuses of good answers where nothing else is expected.
const GOOD: (u16, u16) = (200, 399);

/// The steps of a proxy's checks, a connection first.
pub(crate) fn of(check: &Check) -> Vec<Step> {
    let mut steps: Vec<Step> = match check.kind {
        CheckKind::Connect => Vec::new(),
        CheckKind::Http | CheckKind::Tcp => {
            let written = check.steps.iter().enumerate();
            written.map(|(at, what)| Step { number: at + 1, what: what.clone() }).collect()
        }
    };
    let does = |step: &Step| !matches!(step.what, CheckStep::Comment(_));
    if !matches!(
        steps.iter().find(|step| does(step)).map(|step| &step.what),
        Some(CheckStep::Connect(_))
    ) {
        steps.insert(0, Step { number: 0, what: CheckStep::Connect(Connect::default()) });
    }
    if check.kind == CheckKind::Http {
        fill(&mut steps, check);
    }
    steps
}

/// A check with HTTP has a request and looks at the answer.
fn fill(steps: &mut Vec<Step>, check: &Check) {
    let first = steps.iter_mut().find_map(|step| match &mut step.what {
        CheckStep::Request(request, _) => Some(request),
        _ => None,
    });
    match first {
        Some(request) => *request = joined(&check.request, request),
        None => {
            let connects = |step: &Step| matches!(step.what, CheckStep::Connect(_));
            let at = steps.iter().position(connects).map_or(0, |at| at + 1);
            let what = CheckStep::Request(joined(&check.request, &CheckRequest::default()), None);
            steps.insert(at, Step { number: 0, what });
        }
    }
    let last = |wanted: fn(&CheckStep) -> bool| steps.iter().rposition(|step| wanted(&step.what));
    let asked = last(|step| matches!(step, CheckStep::Request(..)));
    if last(|step| matches!(step, CheckStep::Expect(_))) < asked {
        let what = CheckStep::Expect(Expect {
            not: false,
            what: Matches::Status(vec![GOOD]),
            min_recv: None,
            ok: None,
            error: None,
            timeout: None,
            comment: None,
        });
        steps.push(Step { number: 0, what });
    }
}

/// The request of `option httpchk` with what the first `http-check send` changes.
fn joined(base: &CheckRequest, own: &CheckRequest) -> CheckRequest {
    CheckRequest {
        method: own.method.clone().or_else(|| base.method.clone()),
        uri: own.uri.clone().or_else(|| base.uri.clone()),
        version: own.version.clone().or_else(|| base.version.clone()),
        headers: base.headers.iter().chain(&own.headers).cloned().collect(),
        body: if own.body.is_empty() { base.body.clone() } else { own.body.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(check: &Check) -> String {
        let kind = |step: &Step| match step.what {
            CheckStep::Comment(_) => 'c',
            CheckStep::Connect(_) => 'C',
            CheckStep::Send(..) => 's',
            CheckStep::Request(..) => 'r',
            CheckStep::Expect(_) => 'e',
        };
        of(check).iter().map(kind).collect()
    }

    #[test]
    fn what_is_left_out_is_filled_in() {
        let connect = || CheckStep::Connect(Connect::default());
        let request = || CheckStep::Request(CheckRequest::default(), None);
        let mut check = Check::default();
        assert_eq!(kinds(&check), "C");
        check.kind = CheckKind::Http;
        assert_eq!(kinds(&check), "Cre");
        check.steps = vec![CheckStep::Comment("x".into()), connect(), request()];
        assert_eq!(kinds(&check), "cCre");
        check.kind = CheckKind::Tcp;
        check.steps = vec![CheckStep::Send(Vec::new(), None)];
        assert_eq!(kinds(&check), "Cs");
    }

    #[test]
    fn the_first_request_adds_to_the_option() {
        let base = CheckRequest {
            method: Some(b"GET".to_vec()),
            uri: Some(b"/a".to_vec()),
            ..CheckRequest::default()
        };
        let own = CheckRequest { uri: Some(b"/b".to_vec()), ..CheckRequest::default() };
        let made = joined(&base, &own);
        assert_eq!(
            (made.method.as_deref(), made.uri.as_deref()),
            (Some(&b"GET"[..]), Some(&b"/b"[..]))
        );
    }
}
