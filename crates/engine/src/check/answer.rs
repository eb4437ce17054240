//! The answer to a check with HTTP, read as it comes.

use moongate_conf::plan::{Expect, Header, Matches};
use moongate_http::{BodyReader, Head, Limits, Malformed, read_response, response_body};

/// What came of an answer.
pub(crate) struct Answer {
    method: Vec<u8>,
    pub head: Head,
    resume: usize,
    body: Option<BodyReader>,
    text: Vec<u8>,
}

/// Whether an answer is what is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Matches,
    Differs,
    /// Only more of it can tell.
    More,
}

impl Answer {
    /// The answer to a request with that method, before a byte of it came.
    pub fn to(method: &[u8]) -> Self {
        let (head, text) = (Head::new(), Vec::new());
        Self { method: method.to_vec(), head, resume: 0, body: None, text }
    }

    /// Whether the head is there.
    pub fn begun(&self) -> bool {
        self.body.is_some()
    }

    /// Whether all of it is there.
    pub fn done(&self) -> bool {
        self.body.as_ref().is_some_and(BodyReader::is_done)
    }

    /// Looks at what came; takes what it is done with off `input`.
    pub fn read(&mut self, input: &mut Vec<u8>, limits: &Limits) -> Result<(), Malformed> {
        while self.body.is_none() {
            let Some(taken) = read_response(&mut self.head, input, limits, &mut self.resume)?
            else {
                return Ok(());
            };
            input.drain(..taken);
            let status = self.head.status();
            if (100..200).contains(&status) && status != 101 {
                self.resume = 0;
                continue;
            }
            let framing = response_body(&mut self.head, &self.method)?;
            self.body = Some(BodyReader::new(framing));
        }
        let Some(body) = &mut self.body else { return Ok(()) };
        while !input.is_empty() && !body.is_done() {
            let step = body.step(input)?;
            self.text.extend_from_slice(&input[step.data.clone()]);
            input.drain(..step.consumed);
            if step.consumed == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Compares it; `last`: no more will come.
    pub fn look(&self, expect: &Expect, last: bool) -> Look {
        if !self.begun() {
            return Look::More;
        }
        let status = self.head.status();
        let found = match &expect.what {
            Matches::Status(ranges) => {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&status))
            }
            Matches::StatusRegex(regex) => regex.is_match(status.to_string().as_bytes()),
            Matches::Header(header) => self.has(header),
            Matches::Text(text) => contains(&self.text, text),
            Matches::Regex(regex) => regex.is_match(&self.text),
            Matches::Binary(_) | Matches::HexRegex(_) => false,
        };
        let in_body = matches!(expect.what, Matches::Text(_) | Matches::Regex(_));
        if in_body && !last && !self.done() {
            let enough = expect.min_recv.is_some_and(|least| self.text.len() >= least);
            if !found && !enough {
                return Look::More;
            }
        }
        if found == expect.not { Look::Differs } else { Look::Matches }
    }

    fn has(&self, header: &Header) -> bool {
        self.head.fields().any(|(name, value)| {
            let named = header.name.matches(&name.to_ascii_lowercase());
            named
                && match &header.value {
                    None => true,
                    Some(wanted) if header.full => wanted.matches(value.trim_ascii()),
                    Some(wanted) => moongate_http::split_list(value)
                        .any(|part| wanted.matches(part.trim_ascii())),
                }
        })
    }
}

/// Whether `text` stands somewhere in `data`.
pub(crate) fn contains(data: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(data, text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expect(what: Matches, not: bool) -> Expect {
        Expect { not, what, min_recv: None, ok: None, error: None, timeout: None, comment: None }
    }

    #[test]
    fn an_answer_in_pieces() {
        let mut answer = Answer::to(b"GET");
        let text = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
        let wanted = expect(Matches::Text(b"cd".to_vec()), false);
        let mut input = Vec::new();
        let mut seen = Vec::new();
        for byte in text {
            input.push(*byte);
            answer.read(&mut input, &Limits::default()).unwrap();
            let look = answer.look(&wanted, false);
            if seen.last() != Some(&look) {
                seen.push(look);
            }
        }
        assert_eq!(seen, [Look::More, Look::Matches]);
        assert!(answer.done());
        assert_eq!(answer.look(&expect(Matches::Text(b"x".to_vec()), false), false), Look::Differs);
        assert_eq!(
            answer.look(&expect(Matches::Status(vec![(200, 299)]), true), false),
            Look::Differs
        );
    }
}
