//! Where a rule stands in the configuration, for logs.

/// A line of a configuration's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, by its place in [`crate::World::files`].
    pub file: u16,
    /// The line, from 1.
    pub line: u32,
}
