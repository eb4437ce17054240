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

impl Point {
    /// All places, in order.
    pub const ALL: [Point; 22] = [
        Point::FeTcpConnection,
        Point::FeTcpSession,
        Point::FeTcpContent,
        Point::FeHttpRequest,
        Point::FeHttpRequestBody,
        Point::FeUseBackend,
        Point::BeTcpContent,
        Point::BeHttpRequest,
        Point::BeHttpRequestBody,
        Point::BeServerRule,
        Point::BeServerSource,
        Point::BeTcpResponse,
        Point::BeHttpResponse,
        Point::BeHttpResponseBody,
        Point::BeStickStore,
        Point::FeTcpResponse,
        Point::FeHttpResponse,
        Point::FeHttpResponseBody,
        Point::Log,
        Point::Check,
        Point::ConfigParser,
        Point::Cli,
    ];

    /// The place in the words of the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Point::FeTcpConnection => "`tcp-request connection`",
            Point::FeTcpSession => "`tcp-request session`",
            Point::FeTcpContent | Point::BeTcpContent => "`tcp-request content`",
            Point::FeHttpRequest | Point::BeHttpRequest => "`http-request`",
            Point::FeHttpRequestBody | Point::BeHttpRequestBody => "the request's body",
            Point::FeUseBackend => "`use_backend`",
            Point::BeServerRule => "`use-server`, `balance`, `stick match`",
            Point::BeServerSource => "a server's `source`",
            Point::BeTcpResponse | Point::FeTcpResponse => "`tcp-response content`",
            Point::BeHttpResponse | Point::FeHttpResponse => "`http-response`",
            Point::BeHttpResponseBody | Point::FeHttpResponseBody => "the response's body",
            Point::BeStickStore => "`stick store-response`",
            Point::Log => "logs",
            Point::Check => "health checks",
            Point::ConfigParser => "the global section",
            Point::Cli => "the runtime API",
        }
    }
}

impl From<Point> for Scope {
    fn from(point: Point) -> Self {
        Self(1 << point as u8)
    }
}

impl Scope {
    /// Both together: rules of a `listen` section are a frontend's and a backend's.
    #[must_use]
    pub const fn or(self, other: Scope) -> Scope {
        Scope(self.0 | other.0)
    }

    /// Whether some place is in both.
    pub const fn meets(self, other: Scope) -> bool {
        self.0 & other.0 != 0
    }

    /// Its places in the words of the configuration, as in `a`, `b` or `c`.
    pub fn names(self) -> String {
        let mut list: Vec<&str> = Vec::new();
        for point in Point::ALL {
            if self.allows(point) && !list.contains(&point.name()) {
                list.push(point.name());
            }
        }
        match list.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => "nowhere".to_owned(),
        }
    }
}
