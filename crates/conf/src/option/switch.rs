//! Options that are on or off.

use super::{OptionSpec, PLAIN, set};
use crate::keyword::Sections;

/// Declares a switch: its name, where it matters, its sentence, its place among the options.
macro_rules! switch {
    ($name:literal, $sections:ident, $sentence:literal, $($place:ident)+) => {
        OptionSpec {
            name: $name,
            sections: Sections::$sections,
            usage: concat!("[no | default] option ", $name),
            sentence: $sentence,
            examples: &[concat!("option ", $name), concat!("no option ", $name)],
            parse: |cx, _| {
                set(cx, &[$(|options| &mut options.$place),+]);
                Ok(())
            },
            ..PLAIN
        }
    };
}

/// Every option that is only on or off.
pub static SWITCHES: [OptionSpec; 22] = [
    switch!(
        "allbackups",
        BACK,
        "Uses all backup servers at once instead of the first one.",
        allbackups
    ),
    switch!(
        "checkcache",
        BACK,
        "Refuses responses that caches may keep although they set a cookie.",
        checkcache
    ),
    switch!("clitcpka", FRONT, "Lets the system probe silent client connections.", clitcpka),
    switch!("dontlog-normal", FRONT, "Logs only what didn't go well.", dontlog_normal),
    switch!("dontlognull", FRONT, "Logs no connection on which no byte was received.", dontlognull),
    switch!(
        "http-buffer-request",
        PROXIES,
        "Waits for the request's body before the request goes on.",
        http_buffer_request
    ),
    switch!(
        "http-ignore-probes",
        FRONT,
        "Neither logs nor answers connections that close without a request.",
        http_ignore_probes
    ),
    switch!(
        "http-no-delay",
        PROXIES,
        "Sends every piece of data at once, as is always done here.",
        http_no_delay
    ),
    switch!(
        "http-pretend-keepalive",
        BACK,
        "Doesn't ask servers to close although the connection is closed.",
        http_pretend_keepalive
    ),
    switch!(
        "idle-close-on-response",
        FRONT,
        "Closes idle client connections after their next response only, when stopping.",
        idle_close_on_response
    ),
    switch!(
        "log-separate-errors",
        FRONT,
        "Logs what didn't go well with level `err`.",
        log_separate_errors
    ),
    switch!("logasap", FRONT, "Logs as soon as the response's head is there.", logasap),
    switch!("nolinger", PROXIES, "Closes connections with a reset.", nolinger),
    switch!(
        "persist",
        BACK,
        "Sends requests to the server of their cookie even when it is down.",
        persist
    ),
    switch!(
        "prefer-last-server",
        BACK,
        "Sends a client's next request to the same server when it can.",
        prefer_last_server
    ),
    switch!("srvtcpka", BACK, "Lets the system probe silent server connections.", srvtcpka),
    switch!(
        "tcp-smart-accept",
        FRONT,
        "Saves an acknowledgement when a client connects.",
        tcp_smart_accept
    ),
    switch!(
        "tcp-smart-connect",
        BACK,
        "Saves an acknowledgement when a server is connected to.",
        tcp_smart_connect
    ),
    switch!(
        "accept-unsafe-violations-in-http-request",
        FRONT,
        "Lets requests pass that break the standard in ways that may be dangerous.",
        accept_unsafe_request
    ),
    switch!(
        "accept-unsafe-violations-in-http-response",
        BACK,
        "Lets responses pass that break the standard in ways that may be dangerous.",
        accept_unsafe_response
    ),
    OptionSpec {
        name: "splice-request",
        usage: "[no | default] option splice-request",
        sentence: "Lets the kernel move data from clients to servers.",
        examples: &["option splice-request"],
        parse: |cx, _| {
            set(cx, &[|options| &mut options.splice[0]]);
            Ok(())
        },
        ..PLAIN
    },
    OptionSpec {
        name: "splice-response",
        usage: "[no | default] option splice-response",
        sentence: "Lets the kernel move data from servers to clients.",
        examples: &["option splice-response"],
        parse: |cx, _| {
            set(cx, &[|options| &mut options.splice[1]]);
            Ok(())
        },
        ..PLAIN
    },
];

pub(super) static SPLICE_AUTO: OptionSpec = OptionSpec {
    name: "splice-auto",
    usage: "[no | default] option splice-auto",
    sentence: "Lets the kernel move data in both directions where that pays.",
    examples: &["option splice-auto"],
    parse: |cx, _| {
        set(cx, &[|options| &mut options.splice[0], |options| &mut options.splice[1]]);
        Ok(())
    },
    ..PLAIN
};

pub(super) static TCPKA: OptionSpec = OptionSpec {
    name: "tcpka",
    negatable: false,
    usage: "option tcpka",
    sentence: "Lets the system probe silent connections, of clients and of servers.",
    examples: &["option tcpka"],
    parse: |cx, _| {
        let front = cx.draft.lacks(Sections::FRONT).is_none();
        let back = cx.draft.lacks(Sections::BACK).is_none();
        cx.draft.settings.options.clitcpka |= front;
        cx.draft.settings.options.srvtcpka |= back;
        Ok(())
    },
    ..PLAIN
};
