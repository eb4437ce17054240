//! The usual reason phrase of a status code.

/// The reason phrase that goes with a status code.
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        200 => "OK",
        400 => "Bad Request",
        _ => "Other",
    }
}
