//! What events of servers bring, as declarations: the tables are made in the file above.

use crate::class::{Class, Field};

/// `ServerEvent`
pub(in crate::class) const SERVER: Class = Class {
    name: "ServerEvent",
    sentence: "What a function that subscribed to events of servers gets behind the event's name.",
    functions: &[],
    fields: &[
        field("name", "string", "The server's name."),
        field("puid", "integer", "Its number in its backend."),
        field("rid", "integer", "How often its place was taken by another server: never."),
        field("proxy_name", "string", "Its backend's name."),
        field("proxy_uuid", "integer", "Its backend's number."),
        field("reference", "Server", "The server itself."),
        field("state", "ServerEventState?", "What changed, in the event `SERVER_STATE`."),
        field("admin", "ServerEventAdmin?", "What changed, in the event `SERVER_ADMIN`."),
        field("check", "ServerEventCheckRes?", "What a check found, in the event `SERVER_CHECK`."),
    ],
    constants: &[],
};

/// `ServerEventState`
pub(in crate::class) const STATE: Class = Class {
    name: "ServerEventState",
    sentence: "How a server's state changed.",
    functions: &[],
    fields: &[
        field("admin", "boolean", "Whether somebody changed it on purpose."),
        field("check", "ServerEventCheckRes?", "The check that changed it, if one did."),
        field("cause", "string", "Why, in words; empty when there is nothing to say."),
        field("old_state", "string", "`RUNNING`, `STOPPING` or `STOPPED`, before."),
        field("new_state", "string", "The same, after."),
        field("requeued", "integer", "How many requests left its queue."),
    ],
    constants: &[],
};

/// `ServerEventAdmin`
pub(in crate::class) const ADMIN: Class = Class {
    name: "ServerEventAdmin",
    sentence: "How a server's administrative state changed.",
    functions: &[],
    fields: &[
        field("cause", "string", "Why, in words; empty when there is nothing to say."),
        field("old_admin", "string[]", "`MAINT` and its kin, before; empty for none."),
        field("new_admin", "string[]", "The same, after."),
        field("requeued", "integer", "How many requests left its queue."),
    ],
    constants: &[],
};

/// `ServerEventCheckRes`
pub(in crate::class) const CHECK: Class = Class {
    name: "ServerEventCheckRes",
    sentence: "What a check of a server found.",
    functions: &[],
    fields: &[
        field("result", "string", "`PASSED`, `FAILED` or `CONDPASS`."),
        field("agent", "boolean", "Whether an agent was asked: never, so far."),
        field("duration", "integer", "How long it took, in milliseconds."),
        field(
            "reason",
            "table",
            "`short` and `desc`, its status, and the answer's `code` if it had one.",
        ),
        field("health", "table", "`cur`, the server's score with it; `rise` and `fall`."),
    ],
    constants: &[],
};

const fn field(name: &'static str, kind: &'static str, sentence: &'static str) -> Field {
    Field { name, kind, sentence }
}
