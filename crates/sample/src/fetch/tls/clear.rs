//! `ssl_fc`, `ssl_bc` and what else can be said of a connection in clear text: that it isn't TLS.

use crate::fetch::prelude::*;

const FRONT: Fetch = Fetch {
    output: Type::Bool,
    scope: Scope::table(".YYYYYYYYYYYYYYYYYY..."),
    eval: Eval::Fn(|_, _| Ok(Sample::Bool(false))),
    ..Fetch::PLAIN
};
const BACK: Fetch = Fetch { scope: Scope::table("...........YYYYYYYYY.."), ..FRONT };
/// Of TLS connections only.
const NONE: Fetch = Fetch { eval: Eval::Fn(|_, _| Err(Missing::Absent)), ..FRONT };

/// `ssl_fc`
pub static SSL_FC: Fetch = Fetch {
    name: "ssl_fc",
    sentence: "Whether the client's connection uses TLS.",
    examples: &[Example::plain("ssl_fc", "0"), Example::plain("ssl_fc,iif(https,http)", "http")],
    ..FRONT
};

/// `ssl_fc_has_sni`
pub static SSL_FC_HAS_SNI: Fetch = Fetch {
    name: "ssl_fc_has_sni",
    sentence: "Whether the client named a server when TLS began.",
    examples: &[Example::plain("ssl_fc_has_sni", "0")],
    ..FRONT
};

/// `ssl_fc_is_resumed`
pub static SSL_FC_IS_RESUMED: Fetch = Fetch {
    name: "ssl_fc_is_resumed",
    sentence: "Whether the client's connection goes on with an earlier TLS session.",
    examples: &[Example::plain("ssl_fc_is_resumed", "0")],
    ..FRONT
};

/// `ssl_fc_early_rcvd`
pub static SSL_FC_EARLY_RCVD: Fetch = Fetch {
    name: "ssl_fc_early_rcvd",
    sentence: "Whether the client sent early data, even if the TLS handshake is over by now.",
    examples: &[Example::plain("ssl_fc_early_rcvd", "0")],
    ..FRONT
};

/// `ssl_fc_has_crt`
pub static SSL_FC_HAS_CRT: Fetch = Fetch {
    name: "ssl_fc_has_crt",
    sentence: "Whether the client showed a certificate on this connection; none without TLS.",
    examples: &[Example::absent("", "ssl_fc_has_crt")],
    ..NONE
};

/// `ssl_fc_has_early`
pub static SSL_FC_HAS_EARLY: Fetch = Fetch {
    name: "ssl_fc_has_early",
    sentence: "Whether early data came and the TLS handshake isn't over; none without TLS.",
    examples: &[Example::absent("", "ssl_fc_has_early")],
    ..NONE
};

/// `ssl_c_used`
pub static SSL_C_USED: Fetch = Fetch {
    name: "ssl_c_used",
    sentence: "Whether the client has a certificate, be it of an earlier session; none without TLS.",
    examples: &[Example::absent("", "ssl_c_used")],
    ..NONE
};

/// `ssl_bc`
pub static SSL_BC: Fetch = Fetch {
    name: "ssl_bc",
    sentence: "Whether the server's connection uses TLS.",
    examples: &[Example::plain("ssl_bc", "0")],
    ..BACK
};

/// `ssl_bc_is_resumed`
pub static SSL_BC_IS_RESUMED: Fetch = Fetch {
    name: "ssl_bc_is_resumed",
    sentence: "Whether the server's connection goes on with an earlier TLS session.",
    examples: &[Example::plain("ssl_bc_is_resumed", "0")],
    ..BACK
};
