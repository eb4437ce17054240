//! The page of statistics (`stats enable`): a service that the engine starts for requests of its URI.

pub mod admin;
mod html;
mod options;

use crate::dump::{Dump, Rows, Wanted};
use crate::field::Form;
use admin::Status;
use html::Html;
use moongate_conf::Plan;
use moongate_conf::plan::{Proxy, StatsPage};
use moongate_http::{Head, Version, reason};
use moongate_rules::{ServiceIo, ServiceRun};
use moongate_state::ProxyId;
use options::{Options, Output};
use std::sync::Arc;
use std::task::{Context, Poll};

/// Whose page is asked for, and how.
#[derive(Debug)]
pub struct Asked {
    /// The configuration.
    pub plan: Arc<Plan>,
    /// The page.
    pub page: Arc<StatsPage>,
    /// The proxy that has it.
    pub owner: ProxyId,
    /// Whether the client may change something.
    pub admin: bool,
    options: Options,
}

impl Asked {
    /// A request whose target has `rest` behind the page's URI.
    pub fn new(plan: Arc<Plan>, page: Arc<StatsPage>, owner: ProxyId, rest: &[u8]) -> Self {
        Self { plan, page, owner, admin: false, options: Options::read(rest) }
    }

    /// Whether the page shows a proxy at all (`stats scope`).
    fn shows(&self, proxy: &Proxy) -> bool {
        self.page.shows(&proxy.state.name, proxy.id == self.owner)
    }

    /// The rows that are asked for.
    fn wanted(&self) -> Wanted {
        let part = self.options.scope.to_ascii_lowercase();
        let named = |name: &str| part.is_empty() || name.to_ascii_lowercase().contains(&part);
        let proxies = self.plan.proxies.iter();
        let shown = proxies.filter(|proxy| self.shows(proxy) && named(&proxy.state.name));
        Wanted {
            proxies: shown.map(|proxy| proxy.id).collect(),
            up: self.options.up,
            no_maintenance: self.options.no_maintenance,
            ..Wanted::all(&self.plan)
        }
    }

    /// The answer that shows it; only its head for `HEAD`.
    pub fn show(self, head_only: bool) -> Run {
        let (content_type, source) = match self.options.output {
            Output::Html => ("text/html", Source::Html(Box::new(Html::new(&self)))),
            Output::Schema => {
                ("application/json", Source::Text(crate::schema::schema().to_string() + "\n"))
            }
            form => {
                let rows = Rows::new(self.plan.clone(), self.wanted());
                let (typed, json) = (form == Output::Typed, form == Output::Json);
                let dump = Dump::new(rows, Form { typed, json, described: false });
                (if json { "application/json" } else { "text/plain" }, Source::Dump(dump))
            }
        };
        let refresh = self.page.refresh.filter(|_| !self.options.no_refresh);
        let source = if head_only { Source::End } else { source };
        Run { content_type, refresh, location: None, source, text: String::new(), sent: 0 }
    }

    /// Does what a form asks for; the answer sends the client back to the page. No body: it was too long.
    pub fn change(self, request: &Head, body: Option<&[u8]>) -> Run {
        let status = match body {
            _ if !self.admin || !admin::is_from_here(request) => Status::Denied,
            None => Status::TooLong,
            Some(body) => admin::apply(&self.plan, body, &|proxy| self.shows(proxy)),
        };
        let uri = String::from_utf8_lossy(&self.page.uri);
        let location = Some(self.options.link(&uri, &format!("st={}", status.word())));
        let (text, source) = (String::new(), Source::End);
        Run { content_type: "text/plain", refresh: None, location, source, text, sent: 0 }
    }
}

/// Where the text of an answer comes from.
#[derive(Debug)]
enum Source {
    Html(Box<Html>),
    Dump(Dump),
    Text(String),
    End,
}

/// An answer, made piece by piece as the client takes it.
#[derive(Debug)]
pub struct Run {
    content_type: &'static str,
    refresh: Option<u64>,
    location: Option<String>,
    source: Source,
    text: String,
    /// How much of the text is on its way.
    sent: usize,
}

/// How much text is made at once.
const PIECE: usize = 8192;

impl Run {
    fn head(&self, head: &mut Head) {
        let status = if self.location.is_some() { 303 } else { 200 };
        head.set_status_line(status, reason(status).as_bytes(), Version::Http11);
        head.add(b"cache-control", b"no-cache");
        head.add(b"content-type", self.content_type.as_bytes());
        if let Some(seconds) = self.refresh {
            head.add(b"refresh", seconds.to_string().as_bytes());
        }
        if let Some(location) = &self.location {
            head.add(b"content-length", b"0");
            head.add(b"location", location.as_bytes());
        }
    }

    /// The next piece of text; false if there is none.
    fn next(&mut self) -> bool {
        self.text.clear();
        self.sent = 0;
        let more = match &mut self.source {
            Source::Html(html) => html.fill(&mut self.text, PIECE),
            Source::Dump(dump) => dump.fill(&mut self.text, PIECE),
            Source::Text(text) => {
                self.text = std::mem::take(text);
                false
            }
            Source::End => false,
        };
        if !more {
            self.source = Source::End;
        }
        !self.text.is_empty()
    }
}

impl ServiceRun for Run {
    fn name(&self) -> Option<Arc<str>> {
        Some(NAME.into())
    }

    fn is_own(&self) -> bool {
        true
    }

    fn poll(&mut self, io: &mut ServiceIo<'_>, _: &mut Context<'_>) -> Poll<bool> {
        if !io.head_ready {
            self.head(&mut io.txn.response);
            io.head_ready = true;
        }
        loop {
            while self.sent < self.text.len() {
                let output = &mut io.txn.res.output;
                let room = io.room.saturating_sub(output.len());
                let rest = &self.text.as_bytes()[self.sent..];
                match output.push(&rest[..rest.len().min(room)]) {
                    // It is polled again once this is on its way.
                    0 => return Poll::Pending,
                    count => self.sent += count,
                }
            }
            if !self.next() {
                return Poll::Ready(true);
            }
        }
    }
}

/// The service's name in logs.
pub const NAME: &str = "STATS";
