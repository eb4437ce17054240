//! Health checks as the configuration describes them.

use moongate_lang::Span;
use moongate_sample::Regex;
use moongate_state::{CheckStatus, InitState};
use std::net::IpAddr;

/// How a proxy's servers are checked.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// What they speak.
    pub kind: CheckKind,
    /// All of it comes from `defaults`: the first line of the proxy's own takes its place.
    pub inherited: bool,
    /// `http-check disable-on-404`
    pub disable_on_404: bool,
    /// `http-check send-state`
    pub send_state: bool,
    /// The request of `option httpchk`.
    pub request: CheckRequest,
    /// `http-check` and `tcp-check` lines.
    pub steps: Vec<CheckStep>,
}

/// What servers are asked in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckKind {
    /// Nothing: a connection is made.
    #[default]
    Connect,
    /// `option httpchk`
    Http,
    /// `option tcp-check`
    Tcp,
}

impl Check {
    /// Whether nothing was said.
    pub fn is_plain(&self) -> bool {
        self.kind == CheckKind::Connect
            && self.steps.is_empty()
            && !self.disable_on_404
            && !self.send_state
    }

    /// Forgets what `defaults` said, at the first line of the proxy's own.
    pub fn own(&mut self) -> &mut Self {
        if std::mem::take(&mut self.inherited) {
            self.steps.clear();
            self.request = CheckRequest::default();
        }
        self
    }
}

/// A request of a check; what isn't said is as in the line before it, or HAProxy's default.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// `meth`
    pub method: Option<Vec<u8>>,
    /// `uri`
    pub uri: Option<Vec<u8>>,
    /// `ver`
    pub version: Option<Vec<u8>>,
    /// `hdr`, names in lower case.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    /// `body`
    pub body: Vec<u8>,
}

/// One step of a check.
#[derive(Clone, Debug)]
pub enum CheckStep {
    /// `comment`: said if the steps behind it fail.
    Comment(String),
    /// `connect`
    Connect(Connect),
    /// `send` and `send-binary` of `tcp-check`.
    Send(Vec<u8>, Option<String>),
    /// `http-check send`
    Request(CheckRequest, Option<String>),
    /// `expect`
    Expect(Expect),
}

/// `http-check connect` and `tcp-check connect`.
#[derive(Clone, Debug, Default)]
pub struct Connect {
    /// `addr`
    pub address: Option<IpAddr>,
    /// `port`
    pub port: Option<u16>,
    /// `linger`: the end of a connection is said and not only done.
    pub linger: bool,
    /// `comment`
    pub comment: Option<String>,
}

/// `expect`
#[derive(Clone, Debug)]
pub struct Expect {
    /// `!`: it must not match.
    pub not: bool,
    /// What.
    pub what: Matches,
    /// `min-recv`; none: more is waited for as long as nothing matches.
    pub min_recv: Option<usize>,
    /// `ok-status`
    pub ok: Option<CheckStatus>,
    /// `error-status`
    pub error: Option<CheckStatus>,
    /// `tout-status`
    pub timeout: Option<CheckStatus>,
    /// `comment`
    pub comment: Option<String>,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub enum Matches {
    /// `string`: in what came, or in the body.
    Text(Vec<u8>),
    /// `rstring`
    Regex(Regex),
    /// `binary`
    Binary(Vec<u8>),
    /// `rbinary`: on the hexadecimal form.
    HexRegex(Regex),
    /// `status`: ranges, both ends included.
    Status(Vec<(u16, u16)>),
    /// `rstatus`
    StatusRegex(Regex),
    /// `hdr` and `fhdr`
    Header(Box<Header>),
}

/// `hdr` and `fhdr` of `http-check expect`.
#[derive(Clone, Debug)]
pub struct Header {
    /// `fhdr`: values with commas are one.
    pub full: bool,
    /// The name.
    pub name: TextMatch,
    /// The value; none: any.
    pub value: Option<TextMatch>,
}

/// `-m`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// `str`
    Whole,
    /// `beg`
    Begins,
    /// `end`
    Ends,
    /// `sub`
    Has,
}

/// A name or a value that is looked for.
#[derive(Clone, Debug)]
pub enum TextMatch {
    /// A text.
    Text(Text, Vec<u8>),
    /// `-m reg`
    Regex(Regex),
}

impl TextMatch {
    /// Whether `text` is one.
    pub fn matches(&self, text: &[u8]) -> bool {
        match self {
            Self::Regex(regex) => regex.is_match(text),
            Self::Text(Text::Whole, wanted) => text == wanted,
            Self::Text(Text::Begins, wanted) => text.starts_with(wanted),
            Self::Text(Text::Ends, wanted) => text.ends_with(wanted),
            Self::Text(Text::Has, wanted) => {
                wanted.is_empty() || text.windows(wanted.len()).any(|part| part == wanted)
            }
        }
    }
}

/// `observe`: traffic that says how a server is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Observe {
    /// None.
    #[default]
    None,
    /// `layer4`: connections.
    Layer4,
    /// `layer7`: answers too.
    Layer7,
}

/// `on-error`: what too many failures of traffic come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// `fastinter`: a check soon.
    Fastinter,
    /// `fail-check`: a failed check.
    #[default]
    FailCheck,
    /// `sudden-death`: the next failed check puts the server down.
    SuddenDeath,
    /// `mark-down`: the server is down.
    MarkDown,
}

/// `check` of a server and what belongs to it; times in milliseconds.
#[derive(Clone, Debug)]
pub struct ServerCheck {
    /// `check`
    pub enabled: bool,
    /// `inter`
    pub inter: u64,
    /// `fastinter`
    pub fastinter: Option<u64>,
    /// `downinter`
    pub downinter: Option<u64>,
    /// `rise`
    pub rise: u32,
    /// `fall`
    pub fall: u32,
    /// `port`
    pub port: Option<u16>,
    /// `addr`
    pub address: Option<IpAddr>,
    /// `init-state`
    pub init: InitState,
    /// `track`: backend, if it isn't the server's own, and server.
    pub track: Option<(Option<Box<str>>, Box<str>, Span)>,
    /// `observe`
    pub observe: Observe,
    /// `error-limit`
    pub error_limit: u32,
    /// `on-error`
    pub on_error: OnError,
}

impl Default for ServerCheck {
    fn default() -> Self {
        Self {
            enabled: false,
            inter: 2000,
            fastinter: None,
            downinter: None,
            rise: 2,
            fall: 3,
            port: None,
            address: None,
            init: InitState::Up,
            track: None,
            observe: Observe::None,
            error_limit: 10,
            on_error: OnError::FailCheck,
        }
    }
}
