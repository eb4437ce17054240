//! `auth`: the client is asked who it is (RFC 9110 section 11.6.1, RFC 7617).

use crate::action::prelude::*;
use crate::errors;
use moongate_sample::{Point, Userlist};
use moongate_state::TableEvent;

const GET: &str = "GET / HTTP/1.1\nhost: a\n\n";

/// The declaration.
pub static AUTH: ActionSpec = ActionSpec {
    name: "auth",
    rulesets: REQUEST,
    usage: "[ realm <realm> ]",
    sentence: "Answers 401 and asks for a user's name and password; without a realm it is the proxy's name.",
    examples: &[
        ActionExample::shows("http-request auth", GET, "status", "401"),
        ActionExample::shows(
            "http-request auth realm My\\ Site if { path / }",
            GET,
            "res.hdr(www-authenticate)",
            "Basic realm=\"My Site\"",
        ),
        ActionExample::shows(
            "http-request auth",
            GET,
            "res.hdr(www-authenticate)",
            "Basic realm=\"fe\"",
        ),
    ],
    parse,
};

#[derive(Debug)]
struct Auth(Option<Box<[u8]>>);

/// Asks whom the client speaks for, in that realm.
pub fn ask(realm: &[u8]) -> Box<dyn Action> {
    Box::new(Auth(Some(realm.into())))
}

/// Asks as long as the client gives no name and password of the list.
pub fn ask_unless(list: Userlist, realm: &[u8]) -> Box<dyn Action> {
    Box::new(AskUnless(list, Auth(Some(realm.into()))))
}

#[derive(Debug)]
struct AskUnless(Userlist, Auth);

impl Action for AskUnless {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let line = cx.txn.request.get(b"authorization");
        let given = line.and_then(moongate_sample::credentials);
        match given.is_some_and(|(name, password)| self.0.check(&name, &password)) {
            true => Verdict::Continue,
            false => self.1.run(cx),
        }
    }
}

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let realm = match words.take("realm") {
        true => Some(words.expect("the realm")?.bytes().into()),
        false => None,
    };
    Ok(Box::new(Auth(realm)))
}

impl Action for Auth {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let proxy = match cx.point {
            Point::BeHttpRequest => cx.txn.backend().name.clone(),
            _ => cx.txn.frontend().name.clone(),
        };
        let realm = self.0.as_deref().unwrap_or(proxy.as_bytes());
        let challenge = [b"Basic realm=\"", realm, b"\""].concat();
        let body = errors::reply(401, &mut cx.txn.response);
        cx.txn.response.set(b"www-authenticate", &challenge);
        // Who has no password or a wrong one is a client that errs (configuration manual, 11.1).
        cx.txn.count_tracked(TableEvent::Error);
        Verdict::Reply(body)
    }
}
