//! Where an expression is evaluated, and where a fetch's data exist: the 22 places of HAProxy's
//! own keyword listing.

/// A place where expressions are evaluated, in the order of HAProxy's listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Point {
    /// Frontend `tcp-request connection`.
    FeTcpConnection,
    /// Frontend `tcp-request session`.
    FeTcpSession,
    /// Frontend `tcp-request content`.
    FeTcpContent,
    /// Frontend `http-request`, headers.
    FeHttpRequest,
    /// Frontend `http-request`, body.
    FeHttpRequestBody,
    /// `use_backend`.
    FeUseBackend,
    /// Backend `tcp-request content`.
    BeTcpContent,
    /// Backend `http-request`, headers.
    BeHttpRequest,
    /// Backend `http-request`, body.
    BeHttpRequestBody,
    /// `use-server`, `balance`, `stick match`.
    BeServerRule,
    /// Server source selection.
    BeServerSource,
    /// Backend `tcp-response content`.
    BeTcpResponse,
    /// Backend `http-response`, headers.
    BeHttpResponse,
    /// Backend `http-response`, body.
    BeHttpResponseBody,
    /// `stick store`.
    BeStickStore,
    /// Frontend `tcp-response content`.
    FeTcpResponse,
    /// Frontend `http-response`, headers.
    FeHttpResponse,
    /// Frontend `http-response`, body.
    FeHttpResponseBody,
    /// Logs.
    Log,
    /// `tcp-check`, `http-check`.
    Check,
    /// The configuration parser.
    ConfigParser,
    /// The runtime API.
    Cli,
}

impl Point {
    /// Whether the response is being processed.
    pub const fn is_response(self) -> bool {
        self as u8 >= Point::BeTcpResponse as u8 && self as u8 <= Point::FeHttpResponseBody as u8
    }
}

/// A set of [`Point`]s: where a fetch may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope(pub u32);

impl Scope {
    /// From HAProxy's own notation: 22 letters, `Y` where allowed, spaces ignored.
    pub const fn table(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut at, mut bit, mut set) = (0, 0, 0u32);
        while at < bytes.len() {
            if bytes[at] == b'Y' {
                set |= 1 << bit;
            }
            if bytes[at] == b'Y' || bytes[at] == b'.' {
                bit += 1;
            }
            at += 1;
        }
        assert!(bit == 22);
        Self(set)
    }

    /// Whether `point` is among them.
    pub const fn allows(self, point: Point) -> bool {
        self.0 & (1 << point as u8) != 0
    }

    /// Everywhere.
    pub const ANYWHERE: Self = Self::table("YYYYYYYYYYYYYYYYYYYYYY");
    /// Wherever the process runs (not in the parser or the CLI).
    pub const RUNNING: Self = Self::table("YYYYYYYYYYYYYYYYYYYY..");
    /// The request's head: from its arrival until the server is chosen.
    pub const REQUEST: Self = Self::table("..YYYYYYYYY...........");
    /// The response's head.
    pub const RESPONSE: Self = Self::table("...........YYYYYYY....");
}
