//! What HAProxy 3.5 has and Moongate doesn't have yet, by name: so that a configuration that uses it
//! is told exactly that. What is implemented has its declaration and isn't here.

/// Sections.
#[rustfmt::skip]
pub static SECTIONS: &[&str] = &[
    "acme", "cache", "crt-store", "fcgi-app", "healthcheck", "log-forward",
    "mailers", "peers", "program", "ring", "traces",
];

/// Keywords of `global`.
#[rustfmt::skip]
pub static GLOBAL: &[&str] = &[
    "acme.scheduler", "anonkey", "busy-polling", "close-spread-time", "cluster-secret",
    "cpu-affinity", "cpu-map", "cpu-policy", "cpu-set", "crt-base", "debug.counters",
    "deviceatlas-json-file", "deviceatlas-log-level", "deviceatlas-properties-cookie",
    "deviceatlas-separator", "external-check", "fd-hard-limit",
    "force-cfg-parser-pause", "grace", "h1-accept-payload-with-any-method",
    "h1-do-not-close-on-insecure-transfer-encoding",
    "h2-workaround-bogus-websocket-clients", "harden.reject-privileged-ports.quic",
    "harden.reject-privileged-ports.tcp",     "httpclient.resolvers.disabled", "httpclient.resolvers.id", "httpclient.resolvers.prefer",
    "insecure-fork-wanted", "insecure-setuid-wanted",
    "issuers-chain-path", "jwt.decrypt_alg_list", "jwt.decrypt_enc_list", "key-base",
    "limited-quic", "max-threads-per-group", "maxcompcpuusage",
    "maxcomprate", "maxconnrate", "maxpipes", "maxsessrate", "maxsslconn", "maxsslrate",
    "maxzlibmem", "mworker-max-reloads", "no-memory-trimming", "noepoll", "noevports",
    "nogetaddrinfo", "nokqueue", "noktls", "nopoll", "noreuseport", "nosplice",
    "numa-cpu-mapping", "ocsp-update.disable", "ocsp-update.httpproxy", "ocsp-update.maxdelay",
    "ocsp-update.mindelay", "ocsp-update.mode", "pp2-never-send-local", "prealloc-fd",
    "profiling.memory", "profiling.tasks", "quick-exit", "server-state-base", "server-state-file",
    "set-dumpable", "setcap", "shm-stats-file", "shm-stats-file-max-objects",
    "ssl-default-bind-ciphers", "ssl-default-bind-ciphersuites",
    "ssl-default-bind-client-sigalgs", "ssl-default-bind-curves", "ssl-default-bind-options",
    "ssl-default-bind-sigalgs", "ssl-default-server-ciphers", "ssl-default-server-ciphersuites",
    "ssl-default-server-client-sigalgs", "ssl-default-server-curves",
    "ssl-default-server-options", "ssl-default-server-sigalgs", "ssl-dh-param-file", "ssl-engine",
    "ssl-load-extra-del-ext", "ssl-load-extra-files", "ssl-mode-async", "ssl-passphrase-cmd",
    "ssl-propquery", "ssl-provider", "ssl-provider-path", "ssl-security-level",
    "ssl-skip-self-issued-ca", "stats-file", "stress-level", "strict-limits",
    "thread-group", "thread-hard-limit", "tune.applet.zero-copy-forwarding", "tune.buffers.limit",
    "tune.buffers.reserve", "tune.bufsize.large", "tune.bufsize.small", "tune.chksize",
    "tune.cli.max-payload-size", "tune.comp.maxlevel", "tune.defaults.purge",
    "tune.disable-fast-forward", "tune.disable-zero-copy-forwarding", "tune.epoll.mask-events",
    "tune.events.max-events-at-once", "tune.fail-alloc", "tune.fd.edge-triggered",
    "tune.fd.tables", "tune.glitches.kill.cpu-usage", "tune.h1.be.glitches-threshold",
    "tune.h1.fe.glitches-threshold", "tune.h1.zero-copy-fwd-recv", "tune.h1.zero-copy-fwd-send",
    "tune.h2.be.glitches-threshold", "tune.h2.be.initial-window-size",
    "tune.h2.be.max-concurrent-streams", "tune.h2.be.max-frames-at-once", "tune.h2.be.rxbuf",
    "tune.h2.fe.glitches-threshold", "tune.h2.fe.initial-window-size",
    "tune.h2.fe.max-concurrent-streams", "tune.h2.fe.max-frames-at-once",
    "tune.h2.fe.max-rst-at-once", "tune.h2.fe.max-total-streams", "tune.h2.fe.rxbuf",
    "tune.h2.header-table-size", "tune.h2.initial-window-size", "tune.h2.log-errors",
    "tune.h2.max-concurrent-streams", "tune.h2.max-frame-size", "tune.h2.zero-copy-fwd-send",
    "tune.http.cookielen", "tune.idletimer", "tune.listener.default-shards",
    "tune.listener.multi-queue", "tune.max-checks-per-thread", "tune.max-rules-at-once",
    "tune.maxpollevents", "tune.memory.hot-size", "tune.notsent-lowat.client",
    "tune.notsent-lowat.server", "tune.pattern.cache-size", "tune.peers.max-updates-at-once",
    "tune.pipesize", "tune.pool-high-fd-ratio", "tune.pool-low-fd-ratio",
    "tune.pt.zero-copy-forwarding", "tune.quic.be.cc.cubic-min-losses", "tune.quic.be.cc.hystart",
    "tune.quic.be.cc.max-frame-loss", "tune.quic.be.cc.max-win-size",
    "tune.quic.be.cc.reorder-ratio", "tune.quic.be.max-idle-timeout",
    "tune.quic.be.sec.glitches-threshold", "tune.quic.be.stream.data-ratio",
    "tune.quic.be.stream.max-concurrent", "tune.quic.be.stream.rxbuf", "tune.quic.be.tx.pacing",
    "tune.quic.be.tx.udp-gso", "tune.quic.fe.cc.cubic-min-losses", "tune.quic.fe.cc.hystart",
    "tune.quic.fe.cc.max-frame-loss", "tune.quic.fe.cc.max-win-size",
    "tune.quic.fe.cc.reorder-ratio", "tune.quic.fe.max-idle-timeout",
    "tune.quic.fe.sec.glitches-threshold", "tune.quic.fe.sec.retry-threshold",
    "tune.quic.fe.sock-per-conn", "tune.quic.fe.stream.data-ratio",
    "tune.quic.fe.stream.max-concurrent", "tune.quic.fe.stream.max-total",
    "tune.quic.fe.stream.rxbuf", "tune.quic.fe.tx.pacing", "tune.quic.fe.tx.udp-gso",
    "tune.quic.listen", "tune.quic.mem.tx-max", "tune.quic.zero-copy-fwd-send",
    "tune.rcvbuf.backend", "tune.rcvbuf.frontend", "tune.recv_enough", "tune.renice.runtime",
    "tune.renice.startup", "tune.ring.queues", "tune.runqueue-depth", "tune.sched.low-latency",
    "tune.sndbuf.backend", "tune.sndbuf.frontend", "tune.ssl.cachesize",
    "tune.ssl.capture-buffer-size", "tune.ssl.capture-cipherlist-size",
    "tune.ssl.certificate-compression", "tune.ssl.default-dh-param",
    "tune.ssl.force-private-cache", "tune.ssl.hard-maxrecord", "tune.ssl.keylog",
    "tune.ssl.keyupdate-rate-limit", "tune.ssl.lifetime", "tune.ssl.maxrecord",
    "tune.ssl.ocsp-update.maxdelay", "tune.ssl.ocsp-update.mindelay",
    "tune.ssl.ssl-ctx-cache-size", "tune.streams-elasticity",
    "tune.takeover-other-tg-connections", "tune.vars.check-max-size", "tune.vars.global-max-size",
    "tune.vars.proc-max-size", "tune.vars.reqres-max-size", "tune.vars.sess-max-size",
    "tune.vars.txn-max-size", "tune.zlib.memlevel", "tune.zlib.windowsize",
    "warn-blocked-traffic-after", "wurfl-cache-size", "wurfl-data-file", "wurfl-information-list",
    "wurfl-information-list-separator", "wurfl-patch-file",
];

/// Keywords of proxies and `defaults`.
#[rustfmt::skip]
pub static PROXY: &[&str] = &[
    "appsession", "be-unpublished", "clitcpka-cnt", "clitcpka-idle", "clitcpka-intvl",
    "compression", "crt", "dispatch", "email-alert", "external-check",
    "force-be-switch", "guid",
    "hash-balance-factor", "hash-preserve-affinity", "hash-type",
    "http-send-name-header", "load-server-state-from-file",
    "max-session-srv-conns", "persist", "quic-initial",
    "server-state-file-name", "srvtcpka-cnt", "srvtcpka-idle", "srvtcpka-intvl", "ssl-f-use",
    "use-fcgi-app",
];

/// Options of proxies.
#[rustfmt::skip]
pub static OPTIONS: &[&str] = &[
    "contstats", "disable-h2-upgrade", "external-check",
    "http-use-proxy-header",
    "independent-streams", "ldap-check", "mysql-check",
    "pgsql-check", "redis-check", "smtpchk", "socket-stats", "spop-check", "ssl-hello-chk",
    "transparent",
    "use-small-buffers",
];

/// Options of `bind` lines.
#[rustfmt::skip]
pub static BIND: &[&str] = &[
    "accept-netscaler-cip", "allow-0rtt", "alpn", "ca-file", "ca-ignore-err",
    "ca-sign-file", "ca-sign-pass", "ca-verify-file", "cc", "ciphers", "ciphersuites",
    "client-sigalgs", "crl-file", "crt", "crt-ignore-err", "crt-list", "curves", "default-crt",
    "ecdhe", "ech", "force-sslv3", "force-tlsv10", "force-tlsv11", "force-tlsv12", "force-tlsv13",
    "generate-certificates", "guid-prefix", "idle-ping", "ktls", "label", "namespace", "nbconn",
    "no-alpn", "no-ca-names", "no-sslv3", "no-strict-sni", "no-tls-tickets", "no-tlsv10",
    "no-tlsv11", "no-tlsv12", "no-tlsv13", "npn", "prefer-client-ciphers", "process", "proto",
    "quic-cc-algo", "quic-force-retry", "quic-socket", "severity-output", "shards", "sigalgs",
    "ssl", "ssl-max-ver", "ssl-min-ver", "strict-sni", "tcp-md5sig", "thread",
    "tls-ticket-keys", "tls-tickets", "verify",
];

/// Options of `server` lines.
#[rustfmt::skip]
pub static SERVER: &[&str] = &[
    "agent-addr", "agent-check", "agent-inter", "agent-port", "agent-send", "allow-0rtt",
    "alpn", "ca-file", "cc", "check-alpn", "check-pool-conn-name", "check-proto",
    "check-reuse-pool", "check-send-proxy", "check-sni", "check-sni-auto", "check-ssl",
    "check-via-socks4", "ciphers", "ciphersuites", "client-sigalgs", "crl-file", "crt",
    "curves", "force-sslv3", "force-tlsv10",
    "force-tlsv11", "force-tlsv12", "force-tlsv13", "from", "guid", "hash-key", "healthcheck",
    "idle-ping", "ktls", "log-bufsize", "log-proto", "maxqueue", "name", "namespace",
    "no-agent-check", "no-check-reuse-pool", "no-check-send-proxy",
    "no-check-sni-auto", "no-check-ssl", "no-renegotiate", "no-send-proxy", "no-send-proxy-v2",
    "no-send-proxy-v2-ssl", "no-send-proxy-v2-ssl-cn", "no-sni-auto", "no-ssl", "no-ssl-reuse",
    "no-sslv3", "no-tls-tickets", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13",
    "no-verifyhost", "npn", "on-marked-down", "on-marked-up",
    "pool-conn-name", "pool-low-conn", "proto", "proxy-v2-options", "quic-cc-algo",
    "redir", "renegotiate",
    "send-proxy", "send-proxy-v2", "send-proxy-v2-ssl", "send-proxy-v2-ssl-cn",
    "set-proxy-v2-tlv-fmt", "shard", "sigalgs", "slowstart", "sni", "sni-auto", "socks4", "ssl",
    "ssl-max-ver", "ssl-min-ver", "ssl-reuse", "strict-maxconn", "tcp-md5sig", "tcp-ut",
    "tls-tickets", "usesrc", "verify", "verifyhost", "ws",
];

/// Actions of `tcp-request connection`, those of the catalogue included.
#[rustfmt::skip]
static TCP_CONNECTION: &[&str] = &[
    "accept", "do-log", "expect-netscaler-cip", "reject", "sc-add-gpc",
    "sc-inc-gpc", "sc-inc-gpc0", "sc-inc-gpc1", "sc-set-gpt", "sc-set-gpt0", "set-dst",
    "set-dst-port", "set-fc-mark", "set-fc-tos", "set-mark", "set-src", "set-src-port", "set-tos",
    "set-var", "set-var-fmt", "silent-drop", "track-sc", "unset-var",
];

/// Actions of `tcp-request session`, those of the catalogue included.
#[rustfmt::skip]
static TCP_SESSION: &[&str] = &[
    "accept", "attach-srv", "do-log", "reject", "sc-add-gpc", "sc-inc-gpc", "sc-inc-gpc0",
    "sc-inc-gpc1", "sc-set-gpt", "sc-set-gpt0", "set-dst", "set-dst-port", "set-fc-mark",
    "set-fc-tos", "set-mark", "set-src", "set-src-port", "set-tos", "set-var", "set-var-fmt",
    "silent-drop", "track-sc", "unset-var",
];

/// Actions of `tcp-request content`, those of the catalogue included.
#[rustfmt::skip]
static TCP_CONTENT: &[&str] = &[
    "accept", "capture", "do-log", "do-resolve", "reject", "sc-add-gpc", "sc-inc-gpc",
    "sc-inc-gpc0", "sc-inc-gpc1", "sc-set-gpt", "sc-set-gpt0", "send-spoe-group",
    "set-bandwidth-limit", "set-bc-mark", "set-bc-tos", "set-dst", "set-dst-port", "set-fc-mark",
    "set-fc-tos", "set-log-level", "set-mark", "set-priority-class",
    "set-priority-offset", "set-retries", "set-src", "set-src-port", "set-tos", "set-var",
    "set-var-fmt", "silent-drop", "switch-mode", "track-sc", "unset-var", "use-service",
];

/// Actions of `tcp-response content`, those of the catalogue included.
#[rustfmt::skip]
static TCP_RESPONSE: &[&str] = &[
    "accept", "close", "do-log", "reject", "sc-add-gpc", "sc-inc-gpc", "sc-inc-gpc0",
    "sc-inc-gpc1", "sc-set-gpt", "sc-set-gpt0", "send-spoe-group", "set-bandwidth-limit",
    "set-fc-mark", "set-fc-tos", "set-log-level", "set-mark", "set-tos", "set-var",
    "set-var-fmt", "silent-drop", "unset-var",
];

/// Actions of `http-request`, those of the catalogue included.
#[rustfmt::skip]
static HTTP_REQUEST: &[&str] = &[
    "add-acl", "add-header", "add-headers-bin", "allow", "auth", "cache-use", "capture",
    "del-acl", "del-header", "del-headers-bin", "del-map", "deny", "disable-l7-retry", "do-log",
    "do-resolve", "early-hint", "normalize-uri", "pause", "redirect", "reject", "replace-header",
    "replace-path", "replace-pathq", "replace-uri", "replace-value", "return", "sc-add-gpc",
    "sc-inc-gpc", "sc-inc-gpc0", "sc-inc-gpc1", "sc-set-gpt", "sc-set-gpt0", "send-spoe-group",
    "set-bandwidth-limit", "set-bc-mark", "set-bc-tos", "set-dst", "set-dst-port", "set-fc-mark",
    "set-fc-tos", "set-header", "set-headers-bin", "set-log-level", "set-map", "set-mark",
    "set-method", "set-path", "set-pathq", "set-priority-class",
    "set-priority-offset", "set-query", "set-retries", "set-src", "set-src-port", "set-timeout",
    "set-tos", "set-uri", "set-var", "set-var-fmt", "silent-drop", "strict-mode", "tarpit",
    "track-sc", "unset-var", "use-service", "wait-for-body", "wait-for-handshake",
];

/// Actions of `http-response`, those of the catalogue included.
#[rustfmt::skip]
static HTTP_RESPONSE: &[&str] = &[
    "add-acl", "add-header", "add-headers-bin", "allow", "cache-store", "capture", "del-acl",
    "del-header", "del-headers-bin", "del-map", "deny", "do-log", "pause", "redirect",
    "replace-header", "replace-value", "return", "sc-add-gpc", "sc-inc-gpc", "sc-inc-gpc0",
    "sc-inc-gpc1", "sc-set-gpt", "sc-set-gpt0", "send-spoe-group", "set-bandwidth-limit",
    "set-fc-mark", "set-fc-tos", "set-header", "set-headers-bin", "set-log-level", "set-map",
    "set-mark", "set-status", "set-timeout", "set-tos", "set-var", "set-var-fmt",
    "silent-drop", "strict-mode", "track-sc", "unset-var", "wait-for-body",
];

/// Actions of `http-after-response`, those of the catalogue included.
#[rustfmt::skip]
static HTTP_AFTER_RESPONSE: &[&str] = &[
    "add-header", "add-headers-bin", "allow", "capture", "del-acl", "del-header",
    "del-headers-bin", "del-map", "do-log", "replace-header", "replace-value", "sc-add-gpc",
    "sc-inc-gpc", "sc-inc-gpc0", "sc-inc-gpc1", "sc-set-gpt", "sc-set-gpt0", "set-header",
    "set-headers-bin", "set-log-level", "set-map", "set-status", "set-var", "set-var-fmt",
    "strict-mode", "unset-var",
];

/// Whether HAProxy has an option of that name.
pub fn option(name: &str) -> bool {
    OPTIONS.contains(&name)
}

/// Whether HAProxy's `bind` has an option of that name.
pub fn bind(name: &str) -> bool {
    BIND.contains(&name)
}

/// Whether HAProxy's `server` has an option of that name.
pub fn server(name: &str) -> bool {
    SERVER.contains(&name)
}

/// HAProxy's actions of a rule set, by the set's words. A number may follow some of their names.
pub fn actions(set: &str) -> &'static [&'static str] {
    match set {
        "tcp-request connection" => TCP_CONNECTION,
        "tcp-request session" => TCP_SESSION,
        "tcp-request content" => TCP_CONTENT,
        "tcp-response content" => TCP_RESPONSE,
        "http-request" => HTTP_REQUEST,
        "http-response" => HTTP_RESPONSE,
        "http-after-response" => HTTP_AFTER_RESPONSE,
        _ => &[],
    }
}

/// Whether HAProxy has an action of that name (`track-sc0` is `track-sc`) in a rule set.
pub fn action(set: &str, name: &str) -> bool {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
    actions(set).iter().any(|known| *known == name || *known == base)
}
