//! Where in a transaction's life a log line is made (configuration manual, `%OG`, `log-steps` and
//! `do-log`).

/// Where a log line comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum LogOrigin {
    /// Nothing is said about it.
    #[default]
    Unspecified,
    /// A request that could not be read, or did not come in time.
    SessionError,
    /// A connection that never became a session.
    SessionKilled,
    /// A stream begins.
    Accept,
    /// The request was received and routed.
    Request,
    /// The server's connection is ready.
    Connect,
    /// The server's answer is being handled.
    Response,
    /// The end.
    Close,
    /// `tcp-request connection do-log`
    TcpConnection,
    /// `tcp-request session do-log`
    TcpSession,
    /// `tcp-request content do-log`
    TcpRequest,
    /// `tcp-response content do-log`
    TcpResponse,
    /// `http-request do-log`
    HttpRequest,
    /// `http-response do-log`
    HttpResponse,
    /// `http-after-response do-log`
    HttpAfterResponse,
}

impl LogOrigin {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 15] = [
        Self::Unspecified,
        Self::SessionError,
        Self::SessionKilled,
        Self::Accept,
        Self::Request,
        Self::Connect,
        Self::Response,
        Self::Close,
        Self::TcpConnection,
        Self::TcpSession,
        Self::TcpRequest,
        Self::TcpResponse,
        Self::HttpRequest,
        Self::HttpResponse,
        Self::HttpAfterResponse,
    ];

    /// What `%OG` shows.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Unspecified => "unspec",
            Self::SessionError => "sess_error",
            Self::SessionKilled => "sess_killed",
            Self::Accept => "txn_accept",
            Self::Request => "txn_request",
            Self::Connect => "txn_connect",
            Self::Response => "txn_response",
            Self::Close => "txn_close",
            Self::TcpConnection => "tcp-req-conn",
            Self::TcpSession => "tcp-req-sess",
            Self::TcpRequest => "tcp-req-cont",
            Self::TcpResponse => "tcp-res-cont",
            Self::HttpRequest => "http-req",
            Self::HttpResponse => "http-res",
            Self::HttpAfterResponse => "http-after-res",
        }
    }

    /// The step of a `log-profile` that it belongs to.
    pub const fn step(self) -> &'static str {
        match self {
            Self::Unspecified => "any",
            Self::SessionError | Self::SessionKilled => "error",
            Self::Accept => "accept",
            Self::Request => "request",
            Self::Connect => "connect",
            Self::Response => "response",
            Self::Close => "close",
            rules => rules.text(),
        }
    }

    /// Whether a bad connection or request is what it tells of.
    pub const fn is_error(self) -> bool {
        matches!(self, Self::SessionError | Self::SessionKilled)
    }
}
