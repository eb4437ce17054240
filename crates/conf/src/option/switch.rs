//! Options that are on or off.

use super::{OptionSpec, PLAIN, set};
use crate::keyword::{Done, EarlyCx, Sections};

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
pub static SWITCHES: [OptionSpec; 27] = [
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
    switch!(
        "h1-case-adjust-bogus-client",
        FRONT,
        "Writes header names to clients in the case that `h1-case-adjust` says.",
        case_client
    ),
    switch!(
        "h1-case-adjust-bogus-server",
        BACK,
        "Writes header names to servers in the case that `h1-case-adjust` says.",
        case_server
    ),
    switch!(
        "http-drop-request-trailers",
        BACK,
        "Leaves out what follows the body of requests in chunks.",
        drop_request_trailers
    ),
    switch!(
        "http-drop-response-trailers",
        FRONT,
        "Leaves out what follows the body of responses in chunks.",
        drop_response_trailers
    ),
    switch!(
        "log-health-checks",
        BACK,
        "Logs each check of a server that found something else than the one before.",
        log_health_checks
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
        sentence: "Lets the kernel move large data from clients to servers, as is done unless it is switched off.",
        examples: &["option splice-request", "no option splice-request"],
        parse: |cx, _| splice(cx, [true, false]),
        ..PLAIN
    },
    OptionSpec {
        name: "splice-response",
        usage: "[no | default] option splice-response",
        sentence: "Lets the kernel move large data from servers to clients, as is done unless it is switched off.",
        examples: &["option splice-response", "no option splice-response"],
        parse: |cx, _| splice(cx, [false, true]),
        ..PLAIN
    },
];

pub(super) static SPLICE_AUTO: OptionSpec = OptionSpec {
    name: "splice-auto",
    usage: "[no | default] option splice-auto",
    sentence: "Lets the kernel move large data in both directions where that pays, as is done unless it is switched off.",
    examples: &["option splice-auto", "no option splice-auto"],
    parse: |cx, _| splice(cx, [true, true]),
    ..PLAIN
};

/// What moves within the kernel, of requests and of responses.
fn splice(cx: &mut EarlyCx<'_, '_>, directions: [bool; 2]) -> Done {
    let off = cx.is_no();
    let places = cx.draft.settings.options.no_splice.iter_mut().zip(directions);
    places.filter(|(_, concerned)| *concerned).for_each(|(place, _)| *place = off);
    Ok(())
}

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
